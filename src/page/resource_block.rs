//! What a resource page says of its type: the JSON representation, and the type it is derived from.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use memchr::memmem::Finder;

use serde_json::Value;

use super::annotation::Annotation;
use super::json::JsonText;

/// A JSON representation, annotated `"blockType": "resource"`.
#[derive(Debug, Clone)]
pub struct ResourceBlock {
    /// 1-based line of the opening fence.
    pub line: usize,
    /// The annotation, which names the type.
    pub annotation: Arc<Annotation>,
    /// The representation.
    pub json: JsonText,
    /// The base type that the page's prose names: "Inherits from".
    pub(super) base_in_prose: Option<String>,
}

impl ResourceBlock {
    /// The annotated type, without a leading `#`.
    #[must_use]
    pub fn odata_type(&self) -> Option<&str> {
        self.annotation.odata_type().map(|name| name.trim_start_matches('#'))
    }

    /// The annotated base type, else the one that the prose names. `entity`, from which all entities come, says less than the
    /// prose.
    #[must_use]
    pub fn base_type(&self) -> Option<&str> {
        let annotated = self.annotation.base_type().filter(|name| !name.is_empty());
        let is_entity = |name: &&str| name.rsplit('.').next() == Some("entity");
        let in_prose = self.base_in_prose.as_deref();
        let base = match annotated.filter(is_entity) {
            Some(entity) => in_prose.filter(|name| !is_entity(name)).or(Some(entity)),
            None => annotated.or(in_prose),
        };
        base.map(|name| name.trim_start_matches('#'))
    }

    /// The representation's value, when it could be read.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        self.json.value()
    }
}

/// `Inherits from [x](...)`: the type a resource is derived from.
pub(super) fn base_type(text: &str, links: &[Cow<'_, str>]) -> Option<String> {
    let may_say_it = [&*FROM, &*SUBCLASS].iter().any(|words| words.find(text.as_bytes()).is_some());
    if !may_say_it {
        return None; // as most texts, which are not searched for the rest
    }
    let linked = |words| after(text, words).filter(|after| leads_to(after, links));
    let others = || [&*DERIVED, &*SUBCLASS, &*INHERITED].into_iter().find_map(linked);
    let after = after(text, &INHERITS).or_else(others)?;
    let is_filler = |word: &&str| matches!(*word, "" | "the" | "abstract" | "base" | "class" | "type");
    let name = words(after).find(|word| !is_filler(word)).filter(|name| *name != "this")?;
    let is_direct = words(after).next() == Some(name);
    (is_direct || !links.is_empty()).then(|| name.to_string())
}

/// Whether the next word is a type with its namespace, or one of the linked pages: "derived from" is said of much else.
fn leads_to(after: &str, links: &[Cow<'_, str>]) -> bool {
    let Some(name) = words(after).next().filter(|name| !name.is_empty()) else { return false };
    if name.starts_with("microsoft.graph.") {
        return true;
    }
    let stems = links.iter().filter_map(|link| link.rsplit('/').next()?.strip_suffix(".md"));
    stems.into_iter().any(|stem| stem.eq_ignore_ascii_case(name))
}

/// "This is an open type", "an Open Type that allows other properties".
pub(super) fn says_open(text: &str) -> bool {
    let at = OPEN.find(text.as_bytes()).or_else(|| OPEN_AS_NAME.find(text.as_bytes()));
    at.is_some_and(|at| text[..at].ends_with("an ") && !text[..at].ends_with("not an "))
}

/// `Base type of [x](...) and [y](...).`: the types that are derived from a resource.
pub(super) fn derived_types(text: &str, links: &[Cow<'_, str>]) -> Vec<String> {
    if links.is_empty() {
        return Vec::new();
    }
    let Some(after) = after(text, &BASE_OF) else { return Vec::new() };
    let sentence = after.split(". ").next().unwrap_or_default();
    let names = words(sentence).filter(|word| !matches!(*word, "" | "and" | "the" | "or"));
    names.map(str::to_string).collect()
}

/// A part of all but [`SUBCLASS`].
static FROM: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(" from "));
static INHERITS: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("nherits from "));
static DERIVED: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("erived from "));
static SUBCLASS: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("ubclass of "));
static INHERITED: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("Inherited from "));
static OPEN: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("open type"));
static OPEN_AS_NAME: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("Open Type"));
static BASE_OF: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("Base type of "));

fn after<'a>(text: &'a str, words: &Finder<'_>) -> Option<&'a str> {
    words.find(text.as_bytes()).map(|at| &text[at + words.needle().len()..])
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',', '(', '\n']).map(|word| word.trim_matches(['[', ']', '*', '`', '.', '"', ')']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;

    #[test]
    fn a_base_type_is_said_in_several_ways() {
        let links = [Cow::Borrowed("../resources/animal.md")];
        for said in [
            "Inherits from animal.",
            "A dog, derived from animal. Barks.",
            "A subclass of animal.",
            "A dog. Inherited from animal entity.",
        ] {
            assert_eq!(base_type(said, &links).as_deref(), Some("animal"), "{said}");
        }
    }

    #[test]
    fn a_type_with_its_namespace_needs_no_link() {
        let said = "It is derived from microsoft.graph.animal.";
        assert_eq!(base_type(said, &[]).as_deref(), Some("microsoft.graph.animal"));
    }

    #[test]
    fn the_prose_says_more_than_that_a_type_is_an_entity() {
        let base = |annotated: &str| {
            let text = format!(
                "# dog resource type\n\nInherits from [animal](animal.md).\n\n\
                 <!-- {{ \"blockType\": \"resource\", \"baseType\": \"{annotated}\" }} -->\n```json\n{{}}\n```\n"
            );
            let page = Page::read("resources/dog.md", &text);
            page.resources[0].base_type().map(str::to_string)
        };
        assert_eq!(base("microsoft.graph.entity").as_deref(), Some("animal"));
        assert_eq!(base("microsoft.graph.pet").as_deref(), Some("microsoft.graph.pet"));
    }

    #[test]
    fn an_annotated_entity_keeps_its_namespace() {
        let text = "# dog resource type\n\nInherits from [entity](entity.md).\n\n\
                    <!-- { \"blockType\": \"resource\", \"baseType\": \"microsoft.graph.entity\" } -->\n```json\n{}\n```\n";
        let page = Page::read("resources/dog.md", text);
        assert_eq!(page.resources[0].base_type(), Some("microsoft.graph.entity"));
    }

    #[test]
    fn what_is_derived_from_something_else_has_no_base_type() {
        let links = [Cow::Borrowed("../resources/animal.md")];
        for said in [
            "A score derived from the animal's age.",
            "Values derived from sensors of an animal.",
            "Its colour is inherited from animal.",
            "A dog, which barks, inherits from this base type.",
        ] {
            assert_eq!(base_type(said, &links), None, "{said}");
        }
    }

    #[test]
    fn an_open_type_is_said_in_either_case() {
        for (said, is_open) in [
            ("This is an Open Type.", true),
            ("An animal, an open type that allows other properties.", true),
            ("This is not an open type.", false),
        ] {
            assert_eq!(says_open(said), is_open, "{said}");
        }
    }
}
