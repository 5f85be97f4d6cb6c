//! The lines that HTTP messages start with.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::lines::Lines;

const METHODS: [&str; 7] = ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS"];

/// Whether a text starts as an HTTP message does: with a status line, or with a method and a URL.
pub(super) fn is_message(text: &str) -> bool {
    let first = Lines::of(text, 1).map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    is_status_line(first) || is_request_line(first)
}

pub(super) fn is_status_line(line: &str) -> bool {
    line.starts_with("HTTP/") && status_line(line).is_some()
}

pub(super) fn is_request_line(line: &str) -> bool {
    method_and_url(line).is_some_and(|(method, url)| {
        METHODS.contains(&method) && url.starts_with(['/', '{']) || url.starts_with("http")
    })
}

static HTTP: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("HTTP/"));
static VERSION: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(" HTTP/"));

/// Where in the text of a request's block its response stands, in bytes and lines.
pub(super) fn response_in(text: &str) -> Option<(usize, usize)> {
    let second = memchr::memchr(b'\n', text.as_bytes())?; // the first line is the request's own
    HTTP.find(&text.as_bytes()[second..])?;
    let is_batch = text.contains("multipart/");
    let (mut at, mut is_blank) = (0, false);
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if number > 0 && is_blank && !is_batch && is_status_line(line.trim_end()) {
            return Some((at, number));
        }
        is_blank = line.trim().is_empty();
        at += line.len();
    }
    None
}

/// How many lines go on with the URL: `?$a=1`, or what is missing of a bracket.
pub(super) fn continuation(url: &str, rest: Lines<'_>) -> usize {
    let wrapped = rest.take_while(|line| continues_url(line)).count();
    let open = |text: &str| text.matches('(').count() > text.matches(')').count();
    if wrapped > 0 || !open(url) {
        return wrapped;
    }
    let closed_by = |url: &mut String, line: &str| {
        url.push_str(line);
        Some(!open(url))
    };
    let closed = rest.take(MAX_WRAPPED).scan(url.to_string(), closed_by).position(|is_closed| is_closed);
    closed.map_or(0, |at| at + 1)
}

/// How many lines a bracket in a URL may stay open for.
const MAX_WRAPPED: usize = 20;

/// `METHOD url`, with or without an HTTP version behind it.
pub(super) fn request_line(line: &str) -> Option<(String, String)> {
    method_and_url(line).map(|(method, url)| (method.to_string(), url.to_string()))
}

fn method_and_url(line: &str) -> Option<(&str, &str)> {
    let (method, url) = line.trim().split_once(char::is_whitespace)?;
    let is_known = METHODS.iter().any(|known| known.eq_ignore_ascii_case(method));
    let url = if is_known { url.trim() } else { return None };
    let url = VERSION.find(url.as_bytes()).map_or(url, |version| &url[..version]);
    (!url.is_empty()).then_some((method, url.trim()))
}

/// `HTTP/1.1 200 OK`, with or without a version and a reason.
pub(super) fn status_line(line: &str) -> Option<(u16, String)> {
    let mut words = line.split_whitespace();
    words.next().and_then(|word| word.get(..4)).filter(|start| start.eq_ignore_ascii_case("HTTP"))?;
    let is_status = |word: &&str| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    let status = words.find(is_status)?.parse().ok().filter(|status| (100..600).contains(status))?;
    Some((status, words.collect::<Vec<_>>().join(" ")))
}

/// Whether a line goes on with a URL that is wrapped over lines: it can be no header.
fn continues_url(line: &str) -> bool {
    line.trim_start().starts_with(['?', '&', '/']) && !line.trim_start().starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_line_may_lack_version_and_reason() {
        for (line, status) in [("HTTP 201 Created", 201), ("HTTP/1.1 204", 204), ("http/2 200 ok", 200)] {
            assert_eq!(status_line(line).map(|found| found.0), Some(status), "{line}");
        }
        assert_eq!(status_line("HTTP/1.1 2OO OK"), None);
    }

    #[test]
    fn a_request_line_may_carry_a_version() {
        assert_eq!(request_line("GET /me HTTP/1.1"), Some(("GET".to_string(), "/me".to_string())));
        assert_eq!(request_line("{ \"a\": 1 }"), None);
        assert_eq!(request_line("GETTING started"), None);
    }
}
