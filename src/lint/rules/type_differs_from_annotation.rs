//! GC206.

use serde_json::Value;

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::{Annotation, Example};

pub(super) static RULE: Rule = Rule {
    code: "GC206",
    name: "type-differs-from-annotation",
    severity: Severity::Error,
    summary: "a response's \"@odata.type\" is not the annotated type, nor one derived from it",
    manual: "One of the two is wrong, and the body is held to the wrong table. Types that no page describes are let through, as \
             they may be derived from the annotated one. In a collection each item is looked at. Where the shown type's page names no base type, it may only have forgotten \
             to, and the finding is a note.",
    help: "make the annotation and the body name one type",
    fires: &[
        (
            "api/thing-get.md",
            "# Get thing\n\n<!-- { \"blockType\": \"request\" } -->\n```http\nGET /things/1\n```\n\n\
             <!-- { \"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.thing\" } -->\n\
             ```http\nHTTP/1.1 200 OK\n\n{ \"@odata.type\": \"#microsoft.graph.other\" }\n```\n",
        ),
        (
            "resources/thing.md",
            "# thing resource type\n\n## Properties\n\n|Property|Type|\n|:--|:--|\n|id|String|\n",
        ),
        (
            "resources/other.md",
            "# other resource type\n\n## Properties\n\n|Property|Type|\n|:--|:--|\n|id|String|\n",
        ),
    ],
    quiet: &[
        (
            "api/thing-get.md",
            "# Get thing\n\n<!-- { \"blockType\": \"request\" } -->\n```http\nGET /things/1\n```\n\n\
             <!-- { \"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.thing\" } -->\n\
             ```http\nHTTP/1.1 200 OK\n\n{ \"@odata.type\": \"#microsoft.graph.other\" }\n```\n",
        ),
        (
            "resources/thing.md",
            "# thing resource type\n\n## Properties\n\n|Property|Type|\n|:--|:--|\n|id|String|\n",
        ),
        (
            "resources/other.md",
            "# other resource type\n\nInherits from [thing](thing.md).\n\n## Properties\n\n|Property|Type|\n|:--|:--|\n|size|Int32|\n",
        ),
    ],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for example in &subject.page.examples {
        let Some(annotation) = example.response_annotation.as_deref() else { continue };
        let Some(promised) = annotation.text("@odata.type").map(item_type) else { continue };
        if let Some((pointer, shown)) =
            shown_types(example).find(|(_, shown)| differs(subject, shown, promised))
        {
            findings.push(told(subject, example, annotation, &pointer, shown));
        }
    }
}

fn differs(subject: &Subject<'_>, shown: &str, promised: &str) -> bool {
    let resources = subject.resources;
    resources.knows(shown) && resources.knows(promised) && !resources.is_a(shown, promised)
}

/// `x` of `Collection(x)` and of `x collection`.
fn item_type(name: &str) -> &str {
    let name = name.strip_prefix("Collection(").unwrap_or(name).trim_end_matches(')');
    name.split_whitespace().next().unwrap_or(name).trim_start_matches('#')
}

/// The types that a body names for itself or for its items, without `#`.
fn shown_types(example: &Example) -> impl Iterator<Item = (String, &str)> {
    let body = example.response.body.json().and_then(|json| json.value());
    let items = body.and_then(|body| body.get("value")).and_then(Value::as_array).into_iter().flatten();
    let items = items.enumerate().map(|(at, item)| (format!("/value/{at}/@odata.type"), item));
    let root = body.into_iter().map(|body| ("/@odata.type".to_string(), body));
    root.chain(items).filter_map(|(pointer, value)| {
        Some((pointer, value.get("@odata.type")?.as_str()?.trim_start_matches('#')))
    })
}

fn told(
    subject: &Subject<'_>,
    example: &Example,
    annotation: &Annotation,
    pointer: &str,
    shown: &str,
) -> Finding {
    let line = example.response.body.json().map_or(example.response.line, |json| json.line_of(pointer));
    let promised = annotation.text("@odata.type").unwrap_or_default();
    let is_sure = subject.resources.has_base(shown) || subject.resources.is_a(item_type(promised), shown);
    let finding = subject
        .on_word(&RULE, line, shown, format!("the body is a {shown}, and annotated as {promised}"))
        .related(
            &subject.page.path,
            annotation.json.line_of("/@odata.type"),
            format!("annotated as {promised}"),
        );
    if is_sure { finding } else { finding.unsure() }
}
