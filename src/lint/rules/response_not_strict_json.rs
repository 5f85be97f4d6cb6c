//! GC301.

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::strict_json;
use crate::lint::subject::Subject;

pub(super) static RULE: Rule = Rule {
    code: "GC301",
    name: "response-not-strict-json",
    severity: Severity::Error,
    summary: "the body of a response is no JSON",
    manual: "A service that answers with what the page shows cannot be understood by any client, and no tool can compare \
             the two. Found is what RFC 8259 does not have: a comma too many or too few, a quote that is none, a line break \
             inside a string, a text that ends too early. Commas too many are all told, of everything else the first one, as \
             what stands behind it cannot be read for certain. Comments, names that stand twice and an ellipsis are warnings; an \
             ellipsis in a response that the page says is shortened is a note.",
    help: "make the body JSON as RFC 8259 has it",
    fires: &[(
        "api/thing-get.md",
        "# Get thing\n\n```http\nGET /things/1\n```\n\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n\
         {\n  \"id\": \"1\",\n}\n```\n",
    )],
    quiet: &[(
        "api/thing-get.md",
        "# Get thing\n\n```http\nGET /things/1\n```\n\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n\
         {\n  \"id\": \"1\"\n}\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for shown in subject.messages().filter(|shown| !shown.is_request()) {
        if let Some(json) = shown.json().filter(|json| !json.repairs().is_empty()) {
            strict_json::check(subject, &RULE, json, shown.is_shortened(&subject.source), findings);
        }
    }
}
