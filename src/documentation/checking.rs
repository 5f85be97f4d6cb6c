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

/// A resource page; `text`: it is to be checked.
struct ResourcePage {
    page: Page,
    types: PageTypes,
    text: Option<String>,
    links: Vec<String>,
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
    let (mut types, mut links, mut wanted) = (Vec::new(), Vec::<Links>::new(), Vec::new());
    for resource in resource_pages(&to_read.resources, all) {
        types.push(resource.types);
        links.push((resource.page.path.clone(), resource.links));
        wanted.extend(resource.text.map(|text| (resource.page, text)));
    }
    let set = Set {
        resources: Resources::from_types(types),
        neighbours: Folders::of(root).without_partial(&links),
        rules,
    };
    let of_resources: Vec<Found> =
        wanted.into_par_iter().map(|(page, text)| set.found(page, &text)).collect();
    let of_others: Vec<Result<Found, Unreadable>> =
        to_read.others.par_iter().map(|path| set.read(path)).collect();
    let mut named = Vec::new();
    for found in of_resources.into_iter().map(Ok).chain(of_others) {
        match found {
            Ok(found) => {
                all.paths.push(found.path);
                all.findings.extend(found.findings);
                named.extend(found.named);
            }
            Err(unreadable) => all.unreadable.push(unreadable),
        }
    }
    named
}

/// All resource pages of a set, in parallel.
fn resource_pages(to_read: &[(PathBuf, bool)], all: &mut Checked) -> Vec<ResourcePage> {
    let read = |(path, is_wanted): &(PathBuf, bool)| ResourcePage::read(path, *is_wanted);
    let read: Vec<_> = to_read.par_iter().map(read).collect();
    let (pages, unreadable): (Vec<_>, Vec<_>) = read.into_iter().partition(Result::is_ok);
    all.unreadable.extend(unreadable.into_iter().filter_map(Result::err));
    pages.into_iter().flatten().collect()
}

impl ResourcePage {
    fn read(path: &Path, is_wanted: bool) -> Result<ResourcePage, Unreadable> {
        let text = read_text(path)?;
        let page = Page::read(&shown(path), &text);
        let (types, links) = (PageTypes::by(&page), linked_files(&text));
        Ok(ResourcePage { page, types, text: is_wanted.then_some(text), links })
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
        Ok(self.found(Page::read(&shown(path), &text), &text))
    }

    fn found(&self, page: Page, text: &str) -> Found {
        let neighbours: &dyn Neighbours = &self.neighbours;
        let subject = Subject::new(&page, text, &self.resources, neighbours);
        let findings = lint::check_by(self.rules, &subject);
        let findings = Quoted::all(findings, &subject.source);
        let named = if self.rules.iter().any(|rule| rule.code == "GC108") {
            lint::named_requests(&subject)
        } else {
            Vec::new()
        };
        drop(subject);
        Found { path: page.path, findings, named }
    }
}
