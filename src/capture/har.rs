//! HAR 1.2 files.

use base64::alphabet;
use base64::engine::{DecodePaddingMode, Engine as _, GeneralPurpose, GeneralPurposeConfig};
use serde::Deserialize;

use super::{Captured, Lacks, UnreadableCapture};
use crate::exchange::{Request, Response};

/// Reads the entries of a HAR file, in its order. An entry says what of its exchange the file lacks.
///
/// # Errors
/// [`UnreadableCapture::NoHar`] with what is wrong and where.
///
/// ```
/// use graph_contract::capture::har;
/// let file = br#"{"log": {"entries": [{
///   "request": {"method": "GET", "url": "https://example.org/me", "headers": []},
///   "response": {"status": 200, "headers": [], "content": {"text": "{}"}}
/// }]}}"#;
/// assert_eq!(har(file).unwrap()[0].response.body, b"{}");
/// ```
pub fn har(bytes: &[u8]) -> Result<Vec<Captured>, UnreadableCapture> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let file: File =
        serde_json::from_slice(bytes).map_err(|error| UnreadableCapture::NoHar(error.to_string()))?;
    file.log.entries.into_iter().enumerate().map(|(at, entry)| entry.captured(at + 1)).collect()
}

#[derive(Deserialize)]
struct File {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    request: HarRequest,
    response: HarResponse,
}

#[derive(Deserialize)]
struct HarRequest {
    method: String,
    url: String,
    #[serde(default)]
    headers: Vec<Header>,
    #[serde(rename = "postData")]
    post_data: Option<Content>,
}

#[derive(Deserialize)]
struct HarResponse {
    /// A request that was blocked has 0 or -1.
    status: i32,
    #[serde(default)]
    headers: Vec<Header>,
    content: Option<Content>,
}

#[derive(Deserialize)]
struct Header {
    name: String,
    value: String,
}

#[derive(Deserialize)]
struct Content {
    text: Option<String>,
    encoding: Option<String>,
    /// In bytes; browsers keep it when they no longer hold the text. -1: nobody knows.
    size: Option<i64>,
}

impl Entry {
    fn captured(self, number: usize) -> Result<Captured, UnreadableCapture> {
        let request = self.request;
        let body = request.post_data.and_then(|data| data.text).map(String::into_bytes);
        let status = u16::try_from(self.response.status).unwrap_or_default();
        let content = self.response.content;
        let has_body = !matches!(status, 204 | 304) && !request.method.eq_ignore_ascii_case("HEAD");
        let lacks = match &content {
            _ if status < 100 => Some(Lacks::Response),
            Some(content) if content.is_lost() && has_body => Some(Lacks::Body),
            _ => None,
        };
        let content = content.map(|content| content.bytes(number)).transpose()?;
        Ok(Captured {
            request: Some(Request {
                method: request.method,
                url: request.url,
                headers: pairs(request.headers),
                body,
            }),
            response: Response {
                status,
                headers: pairs(self.response.headers),
                body: content.unwrap_or_default(),
            },
            lacks,
        })
    }
}

impl Content {
    fn is_lost(&self) -> bool {
        self.text.is_none() && self.size.is_some_and(|size| size != 0)
    }

    fn bytes(self, number: usize) -> Result<Vec<u8>, UnreadableCapture> {
        let text = self.text.unwrap_or_default();
        match self.encoding.as_deref() {
            Some("base64") => base64(&text)
                .ok_or_else(|| UnreadableCapture::NoHar(format!("entry {number}: its content is no base64"))),
            _ => Ok(text.into_bytes()),
        }
    }
}

fn pairs(headers: Vec<Header>) -> Vec<(String, String)> {
    headers.into_iter().map(|header| (header.name, header.value)).collect()
}

/// White space is passed over, and padding may be left out.
fn base64(text: &str) -> Option<Vec<u8>> {
    let digits: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    BASE64.decode(digits).ok()
}

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base64_body_is_decoded() {
        assert_eq!(base64("eyJhIjogMX0="), Some(b"{\"a\": 1}".to_vec()));
        assert_eq!(base64("!"), None);
    }

    #[test]
    fn a_body_of_which_only_a_size_is_left_is_lost_where_there_could_be_one() {
        let lacks_as = |method: &str, status: u16, content: &str| {
            let file = format!(
                r#"{{"log": {{"entries": [{{"request": {{"method": "{method}", "url": "https://example.org/"}}, "response": {{"status": {status}, "content": {content}}}}}]}}}}"#
            );
            har(file.as_bytes()).unwrap()[0].lacks
        };
        let lacks = |status: u16, content: &str| lacks_as("GET", status, content);
        assert_eq!(lacks(200, r#"{"size": 7}"#), Some(Lacks::Body));
        assert_eq!(lacks(200, r#"{"size": -1}"#), Some(Lacks::Body));
        assert_eq!(lacks(200, r#"{"size": 0}"#), None);
        assert_eq!(lacks(204, r#"{"size": -1}"#), None);
        assert_eq!(lacks_as("HEAD", 200, r#"{"size": 7}"#), None);
    }

    #[test]
    fn what_is_no_har_says_where() {
        let UnreadableCapture::NoHar(message) = har(b"{\"log\": {}}").unwrap_err() else { panic!() };
        assert!(message.contains("entries") && message.contains("line 1"), "{message}");
    }
}
