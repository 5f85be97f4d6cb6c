//! GC209.

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::Problem;

pub(super) static RULE: Rule = Rule {
    code: "GC209",
    name: "annotation-without-block",
    severity: Severity::Warning,
    summary: "an annotation precedes no fenced block",
    manual: "What it says is lost: the block was moved or deleted, stands before its annotation, or is indented code.",
    help: "put the annotation directly before its fenced block, or delete it",
    fires: &[(
        "api/thing-get.md",
        "# Get thing\n\n<!-- { \"blockType\": \"response\" } -->\n\nNothing follows.\n",
    )],
    quiet: &[(
        "api/thing-get.md",
        "# Get thing\n\n<!-- { \"blockType\": \"response\" } -->\n```http\nHTTP/1.1 200 OK\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for problem in subject.page.problems.iter().filter(|problem| problem.message == Problem::NO_BLOCK) {
        findings.push(subject.on_line(&RULE, problem.line, "no fenced block follows this annotation"));
    }
}
