//! GC308.

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::Problem;

pub(super) static RULE: Rule = Rule {
    code: "GC308",
    name: "body-outside-fence",
    severity: Severity::Warning,
    summary: "the body of a message stands in a block of its own",
    manual: "A message ends with its block. Whoever copies the request, and the site's own try-it button, sends it without the \
             body; a tool that knows only the annotated block compares nothing. Taken for the body is JSON right behind a \
             message without one, where its headers name a type or it is a bare status line.",
    help: "put the body into the block of the message, behind a blank line",
    fires: &[(
        "api/thing-post.md",
        "# Create thing\n\n```http\nPOST /things\nContent-Type: application/json\n```\n\n```json\n{\n  \"size\": 1\n}\n```\n\n\
         ```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    quiet: &[(
        "api/thing-post.md",
        "# Create thing\n\n```http\nPOST /things\nContent-Type: application/json\n\n{\n  \"size\": 1\n}\n```\n\n\
         ```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for problem in &subject.page.problems {
        let half = match problem.message.as_str() {
            Problem::LATE_REQUEST_BODY => "request",
            Problem::LATE_RESPONSE_BODY => "response",
            _ => continue,
        };
        let message = format!("the body of the {half} stands outside its block");
        let found = subject.on_line(&RULE, problem.line, message);
        let before = subject.page.blocks.iter().rev().find(|block| block.line < problem.line);
        findings.push(match before {
            Some(block) => found.related(&subject.page.path, block.line, format!("the {half}")),
            None => found,
        });
    }
}
