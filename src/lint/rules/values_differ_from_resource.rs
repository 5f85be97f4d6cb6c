//! GC407.

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::{Example, PropertyRow, Section};

pub(super) static RULE: Rule = Rule {
    code: "GC407",
    name: "values-differ-from-resource",
    severity: Severity::Warning,
    summary: "a page lists a value of a property that the resource page's list of the same property does not have",
    manual: "Both lists claim to be the values there are, and a client that reads the one is surprised by the other. A page may \
             list fewer values than the resource has, as not all of them can be sent; letters are compared as they stand. \
             `unknownFutureValue` is let through.",
    help: "make both lists say the same",
    fires: &[
        (
            "api/thing-update.md",
            "# Update thing\n\n## Request body\n\n|Property|Type|Description|\n|:--|:--|:--|\n|state|thingState|The possible values are: `on`, `paused`.|\n\n\
             ## Examples\n\n```http\nPATCH /things/1\n\n{ \"@odata.type\": \"#microsoft.graph.thing\", \"state\": \"on\" }\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
        ),
        (
            "resources/thing.md",
            "# thing resource type\n\n## Properties\n\n|Property|Type|Description|\n|:--|:--|:--|\n|state|thingState|The possible values are: `on`, `off`.|\n",
        ),
    ],
    quiet: &[
        (
            "api/thing-update.md",
            "# Update thing\n\n## Request body\n\n|Property|Type|Description|\n|:--|:--|:--|\n|state|thingState|The possible values are: `on`, `off`.|\n\n\
             ## Examples\n\n```http\nPATCH /things/1\n\n{ \"@odata.type\": \"#microsoft.graph.thing\", \"state\": \"on\" }\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
        ),
        (
            "resources/thing.md",
            "# thing resource type\n\n## Properties\n\n|Property|Type|Description|\n|:--|:--|:--|\n|state|thingState|The possible values are: `on`, `off`, `worn`.|\n",
        ),
    ],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let rows = subject.page.properties.iter();
    let mut rows =
        rows.filter(|row| row.section == Section::RequestBody && !row.members.is_empty()).peekable();
    if rows.peek().is_none() {
        return;
    }
    // what is sent is of this type; the parameters of an action are none of its answer's
    let mut sent =
        subject.bodies().iter().filter(|body| body.is_request() && changes_a_resource(body.example));
    let Some(type_name) = sent.find_map(|body| body.type_name.as_deref()) else { return };
    findings.extend(rows.filter_map(|row| differs(subject, row, type_name)));
}

fn differs(subject: &Subject<'_>, row: &PropertyRow, type_name: &str) -> Option<Finding> {
    let (listed, at) = subject.resources.values_of(type_name, &row.name)?;
    let is_other = |value: &&String| *value != "unknownFutureValue" && !listed.contains(value);
    let others: Vec<String> = row.members.iter().filter(is_other).map(|value| format!("`{value}`")).collect();
    let first = row.members.iter().find(is_other)?;
    let message = format!("{} is no value of \"{}\" on the page of {type_name}", others.join(", "), row.name);
    let related = format!("the values of \"{}\" are listed here", row.name);
    Some(subject.on_word(&RULE, row.line, first, message).related(at.path(), at.line(), related))
}

/// An update or a creation: what it sends is of the resource's type.
fn changes_a_resource(example: &Example) -> bool {
    let method = example.request.method.to_ascii_uppercase();
    matches!(method.as_str(), "PATCH" | "PUT") || example.response.status == 201
}
