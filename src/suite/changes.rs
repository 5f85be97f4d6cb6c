//! How a request differs from the documented one.

use cucumber::gherkin::Step;
use serde_json::{Map, Value};

use super::document::Document;
use super::matcher_text::value;
use super::rows::{WrongRow, rows};
use super::variables::Known;
use crate::contract::{DocumentedRequest, Role, fill, shows_a_value};

/// One difference; `None` leaves the thing out.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Change {
    Method(String),
    Body(Option<Document>),
    /// A member of the documented body, by the names that lead to it.
    Property(String, Option<Value>),
    Header(String, Option<String>),
    /// An option of the URL's query.
    Query(String, Option<String>),
}

/// The members of an object as changes of the documented body.
pub(super) fn properties(object: Map<String, Value>) -> Vec<Change> {
    object.into_iter().map(|(name, value)| Change::Property(name, Some(value))).collect()
}

/// Reads the table below a step, each row one change: `| property status | "running" |`.
///
/// # Errors
/// The rows that are none, each with what is wrong with it.
pub(super) fn of_table(step: &Step) -> Result<Vec<Change>, Vec<WrongRow>> {
    rows(step, of_row)
}

fn of_row(row: &[String]) -> Result<Change, String> {
    let [what, given] = row else {
        return Err("a row has two cells: what is changed, and to what".to_string());
    };
    let given = match given.as_str() {
        "absent" => None,
        method if what == "method" && is_method(method) => Some(method.into()),
        text => Some(
            value(text)
                .ok_or_else(|| format!("`{text}` is no JSON value: write \"text\", 7, true or absent"))?,
        ),
    };
    let text = |given: Option<Value>| match given {
        Some(Value::String(text)) => Some(text),
        other => other.map(|value| value.to_string()),
    };
    match (what.split_once(' '), given) {
        (Some(("property", name)), given) => Ok(Change::Property(name.trim().to_string(), given)),
        (Some(("header", name)), given) => Ok(Change::Header(name.trim().to_string(), text(given))),
        (Some(("query", name)), given) => Ok(Change::Query(name.trim().to_string(), text(given))),
        (None, Some(Value::String(method))) if what == "method" && is_method(&method) => {
            Ok(Change::Method(method))
        }
        (None, None) if what == "body" => Ok(Change::Body(None)),
        (None, Some(body)) if what == "body" => Ok(Change::Body(Some(Document::Json(body)))),
        _ => Err(format!(
            "`{what}` cannot be changed so: write property NAME, header NAME, query NAME, method or body"
        )),
    }
}

fn is_method(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

impl Change {
    /// The same change with the values of the variables in its texts.
    pub(super) fn with_variables(self, known: &dyn Known) -> Change {
        match self {
            Change::Property(name, value) => Change::Property(name, value.map(|value| known.in_value(value))),
            Change::Header(name, value) => Change::Header(name, value.map(|value| known.in_text(&value))),
            Change::Query(name, value) => Change::Query(name, value.map(|value| known.in_text(&value))),
            Change::Body(body) => Change::Body(body.map(|body| body.with_variables(known))),
            Change::Method(method) => Change::Method(method),
        }
    }
}

/// The method to send.
pub(super) fn method(documented: &DocumentedRequest, changes: &[Change]) -> String {
    let changed = changes.iter().rev().find_map(|change| match change {
        Change::Method(method) => Some(method.clone()),
        _ => None,
    });
    changed.unwrap_or_else(|| documented.method.clone())
}

/// The headers to send.
pub(super) fn headers(mut headers: Vec<(String, String)>, changes: &[Change]) -> Vec<(String, String)> {
    for change in changes {
        if let Change::Header(name, value) = change {
            headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
            headers.extend(value.clone().map(|value| (name.clone(), value)));
        }
    }
    headers
}

/// The query to send.
pub(super) fn query(documented: Option<String>, changes: &[Change]) -> Option<String> {
    let mut options: Vec<String> = documented.into_iter().flat_map(|query| split(&query)).collect();
    for change in changes {
        if let Change::Query(name, value) = change {
            options.retain(|option| option.split('=').next() != Some(name));
            options.extend(value.as_ref().map(|value| format!("{name}={}", crate::contract::encoded(value))));
        }
    }
    (!options.is_empty()).then(|| options.join("&"))
}

fn split(query: &str) -> Vec<String> {
    query.split('&').map(str::to_string).collect()
}

/// The body to send: the documented one with conforming values for its placeholders, or another, with its properties changed.
/// `key`: what addresses the resource, where that is known.
pub(super) fn body(documented: &DocumentedRequest, key: Option<&str>, changes: &[Change]) -> Option<Vec<u8>> {
    let shown = || documented_body(documented, key);
    let mut sent = None;
    // a property is one of the body that is sent, wherever the row that gives the body stands
    let is_body = |change: &&Change| matches!(change, Change::Body(_));
    for change in changes.iter().filter(is_body).chain(changes.iter().filter(|change| !is_body(change))) {
        match change {
            Change::Body(None) => sent = Some(None),
            Change::Body(Some(document)) => sent = Some(Some(document.clone())),
            Change::Property(path, value) => {
                let body = sent.take().unwrap_or_else(|| shown().map(Document::Json));
                let mut body =
                    body.as_ref().and_then(Document::json).cloned().unwrap_or_else(|| Map::new().into());
                set(&mut body, path, value.clone());
                sent = Some(Some(Document::Json(body)));
            }
            Change::Method(_) | Change::Header(..) | Change::Query(..) => {}
        }
    }
    sent.unwrap_or_else(|| shown().map(Document::Json)).map(|document| document.bytes())
}

/// The documented body; an `id` that is the key of the documented URL there is that of the resource here.
fn documented_body(documented: &DocumentedRequest, key: Option<&str>) -> Option<Value> {
    let body = documented.body.as_ref()?;
    let mut sent = fill(&body.example, &body.shape, &body.types, Role::Sent);
    if let (Some(key), true) = (key, names_the_key(documented, body.example.get("id"))) {
        sent["id"] = match (body.example["id"].is_number(), key.parse::<i64>()) {
            (true, Ok(number)) => number.into(),
            _ => key.into(),
        };
    }
    Some(sent)
}

/// Whether the `id` in a documented body is what its URL addresses: the same as there, or a placeholder in an update of what an
/// id addresses.
fn names_the_key(documented: &DocumentedRequest, id: Option<&Value>) -> bool {
    let path = documented.path();
    let Some(((id, name), word)) = id.zip(path.key()).zip(path.key_word()) else { return false };
    let text = id.as_str().map_or_else(|| id.to_string(), str::to_string);
    let sample = documented.path_samples.iter().find(|(known, _)| known == name);
    let is_id = word.to_lowercase().ends_with("id") && !name.contains('|');
    let is_update = is_id && matches!(documented.method.as_str(), "PUT" | "PATCH");
    sample.is_some_and(|(_, sample)| sample.eq_ignore_ascii_case(&text)) || (is_update && !shows_a_value(id))
}

/// Sets, or takes out, the member at the end of `path`; what is missing on the way to it is made.
fn set(value: &mut Value, path: &str, new: Option<Value>) {
    let (name, rest) = match path.split_once('/') {
        Some((name, rest)) if value.get(path).is_none() => (name, Some(rest)),
        _ => (path, None),
    };
    if let (Some(items), Ok(at)) = (value.as_array_mut(), name.parse::<usize>()) {
        match (items.get_mut(at), rest, new) {
            (Some(item), Some(rest), new) => set(item, rest, new),
            (Some(item), None, Some(new)) => *item = new,
            (Some(_), None, None) => drop(items.remove(at)),
            (None, None, Some(new)) => items.push(new),
            (None, ..) => {}
        }
        return;
    }
    if !value.is_object() {
        *value = Map::new().into();
    }
    let Some(members) = value.as_object_mut() else { return };
    match (rest, new) {
        (Some(rest), new) => set(members.entry(name).or_insert_with(|| Map::new().into()), rest, new),
        (None, Some(new)) => drop(members.insert(name.to_string(), new)),
        (None, None) => drop(members.shift_remove(name)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::contract::{Contract, Resources};
    use crate::page::Page;

    #[test]
    fn a_row_is_one_change() {
        let row = |what: &str, given: &str| of_row(&[what.to_string(), given.to_string()]);
        assert_eq!(row("property a/b", "7"), Ok(Change::Property("a/b".to_string(), Some(json!(7)))));
        assert_eq!(row("header Prefer", "absent"), Ok(Change::Header("Prefer".to_string(), None)));
        assert_eq!(row("query $top", "5"), Ok(Change::Query("$top".to_string(), Some("5".to_string()))));
        assert_eq!(row("method", "\"PUT\""), Ok(Change::Method("PUT".to_string())));
        assert_eq!(row("body", "absent"), Ok(Change::Body(None)));
        for (what, given) in [("colour", "7"), ("property a", "b"), ("method", "absent"), ("method", "7")] {
            assert!(row(what, given).is_err(), "{what} {given}");
        }
    }

    #[test]
    fn a_member_is_set_wherever_it_stands() {
        let cases = [
            (json!({"a": 1}), "a", Some(json!(2)), json!({"a": 2})),
            (json!({"a": 1}), "b/c", Some(json!(2)), json!({"a": 1, "b": {"c": 2}})),
            (json!({"a": [{"b": 1}]}), "a/0/b", Some(json!(2)), json!({"a": [{"b": 2}]})),
            (json!({"a": {"b": 1, "c": 2}}), "a/b", None, json!({"a": {"c": 2}})),
            (json!({"a/b": 1}), "a/b", Some(json!(2)), json!({"a/b": 2})),
            (json!({"a": [1, 2]}), "a/0", None, json!({"a": [2]})),
        ];
        for (mut value, path, new, wanted) in cases {
            set(&mut value, path, new);
            assert_eq!(value, wanted, "{path}");
        }
    }

    #[test]
    fn a_property_is_changed_in_the_body_that_is_sent() {
        let contract =
            crate::library::Library::at("fixtures/pages").contract("api/educationschool-update.md").unwrap();
        let property = || Change::Property("fax".to_string(), Some(json!("1")));
        let body = || Change::Body(Some(Document::Json(json!({"phone": "2"}))));
        for changes in [[property(), body()], [body(), property()]] {
            let sent = super::body(&contract.examples[0].request, None, &changes).unwrap();
            let sent: Value = serde_json::from_slice(&sent).unwrap();
            assert_eq!(sent, json!({"phone": "2", "fax": "1"}));
        }
    }

    #[test]
    fn a_query_option_is_replaced_and_the_others_stay() {
        let change = |value: Option<&str>| vec![Change::Query("$top".to_string(), value.map(str::to_string))];
        let documented = || Some("$top=5&$select=id".to_string());
        assert_eq!(query(documented(), &change(Some("a b"))).as_deref(), Some("$select=id&$top=a%20b"));
        assert_eq!(query(documented(), &change(None)).as_deref(), Some("$select=id"));
        assert_eq!(query(None, &[]), None);
    }

    #[test]
    fn an_id_that_is_the_key_of_the_url_follows_it() {
        let sent = |id: &str, key: Option<&str>| {
            let text = format!(
                "## HTTP request\n```http\nPUT /x/{{id}}\n```\n## Examples\n```http\nPUT /x/a1\n\n{{\"id\": \"{id}\"}}\n```\n```http\nHTTP/1.1 204 No Content\n```\n"
            );
            let contract = Contract::derive(&Page::read("x.md", &text), &Resources::default());
            let sent = super::body(&contract.examples[0].request, key, &[]).unwrap();
            serde_json::from_slice::<Value>(&sent).unwrap()["id"].clone()
        };
        assert_eq!(sent("a1", Some("b2")), "b2");
        assert_eq!((sent("a1", None), sent("z9", Some("b2"))), ("a1".into(), "z9".into()));
        assert_eq!((sent("A1", Some("b2")), sent("String", Some("b2"))), ("b2".into(), "b2".into()));
    }
}
