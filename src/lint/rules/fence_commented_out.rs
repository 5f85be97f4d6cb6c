//! GC610.

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::Problem;

pub(super) static RULE: Rule = Rule {
    code: "GC610",
    name: "fence-commented-out",
    severity: Severity::Note,
    summary: "a fenced block stands inside a comment",
    manual: "Readers do not see it, and it promises nothing. Often that is meant; as often a comment was not closed where it \
             should have been, and the example behind it is lost.",
    help: "close the comment before the block, or take the block out",
    fires: &[(
        "api/thing-get.md",
        "# Get thing\n\n<!-- { \"blockType\": \"request\" }\n\n```http\nGET /things/1\n```\n-->\n",
    )],
    quiet: &[(
        "api/thing-get.md",
        "# Get thing\n\n<!-- { \"blockType\": \"request\" } -->\n\n```http\nGET /things/1\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let hidden = subject.page.problems.iter().filter(|p| p.message == Problem::FENCE_IN_COMMENT);
    findings.extend(
        hidden.map(|problem| subject.on_line(&RULE, problem.line, "a fenced block that a comment hides")),
    );
}
