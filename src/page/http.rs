//! HTTP messages as pages write them in `http` fences.

use std::borrow::Cow;

use super::json::JsonText;
use super::lines::{Lines, is_blank};
use super::problem::Problem;
use super::start_line::{continuation, is_request_line, request_line, status_line};

/// A documented request.
#[derive(Debug, Clone)]
pub struct HttpRequest {
    /// 1-based line of the request line.
    pub line: usize,
    /// The method, as written.
    pub method: String,
    /// The URL, as written; placeholders in braces.
    pub url: String,
    /// Header names and values in the order of the page.
    pub headers: Vec<(String, String)>,
    /// What follows the headers.
    pub body: Body,
}

/// A documented response.
#[derive(Debug, Clone)]
pub struct HttpResponse {
    /// 1-based line of the status line.
    pub line: usize,
    /// The status code.
    pub status: u16,
    /// The reason phrase; empty when there is none.
    pub reason: String,
    /// Header names and values in the order of the page.
    pub headers: Vec<(String, String)>,
    /// What follows the headers.
    pub body: Body,
}

/// The body of a documented message.
#[derive(Debug, Clone)]
pub enum Body {
    /// There is none.
    None,
    /// JSON, strict or repaired.
    Json(JsonText),
    /// Anything else, as it stands.
    Other(String),
}

impl Body {
    /// The JSON of the body, when it is JSON.
    #[must_use]
    pub fn json(&self) -> Option<&JsonText> {
        match self {
            Body::Json(json) => Some(json),
            Body::None | Body::Other(_) => None,
        }
    }
}

/// What the first line of a fence says it is.
#[derive(Debug)]
pub(super) enum Message {
    Request(HttpRequest),
    Response(HttpResponse),
}

/// Reads the text of a fence that starts on `first_line`. `None`: it is no HTTP message.
pub(super) fn read(text: &str, first_line: usize, problems: &mut Vec<Problem>) -> Option<Message> {
    let mut lines = Lines::of(text, first_line);
    lines.skip_blank();
    let line = lines.number;
    let first = lines.next()?.trim();
    if let Some((status, reason)) = status_line(first) {
        let (headers, body) = headers_and_body(lines, false, problems);
        return Some(Message::Response(HttpResponse { line, status, reason, headers, body }));
    }
    let (method, mut url) = request_line(first)?;
    let wrapped = continuation(&url, lines);
    url.extend(lines.by_ref().take(wrapped).map(str::trim));
    skip_request_lines(&mut lines, problems);
    let (headers, body) = headers_and_body(lines, true, problems);
    Some(Message::Request(HttpRequest { line, method, url, headers, body }))
}

/// Passes over further request lines, of which the first is a problem.
fn skip_request_lines(lines: &mut Lines<'_>, problems: &mut Vec<Problem>) {
    let mut found = behind_request_line(*lines);
    if let Some(behind) = found {
        problems.push(Problem::new(behind.number - 1, Problem::SECOND_REQUEST_LINE));
    }
    while let Some(behind) = found {
        *lines = behind;
        found = behind_request_line(behind);
    }
}

/// What follows the first line that is not blank, if that is a request line.
fn behind_request_line(mut lines: Lines<'_>) -> Option<Lines<'_>> {
    lines.skip_blank();
    lines.next().filter(|line| is_request_line(line)).map(|_| lines)
}

/// `late`: headers may stand behind the blank line that should end them, as many documented requests have it.
fn headers_and_body(
    mut lines: Lines<'_>,
    late: bool,
    problems: &mut Vec<Problem>,
) -> (Vec<(String, String)>, Body) {
    let mut headers = Vec::new();
    take_headers(&mut lines, &mut headers);
    if lines.peek().is_some_and(|line| !is_blank(line)) {
        problems.push(Problem::new(lines.number, Problem::NO_BLANK_LINE));
    }
    lines.skip_blank();
    if late && lines.peek().and_then(header).is_some_and(|(name, _)| is_request_header(name)) {
        problems.push(Problem::new(lines.number, Problem::LATE_HEADERS));
        take_headers(&mut lines, &mut headers);
        lines.skip_blank();
    }
    let body = body(lines, content_type(&headers));
    (headers, body)
}

pub(super) fn content_type(headers: &[(String, String)]) -> Option<&str> {
    headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
        .map(|(_, value)| value.as_str())
}

/// What tells a header behind the blank line from a body that looks like one (a vCard, a mail).
fn is_request_header(name: &str) -> bool {
    let known = ["authorization", "accept", "prefer", "host", "consistencylevel", "scenario"];
    let name = name.to_lowercase();
    known.contains(&name.as_str())
        || name.starts_with("content-")
        || name.starts_with("if-")
        || name.starts_with("x-")
}

fn take_headers(lines: &mut Lines<'_>, headers: &mut Vec<(String, String)>) {
    while let Some((name, value)) = lines.peek().and_then(header) {
        headers.push((name.to_string(), value.to_string()));
        lines.next();
    }
}

/// `Name: value`, where the name is a token of RFC 9110, section 5.6.2.
fn header(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim_end();
    let is_token =
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c));
    is_token.then_some((name, value.trim()))
}

/// JSON is what looks like it, unless a `Content-Type` says that it is something else and it is no JSON indeed; a lone text
/// or number is JSON where the `Content-Type` says so.
fn body(lines: Lines<'_>, content_type: Option<&str>) -> Body {
    let text = with_line_feeds(without_line_end(lines.rest));
    let is_json_type = content_type.map(|name| name.to_ascii_lowercase().contains("json"));
    let first = text.trim_start().chars().next();
    let looks_like_json = matches!(first, Some('{' | '[')) && !is_remark(&text);
    let may_be_json = looks_like_json || is_json_type == Some(true);
    if !may_be_json {
        return first.map_or(Body::None, |_| Body::Other(text.to_string()));
    }
    let json = JsonText::read(text.trim_end(), lines.number);
    match json.is_strict() || (looks_like_json && is_json_type != Some(false)) {
        true => Body::Json(json),
        false if json.text().is_empty() => Body::None,
        false => Body::Other(json.text().to_string()),
    }
}

fn without_line_end(text: &str) -> &str {
    let line = text.strip_suffix('\n');
    line.map_or(text, |line| line.strip_suffix('\r').unwrap_or(line))
}

fn with_line_feeds(text: &str) -> Cow<'_, str> {
    match memchr::memchr(b'\r', text.as_bytes()) {
        Some(_) => Cow::Owned(text.replace("\r\n", "\n")),
        None => Cow::Borrowed(text),
    }
}

/// `{Raw bytes of the file}`: words in brackets that stand for a body which is not shown.
fn is_remark(text: &str) -> bool {
    let words = text.trim().strip_prefix(['{', '[']).and_then(|rest| rest.strip_suffix(['}', ']']));
    let is_said = |words: &str| words.trim().contains(' ') && words.contains(char::is_alphabetic);
    words.is_some_and(|words| is_said(words) && !words.contains([':', '"', ',', '\n']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> (Message, Vec<Problem>) {
        let mut problems = Vec::new();
        (read(text, 10, &mut problems).expect("an HTTP message"), problems)
    }

    #[test]
    fn a_request_keeps_its_lines() {
        let (Message::Request(request), problems) =
            message("PATCH https://x/y\nContent-Type: a/b\n\n{\n \"c\": 1\n}\n")
        else {
            panic!()
        };
        assert_eq!(
            (request.line, request.method.as_str(), request.url.as_str()),
            (10, "PATCH", "https://x/y")
        );
        assert_eq!(request.headers, [("Content-Type".to_string(), "a/b".to_string())]);
        assert_eq!(request.body.json().unwrap().line_of("/c"), 14);
        assert!(problems.is_empty());
    }

    #[test]
    fn a_response_keeps_status_and_reason() {
        let (Message::Response(response), _) = message("HTTP/1.1 204 No Content\n") else { panic!() };
        assert_eq!((response.status, response.reason.as_str()), (204, "No Content"));
        assert!(matches!(response.body, Body::None));
    }

    #[test]
    fn headers_after_the_blank_line_are_headers_and_a_problem() {
        let (Message::Request(request), problems) = message("POST /x\n\nContent-Type: a/b\n\n{}\n") else {
            panic!()
        };
        assert_eq!(request.headers.len(), 1);
        assert!(request.body.json().is_some());
        assert_eq!(problems[0].line, 12);
    }

    #[test]
    fn a_body_that_looks_like_headers_is_a_body() {
        let (Message::Response(response), problems) =
            message("HTTP/1.1 200 OK\n\nBEGIN:VCARD\nVERSION:3.0\n")
        else {
            panic!()
        };
        assert!(response.headers.is_empty() && problems.is_empty());
        assert!(matches!(response.body, Body::Other(text) if text.starts_with("BEGIN:VCARD")));
    }

    #[test]
    fn words_in_brackets_stand_for_a_body_that_is_not_shown() {
        let body = |text: &str| match message(&format!("HTTP/1.1 200 OK\n\n{text}\n")).0 {
            Message::Response(response) => response.body,
            Message::Request(request) => panic!("{request:?}"),
        };
        for text in ["{All bytes of the picture}", "[ bytes of the picture ]"] {
            assert!(matches!(body(text), Body::Other(shown) if shown == text), "{text}");
        }
        for text in ["{}", "{ }", "[ true ]", "{ a: 1 }", "{ ... }", "[ true, false ]"] {
            assert!(body(text).json().is_some(), "{text}");
        }
    }

    #[test]
    fn a_url_may_be_wrapped_over_lines() {
        let (Message::Request(request), problems) = message("GET /x\n  ?$a=1\n  &$b=2\nPrefer: y\n\n{}")
        else {
            panic!()
        };
        assert_eq!((request.url.as_str(), request.headers.len()), ("/x?$a=1&$b=2", 1));
        assert!(problems.is_empty() && request.body.json().is_some_and(|json| json.line_of("") == 15));
    }

    #[test]
    fn a_body_right_after_the_headers_is_a_body_and_a_problem() {
        let (Message::Response(response), problems) = message("HTTP/1.1 200 OK\nContent-Type: a/b\n{\n}\n")
        else {
            panic!()
        };
        assert!(response.body.json().is_some());
        assert_eq!(problems[0].line, 12);
    }
}
