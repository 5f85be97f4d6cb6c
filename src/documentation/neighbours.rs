//! What the links of a page lead to, as it stands in the folders of its set.
//!
//! Names are compared letter by letter also where the system would not: a folder is listed and its names are looked through.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::hash::Hash;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use memchr::{memchr, memchr2, memrchr};
use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use super::root::Root;
use crate::folder::shown;
use crate::library::read_text;
use crate::lint::{Anchors, Neighbours};

/// The folders of a set, each listed once.
pub(super) struct Folders<'a> {
    root: &'a Root,
    /// The names in a folder, by its path below the root; `None`: there is no such folder.
    names: Remembered<String, Option<HashSet<String>>>,
    /// The anchors of a page, by its path below the root.
    anchors: Remembered<String, Option<Arc<Anchors>>>,
    /// Folders that hold but a part of what they should, by their path below the root.
    partial: HashSet<String>,
}

/// A page's path, and the files that its links lead to.
pub(super) type Links = (String, Vec<String>);

impl<'a> Folders<'a> {
    pub(super) fn of(root: &'a Root) -> Folders<'a> {
        let (names, anchors) = (Remembered::default(), Remembered::default());
        Folders { root, names, anchors, partial: HashSet::new() }
    }

    /// Says nothing any more of what folders lack that hold a sample of a set: where the links of some pages lead to more
    /// absent files than a few slips account for, the files are elsewhere, and the links are right.
    pub(super) fn without_partial(mut self, links: &[Links]) -> Folders<'a> {
        let absent = links.par_iter().flat_map_iter(|(from, files)| {
            let absent = files.iter().filter(|to| self.has(from, to) == Some(false));
            absent.filter_map(|to| self.target(from, to)).collect::<Vec<_>>()
        });
        let mut by_folder: HashMap<String, HashSet<String>> = HashMap::new();
        for target in absent.collect::<Vec<_>>() {
            let (folder, name) = parted(&target);
            by_folder.entry(folder.to_string()).or_default().insert(name.to_string());
        }
        let is_partial = |folder: &str, absent: &HashSet<String>| {
            // not listed now: a system that ignores case would list it under any name
            let listed = self.names.known(folder);
            let listed = listed.as_deref().and_then(Option::as_ref);
            let absent = absent.iter().filter(|name| !is_listed_otherwise(listed, name)).count();
            let files = listed.map_or(0, HashSet::len);
            absent >= MANY && absent * 4 > files
        };
        let partial = by_folder.into_iter().filter(|(folder, absent)| is_partial(folder, absent));
        self.partial = partial.map(|(folder, _)| folder).collect();
        self
    }

    /// Where a link leads, as a path below the root; `None`: out of the set.
    fn target(&self, from: &str, to: &str) -> Option<String> {
        let to = &to[..memchr2(b'#', b'?', to.as_bytes()).unwrap_or(to.len())];
        let (folder, page) = parted(from);
        let below_root = self.below_root(folder)?;
        let mut target = String::with_capacity(below_root.len() + to.len().max(page.len()) + 1);
        target.push_str(&below_root);
        if to.is_empty() {
            enter(&mut target, page);
            return Some(target);
        }
        let to = match memchr2(b'%', b'\\', to.as_bytes()) {
            Some(_) => Cow::Owned(percent_decode_str(to).decode_utf8().ok()?.replace('\\', "/")),
            None => Cow::Borrowed(to), // as nearly all are
        };
        if to.starts_with('/') || memchr(b':', to.as_bytes()).is_some() {
            return None;
        }
        for name in to.split('/') {
            match name {
                "" | "." => {}
                ".." if target.is_empty() => return None,
                ".." => target.truncate(parted(&target).0.len()),
                name => enter(&mut target, name),
            }
        }
        Some(target)
    }

    /// A folder's path below the root: one that pages to check are in, or one that the set was found to have.
    fn below_root(&self, folder: &str) -> Option<Cow<'_, str>> {
        let found = || Some(shown(Path::new(folder).strip_prefix(&self.root.folder).ok()?).into());
        self.root.folders.get(folder).map(Cow::from).or_else(found)
    }

    /// Whether the set has a file or folder; `None`: the set lacks the whole part of it that this would be in.
    fn holds(&self, target: &str) -> Option<bool> {
        let (folder, name) = parted(target);
        let listed = self.names.known(folder);
        match is_listed(listed.as_deref().and_then(Option::as_ref), name) {
            true => Some(true), // as nearly always
            false => self.looked_up(target),
        }
    }

    /// The same, folder by folder from the root, as far as they are there.
    fn looked_up(&self, target: &str) -> Option<bool> {
        let (mut folder, mut rest) = ("", target);
        while !rest.is_empty() {
            let (name, behind) = rest.split_once('/').unwrap_or((rest, ""));
            let listed = self.names.of(folder, || self.listed(folder));
            let listed = listed.as_ref().as_ref();
            if !is_listed(listed, name) {
                let is_part = !behind.is_empty() || !has_pages(listed);
                let is_missing_part = folder.is_empty() && is_part && !is_listed_otherwise(listed, name);
                let is_partial = self.partial.contains(folder) && !is_listed_otherwise(listed, name);
                return if is_missing_part || is_partial { None } else { Some(false) };
            }
            folder = target[..target.len() - behind.len()].trim_end_matches('/');
            rest = behind;
        }
        Some(true)
    }

    fn listed(&self, folder: &str) -> Option<HashSet<String>> {
        let entries = fs::read_dir(self.path(folder)).ok()?;
        Some(entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect())
    }

    fn path(&self, below: &str) -> PathBuf {
        below
            .split('/')
            .filter(|name| !name.is_empty())
            .fold(self.root.real.clone(), |path, name| path.join(name))
    }
}

/// The folder of a path, and the name in it.
fn parted(path: &str) -> (&str, &str) {
    memrchr(b'/', path.as_bytes()).map_or(("", path), |at| (&path[..at], &path[at + 1..]))
}

fn enter(path: &mut String, name: &str) {
    path.extend([if path.is_empty() { "" } else { "/" }, name]);
}

/// How many files a folder lacks at least that is a sample, and not one of a few pages with a slip here and there.
const MANY: usize = 8;

fn is_listed(listed: Option<&HashSet<String>>, name: &str) -> bool {
    listed.is_some_and(|listed| listed.contains(name))
}

/// Whether a name is there in other letters, which is a slip and no part that is missing.
fn is_listed_otherwise(listed: Option<&HashSet<String>>, name: &str) -> bool {
    listed.is_some_and(|listed| listed.iter().any(|known| known.eq_ignore_ascii_case(name)))
}

/// Whether pages stand in a folder itself. Where none does, those of a set's own folder are elsewhere.
fn has_pages(listed: Option<&HashSet<String>>) -> bool {
    listed.is_some_and(|listed| listed.iter().any(|name| name.ends_with(".md")))
}

impl Neighbours for Folders<'_> {
    fn has(&self, from: &str, to: &str) -> Option<bool> {
        self.holds(&self.target(from, to)?)
    }

    fn anchors(&self, from: &str, to: &str) -> Option<Arc<Anchors>> {
        let page = self.target(from, to)?;
        if self.holds(&page) != Some(true) {
            return None;
        }
        let read = || read_text(&self.path(&page)).ok().map(|text| Arc::new(Anchors::of(&text)));
        self.anchors.of(page.as_str(), read).as_ref().clone()
    }
}

/// Values that are made when they are first asked for, while others wait for that one and no other.
struct Remembered<K, V>(RwLock<HashMap<K, Arc<OnceLock<Arc<V>>>>>);

impl<K, V> Default for Remembered<K, V> {
    fn default() -> Self {
        Remembered(RwLock::default())
    }
}

impl<K: Eq + Hash + Clone, V> Remembered<K, V> {
    /// The value of a key that was asked for before.
    fn known<Q: ?Sized + Eq + Hash>(&self, key: &Q) -> Option<Arc<V>>
    where
        K: std::borrow::Borrow<Q>,
    {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(key)?.get().cloned()
    }

    fn of<Q: ?Sized + Eq + Hash + ToOwned<Owned = K>>(&self, key: &Q, make: impl FnOnce() -> V) -> Arc<V>
    where
        K: std::borrow::Borrow<Q>,
    {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
        let cell = known.unwrap_or_else(|| {
            let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(key.to_owned()).or_default())
        });
        Arc::clone(cell.get_or_init(|| Arc::new(make())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documentation::Documentation;

    /// Asks of a link from `api/a.md` in a set that has `api/a.md`, `api/more/b.md` and `resources/Thing one.md`.
    fn asked<T>(question: impl FnOnce(&Folders<'_>, &str) -> T) -> T {
        let folder = tempfile::tempdir().unwrap();
        let pages = [
            ("api/a.md", "# A page\n"),
            ("api/more/b.md", ""),
            ("resources/Thing one.md", "# Thing\n## Of\n"),
        ];
        for (path, text) in pages {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let page = folder.path().join("api").join("a.md");
        let documentation = Documentation::at(std::slice::from_ref(&page));
        question(&Folders::of(&documentation.roots[0]), &shown(&page))
    }

    fn has(to: &str) -> Option<bool> {
        asked(|folders, from| folders.has(from, to))
    }

    #[test]
    fn a_link_leads_to_a_file_of_that_very_name() {
        assert_eq!(has("../resources/Thing%20one.md#of"), Some(true));
        assert_eq!(has("../resources/thing%20one.md"), Some(false));
        assert_eq!(has("../Resources/Thing one.md"), Some(false));
        assert_eq!(has("more/b.md"), Some(true));
        assert_eq!(has("more\\b.md"), Some(true));
        assert_eq!(has("./more/absent.md"), Some(false));
        assert_eq!(has("absent/b.md"), Some(false));
        assert_eq!(has("#a-page"), Some(true));
    }

    #[test]
    fn a_link_may_lead_through_very_many_folders() {
        assert_eq!(has(&("more/".repeat(5_000) + "b.md")), Some(false));
        assert_eq!(has(&("more/../".repeat(5_000) + "a.md")), Some(true));
    }

    #[test]
    fn what_a_sample_lacks_is_not_known_to_be_absent() {
        let with = |absent: usize| {
            asked(|folders, from| {
                let files: Vec<String> = (0..absent).map(|at| format!("../resources/{at}.md")).collect();
                let folders = Folders::of(folders.root).without_partial(&[(from.to_string(), files)]);
                let has = |to| folders.has(from, to);
                (has("../resources/0.md"), has("../resources/thing%20one.md"), has("more/absent.md"))
            })
        };
        assert_eq!(with(2), (Some(false), Some(false), Some(false)));
        assert_eq!(with(30), (None, Some(false), Some(false)));
    }

    #[test]
    fn a_folder_is_listed_under_its_very_name_alone() {
        // a system that ignores case would list it under any, and what it holds would be there under any
        let is_listed = asked(|folders, from| {
            let links = vec!["../Resources/Thing one.md".to_string()];
            let folders = Folders::of(folders.root).without_partial(&[(from.to_string(), links)]);
            ["", "Resources"].map(|folder| folders.names.known(folder).is_some())
        });
        assert_eq!(is_listed, [true, false]);
    }

    #[test]
    fn nothing_is_known_of_what_is_outside_the_set() {
        let outside = [
            "/graph/paging",
            "../index.md",
            "https://example.com/a.md",
            "mailto:a@example.com",
            "../../b.md",
            "../includes/c.md",
        ];
        assert_eq!(outside.map(has), [None; 6]);
    }

    #[test]
    fn the_anchors_of_a_page_are_read() {
        let anchors = |to: &str| asked(|folders, from| folders.anchors(from, to));
        let has = |to: &str, name: &str| anchors(to).is_some_and(|anchors| anchors.has(name));
        assert!(has("../resources/Thing one.md#x", "thing") && has("../resources/Thing one.md#x", "of"));
        assert!(has("#x", "a-page") && !has("#x", "thing"));
        assert_eq!(anchors("absent.md#x"), None);
    }
}
