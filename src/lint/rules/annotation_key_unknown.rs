//! GC202.

use serde_json::Value;

use crate::lint::finding::{Finding, Severity};
use crate::lint::members::quoted_name;
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::Annotation;
use crate::pointer::child;

pub(super) static RULE: Rule = Rule {
    code: "GC202",
    name: "annotation-key-unknown",
    severity: Severity::Warning,
    summary: "an annotation has a key that is nearly one of the known keys",
    manual: "A misspelt key is read by nobody: `isColection` makes no collection. A key that is like none of the known ones is a \
             note, as other tools may read it.",
    help: "correct the key",
    fires: &[(
        "api/thing-get.md",
        "# Get thing\n\n<!-- { \"blockType\": \"response\", \"isColection\": true } -->\n```http\nHTTP/1.1 200 OK\n```\n",
    )],
    quiet: &[(
        "api/thing-get.md",
        "# Get thing\n\n<!-- { \"blockType\": \"response\", \"isCollection\": true } -->\n```http\nHTTP/1.1 200 OK\n```\n",
    )],
    check,
};

/// What is read here, and what other tools are known to read.
const KNOWN: [&str; 34] = [
    "blockType",
    "name",
    "@odata.type",
    "@odata.annotations",
    "@type",
    "@type.aka",
    "isCollection",
    "isEmpty",
    "truncated",
    "collectionProperty",
    "expectError",
    "nullableProperties",
    "optionalProperties",
    "openType",
    "keyProperty",
    "baseType",
    "abstract",
    "scopes",
    "scope",
    "tags",
    "target",
    "opaqueUrl",
    "sampleKeys",
    "description",
    "scenarios",
    "scenario",
    "apiVersion",
    "capabilities",
    "property",
    "headers",
    "isMediaEntity",
    "longRunning",
    "apiReference",
    "isComposable",
];

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let annotations = subject.page.blocks.iter().filter_map(|block| block.annotation.as_deref());
    for annotation in annotations {
        let members = annotation.json.value().and_then(Value::as_object).into_iter().flatten();
        let unknown = members.map(|(key, _)| key).filter(|key| !KNOWN.contains(&key.as_str()));
        findings.extend(unknown.map(|key| misspelt(subject, annotation, key)));
    }
}

fn misspelt(subject: &Subject<'_>, annotation: &Annotation, key: &str) -> Finding {
    let pointer = child("", key);
    let line = annotation.json.line_of(&pointer);
    let message = format!("\"{key}\" is no known key of an annotation");
    let finding = subject.on_word(&RULE, line, &quoted_name(key), message);
    let near = KNOWN.iter().find(|known| {
        known.eq_ignore_ascii_case(key) || (key.len() > 5 && strsim::osa_distance(known, key) <= 2)
    });
    match near {
        Some(known) => finding.help(format!("write \"{known}\"")),
        None => finding.unsure(),
    }
}
