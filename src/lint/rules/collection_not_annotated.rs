//! GC207.

use serde_json::Value;

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::{Annotation, Example};

pub(super) static RULE: Rule = Rule {
    code: "GC207",
    name: "collection-differs-from-annotation",
    severity: Severity::Warning,
    summary: "a response is a collection and not annotated as one, or the other way round",
    manual: "A `value` that is an array of objects is a collection of the annotated type; without \"isCollection\" the body is \
             held to the type itself, which has no `value`. Annotated as a collection, a body without `value` (or the \
             \"collectionProperty\") is held to nothing. Types that do have a property `value` are let through.",
    help: "add \"isCollection\": true to the annotation, or take it away",
    fires: &[(
        "api/thing-list.md",
        "# List things\n\n<!-- { \"blockType\": \"request\" } -->\n```http\nGET /things\n```\n\n\
         <!-- { \"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.thing\" } -->\n\
         ```http\nHTTP/1.1 200 OK\n\n{ \"value\": [ { \"id\": \"1\" } ] }\n```\n",
    )],
    quiet: &[(
        "api/thing-list.md",
        "# List things\n\n<!-- { \"blockType\": \"request\" } -->\n```http\nGET /things\n```\n\n\
         <!-- { \"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.thing\", \"isCollection\": true } -->\n\
         ```http\nHTTP/1.1 200 OK\n\n{ \"value\": [ { \"id\": \"1\" } ] }\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for example in subject.page.examples.iter().filter(|example| example.response.status < 400) {
        let Some(annotation) = example.response_annotation.as_deref() else { continue };
        let Some(type_name) = annotation.text("@odata.type") else { continue };
        let body = example.response.body.json().and_then(|json| json.value()).and_then(Value::as_object);
        let Some(body) = body.filter(|body| !body.contains_key("error")) else { continue };
        let property = annotation.text("collectionProperty").unwrap_or("value");
        let shown = body.get(property);
        let is_list = shown.and_then(Value::as_array).is_some_and(|items| items.iter().any(Value::is_object));
        let message = match is_said(annotation, type_name) {
            false if is_list && !has_value(subject, type_name, body) => {
                format!("the response is a collection, and the annotation says a single {type_name}")
            }
            true if shown.is_none() && !body.is_empty() => {
                format!("annotated as a collection, and the response has no \"{property}\"")
            }
            _ => continue,
        };
        findings.push(told(subject, example, annotation, message));
    }
}

fn is_said(annotation: &Annotation, type_name: &str) -> bool {
    annotation.flag("isCollection")
        || annotation.flag("isEmpty")
        || type_name.to_ascii_lowercase().contains("collection")
}

/// Whether `value` may be a property of the type, and no collection of it.
fn has_value(subject: &Subject<'_>, type_name: &str, body: &serde_json::Map<String, Value>) -> bool {
    let others = body.keys().any(|name| name != "value" && !name.contains('@'));
    others || subject.resources.member_in_any_case(type_name, "value").is_some()
}

fn told(subject: &Subject<'_>, example: &Example, annotation: &Annotation, message: String) -> Finding {
    let line = annotation.json.line_of("/blockType");
    let at = example.response.line;
    subject.on_word(&RULE, line, "\"response\"", message).related(&subject.page.path, at, "the response")
}
