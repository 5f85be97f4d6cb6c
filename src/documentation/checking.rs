//! Checking one set: its resource pages are read whole, its API pages one by one.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::neighbours::{Folders, Links};
use super::{Checked, Root};
use crate::contract::Resources;
use crate::folder::shown;
use crate::library::{Unreadable, read_text};
use crate::lint::{self, Neighbours, Quoted, Rule, Subject, linked_files};
use crate::page::Page;

/// A resource page; `text`: it is to be checked.
struct ResourcePage {
    page: Page,
    text: Option<String>,
    links: Vec<String>,
}

/// A page's path and what was found on it.
type Found = (String, Vec<Quoted>);

pub(super) fn check(root: &Root, rules: &[&'static Rule], all: &mut Checked) {
    let to_read = match root.pages() {
        _ if root.len() == 0 => return,
        Ok(to_read) => to_read,
        Err(unreadable) => return all.unreadable.push(unreadable),
    };
    let read = |(path, is_wanted): &(PathBuf, bool)| ResourcePage::read(path, *is_wanted);
    let read: Vec<_> = to_read.resources.par_iter().map(read).collect();
    let (pages, unreadable): (Vec<_>, Vec<_>) = read.into_iter().partition(Result::is_ok);
    all.unreadable.extend(unreadable.into_iter().filter_map(Result::err));
    let mut pages: Vec<ResourcePage> = pages.into_iter().flatten().collect();
    let links =
        pages.iter_mut().map(|resource| (resource.page.path.clone(), std::mem::take(&mut resource.links)));
    let links: Vec<Links> = links.collect();
    let set = Set {
        resources: Resources::from_pages(pages.iter().map(|resource| &resource.page)),
        neighbours: Folders::of(root).without_partial(&links),
        rules,
    };
    let wanted = pages.into_par_iter().filter_map(|resource| Some((resource.page, resource.text?)));
    let of_resources: Vec<Found> = wanted.map(|(page, text)| set.found(page, &text)).collect();
    let of_others: Vec<Result<Found, Unreadable>> =
        to_read.others.par_iter().map(|path| set.read(path)).collect();
    for found in of_resources.into_iter().map(Ok).chain(of_others) {
        match found {
            Ok((path, findings)) => {
                all.paths.push(path);
                all.findings.extend(findings);
            }
            Err(unreadable) => all.unreadable.push(unreadable),
        }
    }
}

impl ResourcePage {
    fn read(path: &Path, is_wanted: bool) -> Result<ResourcePage, Unreadable> {
        let text = read_text(path)?;
        let page = Page::read(&shown(path), &text);
        let links = linked_files(&text);
        Ok(ResourcePage { page, text: is_wanted.then_some(text), links })
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
        let findings = findings.into_iter().map(|found| Quoted::of(found, &subject.source)).collect();
        drop(subject);
        (page.path, findings)
    }
}
