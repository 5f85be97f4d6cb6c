//! What of an exchange may be shown.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

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

/// A shorter text is a word of a test and no secret: taking it out by value would make reports unreadable. In headers it
/// is not shown either way.
const SHORTEST: usize = 8;

const REDACTED: &str = "[redacted]";

/// Takes secrets out of what is shown: header values by an allow-list of names, and known secrets wherever they stand.
///
/// ```
/// use graph_contract::exchange::Redaction;
/// let redaction = Redaction::of(["s3cret-token"]);
/// assert_eq!(redaction.text("token s3cret-token"), "token [redacted]");
/// assert_eq!(redaction.header("Authorization", "Bearer other"), "[redacted]");
/// assert_eq!(redaction.header("Content-Type", "text/plain"), "text/plain");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Redaction {
    secrets: Vec<String>,
}

impl Redaction {
    /// A redaction that knows these secrets, each also as it stands in a URL and in a JSON pointer; the longest are taken out
    /// first.
    pub fn of<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Redaction {
        let secrets = secrets.into_iter().filter(|secret| secret.len() >= SHORTEST);
        let mut secrets: Vec<String> = secrets.flat_map(spellings).collect();
        secrets.dedup();
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Redaction { secrets }
    }

    /// `text` without any known secret.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        self.secrets
            .iter()
            .fold(text.to_string(), |text, secret| without_cut(text.replace(secret, REDACTED), secret))
    }

    /// Whether some of the value would be taken out.
    pub(crate) fn hides(&self, value: &Value) -> bool {
        self.value(value) != *value
    }

    /// What may be shown of a header's value.
    #[must_use]
    pub fn header(&self, name: &str, value: &str) -> String {
        match SHOWN.contains(&name.to_lowercase().as_str()) {
            true => self.text(value),
            false => REDACTED.to_string(),
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
            Ok(value) if !self.secrets.is_empty() => {
                let shown = self.value(&value);
                if shown == value { body } else { shown.to_string().into_bytes() }
            }
            _ => self.text(&String::from_utf8_lossy(&body)).into_bytes(),
        }
    }

    /// JSON without any known secret, in whatever spelling the text had it.
    fn value(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            Value::Object(members) => Value::Object(
                members.iter().map(|(name, value)| (self.text(name), self.value(value))).collect(),
            ),
            other => other.clone(),
        }
    }
}

fn spellings(secret: &str) -> [String; 4] {
    let encoded = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let pointer = secret.replace('~', "~0").replace('/', "~1");
    [secret.to_string(), crate::contract::encoded(secret), encoded, pointer]
}

/// A long text is cut before it is shown, perhaps in the middle of a secret: what is left of one before the cut goes too.
fn without_cut(text: String, secret: &str) -> String {
    let Some(cut) = text.find("...") else { return text };
    let begins = (SHORTEST..secret.len()).rev().filter(|length| secret.is_char_boundary(*length));
    let left = begins.map(|length| &secret[..length]).find(|begin| text[..cut].ends_with(begin));
    match left {
        Some(begin) => format!("{}{REDACTED}{}", &text[..cut - begin.len()], &text[cut..]),
        None => text,
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
    fn a_word_is_no_secret() {
        assert_eq!(Redaction::of(["t", ""]).text("a text"), "a text");
    }
}
