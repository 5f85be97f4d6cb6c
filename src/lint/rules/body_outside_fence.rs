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
             message without one, where its headers name a type or it is a bare status line. JSON that is annotated as an `example` of its own is a \
             note: tools read it there.",
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
        let found = match before {
            Some(block) => found.related(&subject.page.path, block.line, format!("the {half}")),
            None => found,
        };
        findings.push(if is_example(subject, problem.line) { found.unsure() } else { found });
    }
}

/// Whether the block on a line has an annotation of its own, which makes of it no half of an example.
fn is_example(subject: &Subject<'_>, line: usize) -> bool {
    let block = subject.page.blocks.iter().find(|block| block.line == line);
    let said = block.and_then(|block| block.annotation.as_deref()?.block_type());
    said.is_some_and(|said| !matches!(said, "request" | "response" | "ignored"))
}
