//! The `<!-- { "blockType": ... } -->` comments that say what the next block is.

use serde_json::{Map, Value};

use super::json::JsonText;

/// An annotation as it stands on the page.
#[derive(Debug, Clone)]
pub struct Annotation {
    /// 1-based line of the `<!--`.
    pub line: usize,
    /// The object in the comment; empty when it could not be read.
    pub fields: Map<String, Value>,
    /// What is wrong with the comment's JSON, repaired or not.
    pub error: Option<String>,
}

impl Annotation {
    /// Reads a comment's text. `None`: the comment is no annotation.
    pub(super) fn read(comment: &str, line: usize) -> Option<Annotation> {
        let start = comment.find(|c: char| !c.is_whitespace())?;
        let body = &comment[start..];
        if !body.starts_with('{') || !body.contains("blockType") {
            return None;
        }
        let first_line = line + comment[..start].matches('\n').count();
        if let Ok(fields) = serde_json::from_str(body) {
            return Some(Annotation { line, fields, error: None });
        }
        let json = JsonText::read(body, first_line);
        let error = json.repairs().first().map(|problem| problem.message.clone());
        let fields = json.value().and_then(Value::as_object).cloned().unwrap_or_default();
        Some(Annotation { line, fields, error })
    }

    /// `blockType`, as written.
    #[must_use]
    pub fn block_type(&self) -> Option<&str> {
        self.text("blockType")
    }

    /// A string member.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field)?.as_str()
    }

    /// A boolean member; pages also write `"true"`.
    #[must_use]
    pub fn flag(&self, field: &str) -> bool {
        match self.fields.get(field) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
            _ => false,
        }
    }

    /// A member that is a list of strings.
    #[must_use]
    pub fn list(&self, field: &str) -> Vec<&str> {
        match self.fields.get(field) {
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(one)) => vec![one],
            _ => Vec::new(),
        }
    }

    /// The names this block goes by: `name` is a string, on some pages a list.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.list("name")
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
