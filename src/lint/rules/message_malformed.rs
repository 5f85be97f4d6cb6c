//! GC307.

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::Problem;

pub(super) static RULE: Rule = Rule {
    code: "GC307",
    name: "message-malformed",
    severity: Severity::Warning,
    summary: "a block that should be an HTTP message is none, or its parts stand in another order",
    manual: "Headers behind the blank line that ends them are the body to whoever sends the text as it stands; so is a body \
             without that blank line a header. A second request line belongs into a block of its own. A block that is annotated \
             as a request or response and is none is an error: no tool can read it. A block that only its fence calls `http` is a \
             note, as pages show URLs and single headers in such blocks.",
    help: "write the start line, the headers, one blank line, the body",
    fires: &[(
        "api/thing-post.md",
        "# Create thing\n\n```http\nPOST /things\n\nContent-Type: application/json\n\n{\n  \"size\": 1\n}\n```\n\n\
         ```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    quiet: &[(
        "api/thing-post.md",
        "# Create thing\n\n```http\nPOST /things\nContent-Type: application/json\n\n{\n  \"size\": 1\n}\n```\n\n\
         ```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    findings.extend(subject.page.problems.iter().filter_map(|problem| match problem.message.as_str() {
        Problem::LATE_HEADERS => Some(late_header(subject, problem.line)),
        Problem::NO_BLANK_LINE => Some(no_blank_line(subject, problem.line)),
        Problem::SECOND_REQUEST_LINE => Some(second_request(subject, problem.line)),
        Problem::NO_MESSAGE => no_message(subject, problem.line),
        _ => None,
    }));
}

fn late_header(subject: &Subject<'_>, line: usize) -> Finding {
    let name = subject.source.line(line).split(':').next().unwrap_or_default().trim();
    subject
        .on_line(&RULE, line, format!("`{name}` stands behind the blank line that ends the headers"))
        .related(&subject.page.path, line - 1, "the blank line")
        .help("take out the blank line before the headers")
}

fn no_blank_line(subject: &Subject<'_>, line: usize) -> Finding {
    if subject.source.line(line - 1).trim_end().ends_with(['?', '&', ',']) {
        return subject
            .on_line(&RULE, line, "a URL that goes on on another line")
            .unsure()
            .help("begin the line with the `?` or `&` that it goes on with, or write the URL on one line");
    }
    subject
        .on_line(&RULE, line, "no blank line between the headers and the body")
        .help("put a blank line before the body")
}

/// What is annotated as one request; other blocks may list paths.
fn second_request(subject: &Subject<'_>, line: usize) -> Finding {
    let blocks = &subject.page.blocks;
    let block = blocks[..blocks.partition_point(|block| block.line < line)].last();
    let said = block.and_then(|block| block.annotation.as_deref()?.block_type());
    let found = subject
        .on_line(&RULE, line, "a second request line in one block")
        .related(&subject.page.path, line - 1, "the first one")
        .help("give each request a block of its own");
    if said == Some("request") { found } else { found.unsure() }
}

/// A block that is no message; one without anything in it says nothing.
fn no_message(subject: &Subject<'_>, line: usize) -> Option<Finding> {
    let block = subject.page.blocks.binary_search_by_key(&line, |block| block.line).ok()?;
    let annotation = subject.page.blocks[block].annotation.as_deref();
    let mut inside = line + 1..=subject.source.len();
    let first = inside.find(|line| !subject.source.line(*line).trim().is_empty())?;
    let said = annotation.and_then(|found| Some((found, found.block_type()?)));
    Some(match said.filter(|(_, said)| matches!(*said, "request" | "response")) {
        Some((annotation, said)) => {
            let message = format!("annotated as a {said}, and no HTTP message");
            let found = subject.on_line(&RULE, first, message);
            let found = Finding { severity: Severity::Error, ..found };
            found.related(&subject.page.path, annotation.line, "the annotation")
        }
        None => subject
            .on_line(&RULE, first, "an `http` block that is no HTTP message")
            .unsure()
            .help("call the block what it is, `json` for example, or write the message in full"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::found_on;

    fn found(text: &str) -> Vec<(Severity, usize)> {
        let found = found_on(&RULE, &[("api/a.md", text)]).into_iter();
        found.map(|found| (found.finding.severity, found.finding.line)).collect()
    }

    #[test]
    fn what_is_annotated_as_a_message_is_one() {
        let said = "<!-- { \"blockType\": \"request\" } -->\n";
        assert_eq!(found(&format!("{said}```http\nwords\n```\n")), [(Severity::Error, 3)]);
        assert_eq!(found("```http\nhttps://a/b\n```\n"), [(Severity::Note, 2)]);
        assert_eq!(found(&format!("{said}```http\nGET /a\nGET /b\n```\n")), [(Severity::Warning, 4)]);
        assert_eq!(found("```http\nGET /a\nGET /b\n```\n"), [(Severity::Note, 3)]);
    }

    #[test]
    fn a_url_on_two_lines_is_no_body() {
        assert_eq!(found("```http\nGET https://a/b?\nc=1&d=2\n```\n"), [(Severity::Note, 3)]);
        assert_eq!(found("```http\nPOST /a\nX-A: b\n{}\n```\n"), [(Severity::Warning, 4)]);
    }
}
