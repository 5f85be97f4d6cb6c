//! GC201.

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;

pub(super) static RULE: Rule = Rule {
    code: "GC201",
    name: "annotation-not-json",
    severity: Severity::Error,
    summary: "an annotation is not JSON",
    manual: "Tools that read annotations as RFC 8259 has it see none here, and what the block is and promises is lost to them. \
             The page is read here as far as it can be repaired.",
    help: "write the annotation as strict JSON",
    fires: &[(
        "api/thing-get.md",
        "# Get thing\n\n<!-- {\n  \"blockType\": \"request\",\n  \"name\": \"get_thing\",\n} -->\n```http\nGET /things/1\n```\n",
    )],
    quiet: &[(
        "api/thing-get.md",
        "# Get thing\n\n<!-- {\n  \"blockType\": \"request\",\n  \"name\": \"get_thing\"\n} -->\n```http\nGET /things/1\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let annotations = subject.page.blocks.iter().filter_map(|block| block.annotation.as_deref());
    for annotation in annotations.filter(|annotation| !annotation.json.is_strict()) {
        if let Some(repair) = annotation.json.repairs().first() {
            findings.push(subject.on_line(
                &RULE,
                repair.line,
                format!("the annotation is not JSON: {}", repair.message),
            ));
        }
    }
}
