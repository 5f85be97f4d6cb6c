//! GC305.

use crate::lint::content_length::{may_be, under_line_feeds};
use crate::lint::finding::{Edit, Finding, Severity};
use crate::lint::messages::Shown;
use crate::lint::rule::Rule;
use crate::lint::strict_json::commas_too_many;
use crate::lint::subject::Subject;
use crate::page::Body;

pub(super) static RULE: Rule = Rule {
    code: "GC305",
    name: "content-length-wrong",
    severity: Severity::Warning,
    summary: "the Content-Length is not the length of the body",
    manual: "Who sends the request by hand sends a body that is cut off, or waits for bytes that never come. The length is right \
             where the body as shown has it in any way of counting: with line feeds or CRLF, with or without the last line end \
             and white space at the ends of lines, in bytes or characters. A body that the page says is shortened, or that \
             holds an ellipsis or a placeholder, and one whose length without any white space it is, are notes: the number may \
             be that of the body in full.",
    help: "write the length of the body, or leave the header out: clients add it",
    fires: &[(
        "api/thing-post.md",
        "# Create thing\n\n```http\nPOST /things\nContent-Type: application/json\nContent-Length: 194\n\n\
         {\n  \"size\": 12\n}\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    quiet: &[(
        "api/thing-post.md",
        "# Create thing\n\n```http\nPOST /things\nContent-Type: application/json\nContent-Length: 18\n\n\
         {\n  \"size\": 12\n}\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for shown in subject.messages() {
        let Some(written) = shown.header("Content-Length") else { continue };
        let Some(body) = text(shown.body).filter(|_| !is_placeholder(written)) else { continue };
        let length = written.parse::<usize>().ok();
        let is_right = |commas: usize| length.is_some_and(|length| may_be(body, length + commas));
        // commas that GC301 and GC302 take out do not count, so that their repair needs no second one here
        let commas = shown.body.json().map_or(0, |json| commas_too_many(subject, json));
        if is_right(commas) {
            continue;
        }
        let found = finding(subject, &shown, written, body, under_line_feeds(body) - commas);
        findings.push(if is_right(0) { found.unsure() } else { found });
    }
}

/// `{length}`; what is no number and no placeholder can be the length of nothing.
fn is_placeholder(written: &str) -> bool {
    written.is_empty() || written.contains(['{', '<', '[', '…']) || written.contains("...")
}

fn text(body: &Body) -> Option<&str> {
    match body {
        Body::Json(json) => Some(json.text()),
        Body::Other(text) => Some(text),
        Body::None => None,
    }
}

fn finding(subject: &Subject<'_>, shown: &Shown<'_>, written: &str, body: &str, right: usize) -> Finding {
    let line = shown.header_line(&subject.source, "Content-Length");
    let message = format!("the body shown has {right} bytes, not {written}");
    let found = subject.on_word(&RULE, line, written, message);
    let Some(json) = shown.json() else {
        return found.unsure(); // binary, a mail, several parts: shown in words
    };
    let found = found.related(&subject.page.path, json.line_of(""), "the body");
    match edit(subject, line, written, right) {
        Some(edit) if !is_unsure(subject, shown, written, body) => found.fixed_by(edit),
        _ => found.unsure(),
    }
}

/// Whether the number may be that of a body which is not shown as it is sent.
fn is_unsure(subject: &Subject<'_>, shown: &Shown<'_>, written: &str, body: &str) -> bool {
    let compact = shown.body.json().and_then(|json| json.value()).map(|value| value.to_string().len());
    let stands_for_more = ["...", "…", "-value\"", "\"String", "<"].iter().any(|part| body.contains(part));
    let has_template = body.split('"').skip(1).step_by(2).any(|string| string.contains('{'));
    stands_for_more
        || has_template
        || shown.is_shortened(&subject.source)
        || compact.is_some_and(|length| written == length.to_string())
}

fn edit(subject: &Subject<'_>, line: usize, written: &str, right: usize) -> Option<Edit> {
    let start = subject.source.offset(line) + subject.source.line(line).rfind(written)?;
    Some(Edit { start, end: start + written.len(), replacement: right.to_string() })
}

#[cfg(test)]
mod tests {
    use std::fmt::Display;

    use super::*;
    use crate::contract::Resources;
    use crate::lint::NoNeighbours;
    use crate::page::Page;

    fn found(length: impl Display, body: &str) -> Vec<(Severity, Option<String>)> {
        let text = format!(
            "```http\nPOST /a\nContent-Length: {length}\n\n{body}\n```\n```http\nHTTP/1.1 204\n```\n"
        );
        let (page, resources) = (Page::read("api/a.md", &text), Resources::default());
        let mut findings = Vec::new();
        check(&Subject::new(&page, &text, &resources, &NoNeighbours), &mut findings);
        findings.into_iter().map(|found| (found.severity, found.fix.map(|fix| fix.replacement))).collect()
    }

    #[test]
    fn a_length_is_right_under_line_feeds_and_under_carriage_returns() {
        let body = "{\n  \"size\": 12\n}"; // 16 bytes, 18 under CRLF
        for right in [16, 17, 18, 20] {
            assert_eq!(found(right, body), [], "{right}");
        }
        assert_eq!(found(30, body), [(Severity::Warning, Some("16".to_string()))]);
    }

    #[test]
    fn what_is_no_number_is_no_length() {
        assert_eq!(found("xxx", "{ \"a\": 1 }"), [(Severity::Warning, Some("10".to_string()))]);
        assert_eq!(found("{length}", "{ \"a\": 1 }"), []);
    }

    #[test]
    fn a_length_that_may_be_that_of_another_body_is_a_note() {
        for body in
            ["{\n  \"a\": \"a-value\"\n}", "{\n  \"a\": [ ... ]\n}", "{\n  \"a\": \"{id}\"\n}", "raw bytes"]
        {
            assert_eq!(found(300, body), [(Severity::Note, None)], "{body}");
        }
        assert_eq!(found(7, "{\n  \"a\": 1\n}"), [(Severity::Note, None)]); // {"a":1}
    }

    #[test]
    fn a_comma_that_goes_goes_from_the_length_too() {
        assert_eq!(found(21, "{\n  \"size\": 1234,\n}"), [(Severity::Note, Some("18".to_string()))]);
    }
}
