//! GC208.

use std::collections::BTreeSet;

use crate::contract::Primitive;
use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::Annotation;

pub(super) static RULE: Rule = Rule {
    code: "GC208",
    name: "type-unknown",
    severity: Severity::Note,
    summary: "an annotation names a type that no resource page describes",
    manual: "Nothing in the body is checked, as nothing says what it should hold. The name may be misspelt, or its page may not \
             be there. It is a note where no page has a name like it. Primitive types and collections of them are known.",
    help: "correct the type's name, or add its resource page",
    fires: &[
        (
            "api/thing-get.md",
            "# Get thing\n\n<!-- { \"blockType\": \"request\" } -->\n```http\nGET /things/1\n```\n\n\
             <!-- { \"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.think\" } -->\n\
             ```http\nHTTP/1.1 200 OK\n\n{ }\n```\n",
        ),
        (
            "resources/thing.md",
            "# thing resource type\n\n## Properties\n\n|Property|Type|\n|:--|:--|\n|id|String|\n",
        ),
    ],
    quiet: &[
        (
            "api/thing-get.md",
            "# Get thing\n\n<!-- { \"blockType\": \"request\" } -->\n```http\nGET /things/1\n```\n\n\
             <!-- { \"blockType\": \"response\", \"@odata.type\": \"Collection(microsoft.graph.thing)\" } -->\n\
             ```http\nHTTP/1.1 200 OK\n\n{ }\n```\n",
        ),
        (
            "resources/thing.md",
            "# thing resource type\n\n## Properties\n\n|Property|Type|\n|:--|:--|\n|id|String|\n",
        ),
    ],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let mut told = BTreeSet::new();
    for annotation in subject.page.blocks.iter().filter_map(|block| block.annotation.as_deref()) {
        let is_response = annotation.block_type() == Some("response");
        let Some(name) = annotation.text("@odata.type").filter(|_| is_response) else { continue };
        if is_unknown(subject, name) && told.insert(name) {
            findings.push(unknown(subject, annotation, name));
        }
    }
}

fn is_unknown(subject: &Subject<'_>, name: &str) -> bool {
    let item = name.strip_prefix("Collection(").unwrap_or(name).trim_end_matches(')');
    let item = item.split_whitespace().next().unwrap_or(item).trim_start_matches('#');
    let is_primitive = Primitive::named(item).is_some() || item.eq_ignore_ascii_case("json");
    !item.is_empty()
        && !is_primitive
        && !subject.resources.knows(item)
        && !subject.resources.is_enumeration(item)
}

fn unknown(subject: &Subject<'_>, annotation: &Annotation, name: &str) -> Finding {
    let line = annotation.json.line_of("/@odata.type");
    subject.on_word(&RULE, line, name, format!("no resource page describes {name}"))
}
