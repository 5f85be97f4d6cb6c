//! GC204.

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::Block;

pub(super) static RULE: Rule = Rule {
    code: "GC204",
    name: "block-type-differs",
    severity: Severity::Error,
    summary: "a block is annotated as something that it is not",
    manual: "A block annotated as a request starts with a status line, one annotated as a response with a method, or a resource is \
             an HTTP message. A block type that nobody knows is reported too. Blocks that are ignored may hold anything.",
    help: "correct \"blockType\"",
    fires: &[(
        "api/thing-get.md",
        "# Get thing\n\n<!-- { \"blockType\": \"request\" } -->\n```http\nHTTP/1.1 200 OK\n```\n",
    )],
    quiet: &[(
        "api/thing-get.md",
        "# Get thing\n\n<!-- { \"blockType\": \"response\" } -->\n```http\nHTTP/1.1 200 OK\n```\n",
    )],
    check,
};

const KNOWN: [&str; 8] =
    ["request", "response", "resource", "ignored", "example", "samples", "simulatedResponse", "paramMap"];

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for block in &subject.page.blocks {
        let Some(annotation) = block.annotation.as_deref() else { continue };
        let Some(block_type) = annotation.block_type() else { continue };
        if let Some(message) = differs(block_type, first_line(subject, block)) {
            let line = annotation.json.line_of("/blockType");
            let finding = subject.on_word(&RULE, line, block_type, message);
            findings.push(finding.related(&subject.page.path, block.line, "the block begins here"));
        }
    }
}

fn differs(block_type: &str, first: &str) -> Option<String> {
    let is_response = first.starts_with("HTTP/");
    let method =
        ["GET ", "POST ", "PATCH ", "PUT ", "DELETE "].into_iter().find(|method| first.starts_with(method));
    match block_type {
        "request" if is_response => Some("annotated as a request, and it is a response".to_string()),
        "response" if method.is_some() => Some("annotated as a response, and it is a request".to_string()),
        "resource" if is_response || method.is_some() => {
            Some("annotated as a resource, and it is an HTTP message".to_string())
        }
        known if KNOWN.contains(&known) => None,
        other => Some(format!("\"{other}\" is no known block type")),
    }
}

/// The first line of a block that is not blank.
fn first_line<'s>(subject: &'s Subject<'_>, block: &Block) -> &'s str {
    let lines = (block.line + 1..block.line + 4).map(|line| subject.source.line(line).trim());
    lines.into_iter().find(|line| !line.is_empty()).unwrap_or_default()
}
