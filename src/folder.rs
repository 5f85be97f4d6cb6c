//! Files of one kind below a path.

use std::collections::BTreeSet;
use std::fs::{self, DirEntry, FileType};
use std::io;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

/// What cannot be looked at, and what the operating system says of it.
#[derive(Debug)]
pub(crate) struct Unlisted {
    pub(crate) path: PathBuf,
    pub(crate) error: io::Error,
}

/// The path itself when it is a file, else every file below it that ends in `extension`, sorted, and after them what cannot be
/// looked at. A folder that links lead to more than once is looked into once.
pub(crate) fn files(path: &Path, extension: &str) -> Vec<Result<PathBuf, Unlisted>> {
    let mut found = Found::default();
    match fs::metadata(path) {
        Ok(kind) if kind.is_dir() => found.collect(path, extension),
        Ok(_) => found.files.push(path.to_path_buf()),
        Err(error) => found.unlisted(path, error),
    }
    found.files.into_iter().map(Ok).chain(found.unlisted.into_iter().map(Err)).collect()
}

#[derive(Default)]
struct Found {
    files: Vec<PathBuf>,
    unlisted: Vec<Unlisted>,
    /// The folders that were looked into, as the system names them.
    seen: BTreeSet<PathBuf>,
}

impl Found {
    fn collect(&mut self, folder: &Path, extension: &str) {
        match entries(folder) {
            Ok((real, entries)) => {
                let is_new = self.seen.insert(real);
                entries.into_iter().filter(|_| is_new).for_each(|entry| self.take(entry, extension));
            }
            Err(error) => self.unlisted(folder, error),
        }
    }

    fn take(&mut self, (entry, kind): Entry, extension: &str) {
        let is_wanted = entry.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension));
        let kind = match kind {
            Ok(kind) if kind.is_symlink() => fs::metadata(&entry).map(|led_to| led_to.file_type()),
            kind => kind,
        };
        match kind {
            Ok(kind) if kind.is_dir() => self.collect(&entry, extension),
            Ok(kind) if kind.is_file() && is_wanted => self.files.push(entry),
            // a link to nowhere may have led to a folder
            Err(error) if is_wanted || entry.extension().is_none() => self.unlisted(&entry, error),
            Ok(_) | Err(_) => {}
        }
    }

    fn unlisted(&mut self, path: &Path, error: io::Error) {
        self.unlisted.push(Unlisted { path: path.to_path_buf(), error });
    }
}

/// A path, and what the folder that holds it says it is, without following a link.
type Entry = (PathBuf, io::Result<FileType>);

/// A folder as the system names it, and what is in it, sorted: a folder comes where its name does, so that all that is below a
/// path is sorted too.
fn entries(folder: &Path) -> io::Result<(PathBuf, Vec<Entry>)> {
    let mut entries: Vec<DirEntry> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    // whole paths are compared part by part, which takes longer than to read the folder
    entries.sort_by_cached_key(DirEntry::file_name);
    let entries = entries.into_iter().map(|entry| (entry.path(), entry.file_type()));
    Ok((fs::canonicalize(folder)?, entries.collect()))
}

/// A path as reports show it, with `/` on every system.
pub(crate) fn shown(path: &Path) -> String {
    path.to_string_lossy().replace(MAIN_SEPARATOR, "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_sorted_as_paths_are() {
        let root = tempfile::tempdir().unwrap();
        for file in ["a.md", "a/b.md", "a/b/c.md", "a-b/c.md", "a/b-c.md", "b/a.md", "B.md"] {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let found: Vec<PathBuf> = files(root.path(), "md").into_iter().map(|file| file.unwrap()).collect();
        let mut sorted = found.clone();
        sorted.sort();
        assert_eq!((found.len(), &found), (7, &sorted));
    }
}
