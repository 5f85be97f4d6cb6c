//! HAR 1.2 files.

use serde::Deserialize;

use super::{Captured, UnreadableCapture};
use crate::exchange::{Request, Response};

/// Reads the entries of a HAR file, in its order. An entry without a response (a request that was blocked) has status 0.
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
    status: u16,
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
}

impl Entry {
    fn captured(self, number: usize) -> Result<Captured, UnreadableCapture> {
        let request = self.request;
        let body = request.post_data.and_then(|data| data.text).map(String::into_bytes);
        let content = self.response.content.map(|content| content.bytes(number)).transpose()?;
        Ok(Captured {
            request: Some(Request {
                method: request.method,
                url: request.url,
                headers: pairs(request.headers),
                body,
            }),
            response: Response {
                status: self.response.status,
                headers: pairs(self.response.headers),
                body: content.unwrap_or_default(),
            },
        })
    }
}

impl Content {
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

/// RFC 4648, section 4; white space and padding are passed over.
fn base64(text: &str) -> Option<Vec<u8>> {
    let digits = text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=');
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0);
    for digit in digits {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base64_body_is_decoded() {
        assert_eq!(base64("eyJhIjogMX0="), Some(b"{\"a\": 1}".to_vec()));
        assert_eq!(base64("!"), None);
    }

    #[test]
    fn what_is_no_har_says_where() {
        let UnreadableCapture::NoHar(message) = har(b"{\"log\": {}}").unwrap_err() else { panic!() };
        assert!(message.contains("entries") && message.contains("line 1"), "{message}");
    }
}
