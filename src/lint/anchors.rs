//! What a link behind its `#` may lead to on a page.

use std::collections::{HashMap, HashSet};

use memchr::memmem;

use super::headings::{headings, slug};
use super::source::Source;

/// The anchors of a page: of each heading the one that GitHub and docfx make of it, and those that HTML on the page names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anchors {
    /// By what does not count: letter case, and runs of hyphens, in which makers of anchors differ.
    known: HashMap<String, Vec<String>>,
}

/// What a page has for an anchor.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Match<'a> {
    There,
    /// One that differs in case alone.
    OtherCase(&'a str),
    Absent,
}

impl Anchors {
    /// Looks for the anchors of a page.
    ///
    /// ```
    /// use graph_contract::lint::Anchors;
    /// let text = "# Get `thing`\n\n## Notes & hints\n\n## Notes & hints\n\n<a name=\"old\"></a>\n";
    /// let anchors = Anchors::of(text);
    /// assert!(["get-thing", "notes--hints", "notes-hints", "notes--hints-1", "old"].iter().all(|known| anchors.has(known)));
    /// assert!(!anchors.has("Old"));
    /// ```
    #[must_use]
    pub fn of(text: &str) -> Anchors {
        let mut anchors = Anchors::default();
        let (mut taken, mut numbers) = (HashSet::new(), HashMap::new());
        for heading in headings(&Source::read(text)) {
            let anchor = numbered(slug(heading.text), &taken, &mut numbers);
            taken.insert(anchor.clone());
            anchors.add(anchor);
        }
        named(text).for_each(|name| anchors.add(name.to_string()));
        anchors
    }

    /// Whether a link to `#anchor` finds its place.
    #[must_use]
    pub fn has(&self, anchor: &str) -> bool {
        self.find(anchor) == Match::There
    }

    pub(super) fn find(&self, anchor: &str) -> Match<'_> {
        let wanted = plain(anchor);
        let alike = self.known.get(&wanted.to_lowercase()).map(Vec::as_slice).unwrap_or_default();
        match alike.first() {
            _ if alike.iter().any(|known| plain(known) == wanted) => Match::There,
            Some(known) => Match::OtherCase(known),
            None => Match::Absent,
        }
    }

    fn add(&mut self, anchor: String) {
        self.known.entry(plain(&anchor).to_lowercase()).or_default().push(anchor);
    }
}

/// The anchor of a heading: its slug, with a number behind it where one before it is taken.
fn numbered(slug: String, taken: &HashSet<String>, numbers: &mut HashMap<String, usize>) -> String {
    if !taken.contains(&slug) {
        return slug;
    }
    let number = numbers.entry(slug.clone()).or_default();
    loop {
        *number += 1;
        let anchor = format!("{slug}-{number}");
        if !taken.contains(&anchor) {
            return anchor;
        }
    }
}

/// What `name="..."` and `id="..."` name.
fn named(text: &str) -> impl Iterator<Item = &str> {
    ["name=", "id="].into_iter().flat_map(move |attribute| {
        memmem::find_iter(text.as_bytes(), attribute).filter_map(move |at| {
            let value = &text[at + attribute.len()..];
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let line = value[1..].split('\n').next().unwrap_or_default();
            line.split_once(quote).map(|(name, _)| name)
        })
    })
}

/// An anchor with runs of hyphens as one.
fn plain(anchor: &str) -> String {
    anchor.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_one_name_are_numbered() {
        let anchors = Anchors::of("# a\n# a\n# a-1\n# a\n<p id='B'>\n");
        for known in ["a", "a-1", "a-1-1", "a-2", "B"] {
            assert_eq!(anchors.find(known), Match::There, "{known}");
        }
        assert_eq!((anchors.find("a-3"), anchors.find("b")), (Match::Absent, Match::OtherCase("B")));
    }
}
