//! GC102.

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::Problem;

pub(super) static RULE: Rule = Rule {
    code: "GC102",
    name: "response-without-request",
    severity: Severity::Warning,
    summary: "an example shows a response and no request before it",
    manual: "Nobody can tell what to send to get it. The request may stand in a block that does not say it is HTTP: a fence \
             without a language that starts with a method is read as one, a fence in another language is not.",
    help: "show the request before the response",
    fires: &[("api/thing-get.md", "# Get thing\n\n## Examples\n\n```http\nHTTP/1.1 204 No Content\n```\n")],
    quiet: &[(
        "api/thing-get.md",
        "# Get thing\n\n## Examples\n\n```http\nGET /things/1\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for problem in subject.page.problems.iter().filter(|problem| problem.message == Problem::UNASKED) {
        let finding = subject.on_line(&RULE, problem.line, "no request comes before this response");
        // conceptual pages show answers on their own
        findings.push(if subject.is_api_page() { finding } else { finding.unsure() });
    }
}
