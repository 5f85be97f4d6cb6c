//! GC608.

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::Problem;

pub(super) static RULE: Rule = Rule {
    code: "GC608",
    name: "fence-unclosed",
    severity: Severity::Error,
    summary: "a fenced block is never closed",
    manual: "Everything behind it is code to the reader, up to the next fence or the end of the page, and what follows that fence \
             is turned inside out. Told is the fence that opens the block; it should end before the next annotation, the next \
             opening fence, or, in an HTTP message, the next heading.",
    help: "close the block with a fence of its own",
    fires: &[(
        "api/thing-get.md",
        "# Get thing\n\n```http\nGET /things/1\n\n### Response\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    quiet: &[(
        "api/thing-get.md",
        "# Get thing\n\n```http\nGET /things/1\n```\n\n### Response\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let unclosed = subject.page.problems.iter().filter(|p| p.message == Problem::UNCLOSED_FENCE);
    findings.extend(unclosed.map(|problem| {
        let fence = subject.source.line(problem.line).trim();
        subject.on_line(&RULE, problem.line, format!("`{fence}` is never closed"))
    }));
}
