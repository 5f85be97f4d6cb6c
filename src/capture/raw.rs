//! A raw HTTP/1.1 or HTTP/2 message as `curl -i` prints it (RFC 9112, section 2.1).

use super::{Captured, UnreadableCapture};
use crate::exchange::Response;

/// Reads the response in `bytes`. Interim responses, redirects that curl followed and a proxy's own answer stand before the
/// last response, which is the one that counts.
///
/// # Errors
/// [`UnreadableCapture`] with the line that is no status line or no header.
///
/// ```
/// use graph_contract::capture::raw;
/// let captured = raw(b"HTTP/2 204 \r\nrequest-id: 1\r\n\r\n").unwrap();
/// assert_eq!(captured.response.status, 204);
/// assert_eq!(captured.response.header("Request-Id"), Some("1"));
/// ```
pub fn raw(bytes: &[u8]) -> Result<Captured, UnreadableCapture> {
    let mut reader = Reader { rest: bytes, line: 0 };
    loop {
        let (status, headers) = reader.head()?;
        if status < 200 || (reader.rest.starts_with(b"HTTP/") && is_head(reader.rest)) {
            continue;
        }
        let response = Response { status, headers, body: body(status, reader.rest) };
        return Ok(Captured { request: None, response, lacks: None });
    }
}

/// What follows the head. Behind one that HTTP ends a message with (RFC 9112, section 6.3), a line's end is the terminal's or the
/// editor's.
fn body(status: u16, rest: &[u8]) -> Vec<u8> {
    match matches!(status, 204 | 304) && rest.trim_ascii().is_empty() {
        true => Vec::new(),
        false => rest.to_vec(),
    }
}

struct Reader<'a> {
    rest: &'a [u8],
    line: usize,
}

impl Reader<'_> {
    fn head(&mut self) -> Result<(u16, Vec<(String, String)>), UnreadableCapture> {
        let first = self.next_line().unwrap_or_default();
        let status = status(&first).ok_or(UnreadableCapture::NoStatusLine { line: self.line.max(1) })?;
        let mut headers = Vec::new();
        while let Some(line) = self.next_line().filter(|line| !line.is_empty()) {
            let (name, value) =
                line.split_once(':').ok_or(UnreadableCapture::NoHeader { line: self.line })?;
            headers.push((name.trim().to_string(), value.trim().to_string()));
        }
        Ok((status, headers))
    }

    /// The next line without its end; `None` at the end of the message.
    fn next_line(&mut self) -> Option<String> {
        if self.rest.is_empty() {
            return None;
        }
        self.line += 1;
        let end = self.rest.iter().position(|byte| *byte == b'\n');
        let (line, rest) = match end {
            Some(at) => (&self.rest[..at], &self.rest[at + 1..]),
            None => (self.rest, &self.rest[self.rest.len()..]),
        };
        self.rest = rest;
        Some(String::from_utf8_lossy(line).trim_end_matches('\r').to_string())
    }
}

fn status(line: &str) -> Option<u16> {
    let mut words = line.trim_start_matches('\u{feff}').split_whitespace();
    words.next().filter(|version| version.starts_with("HTTP/"))?;
    words.next()?.parse().ok().filter(|status| (100..600).contains(status))
}

/// Whether what follows is another response's head and not a body that begins like one.
fn is_head(bytes: &[u8]) -> bool {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    status(&String::from_utf8_lossy(line)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_kept_byte_for_byte() {
        let captured = raw(b"HTTP/1.1 200 OK\nContent-Type: a/b\n\n{\r\n \"a\": 1}\n\n").unwrap();
        assert_eq!(captured.response.body, b"{\r\n \"a\": 1}\n\n");
    }

    #[test]
    fn an_empty_line_is_no_body_of_an_answer_that_has_none() {
        assert_eq!(raw(b"HTTP/1.1 204 No Content\r\n\r\n\n").unwrap().response.body, b"");
        assert_eq!(raw(b"HTTP/1.1 204 No Content\r\n\r\n{}").unwrap().response.body, b"{}");
        assert_eq!(raw(b"HTTP/1.1 200 OK\r\n\r\n\n").unwrap().response.body, b"\n");
    }

    #[test]
    fn the_last_response_counts() {
        let text = b"HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 302 Found\r\nLocation: /x\r\n\r\nHTTP/2 201 \r\n\r\n{}";
        let response = raw(text).unwrap().response;
        assert_eq!((response.status, response.body.as_slice()), (201, b"{}".as_slice()));
    }

    #[test]
    fn what_is_no_message_names_its_line() {
        assert_eq!(raw(b"{}"), Err(UnreadableCapture::NoStatusLine { line: 1 }));
        assert_eq!(raw(b""), Err(UnreadableCapture::NoStatusLine { line: 1 }));
        assert_eq!(raw(b"HTTP/1.1 200 OK\n{}"), Err(UnreadableCapture::NoHeader { line: 2 }));
    }
}
