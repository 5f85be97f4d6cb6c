//! Checking one set: its resource pages are read whole, its API pages one by one.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::neighbours::{Folders, Links};
use super::{Checked, Root};
use crate::contract::{PageTypes, Resources};
use crate::folder::shown;
use crate::library::{Unreadable, read_text};
use crate::lint::{self, Named, Neighbours, Quoted, Rule, Subject, linked_files};
use crate::page::Page;

/// What a resource page gives to the others of its set, and the page with its text, where it is to be checked itself.
struct ResourcePage {
    types: PageTypes,
    links: Links,
    to_check: Option<(Box<Page>, String)>,
}

/// What came of one page.
struct Found {
    path: String,
    findings: Vec<Quoted>,
    named: Vec<Named>,
}

/// Returns the named requests of the pages that were checked.
pub(super) fn check(root: &Root, rules: &[&'static Rule], all: &mut Checked) -> Vec<Named> {
    if root.len() == 0 {
        return Vec::new();
    }
    let to_read = root.pages(&mut all.unreadable);
    let read = |(path, is_wanted): &(PathBuf, bool)| ResourcePage::read(path, *is_wanted);
    let read: Vec<_> = to_read.resources.par_iter().map(read).collect();
    let (mut types, mut links, mut to_check) = (Vec::new(), Vec::new(), Vec::new());
    for resource in readable(read, &mut all.unreadable) {
        types.push(resource.types);
        links.push(resource.links);
        to_check.extend(resource.to_check);
    }
    let neighbours = Folders::of(root).without_partial(&links);
    let set = Set { resources: Resources::from_types(types), neighbours, rules };
    let of_resources = to_check.into_par_iter().map(|(page, text)| set.found(&page, &text));
    let mut found: Vec<Found> = of_resources.collect();
    let of_others: Vec<_> = to_read.others.par_iter().map(|path| set.read(path)).collect();
    found.extend(readable(of_others, &mut all.unreadable));
    let named = found.iter_mut().flat_map(|found| std::mem::take(&mut found.named)).collect();
    keep(found, all);
    named
}

/// What could be read; the rest is added to `unreadable`.
fn readable<T>(
    read: Vec<Result<T, Unreadable>>,
    unreadable: &mut Vec<Unreadable>,
) -> impl Iterator<Item = T> {
    read.into_iter().filter_map(|read| read.map_err(|found| unreadable.push(found)).ok())
}

/// Keeps what was found, page by page in their order, so that the findings are moved once and need no sorting.
fn keep(mut found: Vec<Found>, all: &mut Checked) {
    found.sort_by(|one, other| one.path.cmp(&other.path));
    all.findings.reserve(found.iter().map(|found| found.findings.len()).sum());
    for page in found {
        all.paths.push(page.path);
        all.findings.extend(page.findings);
    }
}

impl ResourcePage {
    fn read(path: &Path, is_wanted: bool) -> Result<ResourcePage, Unreadable> {
        let text = read_text(path)?;
        let page = Page::read(&shown(path), &text);
        let (types, links) = (PageTypes::by(&page), (page.path.clone(), linked_files(&text)));
        Ok(ResourcePage { types, links, to_check: is_wanted.then(|| (Box::new(page), text)) })
    }
}

/// What every page of a set is checked with.
struct Set<'a> {
    resources: Resources,
    neighbours: Folders<'a>,
    rules: &'a [&'static Rule],
}

impl Set<'_> {
    fn read(&self, path: &Path) -> Result<Found, Unreadable> {
        let text = read_text(path)?;
        Ok(self.found(&Page::read(&shown(path), &text), &text))
    }

    fn found(&self, page: &Page, text: &str) -> Found {
        let neighbours: &dyn Neighbours = &self.neighbours;
        let subject = Subject::new(page, text, &self.resources, neighbours);
        let findings = lint::check_by(self.rules, &subject);
        let findings = Quoted::all(findings, &subject.source);
        let named = if self.rules.iter().any(|rule| rule.code == "GC108") {
            lint::named_requests(&subject)
        } else {
            Vec::new()
        };
        Found { path: page.path.clone(), findings, named }
    }
}
