//! Types as table cells name them.

use std::borrow::Cow;

use super::words::{COLLECTION_OF, IN_COLLECTION, OF_COLLECTION};

/// A type as a table cell names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeName {
    /// The name without `collection`, brackets or markup.
    pub name: String,
    /// `X collection`, `Collection(X)`, `X[]`.
    pub collection: bool,
    /// Where the cell's link leads.
    pub link: Option<String>,
}

impl TypeName {
    /// Reads the text of a type cell.
    ///
    /// ```
    /// use graph_contract::page::TypeName;
    /// let collection = TypeName::read("String collection", None);
    /// assert_eq!((collection.name.as_str(), collection.collection), ("String", true));
    /// assert_eq!(TypeName::read("Collection(Edm.Int32)", None).name, "Edm.Int32");
    /// assert!(TypeName::read("String[]", None).collection);
    /// assert!(!TypeName::read("[itemReference][]", None).collection);
    /// ```
    #[must_use]
    pub fn read(cell: &str, link: Option<String>) -> TypeName {
        if is_plain(cell) {
            return TypeName { name: cell.to_string(), collection: false, link };
        }
        if let Some(item) = cell.strip_suffix(" collection").filter(|item| is_plain(item)) {
            return TypeName { name: item.to_string(), collection: true, link };
        }
        let is_reference = cell.trim_start().starts_with('[');
        let marks: &[char] = if is_reference { &['`', '*', '\\', '[', ']'] } else { &['`', '*', '\\'] };
        let text = without(cell, marks);
        let text = without_leading_note(text.trim());
        let text = text.split(". ").next().unwrap_or_default();
        let text = text.trim().trim_end_matches('.');
        let (name, collection) = match item(text) {
            (_, true) if is_file_of(link.as_deref(), text) => (text, false),
            item => item,
        };
        let name = head(name).trim_start_matches('#');
        TypeName { name: name.to_string(), collection, link }
    }
}

/// Whether a cell is one word, perhaps with its namespace, that names no collection, as most are.
fn is_plain(cell: &str) -> bool {
    let is_word = cell.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    let ending = &cell.as_bytes()[cell.len().saturating_sub(3)..];
    let names_collection = ending.eq_ignore_ascii_case(b"ion") || ending.eq_ignore_ascii_case(b"ung");
    is_word && !cell.is_empty() && !cell.ends_with('.') && !names_collection
}

/// Whether a link leads to the page of all that a cell says: a type may be called `thingCollection`, in a namespace of its
/// own, too.
fn is_file_of(link: Option<&str>, text: &str) -> bool {
    let file = link.and_then(|link| link.split('#').next()?.rsplit('/').next()?.strip_suffix(".md"));
    let name = text.trim_start_matches('#');
    let name = name.strip_prefix("microsoft.graph.").unwrap_or(name).replace('.', "-");
    file.is_some_and(|stem| stem.eq_ignore_ascii_case(&name))
}

fn without<'a>(text: &'a str, marks: &[char]) -> Cow<'a, str> {
    match text.contains(marks) {
        true => Cow::Owned(text.replace(marks, "")),
        false => Cow::Borrowed(text),
    }
}

/// `String` of `(Optional) String`; what is all in brackets stays.
fn without_leading_note(text: &str) -> &str {
    let rest = text.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(_, rest)| rest.trim());
    let is_collection = |rest: &str| OF_COLLECTION.iter().any(|word| is_same(rest, word.trim_start()));
    rest.filter(|rest| !rest.is_empty() && !is_collection(rest)).unwrap_or(text)
}

/// "Collection" where a translation puts it in the middle of a type's name.
const WORD: &str = "коллекция";

/// The type of one item, and whether it stands in a collection.
fn item(text: &str) -> (&str, bool) {
    if let Some(inner) = IN_COLLECTION.iter().find_map(|words| without_prefix(text, words)) {
        return (inner.split(')').next().unwrap_or(inner), true);
    }
    if let Some(found) = text.split_once(" (").map(|(before, _)| item(before)).filter(|(_, several)| *several)
    {
        return found; // what stands in brackets behind a collection is a remark
    }
    let prefixed = || COLLECTION_OF.iter().find_map(|words| without_prefix(text, words));
    let suffixed = || OF_COLLECTION.iter().find_map(|words| without_suffix(text, words));
    match prefixed().or_else(suffixed).filter(|inner| !inner.trim().is_empty()) {
        Some(inner) => (inner, true),
        None => (text, !text.is_ascii() && text.trim() != WORD && text.contains(WORD)),
    }
}

/// The name alone: `string` of `string, maximum size 20`, `String` of `String (timestamp)`.
fn head(name: &str) -> &str {
    let name = name.trim();
    let head = name.split([',', '、', '(', '\n']).next().unwrap_or_default().trim();
    if head.is_empty() { name.trim_matches(['(', ')', ' ']) } else { head }
}

/// `text` without `prefix`, ignoring case; lengths are compared in characters, as some letters change theirs in bytes.
fn without_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    if let Some(start) = text.get(..prefix.len()).filter(|start| start.is_ascii() && prefix.is_ascii()) {
        return start.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..]);
    }
    if text.is_ascii() {
        return None; // a word with other letters is no part of it
    }
    let end = text.char_indices().nth(prefix.chars().count()).map_or(text.len(), |(at, _)| at);
    is_same(&text[..end], prefix).then(|| &text[end..])
}

fn without_suffix<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let start = text.len().checked_sub(suffix.len()).filter(|_| suffix.is_ascii() && text.is_ascii());
    if let Some(start) = start {
        return text[start..].eq_ignore_ascii_case(suffix).then(|| &text[..start]);
    }
    if text.is_ascii() {
        return None;
    }
    let last = suffix.chars().count().checked_sub(1)?;
    let (start, _) = text.char_indices().rev().nth(last)?;
    is_same(&text[start..], suffix).then(|| &text[..start])
}

fn is_same(text: &str, word: &str) -> bool {
    text.chars().flat_map(char::to_lowercase).eq(word.chars())
}

#[cfg(test)]
mod tests {
    use super::TypeName;

    #[test]
    fn a_collection_is_said_in_many_ways() {
        for (cell, name) in [
            ("String collection", "String"),
            ("Collection(String)", "String"),
            ("Collection of String", "String"),
            ("String[]", "String"),
            ("thing collection. Holds things", "thing"),
            ("Int32 collection.", "Int32"),
            ("Int32 collection (read only)", "Int32"),
            ("Collection(Edm.Int32).", "Edm.Int32"),
            ("Collection(String), required", "String"),
            ("(boolean or string or number) collection", "boolean or string or number"),
            ("(booleano ou número) coleção", "booleano ou número"),
            ("новая коллекцияThing", "новая коллекцияThing"),
            ("settingStateDeviceSummary-Sammlung", "settingStateDeviceSummary"),
            ("Colección directoryObject", "directoryObject"),
            ("Коллекция строк", "строк"),
            ("Colección thingCollection", "thingCollection"),
            ("Conjunto de thing", "thing"),
            ("thing conjunto", "thing"),
            ("Coleçãothing", "thing"),
            ("Набор строк", "строк"),
            ("Коллекция(thing)", "thing"),
            ("コレクション (thing)", "thing"),
            ("thing коллекция", "thing"),
            ("directoryObject 集合", "directoryObject"),
            ("String コレクション", "String"),
            ("\u{212a}collection", "\u{212a}"),
        ] {
            let read = TypeName::read(cell, None);
            assert_eq!((read.name.as_str(), read.collection), (name, true), "{cell}");
        }
    }

    #[test]
    fn a_type_that_is_called_a_collection_is_none() {
        let link = || Some("../resources/thingcollection.md".to_string());
        let whole = TypeName::read("thingCollection", link());
        assert_eq!((whole.name.as_str(), whole.collection), ("thingCollection", false));
        let space = Some("../resources/space-thingcollection.md".to_string());
        let of_space = TypeName::read("microsoft.graph.space.thingCollection", space);
        assert!(!of_space.collection);
        let several = TypeName::read("thing collection", Some("../resources/thing.md".to_string()));
        assert_eq!((several.name.as_str(), several.collection), ("thing", true));
    }

    #[test]
    fn what_is_no_collection_keeps_its_name() {
        for (cell, name) in [
            ("[itemReference][]", "itemReference"),
            ("(Optional) String", "String"),
            ("string, maximum size 20", "string"),
            ("String (timestamp)", "String"),
            ("`Edm.Guid`", "Edm.Guid"),
            ("[thing].", "thing"),
            ("文字列、最大サイズ 20", "文字列"),
            ("collection", "collection"),
            ("Coleção", "Coleção"),
            ("İcollection-like", "İcollection-like"),
        ] {
            let read = TypeName::read(cell, None);
            assert_eq!((read.name.as_str(), read.collection), (name, false), "{cell}");
        }
    }
}
