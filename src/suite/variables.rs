//! `{variables}` in the texts of steps, doc strings and tables.

use std::cell::RefCell;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde_json::Value;

use crate::exchange::Variables;
use crate::pattern::pattern;

/// `{name}`; `{{name}}` stands for the text `{name}` itself.
static VARIABLE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\{\{([A-Za-z][\w. |-]*)\}\}|\{([A-Za-z][\w. |-]*)\}"));

/// The names of the variables in a text, each as often as it stands there.
pub(super) fn names(text: &str) -> impl Iterator<Item = &str> {
    VARIABLE.captures_iter(text).filter_map(|found| found.get(2)).map(|name| name.as_str())
}

/// The names of the variables in the texts of a JSON value.
pub(super) fn names_in(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => names(text).map(str::to_string).collect(),
        Value::Array(items) => items.iter().flat_map(names_in).collect(),
        Value::Object(members) => members.values().flat_map(names_in).collect(),
        _ => Vec::new(),
    }
}

/// Puts known values in the place of variables.
pub(super) trait Known {
    /// The value of a variable.
    fn value_of(&self, name: &str) -> Option<&str>;

    /// A text with the values of its variables; one that is not known stays as it stands.
    fn in_text(&self, text: &str) -> String {
        let value = |found: &Captures<'_>| match (found.get(1), found.get(2)) {
            (Some(name), _) => format!("{{{}}}", name.as_str()),
            (_, Some(name)) => self.value_of(name.as_str()).unwrap_or(&found[0]).to_string(),
            _ => found[0].to_string(),
        };
        VARIABLE.replace_all(text, value).into_owned()
    }

    /// A JSON value with the values of the variables in its texts. Names of members stay as they are.
    fn in_value(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.in_text(&text)),
            Value::Array(items) => items.into_iter().map(|item| self.in_value(item)).collect(),
            Value::Object(members) => {
                members.into_iter().map(|(name, value)| (name, self.in_value(value))).collect()
            }
            other => other,
        }
    }
}

/// Variables, and the name of the first that was looked for and is none of them.
pub(super) struct Noting<'a> {
    variables: &'a Variables,
    missing: RefCell<Option<String>>,
}

impl<'a> Noting<'a> {
    pub(super) fn new(variables: &'a Variables) -> Noting<'a> {
        Noting { variables, missing: RefCell::default() }
    }

    pub(super) fn missing(self) -> Option<String> {
        self.missing.into_inner()
    }
}

impl Known for Noting<'_> {
    fn value_of(&self, name: &str) -> Option<&str> {
        let value = self.variables.value_of(name);
        if value.is_none() {
            self.missing.borrow_mut().get_or_insert_with(|| name.to_string());
        }
        value
    }
}

impl Known for Variables {
    fn value_of(&self, name: &str) -> Option<&str> {
        self.get(name).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn known() -> Variables {
        Variables::from([("id".to_string(), "1\"2".to_string()), ("a | b".to_string(), "x".to_string())])
    }

    #[test]
    fn a_variable_is_replaced_wherever_it_stands() {
        assert_eq!(known().in_text("/things/{id}/{a | b}?x={other}"), "/things/1\"2/x?x={other}");
        assert_eq!(known().in_value(json!({"{id}": ["{id}", 1]})), json!({"{id}": ["1\"2", 1]}));
    }

    #[test]
    fn twofold_braces_are_no_variable() {
        assert_eq!(known().in_text("{{id}} {id}"), "{id} 1\"2");
        assert_eq!(names("{{id}} {other} {} { } {\"a\": 1}").collect::<Vec<_>>(), ["other"]);
    }
}
