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
    manual: "What it says is lost: the block was moved or deleted, stands before its annotation, or is indented code. One that \
             says to ignore what follows loses nothing, and is a note.",
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
        let finding = subject.on_line(&RULE, problem.line, "no fenced block follows this annotation");
        findings.push(if says_to_ignore(subject, problem.line) { finding.unsure() } else { finding });
    }
}

/// Whether the comment that begins on a line is an annotation of the type "ignored".
fn says_to_ignore(subject: &Subject<'_>, line: usize) -> bool {
    let text = &subject.source.text()[subject.source.offset(line)..];
    text.split("-->").next().is_some_and(|comment| comment.contains("\"ignored\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::severities_on;

    #[test]
    fn what_is_to_be_ignored_loses_nothing() {
        let severity = |block_type: &str| {
            let text = format!(
                "# Get thing\n\n<!-- {{\n  \"blockType\": \"{block_type}\"\n}} -->\n\nSee `/things`.\n"
            );
            severities_on(&RULE, &[("api/thing-get.md", &text)])
        };
        assert_eq!(severity("ignored"), [Severity::Note]);
        assert_eq!(severity("response"), [Severity::Warning]);
    }
}
