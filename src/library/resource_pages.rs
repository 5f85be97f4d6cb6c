//! The pages of types in the folders beside those of API pages. Each is read once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::derivations::derivations;
use super::meant::{Meant, files_of, linked_file, named_files};
use super::read;
use crate::contract::{Derivations, DocumentedAt, Resources, TypePages};
use crate::page::Page;

#[derive(Debug, Default)]
pub(super) struct ResourcePages {
    /// Those that some contract asked for; `None`: there is no such page.
    read: Mutex<BTreeMap<PathBuf, Option<Arc<Page>>>>,
    /// Which types are derived from which, by the folder of their pages.
    derivations: Mutex<BTreeMap<PathBuf, Arc<Derivations>>>,
    /// Files by folder and name in lower case.
    names: Mutex<BTreeMap<PathBuf, Arc<BTreeMap<String, PathBuf>>>>,
}

impl ResourcePages {
    /// The resource pages that the page at `path` needs: those `wanted`, and those these name in turn. A page that is not there
    /// is no crash (decision 12): what it would say stays unknown, and where this page links to it, that is said.
    pub(super) fn needed(
        &self,
        path: &Path,
        page: &Page,
        wanted: Vec<Meant>,
    ) -> (Vec<Arc<Page>>, Vec<(DocumentedAt, String)>) {
        let (pages, absent) = self.all_of(path, wanted);
        (pages, dead_links(page, &absent))
    }

    /// The pages `wanted`, those these name in turn, and which of them are not there.
    fn all_of(&self, path: &Path, mut wanted: Vec<Meant>) -> (Vec<Arc<Page>>, BTreeSet<Meant>) {
        let mut pages: Vec<Arc<Page>> = Vec::new();
        let (mut seen, mut absent) = (BTreeSet::new(), BTreeSet::new());
        while let Some(meant) = wanted.pop() {
            if !seen.insert(meant.clone()) {
                continue;
            }
            match self.meant(path, &meant) {
                Some(found) => {
                    wanted.extend(files_of(&found));
                    pages.push(found);
                }
                None => {
                    absent.insert(meant);
                }
            }
        }
        (pages, absent)
    }

    /// The derived types of the pages beside an API page. Their folder is looked through once.
    pub(super) fn derivations(&self, path: &Path) -> Arc<Derivations> {
        let mut known = self.derivations.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.entry(beside(path)).or_insert_with_key(|folder| Arc::new(derivations(folder)));
        Arc::clone(found)
    }

    fn meant(&self, path: &Path, meant: &Meant) -> Option<Arc<Page>> {
        let api_page = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        match meant {
            Meant::File(file) => self.at(beside(path).join(file)),
            Meant::OfAnArea(file) => self.of_an_area(&beside(path), file, api_page),
        }
    }

    /// The page at a path, whose name may be written in any case.
    fn at(&self, path: PathBuf) -> Option<Arc<Page>> {
        let mut pages = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let found = |path: &PathBuf| read(path).ok().or_else(|| read(&self.with_capitals(path)?).ok());
        pages.entry(path).or_insert_with_key(|path| found(path).map(Arc::new)).clone()
    }

    /// The page of the type that `x.md` is called like, where that is not there and `area-x.md` is: of several areas the one
    /// whose name is most like the API page's.
    fn of_an_area(&self, folder: &Path, file: &str, api_page: &str) -> Option<Arc<Page>> {
        if self.at(folder.join(file)).is_some() {
            return None;
        }
        let type_name = format!("microsoft.graph.{}", file.strip_suffix(".md")?);
        let names = self.names_in(folder);
        let is_called = |name: &str| name.strip_suffix(file).is_some_and(|area| area.ends_with('-'));
        let mut called: Vec<&String> = names.keys().filter(|name| is_called(name)).collect();
        called.sort_by_key(|name| std::cmp::Reverse(common_start(name, api_page)));
        let describes = |page: &Arc<Page>| Resources::from_pages([page.as_ref()]).knows(&type_name);
        called.into_iter().find_map(|name| self.at(folder.join(name)).filter(describes))
    }

    /// The file that a path in lower case means on a file system that tells case apart.
    fn with_capitals(&self, path: &Path) -> Option<PathBuf> {
        let (folder, name) = (path.parent()?, path.file_name()?.to_str()?);
        self.names_in(folder).get(name).cloned()
    }

    fn names_in(&self, folder: &Path) -> Arc<BTreeMap<String, PathBuf>> {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let found = names.entry(folder.to_path_buf()).or_insert_with(|| Arc::new(names_of(folder)));
        Arc::clone(found)
    }
}

/// The resource pages that belong to the API page at a path, where types are looked up that its answers name.
#[derive(Debug)]
pub(super) struct PagesBeside {
    pub(super) pages: Arc<ResourcePages>,
    pub(super) path: PathBuf,
}

impl TypePages for PagesBeside {
    fn describing(&self, names: &[&str]) -> Arc<Resources> {
        let wanted = names.iter().flat_map(|name| named_files(name)).collect();
        let (pages, _) = self.pages.all_of(&self.path, wanted);
        Arc::new(Resources::from_pages(pages.iter().map(AsRef::as_ref)))
    }
}

/// The folder of resource pages that belongs to an API page.
fn beside(path: &Path) -> PathBuf {
    let api = path.parent().unwrap_or(Path::new(""));
    api.parent().unwrap_or(Path::new("")).join("resources")
}

/// What of a page's tables links to a file that is not there.
fn dead_links(page: &Page, absent: &BTreeSet<Meant>) -> Vec<(DocumentedAt, String)> {
    let at = DocumentedAt::new(&page.path, 1);
    let rows = page.properties.iter();
    let links = rows.filter_map(|row| Some((row.line, linked_file(row.type_name.link.as_deref()?)?)));
    let dead = links.filter(|(_, file)| absent.contains(&Meant::File(file.clone())));
    let note = |(line, file)| {
        (at.at(line), format!("resources/{file} is not there, so its promises are not judged"))
    };
    dead.map(note).collect()
}

fn names_of(folder: &Path) -> BTreeMap<String, PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    names.map(|name| (name.to_lowercase(), folder.join(name))).collect()
}

/// How many characters two names start with alike.
fn common_start(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count()
}
