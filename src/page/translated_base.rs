//! The base type of a resource, as translated pages say it: "Erbt von x", "Hereda de x", "x から継承します".
//!
//! Translators put the link's text into their language, too ("Наследует от сущности"), so that often only the link names the type.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::words::{INHERITS_FROM, IS_INHERITED_FROM};
use crate::pattern::pattern;

static INHERITS: LazyLock<Regex> =
    LazyLock::new(|| pattern(&[INHERITS_FROM, IS_INHERITED_FROM].concat().join("|")));

/// A sentence that says no more than what a type inherits from has no more characters.
const SHORT: usize = 60;

/// What may stand between "inherits from" and a type's name: "resource", "object", articles.
const FILLERS: [&str; 12] =
    ["ресурса", "объекта", "типа", "de", "do", "da", "del", "la", "o", "recurso", "tipo", "objekt"];

/// The type that a text names beside the words, else the one that it links to.
pub(super) fn base_type(text: &str, links: &[Cow<'_, str>]) -> Option<String> {
    if links.is_empty() && !text.contains("microsoft.graph.") {
        return None; // no name that could be it
    }
    let found = INHERITS.find(text)?;
    let stems: Vec<&str> = links.iter().filter_map(|link| stem(link)).collect();
    let sentence = sentence_around(text, found.start());
    let (before, after) = sentence.split_once(found.as_str())?;
    let is_name =
        |word: &&str| word.starts_with("microsoft.graph.") || stems.iter().any(|stem| is_called(stem, word));
    let named = match IS_INHERITED_FROM.contains(&found.as_str()) {
        true => words(before).next_back().filter(is_name),
        false => words(after).find(|word| !FILLERS.contains(word)).filter(is_name),
    };
    let is_all = sentence.chars().count() <= SHORT;
    let linked = || stems.first().filter(|_| stems.len() == 1 && is_all).map(|stem| last_part(stem));
    named.map(|name| name.trim_end_matches('.')).or_else(linked).map(str::to_string)
}

fn sentence_around(text: &str, at: usize) -> &str {
    let (before, rest) = text.split_at(at);
    let after = |stop: &str| before.rfind(stop).map(|at| at + stop.len());
    let start = STOPS.iter().filter_map(|stop| after(stop)).max().unwrap_or(0);
    let end = STOPS.iter().filter_map(|stop| rest.find(stop)).min().unwrap_or(rest.len());
    &text[start..at + end]
}

/// What ends a sentence.
const STOPS: [&str; 3] = ["。", ". ", "\n"];

fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|c: char| !is_of_name(c)).filter(|word| !word.is_empty())
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_')
}

/// `intune-apps-mobilelobapp` of `../resources/intune-apps-mobilelobapp.md#properties`.
fn stem(link: &str) -> Option<&str> {
    link.split('#').next()?.rsplit('/').next()?.strip_suffix(".md")
}

fn last_part(stem: &str) -> &str {
    stem.rsplit('-').next().unwrap_or(stem)
}

fn is_called(stem: &str, word: &str) -> bool {
    let word = word.trim_end_matches('.');
    !word.is_empty() && (stem.eq_ignore_ascii_case(word) || last_part(stem).eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(text: &str, links: &[&str]) -> Option<String> {
        let links: Vec<_> = links.iter().map(|link| Cow::Borrowed(*link)).collect();
        base_type(text, &links)
    }

    #[test]
    fn a_base_type_is_said_in_many_languages() {
        for said in [
            "Erbt von animal",
            "Ein Hund. Sie erbt von animal.",
            "Abgeleitet von animal.",
            "Hereda de animal.",
            "Un perro que deriva de animal y hereda sus propiedades.",
            "Herda de animal.",
            "Herda animal",
            "Наследует animal.",
            "Собака. Наследуется от ресурса animal.",
            "animal から継承します",
            "犬です。animalから継承されます。",
            "继承自 animal。",
        ] {
            assert_eq!(base(said, &["../resources/zoo-animal.md"]).as_deref(), Some("animal"), "{said}");
        }
    }

    #[test]
    fn a_translated_name_is_that_of_the_page_it_links_to() {
        assert_eq!(base("Наследует от животного.", &["zoo-animal.md"]).as_deref(), Some("animal"));
        assert_eq!(base("動物から継承します", &["animal.md"]).as_deref(), Some("animal"));
    }

    #[test]
    fn a_type_with_its_namespace_needs_no_link() {
        assert_eq!(base("Erbt von microsoft.graph.animal.", &[]).as_deref(), Some("microsoft.graph.animal"));
    }

    #[test]
    fn what_is_inherited_from_something_else_says_no_base_type() {
        let long =
            "Наследует права, которые владелец дал всем, кто может видеть этот список, а не только группе.";
        assert_eq!(base(long, &["group.md"]), None);
        assert_eq!(base("Erbt von dem, der es angelegt hat", &[]), None);
        assert_eq!(base("Ein Hund.", &["animal.md"]), None);
        let two = "La entidad se deriva de [mascota]y, [dog] se deriva de la entidad, que representa todo lo demás.";
        assert_eq!(base(two, &["animal.md", "dog.md"]), None);
        let derived = "O recurso dog, que representa um animal que late, herda desse tipo base.";
        assert_eq!(base(derived, &["dog.md"]), None);
    }
}
