//! Why an answer says nothing about the contract, in the service's own words where it has some.

use std::sync::LazyLock;

use regex::Regex;

use crate::exchange::Response;
use crate::pattern::pattern;

/// A longer message is a page and no sentence.
const LONGEST: usize = 500;

/// Why this answer says nothing about the contract; `None`: it may be judged.
pub(super) fn untestable(response: &Response) -> Option<String> {
    let status = response.status;
    match status {
        401 => Some(format!("401: the endpoint does not accept the token{}", words(response))),
        403 => Some(format!("403: the caller lacks a permission{}", words(response))),
        429 | 503 | 504 => Some(format!("{status}: the endpoint is throttled or not available")),
        _ => None,
    }
}

/// The code and the message of the error, and what `WWW-Authenticate` says.
fn words(response: &Response) -> String {
    let body = response.json().unwrap_or_default();
    let of_error = ["code", "message"].into_iter().filter_map(|name| {
        let text = body.get("error")?.get(name)?.as_str()?.trim();
        (!text.is_empty() && text.len() <= LONGEST).then(|| text.to_string())
    });
    let of_error: Vec<String> = of_error.collect();
    let of_header = challenge(response.header("www-authenticate").unwrap_or_default());
    let mut words = String::new();
    if !of_error.is_empty() {
        words.push_str(&format!(" ({})", of_error.join(", ")));
    }
    if !of_header.is_empty() {
        words.push_str(&format!(" (WWW-Authenticate says {})", of_header.join(", ")));
    }
    words
}

/// `error` and `error_description` of a challenge (RFC 6750, section 3).
fn challenge(header: &str) -> Vec<String> {
    static SAID: LazyLock<Regex> =
        LazyLock::new(|| pattern(r#"(?i)\berror(?:_description)?\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))"#));
    let said = SAID.captures_iter(header).filter_map(|found| found.get(1).or_else(|| found.get(2)));
    let said = said.map(|said| said.as_str().replace("\\\"", "\"").trim().to_string());
    said.filter(|said| !said.is_empty() && said.len() <= LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(status: u16, header: &str, body: &str) -> Option<String> {
        let headers = vec![("WWW-Authenticate".to_string(), header.to_string())];
        untestable(&Response { status, headers, body: body.as_bytes().to_vec() })
    }

    #[test]
    fn a_refusal_is_told_in_the_services_words() {
        let header = "Bearer realm=\"x\", error=invalid_token, error_description=\"it is \\\"old\\\"\"";
        let body = "{\"error\": {\"code\": \"Expired\", \"message\": \"too old\"}}";
        let told = "401: the endpoint does not accept the token (Expired, too old) (WWW-Authenticate says invalid_token, it is \"old\")";
        assert_eq!(reason(401, header, body).as_deref(), Some(told));
        assert_eq!(reason(403, "", "<html>").as_deref(), Some("403: the caller lacks a permission"));
        assert_eq!(
            reason(403, "Bearer", "{\"error\": \"x\"}").as_deref(),
            Some("403: the caller lacks a permission")
        );
        assert_eq!(reason(404, header, body), None);
    }
}
