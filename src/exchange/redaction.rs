//! What of an exchange may be shown.

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
    /// A redaction that knows these secrets; the longest are taken out first.
    pub fn of<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Redaction {
        let secrets = secrets.into_iter().filter(|secret| secret.len() >= SHORTEST);
        let mut secrets: Vec<String> = secrets.map(str::to_string).collect();
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Redaction { secrets }
    }

    /// `text` without any known secret.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        self.secrets.iter().fold(text.to_string(), |text, secret| text.replace(secret, REDACTED))
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
        match std::str::from_utf8(&body) {
            Ok(text) => self.text(text).into_bytes(),
            Err(_) => body,
        }
    }
}
