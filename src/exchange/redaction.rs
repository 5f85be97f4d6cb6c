//! What of an exchange may be shown: headers by a list of names, and everywhere no known secret, nothing under the name of a
//! secret, and nothing that looks like one.

mod known;
mod learned;
mod looks;
mod names;
mod place;

use serde_json::{Map, Value};

use self::known::Known;
use self::names::{is_error_code, is_secret, names_secret};
pub(crate) use self::place::place;
use super::message::Exchange;

/// Header values that are shown; every other header keeps its name and loses its value.
const SHOWN: [&str; 20] = [
    "accept",
    "allow",
    "cache-control",
    "connection",
    "transfer-encoding",
    "client-request-id",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "etag",
    "host",
    "odata-version",
    "prefer",
    "preference-applied",
    "request-id",
    "retry-after",
    "user-agent",
    "vary",
    "x-ms-request-id",
];

const REDACTED: &str = "[redacted]";

/// Takes secrets out of what is shown: header values by an allow-list of names, known secrets wherever they stand, and what by its
/// name or its look is one.
///
/// ```
/// use graph_contract::exchange::Redaction;
/// let redaction = Redaction::of(["s3cret-token"]);
/// assert_eq!(redaction.text("token s3cret-token"), "token [redacted]");
/// assert_eq!(redaction.header("Authorization", "Bearer other"), "[redacted]");
/// assert_eq!(redaction.header("Content-Type", "text/plain"), "text/plain");
/// assert_eq!(redaction.text("https://x/?sig=abc&a=1"), "https://x/?sig=[redacted]&a=1");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Redaction {
    known: Known,
}

impl Redaction {
    /// A redaction that knows these secrets, each also as it stands in a URL and in a JSON pointer; the longest are taken out
    /// first.
    pub fn of<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Redaction {
        Redaction { known: Known::of(secrets) }
    }

    /// The same, with more secrets.
    #[must_use]
    pub fn with(&self, secrets: &[String]) -> Redaction {
        Redaction { known: self.known.with(secrets) }
    }

    /// The same, with what these exchanges hold under the names of secrets: an answer may repeat it where nothing says what it is.
    #[must_use]
    pub fn knowing(&self, exchanges: &[Exchange]) -> Redaction {
        self.with(&learned::secrets_of(exchanges))
    }

    /// The same, with the values of these that have the name of a secret.
    #[must_use]
    pub fn knowing_named<'a>(&self, named: impl IntoIterator<Item = (&'a String, &'a String)>) -> Redaction {
        let named = named.into_iter().filter(|(name, _)| names_secret(name));
        self.with(&named.map(|(_, value)| value.clone()).collect::<Vec<String>>())
    }

    /// The same, with every header value that is not shown, as it stands and as `Debug` spells it.
    pub(crate) fn knowing_headers(&self, exchanges: &[Exchange]) -> Redaction {
        let headers =
            exchanges.iter().flat_map(|one| one.request.headers.iter().chain(&one.response.headers));
        let hidden = headers.filter(|(name, _)| !is_shown(name)).map(|(_, value)| value);
        let spelt = |value: &String| [value.clone(), value.escape_debug().to_string()];
        self.with(&hidden.flat_map(spelt).collect::<Vec<String>>())
    }

    /// Whether what stands at a JSON pointer stands under the name of a secret.
    pub(crate) fn hides(&self, pointer: &str) -> bool {
        pointer.split('/').any(names_secret)
    }

    /// `text` without any known secret, and without what looks like one.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        looks::without(self.known.taken_out_of(text))
    }

    /// What may be shown of a text about the value at a JSON pointer: no value, where one of its names is that of a secret.
    #[must_use]
    pub fn at(&self, pointer: &str, text: &str) -> String {
        let text = self.text(text);
        let begins_a_value = text.starts_with(|c: char| c.is_ascii_digit() || "\"{[-".contains(c));
        match self.hides(pointer) || stands_under_a_secret(pointer, &text) {
            true if begins_a_value => REDACTED.to_string(),
            true => match text.find('"') {
                Some(at) => format!("{}{REDACTED}", &text[..at]),
                None => text,
            },
            false => text,
        }
    }

    /// Whether some of a member would not be shown.
    pub(crate) fn cuts(&self, name: &str, value: &Value) -> bool {
        let member: Map<String, Value> = [(name.to_string(), value.clone())].into_iter().collect();
        self.members("", &member) != member
    }

    /// What may be shown of a header's value; of a `Location` the place, and nothing that lets somebody in there.
    #[must_use]
    pub fn header(&self, name: &str, value: &str) -> String {
        match name {
            _ if is_shown(name) => self.text(value),
            _ if name.eq_ignore_ascii_case("location") => {
                place(value).map_or(REDACTED.to_string(), |place| self.text(&place))
            }
            _ => REDACTED.to_string(),
        }
    }

    /// The exchange as it may be shown.
    #[must_use]
    pub fn exchange(&self, exchange: &Exchange) -> Exchange {
        let mut shown = exchange.clone();
        shown.request.url = self.text(&shown.request.url);
        shown.request.headers = self.headers(&shown.request.headers);
        shown.response.headers = self.headers(&shown.response.headers);
        shown.request.body = shown.request.body.map(|body| self.bytes(body));
        shown.response.body = self.bytes(shown.response.body);
        shown
    }

    fn headers(&self, headers: &[(String, String)]) -> Vec<(String, String)> {
        headers.iter().map(|(name, value)| (self.text(name), self.header(name, value))).collect()
    }

    fn bytes(&self, body: Vec<u8>) -> Vec<u8> {
        match serde_json::from_slice::<Value>(&body) {
            Ok(value) => {
                let shown = self.value("", &value);
                if shown == value { body } else { shown.to_string().into_bytes() }
            }
            Err(_) => self.text(&String::from_utf8_lossy(&body)).into_bytes(),
        }
    }

    /// JSON without secrets, in whatever spelling the text had them; `within`: the name that it stands under.
    fn value(&self, within: &str, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(items) => items.iter().map(|item| self.value(within, item)).collect(),
            Value::Object(members) => Value::Object(self.members(within, members)),
            other => other.clone(),
        }
    }

    fn members(&self, within: &str, members: &Map<String, Value>) -> Map<String, Value> {
        let is_named = named_value(members).is_some();
        let shown = |(name, value): (&String, &Value)| {
            let shown = match value {
                Value::String(text) if is_error_code(within, name) => self.text(text).into(),
                Value::String(text) if is_secret(name, text) || is_named && name == "value" => {
                    REDACTED.into()
                }
                // a list of objects has the name of what is in it; whether that is a secret their own names say
                Value::Array(items)
                    if items.iter().filter_map(Value::as_str).any(|text| is_secret(name, text)) =>
                {
                    hidden(value)
                }
                Value::Object(_) | Value::Number(_) if names_secret(name) => hidden(value),
                other => self.value(name, other),
            };
            (self.text(name), shown)
        };
        members.iter().map(shown).collect()
    }
}

/// Whether the text at a JSON pointer is one that has a name such as `code`, and looks like a secret.
fn stands_under_a_secret(pointer: &str, text: &str) -> bool {
    let is_name = |part: &&str| !part.is_empty() && !part.bytes().all(|byte| byte.is_ascii_digit());
    let mut names = pointer.split('/').rev().filter(is_name);
    let Some(name) = names.next() else { return false };
    let value = text.trim_matches('"');
    !is_error_code(names.next().unwrap_or_default(), name) && is_secret(name, value)
}

fn is_shown(header: &str) -> bool {
    SHOWN.iter().any(|name| header.eq_ignore_ascii_case(name))
}

/// The value of `{"name": "accountKey", "value": "..."}`, where the name is that of a secret.
fn named_value(members: &Map<String, Value>) -> Option<&str> {
    let mut names = ["name", "key", "id"].iter().filter_map(|name| members.get(*name)?.as_str());
    let value = members.get("value")?.as_str()?;
    names.any(names_secret).then_some(value)
}

/// Texts and numbers gone, in lists and objects too; what is there at all can be seen.
fn hidden(value: &Value) -> Value {
    match value {
        Value::String(_) | Value::Number(_) => REDACTED.into(),
        Value::Array(items) => items.iter().map(hidden).collect(),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(name, value)| (name.clone(), hidden(value))).collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{Request, Response};

    const SECRET: &str = "canary-0123456789-abcdefghijklmnopqrstuvwxyz";

    fn shown(body: &[u8]) -> String {
        let request = Request {
            method: "GET".into(),
            url: format!("http://x/?t={SECRET}"),
            headers: vec![],
            body: None,
        };
        let response =
            Response { status: 200, headers: vec![("X".into(), SECRET.into())], body: body.to_vec() };
        let exchange = Exchange { request, response, seconds: 0.0 };
        let shown = Redaction::of([SECRET]).exchange(&exchange);
        format!("{shown:?} {}", String::from_utf8_lossy(&shown.response.body))
    }

    #[test]
    fn a_secret_is_found_in_every_spelling_of_a_body() {
        let escaped = format!("{{\"a\": \"\\u0063{}\"}}", &SECRET[1..]);
        let binary = [b"\xff\xfe".as_slice(), SECRET.as_bytes()].concat();
        for body in [SECRET.as_bytes(), escaped.as_bytes(), &binary] {
            assert!(!shown(body).contains("0123456789"), "{}", shown(body));
        }
    }

    #[test]
    fn a_secret_that_was_cut_is_found_too() {
        let cut = format!("\"token {}... (300 bytes)", &SECRET[..20]);
        assert_eq!(Redaction::of([SECRET]).text(&cut), "\"token [redacted]... (300 bytes)");
    }

    #[test]
    fn a_secret_in_a_url_or_a_pointer_is_found_too() {
        let redaction = Redaction::of(["EwB+abc/def==xyz"]);
        for text in ["/EwB%2Babc%2Fdef%3D%3Dxyz", "at /EwB+abc~1def==xyz", "EwB+abc/def==xyz"] {
            assert!(!redaction.text(text).contains("abc"), "{text}");
        }
    }

    #[test]
    fn what_stands_under_the_name_of_a_secret_is_not_shown() {
        let body = serde_json::json!({
            "secretText": "canary-1", "tokens": ["canary-2"], "keys": ["canary-7-0123456789"], "token": {"value": "canary-3"}, "passcode": 12345,
            "passwordCredentials": [{"keyId": "shown", "secretText": "canary-4"}],
            "settings": [{"name": "AccountKey", "value": "canary-5"}, {"name": "colour", "value": "shown"}],
            "link": "https://x/?a=shown&sig=canary-6", "isSecret": true,
        });
        let value = Redaction::default().value("", &body).to_string();
        assert!(!value.contains("canary") && !value.contains("12345"), "{value}");
        assert_eq!(value.matches("shown").count(), 3, "{value}");
        assert!(value.contains("\"isSecret\":true"));
    }

    #[test]
    fn the_code_of_an_error_is_no_secret_and_taken_out_of_nothing() {
        let body = br#"{"error": {"code": "Http2NotSupported-here", "details": [{"code": "Http3NotSupported-here"}]}, "code": "0.AXoA1b2c3d4e5f6g7h8i9"}"#;
        let request = Request { method: "GET".into(), url: "http://x/".into(), headers: vec![], body: None };
        let response = Response { status: 400, headers: vec![], body: body.to_vec() };
        let exchange = Exchange { request, response, seconds: 0.0 };
        let redaction = Redaction::default().knowing(std::slice::from_ref(&exchange));
        let shown = String::from_utf8(redaction.exchange(&exchange).response.body).unwrap();
        assert!(
            shown.contains("Http2NotSupported-here") && shown.contains("Http3NotSupported-here"),
            "{shown}"
        );
        assert!(!shown.contains("AXoA1b2c"), "{shown}");
        for text in ["code Http2NotSupported-here", "\"0.AXoA1b2c3d4e5f6g7h8i9\" was refused"] {
            assert_eq!(redaction.text(text), text);
        }
    }

    #[test]
    fn what_was_seen_under_the_name_of_a_secret_is_taken_out_elsewhere() {
        let request = Request {
            method: "GET".into(),
            url: "http://x/".into(),
            headers: vec![("X-Api-Key".into(), "canary-one".into())],
            body: None,
        };
        let headers = vec![("Set-Cookie".into(), "session=canary-two; Path=/a-long-path; Secure".into())];
        let response = Response { status: 200, headers, body: br#"{"password": "canary-three"}"#.to_vec() };
        let redaction = Redaction::default().knowing(&[Exchange { request, response, seconds: 0.0 }]);
        let text = redaction.text("canary-one, canary-two, canary-three at /a-long-path");
        assert_eq!(text, "[redacted], [redacted], [redacted] at /a-long-path");
    }

    #[test]
    fn a_value_at_a_pointer_that_names_a_secret_is_not_shown() {
        let redaction = Redaction::default();
        assert_eq!(redaction.at("/0/secretText", "\"abc\""), "[redacted]");
        assert_eq!(redaction.at("/pwd", "one of \"abc\""), "one of [redacted]");
        assert_eq!(redaction.at("/pwd", "a String"), "a String");
        assert_eq!(redaction.at("/status", "\"abc\""), "\"abc\"");
        assert_eq!(redaction.at("/keys/0", "\"0.AXoA1b2c3d4e5f6g7h8i9\""), "[redacted]");
        assert_eq!(redaction.at("/error/code", "\"Http2NotSupported\""), "\"Http2NotSupported\"");
    }

    #[test]
    fn nothing_is_left_of_a_secret_that_begins_with_another() {
        let (short, long) = ("canary-one", "canary-one-and-more");
        for redaction in [Redaction::of([short, long]), Redaction::of([short]).with(&[long.to_string()])] {
            assert_eq!(redaction.text("canary-one-and-more, canary-one"), "[redacted], [redacted]");
        }
    }

    #[test]
    fn what_takes_secrets_out_shows_none_itself() {
        let shown = format!("{:?}", Redaction::of([SECRET]).with(&["canary-one".to_string()]));
        assert!(shown.contains(REDACTED) && !shown.contains("canary"), "{shown}");
    }

    #[test]
    fn a_word_is_no_secret() {
        assert_eq!(Redaction::of(["t", ""]).text("a text"), "a text");
    }
}
