//! GC302.

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::strict_json;
use crate::lint::subject::Subject;

pub(super) static RULE: Rule = Rule {
    code: "GC302",
    name: "request-not-strict-json",
    severity: Severity::Error,
    summary: "the body of a request is no JSON",
    manual: "Who sends the request as the page shows it is refused with 400. Found is what RFC 8259 does not have, as by GC301: \
             commas too many are all told, of everything else the first one. Comments, ellipses and names that stand twice are \
             warnings.",
    help: "make the body JSON as RFC 8259 has it",
    fires: &[(
        "api/thing-post.md",
        "# Create thing\n\n```http\nPOST /things\nContent-Type: application/json\n\n\
         {\n  \"name\": \"a\"\n  \"size\": 2\n}\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    quiet: &[(
        "api/thing-post.md",
        "# Create thing\n\n```http\nPOST /things\nContent-Type: application/json\n\n\
         {\n  \"name\": \"a\",\n  \"size\": 2\n}\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for shown in subject.messages().filter(|shown| shown.is_request()) {
        if let Some(json) = shown.json().filter(|json| !json.repairs().is_empty()) {
            strict_json::check(subject, &RULE, json, shown.is_shortened(&subject.source), findings);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::found_on;

    #[test]
    fn a_request_that_no_response_answers_is_held_to_it_too() {
        let text = "# Create thing\n\n```http\nPOST /things\n\n{ \"a\": 1, }\n```\n\n\
                    ```http\nPOST /things\n\n{ \"a\": 1 }\n```\n\n```http\nHTTP/1.1 201 Created\n```\n";
        let lines = found_on(&RULE, &[("api/thing-post.md", text)]);
        assert_eq!(lines.iter().map(|quoted| quoted.finding.line).collect::<Vec<_>>(), [6]);
    }
}
