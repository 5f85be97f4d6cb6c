//! GC101.

use crate::lint::finding::{Finding, Severity};
use crate::lint::route::goes_elsewhere;
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::{Page, Problem};

pub(super) static RULE: Rule = Rule {
    code: "GC101",
    name: "request-without-response",
    severity: Severity::Warning,
    summary: "an example shows a request and no response",
    manual: "Nobody learns what the service answers, and nothing holds it to that. A request of the HTTP request section \
             needs no response. It is a note where the block is not annotated as a request, as prose shows some in passing, on a \
             page about a type, where the request goes to another host (what the service itself sends), and where another request comes before any response, \
             which may answer both.",
    help: "show the response behind the request, annotated \"blockType\": \"response\"",
    fires: &[(
        "api/thing-get.md",
        "# Get thing\n\n## Examples\n\n<!-- { \"blockType\": \"request\" } -->\n```http\nGET /things/1\n```\n",
    )],
    quiet: &[(
        "api/thing-get.md",
        "# Get thing\n\n## Examples\n\n```http\nGET /things/1\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for problem in subject.page.problems.iter().filter(|problem| problem.message == Problem::UNANSWERED) {
        let finding = subject.on_line(&RULE, problem.line, "no response answers this request");
        let is_sure = subject.is_api_page()
            && is_annotated(subject, problem.line)
            && !shares_an_answer(subject.page, problem.line)
            && !goes_elsewhere(subject.source.line(problem.line));
        findings.push(if is_sure { finding } else { finding.unsure() });
    }
}

/// Whether the request on a line stands in a block that is annotated as one: prose shows others in passing.
fn is_annotated(subject: &Subject<'_>, line: usize) -> bool {
    let block = subject.page.blocks.iter().rev().find(|block| block.line < line);
    let annotation = block.and_then(|block| block.annotation.as_deref());
    annotation.is_some_and(|annotation| annotation.block_type() == Some("request"))
}

/// Whether another request comes before any response: two forms of one request, and one answer to both.
fn shares_an_answer(page: &Page, line: usize) -> bool {
    let behind = |lines: &mut dyn Iterator<Item = usize>| lines.filter(|at| *at > line).min();
    let request = behind(&mut page.examples.iter().map(|example| example.request.line));
    let response = behind(&mut page.examples.iter().map(|example| example.response.line));
    request.zip(response).is_some_and(|(request, response)| request < response)
}
