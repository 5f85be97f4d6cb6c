//! GC205.

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::{Annotation, Example};

pub(super) static RULE: Rule = Rule {
    code: "GC205",
    name: "response-without-type",
    severity: Severity::Warning,
    summary: "a response is annotated, and its annotation does not say of what type the body is",
    manual: "Without \"@odata.type\" nothing ties the body to the table that describes it, and nothing in it is checked. Bodies \
             that are no JSON object, documented errors, and bodies of a single `value` are let through.",
    help: "add \"@odata.type\" to the annotation",
    fires: &[(
        "api/thing-get.md",
        "# Get thing\n\n<!-- { \"blockType\": \"request\" } -->\n```http\nGET /things/1\n```\n\n\
         <!-- { \"blockType\": \"response\" } -->\n```http\nHTTP/1.1 200 OK\n\n{ \"id\": \"1\" }\n```\n",
    )],
    quiet: &[(
        "api/thing-get.md",
        "# Get thing\n\n<!-- { \"blockType\": \"request\" } -->\n```http\nGET /things/1\n```\n\n\
         <!-- { \"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.thing\" } -->\n```http\nHTTP/1.1 200 OK\n\n{ \"id\": \"1\" }\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (example, annotation) in subject.page.examples.iter().filter_map(untyped) {
        let line = annotation.json.line_of("/blockType");
        let finding = subject.on_word(
            &RULE,
            line,
            "\"blockType\"",
            "the annotation does not say the type of the response",
        );
        findings.push(finding.related(&subject.page.path, example.response.line, "the response"));
    }
}

/// An example whose response shows an object that its annotation names no type of.
fn untyped(example: &Example) -> Option<(&Example, &Annotation)> {
    let annotation = example.response_annotation.as_deref()?;
    let body = example.response.body.json()?.value()?.as_object()?;
    let is_response = annotation.block_type() == Some("response");
    let is_typed = annotation.member("@odata.type").or(annotation.member("@type")).is_some();
    let is_error = example.response.status >= 400 || annotation.flag("expectError");
    let is_plain = body.keys().all(|name| name == "value" || name.contains('@'))
        && !body.get("value").is_some_and(|value| value.is_object() || value[0].is_object());
    (is_response && !is_typed && !is_error && !is_plain).then_some((example, annotation))
}
