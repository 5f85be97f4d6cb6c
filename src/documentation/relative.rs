//! Paths as seen from a folder, whatever way they were given in.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::root::opened;
use crate::folder::shown;

/// A folder that paths are told from.
#[derive(Debug)]
pub struct Relative {
    base: PathBuf,
    /// The way from the base to a folder as given; `None`: it is not below.
    folders: RefCell<HashMap<PathBuf, Option<PathBuf>>>,
}

impl Relative {
    /// To a folder; empty is the one that the process is in.
    #[must_use]
    pub fn to(base: &Path) -> Relative {
        let base = fs::canonicalize(opened(base)).unwrap_or_else(|_| base.to_path_buf());
        Relative { base, folders: RefCell::default() }
    }

    /// A page's path below the folder, with `/` on every system; as it was given where it is not below.
    #[must_use]
    pub fn path(&self, page: &str) -> String {
        let path = Path::new(page);
        let (folder, name) = (path.parent().unwrap_or(Path::new("")), path.file_name().unwrap_or_default());
        let mut folders = self.folders.borrow_mut();
        let below = folders.entry(folder.to_path_buf()).or_insert_with(|| {
            let real = fs::canonicalize(opened(folder)).ok()?;
            Some(real.strip_prefix(&self.base).ok()?.to_path_buf())
        });
        below.as_ref().map_or_else(|| page.to_string(), |below| shown(&below.join(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_from_the_folder_however_it_was_given() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("docs/api")).unwrap();
        let relative = Relative::to(&folder.path().join("docs"));
        for given in ["docs/api/a.md", "docs/../docs/api/a.md"] {
            assert_eq!(relative.path(&shown(&folder.path().join(given))), "api/a.md");
        }
        let outside = shown(&folder.path().join("a.md"));
        assert_eq!(relative.path(&outside), outside);
        assert_eq!(Relative::to(Path::new("")).path("src/lib.rs"), "src/lib.rs");
    }
}
