//! GC102.

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::{Annotation, Page, Problem};

pub(super) static RULE: Rule = Rule {
    code: "GC102",
    name: "response-without-request",
    severity: Severity::Warning,
    summary: "an example shows a response and no request before it",
    manual: "Nobody can tell what to send to get it. The request may stand in a block that does not say it is HTTP: a fence \
             without a language that starts with a method is read as one, a fence in another language is not. A block that is \
             annotated to be ignored may show no more than what an answer looks like, and is a note.",
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
        let is_sure = subject.is_api_page() && !is_ignored(subject.page, problem.line);
        findings.push(if is_sure { finding } else { finding.unsure() });
    }
}

/// Whether the block that a line stands in is annotated to be ignored.
fn is_ignored(page: &Page, line: usize) -> bool {
    let block = page.blocks.iter().rev().find(|block| block.line < line);
    let annotation = block.and_then(|block| block.annotation.as_deref());
    annotation.and_then(Annotation::block_type) == Some("ignored")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::severities_on;

    #[test]
    fn an_answer_that_is_to_be_ignored_may_show_what_one_looks_like() {
        let severity = |block_type: &str| {
            let text = format!(
                "# Get thing\n\n## HTTP request\n\n<!-- {{ \"blockType\": \"ignored\" }} -->\n```http\nGET /things\n```\n\n\
                 ## Response\n\n<!-- {{ \"blockType\": \"{block_type}\" }} -->\n```http\nHTTP/1.1 200 OK\n```\n"
            );
            severities_on(&RULE, &[("api/thing-get.md", &text)])
        };
        assert_eq!(severity("ignored"), [Severity::Note]);
        assert_eq!(severity("response"), [Severity::Warning]);
    }
}
