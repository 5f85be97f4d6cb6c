//! GC611.

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::Problem;

pub(super) static RULE: Rule = Rule {
    code: "GC611",
    name: "markdown-misread",
    severity: Severity::Warning,
    summary: "Markdown does not read a table or a block as it was meant",
    manual: "A blank line inside a table ends it, and the rows behind it are shown as a line of text with pipes. A fenced block \
             right behind an HTML tag is part of the HTML, and shown without its lines. A line with nothing but a pipe is a note.",
    help: "take out the blank line inside the table; put one between the tag and the block",
    fires: &[(
        "resources/thing.md",
        "# thing resource type\n\n|Property|Type|\n|:--|:--|\n|id|String|\n\n|size|Int32|\n",
    )],
    quiet: &[(
        "resources/thing.md",
        "# thing resource type\n\n|Property|Type|\n|:--|:--|\n|id|String|\n|size|Int32|\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for problem in &subject.page.problems {
        let message = match problem.message.as_str() {
            Problem::ROWS_APART => "rows that do not belong to the table above",
            Problem::FENCE_IN_HTML => "a fenced block inside HTML",
            _ => continue,
        };
        let found = subject.on_line(&RULE, problem.line, message);
        let is_lone_pipe = subject.source.line(problem.line).trim() == "|";
        findings.push(if is_lone_pipe { found.unsure() } else { found });
    }
}
