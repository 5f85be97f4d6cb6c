//! Doc strings: JSON unless their media type says `text`.

use std::path::Path;

use serde_json::Value;

use super::variables::{Known, names, names_in};
use crate::folder::shown;

/// The content of a doc string.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Document {
    Json(Value),
    Text(String),
}

/// Why a doc string cannot be used: the line inside it, what is wrong, what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unusable {
    pub(super) line: usize,
    pub(super) message: String,
    pub(super) help: &'static str,
}

impl Document {
    /// Reads what the Gherkin parser gives: the media type behind the opening quotes is the first line.
    pub(super) fn read(docstring: &str) -> Result<Document, Unusable> {
        let (media_type, content) = docstring.split_once('\n').unwrap_or((docstring, ""));
        match media_type.trim() {
            "" | "json" | "application/json" => json(content),
            "text" | "text/plain" => Ok(Document::Text(dedented(content))),
            other => Err(Unusable {
                line: 0,
                message: format!("the doc string's media type `{other}` is not known"),
                help: "write \"\"\"json, or \"\"\"text for a body that is meant to be broken",
            }),
        }
    }

    /// The bytes to send.
    pub(super) fn bytes(&self) -> Vec<u8> {
        match self {
            Document::Json(value) => value.to_string().into_bytes(),
            Document::Text(text) => text.clone().into_bytes(),
        }
    }

    /// The same with the values of variables: in the texts of JSON, or anywhere in a text.
    pub(super) fn with_variables(self, known: &dyn Known) -> Document {
        match self {
            Document::Json(value) => Document::Json(known.in_value(value)),
            Document::Text(text) => Document::Text(known.in_text(&text)),
        }
    }

    /// The names of its variables.
    pub(super) fn variables(&self) -> Vec<String> {
        match self {
            Document::Json(value) => names_in(value),
            Document::Text(text) => names(text).map(str::to_string).collect(),
        }
    }

    /// Reads a file: JSON where its name says so, else a text as it stands.
    pub(super) fn of_file(path: &Path) -> Result<Document, Unusable> {
        let text = std::fs::read_to_string(path).map_err(|error| Unusable {
            line: 0,
            message: format!("{} cannot be read: {error}", shown(path)),
            help: "name a file below the folder that holds the pages folder",
        })?;
        if path.extension().is_none_or(|extension| extension != "json") {
            return Ok(Document::Text(text));
        }
        serde_json::from_str(&text).map(Document::Json).map_err(|error| Unusable {
            line: 0,
            message: format!("{} is no JSON: {error}", shown(path)),
            help: "mend the file, or give a body that is meant to be broken another ending than .json",
        })
    }

    pub(super) fn json(&self) -> Option<&Value> {
        match self {
            Document::Json(value) => Some(value),
            Document::Text(_) => None,
        }
    }
}

fn json(content: &str) -> Result<Document, Unusable> {
    serde_json::from_str(content).map(Document::Json).map_err(|error| {
        let told = error.to_string();
        let what = told.split(" at line ").next().unwrap_or_default();
        Unusable {
            line: error.line(),
            message: format!("the doc string is no JSON: {what}"),
            help: "mend the JSON, or write \"\"\"text for a body that is meant to be broken",
        }
    })
}

fn dedented(content: &str) -> String {
    // a space of another kind is the text's own
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let margin = content.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let lines: Vec<&str> = content.lines().map(|line| &line[margin.min(indent(line))..]).collect();
    lines.join("\n").trim_end().to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_is_the_default() {
        assert_eq!(Document::read("\n{\"a\": 1}\n"), Ok(Document::Json(json!({"a": 1}))));
        assert_eq!(Document::read("json\n      {\"a\": 1}\n"), Ok(Document::Json(json!({"a": 1}))));
    }

    #[test]
    fn text_is_sent_as_it_stands() {
        assert_eq!(
            Document::read("text\n      { not json\n      "),
            Ok(Document::Text("{ not json".to_string()))
        );
    }

    #[test]
    fn broken_json_names_its_line() {
        let unusable = Document::read("json\n{\n  \"a\":\n}\n").unwrap_err();
        assert_eq!(unusable.line, 3);
        assert!(Document::read("yaml\na: 1").unwrap_err().message.contains("yaml"));
    }
}
