//! The `<!-- { "blockType": ... } -->` comments that say what the next block is.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde::Deserialize;
use serde_json::Value;

use super::json::JsonText;

/// An annotation as it stands on the page.
#[derive(Debug, Clone)]
pub struct Annotation {
    /// 1-based line of the `<!--`.
    pub line: usize,
    /// The object in the comment.
    pub json: JsonText,
    /// What is wrong with the comment's JSON, repaired or not.
    pub error: Option<String>,
    head: Head,
}

/// The two members that every page is read by, so that the others are only read where they are asked for.
#[derive(Debug, Clone, Default, Deserialize)]
struct Head {
    #[serde(rename = "blockType", default)]
    block_type: Option<String>,
    #[serde(default)]
    name: Option<Names>,
    #[serde(rename = "@odata.type", default)]
    odata_type: Option<Value>,
    #[serde(rename = "baseType", default)]
    base_type: Option<Value>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(Vec<String>),
}

static BLOCK_TYPE: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("blockType"));

impl Annotation {
    /// Reads a comment's text. `None`: the comment is no annotation.
    pub(super) fn read(comment: &str, line: usize) -> Option<Annotation> {
        let start = comment.find(|c: char| !c.is_whitespace())?;
        let body = comment[start..].trim_end();
        if !body.starts_with('{') || BLOCK_TYPE.find(body.as_bytes()).is_none() {
            return None;
        }
        let first_line = line + comment[..start].matches('\n').count();
        let json = JsonText::read(body, first_line);
        let error = json.repairs().first().map(|problem| problem.message.clone());
        let head = match serde_json::from_str(body) {
            Ok(head) => head,
            Err(_) => json.value().and_then(|value| Head::deserialize(value).ok()).unwrap_or_default(),
        };
        Some(Annotation { line, json, error, head })
    }

    /// `blockType`, as written.
    #[must_use]
    pub fn block_type(&self) -> Option<&str> {
        self.head.block_type.as_deref()
    }

    /// The annotated type, as written.
    pub(super) fn odata_type(&self) -> Option<&str> {
        self.head.odata_type.as_ref()?.as_str()
    }

    /// The annotated base type, as written.
    pub(super) fn base_type(&self) -> Option<&str> {
        self.head.base_type.as_ref()?.as_str()
    }

    /// A member of the object.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Value> {
        self.json.value()?.get(name)
    }

    /// A string member.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        self.member(field)?.as_str()
    }

    /// A boolean member; pages also write `"true"`.
    #[must_use]
    pub fn flag(&self, field: &str) -> bool {
        match self.member(field) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
            _ => false,
        }
    }

    /// A member that is a list of strings.
    #[must_use]
    pub fn list(&self, field: &str) -> Vec<&str> {
        match self.member(field) {
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(one)) => vec![one],
            _ => Vec::new(),
        }
    }

    /// The names this block goes by: `name` is a string, on some pages a list.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match &self.head.name {
            Some(Names::One(name)) => vec![name],
            Some(Names::Several(names)) => names.iter().map(String::as_str).collect(),
            None => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Annotation;

    #[test]
    fn a_comment_without_a_block_type_is_no_annotation() {
        assert!(Annotation::read(" markdownlint-disable MD041 ", 1).is_none());
        assert!(Annotation::read("{ \"type\": \"#page.annotation\" }", 1).is_none());
    }

    #[test]
    fn a_trailing_comma_is_repaired_and_said() {
        let annotation =
            Annotation::read("{ \"blockType\": \"response\", \"truncated\": \"true\", }", 7).unwrap();
        assert_eq!(annotation.block_type(), Some("response"));
        assert!(annotation.flag("truncated"));
        assert!(annotation.error.unwrap().contains("comma"));
    }

    #[test]
    fn a_list_of_names_is_kept_whole() {
        let annotation =
            Annotation::read("{ \"blockType\": \"request\", \"name\": [\"a\", \"b\"] }", 1).unwrap();
        assert_eq!(annotation.names(), ["a", "b"]);
    }
}
