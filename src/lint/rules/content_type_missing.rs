//! GC304.

use crate::lint::finding::{Finding, Severity};
use crate::lint::messages::Shown;
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;

pub(super) static RULE: Rule = Rule {
    code: "GC304",
    name: "content-type-missing",
    severity: Severity::Warning,
    summary: "a message with a JSON body has no Content-Type",
    manual: "A service refuses a JSON body with 415 or 400 where no `Content-Type` says what it is, so a request that is sent as \
             the page shows it fails. A body with GET is another rule's. Responses that lack the header are a note: readers do \
             not miss it there, and tools take JSON for granted.",
    help: "add `Content-Type: application/json`",
    fires: &[(
        "api/thing-post.md",
        "# Create thing\n\n```http\nPOST /things\n\n{\n  \"name\": \"a\"\n}\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    quiet: &[(
        "api/thing-post.md",
        "# Create thing\n\n```http\nPOST /things\ncontent-type: application/json\n\n{\n  \"name\": \"a\"\n}\n```\n\n\
         ```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let lacks_type = |shown: &Shown<'_>| !shown.is_read() && shown.header("Content-Type").is_none();
    for shown in subject.messages().filter(lacks_type) {
        let Some(json) = shown.json() else { continue };
        let what = if shown.is_request() { "a request" } else { "a response" };
        let found = subject
            .on_line(&RULE, shown.line, format!("{what} with a JSON body and no Content-Type"))
            .related(&subject.page.path, json.line_of(""), "the body");
        findings.push(if shown.is_request() { found } else { found.unsure() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::found_on;

    #[test]
    fn a_body_that_should_not_be_there_needs_no_type() {
        let found = |method: &str| {
            let text = format!(
                "```http\n{method} /things\n\n{{ \"a\": 1 }}\n```\n\n```http\nHTTP/1.1 200 OK\n```\n"
            );
            found_on(&RULE, &[("api/thing-post.md", &text)]).len()
        };
        assert_eq!((found("POST"), found("GET")), (1, 0));
    }
}
