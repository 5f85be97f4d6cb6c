//! GC508.

use crate::lint::enumerated::{Told, unlisted};
use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;

pub(super) static RULE: Rule = Rule {
    code: "GC508",
    name: "enumeration-shown-as-string",
    severity: Severity::Warning,
    summary: "an example shows \"String\" where the page lists the values",
    manual: "\"String\" says that any text will do, and the list says that none but its members will. Pages made from a \
             template have this where nobody put a value in. A list of types that has \"string\" among them has it as a value.",
    help: "show one of the listed values",
    fires: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Request body\n\n|Property|Type|Description|\n|:--|:--|:--|\n|state|thingState|The possible values are: `on`, `off`.|\n\n\
         ## Examples\n\n```http\nPATCH /things/1\n\n{ \"state\": \"String\" }\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    quiet: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Request body\n\n|Property|Type|Description|\n|:--|:--|:--|\n|state|thingState|The possible values are: `on`, `off`.|\n\n\
         ## Examples\n\n```http\nPATCH /things/1\n\n{ \"state\": \"on\" }\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    findings.extend(
        unlisted(subject, &RULE).filter_map(|(told, finding)| (told == Told::Type).then_some(finding)),
    );
}
