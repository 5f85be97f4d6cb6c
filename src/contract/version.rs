//! Which version of an API a page documents.

use super::url_template::version_of;
use crate::page::Page;

/// The versions that folders and URLs name.
const VERSIONS: [&str; 2] = ["beta", "v1.0"];

/// The version that the folder of the page's set is called: the one above `api` or `resources`, else the one that holds it.
/// Folders further up are those of whoever keeps the set.
pub(crate) fn version_of_folder(page: &Page) -> Option<&str> {
    let mut above = page.path.rsplit(['/', '\\']).skip(1);
    let nearest = above.clone().next();
    let room = above.find(|folder| matches!(*folder, "api" | "resources"));
    let folder = if room.is_some() { above.next() } else { nearest };
    folder.filter(|folder| VERSIONS.contains(folder))
}

/// The lines of the requests that name a version, and which: those of the HTTP request section and those that are shown.
pub(crate) fn versions_asked(page: &Page) -> Vec<(usize, &'static str)> {
    let documented = page.http_request.iter().map(|line| (line.line, line.path.as_str()));
    let shown = page.examples.iter().map(|example| (example.request.line, example.request.url.as_str()));
    let alone = page.unanswered.iter().map(|alone| (alone.request.line, alone.request.url.as_str()));
    let known = |version: &str| VERSIONS.into_iter().find(|known| *known == version);
    let asked = documented.chain(shown).chain(alone);
    let mut asked: Vec<(usize, &str)> =
        asked.filter_map(|(line, url)| Some((line, known(version_of(url)?)?))).collect();
    asked.sort_unstable();
    asked.dedup();
    asked
}

/// The version that most requests of the page name.
pub(crate) fn version_asked_most(page: &Page) -> Option<&'static str> {
    let asked = versions_asked(page);
    let count = |version: &&str| asked.iter().filter(|(_, found)| found == version).count();
    VERSIONS.into_iter().filter(|version| count(version) > 0).max_by_key(count)
}

/// What a request is of that names no version and no host: what the page's other requests name, else its folder.
pub(super) fn version_meant(page: &Page) -> Option<String> {
    version_asked_most(page).or_else(|| version_of_folder(page)).map(str::to_string)
}
