//! What a query asks for of a resource: `$select` and `$expand` (OData URL Conventions 4.01, sections 5.1.3 and 5.1.4).

use std::collections::{BTreeMap, BTreeSet};
use std::iter::zip;

use percent_encoding::percent_decode_str;

/// What is asked for of a resource; names are in lower case.
#[derive(Debug, Default)]
pub(crate) struct Selection {
    /// The paths that `$select` names; none: all.
    selected: BTreeSet<String>,
    expanded: BTreeMap<String, Selection>,
}

impl Selection {
    pub(crate) fn of_query(query: &str) -> Selection {
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().replace('+', " ");
        let mut selection = Selection::default();
        query.split('&').for_each(|option| selection.take(&decoded(option)));
        selection
    }

    /// The properties of the resource itself that are named, a type before them left out.
    pub(crate) fn properties(&self) -> impl Iterator<Item = &str> {
        let of_type = |segment: &&str| !segment.contains('.');
        let selected = self.selected.iter().filter_map(move |path| path.split('/').find(of_type));
        selected.chain(self.expanded.keys().map(String::as_str))
    }

    /// Whether it expands a property; its name is in lower case.
    pub(crate) fn expands(&self, name: &str) -> bool {
        self.expanded.contains_key(name)
    }

    /// Takes a query option, `$select=id,address/city` or `$expand=manager($select=id;$expand=manager)`; its `$` may be left out
    /// (section 5.1).
    fn take(&mut self, option: &str) {
        let Some((name, value)) = option.split_once('=') else { return };
        let items = split(value, ',').map(str::trim).filter(|item| !item.is_empty());
        match name.trim().trim_start_matches('$').to_lowercase().as_str() {
            "select" => self.selected.extend(items.map(str::to_lowercase)),
            "expand" => items.for_each(|item| self.expand(item)),
            _ => {}
        }
    }

    fn expand(&mut self, item: &str) {
        let (name, options) = item.split_once('(').unwrap_or((item, ""));
        let is_type = |segment: &&str| segment.contains('.');
        let path = name.split('/').filter(|segment| !is_type(segment));
        let expanded = path.fold(self, |at, name| at.expanded.entry(name.trim().to_lowercase()).or_default());
        split(options.trim_end().trim_end_matches(')'), ';').for_each(|option| expanded.take(option));
    }

    /// Whether it selects the same, and expands at least the same.
    pub(crate) fn is_as(&self, other: &Selection) -> bool {
        let is_expanded =
            |(name, other)| self.expanded.get(name).is_some_and(|own: &Selection| own.is_as(other));
        self.selected == other.selected && other.expanded.iter().all(is_expanded)
    }

    pub(crate) fn asks_for(&self, path: &[String]) -> bool {
        let Some((name, below)) = path.split_first() else { return true };
        if let Some(expanded) = self.expanded.get(name) {
            return expanded.asks_for(below);
        }
        let is_all = self.selected.is_empty() || self.selected.contains("*") || name.starts_with('@');
        is_all || self.selected.iter().any(|name| is_on(path, name))
    }
}

/// The parts of a text between separators that stand in no parentheses.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    text.split(move |c| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == separator && depth == 0
    })
}

/// Whether one of the two leads to the other.
fn is_on(path: &[String], name: &str) -> bool {
    zip(path, name.split('/')).all(|(one, other)| one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_brackets_names_nothing_of_the_resource() {
        let named =
            |query: &str| Selection::of_query(query).properties().map(str::to_string).collect::<Vec<_>>();
        let query =
            "$top=5&$expand=parts($select=id,size;$expand=a(b,c)),%20x.mail/item&$select=address/city";
        assert_eq!(named(query), ["address", "item", "parts"]);
        assert_eq!(named("expand=parts"), ["parts"]);
        assert_eq!(named("%24Select=id%2C+Title"), ["id", "title"]);
    }
}
