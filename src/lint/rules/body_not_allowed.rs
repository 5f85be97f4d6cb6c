//! GC303.

use crate::lint::finding::{Finding, Severity};
use crate::lint::messages::{Shown, Start};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::Body;

pub(super) static RULE: Rule = Rule {
    code: "GC303",
    name: "body-not-allowed",
    severity: Severity::Error,
    summary: "a message has a body that HTTP gives it none for",
    manual: "An answer of 204, 205 or 304 ends with its headers (RFC 9110, section 15), so a body that the page shows with it can \
             never come: either the status is another one, or there is no body. A body with GET or HEAD means nothing (section \
             9.3.1), and services and gateways drop it; that is a warning.",
    help: "take the body out, or show the status that comes with it",
    fires: &[(
        "api/thing-update.md",
        "# Update thing\n\n```http\nPATCH /things/1\n```\n\n```http\nHTTP/1.1 204 No Content\n\
         Content-Type: application/json\n\n{\n  \"id\": \"1\"\n}\n```\n",
    )],
    quiet: &[(
        "api/thing-update.md",
        "# Update thing\n\n```http\nPATCH /things/1\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for shown in subject.messages().filter(|shown| !matches!(shown.body, Body::None)) {
        let line = || first_line(subject, &shown);
        let start = |message: &str| (shown.line, message.to_string());
        let (found, (at, what)) = match shown.start {
            Start::Response { status: status @ (204 | 205 | 304), .. } => (
                subject.on_line(&RULE, line(), format!("a body with a status of {status}")),
                start("the status that allows none"),
            ),
            Start::Request { method } if shown.is_read() && says_body(&shown) => {
                let found = subject.on_line(&RULE, line(), format!("a body with {}", method.to_uppercase()));
                let found = Finding { severity: Severity::Warning, ..found };
                (found.help("take the body out, or show the method that takes one"), start("the request"))
            }
            _ => continue,
        };
        findings.push(found.related(&subject.page.path, at, what));
    }
}

/// Whether what stands behind the headers is meant as a body: it may be a second request, or the answer.
fn says_body(shown: &Shown<'_>) -> bool {
    shown.json().is_some() || shown.header("Content-Type").is_some()
}

/// Where the body begins: behind the blank line that ends the headers.
fn first_line(subject: &Subject<'_>, shown: &Shown<'_>) -> usize {
    let first = match shown.body {
        Body::Json(json) => return json.line_of(""),
        Body::Other(text) => text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default(),
        Body::None => return shown.line,
    };
    let behind = shown.line + 1..=shown.line + shown.headers.len() + 10;
    behind.into_iter().find(|line| subject.source.line(*line).trim() == first).unwrap_or(shown.line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::found_on;

    fn found(request: &str, response: &str) -> Vec<(Severity, usize)> {
        let text = format!("```http\n{request}\n```\n```http\n{response}\n```\n");
        let found = found_on(&RULE, &[("api/a.md", &text)]);
        found.into_iter().map(|found| (found.finding.severity, found.finding.line)).collect()
    }

    #[test]
    fn what_http_gives_no_body_has_none() {
        let ok = "HTTP/1.1 200 OK";
        assert_eq!(found("GET /a", "HTTP/1.1 304 Not Modified\n\n{}"), [(Severity::Error, 7)]);
        assert_eq!(found("HEAD /a\nContent-Type: text/plain\n\nwords", ok), [(Severity::Warning, 5)]);
        assert_eq!(found("POST /a\n\n{}", "HTTP/1.1 201 Created\n\n{}"), []);
    }

    #[test]
    fn a_second_request_is_no_body() {
        assert_eq!(found("GET /a\n\nGET /b", "HTTP/1.1 200 OK"), []);
    }
}
