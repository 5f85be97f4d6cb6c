//! One documentation set: the folder above `api/` and `resources/`, and which of its pages are to be checked.

use std::collections::{BTreeMap, HashMap};
use std::path::{Component, Path, PathBuf};

use crate::folder::{files, shown};
use crate::library::Unreadable;

/// A set and the pages of it to check.
#[derive(Debug)]
pub(super) struct Root {
    /// The folder as it was given, which paths in reports begin with.
    pub(super) folder: PathBuf,
    /// The same folder as the system names it.
    pub(super) real: PathBuf,
    /// The path below the root of each folder of pages as given.
    pub(super) folders: HashMap<String, String>,
    /// The pages to check, by their path below the root.
    wanted: BTreeMap<String, PathBuf>,
}

/// Where a folder of pages stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) root: PathBuf,
    /// The folders that lead to it from the root.
    pub(super) inside: Vec<String>,
}

/// The pages of a set that are to be read.
pub(super) struct Pages<'a> {
    /// Every resource page, each with whether it is to be checked.
    pub(super) resources: Vec<(PathBuf, bool)>,
    /// The other pages to check.
    pub(super) others: Vec<&'a PathBuf>,
}

/// The folders that make the one above them a root.
const ROOMS: [&str; 2] = ["api", "resources"];

impl Place {
    /// The set that a folder belongs to: the nearest `api` or `resources` at or above it tells. A folder that is in neither is
    /// a root itself.
    pub(super) fn of(folder: &Path) -> Place {
        let absolute = std::path::absolute(opened(folder)).unwrap_or_else(|_| folder.to_path_buf());
        let names: Vec<&str> = absolute.components().filter_map(name).collect();
        let Some(at) = names.iter().rposition(|name| ROOMS.contains(name)) else {
            return Place { root: folder.to_path_buf(), inside: Vec::new() };
        };
        let inside: Vec<String> = names[at..].iter().map(ToString::to_string).collect();
        Place { root: (0..inside.len()).fold(folder.to_path_buf(), |folder, _| above(&folder)), inside }
    }
}

fn name(component: Component<'_>) -> Option<&str> {
    match component {
        Component::Normal(name) => name.to_str(),
        Component::ParentDir => Some(".."),
        _ => None,
    }
}

/// The folder above one, in the words it was given in.
fn above(folder: &Path) -> PathBuf {
    match folder.components().next_back() {
        Some(Component::Normal(_)) => folder.parent().unwrap_or(Path::new("")).to_path_buf(),
        Some(Component::CurDir) | None => PathBuf::from(".."),
        _ => folder.join(".."),
    }
}

/// A path as the system opens it: no words are the folder that the process is in.
pub(super) fn opened(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

impl Root {
    pub(super) fn new(folder: PathBuf, real: PathBuf) -> Root {
        Root { folder, real, folders: HashMap::new(), wanted: BTreeMap::new() }
    }

    pub(super) fn knows(&mut self, folder: String, inside: &[String]) {
        self.folders.insert(folder, inside.join("/"));
    }

    /// A page to check. One that is named twice is checked once.
    pub(super) fn add(&mut self, inside: &[String], path: PathBuf) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let place = inside.iter().fold(String::new(), |place, folder| place + folder + "/") + &name;
        self.wanted.entry(place).or_insert(path);
    }

    pub(super) fn len(&self) -> usize {
        self.wanted.len()
    }

    pub(super) fn keep(&mut self, is_kept: impl Fn(&Path) -> bool) {
        self.wanted.retain(|_, path| is_kept(path));
    }

    /// What of the set is to be read; what cannot be looked at is added to `unreadable`.
    pub(super) fn pages(&self, unreadable: &mut Vec<Unreadable>) -> Pages<'_> {
        let folder = self.folder.join("resources");
        let mut found = Vec::new();
        for file in if folder.is_dir() { files(&folder, "md") } else { Vec::new() } {
            match file {
                Ok(path) => found.push(path),
                Err(unlisted) => unreadable.push(unlisted.into()),
            }
        }
        let mut others = self.wanted.clone();
        let resource = |path: PathBuf| {
            let place = shown(path.strip_prefix(&self.folder).unwrap_or(&path));
            match others.remove(&place) {
                Some(as_given) => (as_given, true),
                None => (path, false),
            }
        };
        let resources: Vec<(PathBuf, bool)> = found.into_iter().map(resource).collect();
        let others = self.wanted.iter().filter(|(place, _)| others.contains_key(*place));
        Pages { resources, others: others.map(|(_, path)| path).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(folder: &str) -> (String, Vec<String>) {
        let place = Place::of(Path::new(folder));
        (shown(&place.root), place.inside)
    }

    #[test]
    fn the_nearest_api_or_resources_tells_the_root() {
        let inside = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(place("docs/v1.0/api"), ("docs/v1.0".to_string(), inside(&["api"])));
        assert_eq!(place("api"), (String::new(), inside(&["api"])));
        assert_eq!(
            place("docs/api/v1.0/resources/a"),
            ("docs/api/v1.0".to_string(), inside(&["resources", "a"]))
        );
        assert_eq!(place("docs"), ("docs".to_string(), inside(&[])));
    }

    #[test]
    fn a_path_is_shortened_in_the_words_it_was_given_in() {
        let above = |folder: &str| shown(&above(Path::new(folder)));
        assert_eq!(["a/b", "a", "", ".", "..", "./a"].map(above), ["a", "", "..", "..", "../..", "."]);
    }

    #[test]
    fn a_page_is_checked_once_however_often_it_is_named() {
        let mut root = Root::new("docs".into(), "docs".into());
        let inside = ["api".to_string()];
        root.add(&inside, "docs/api/a.md".into());
        root.add(&inside, "./docs/api/a.md".into());
        assert_eq!(root.len(), 1);
    }
}
