//! GC502.

use crate::lint::enumerated::{Told, unlisted};
use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;

pub(super) static RULE: Rule = Rule {
    code: "GC502",
    name: "value-not-listed",
    severity: Severity::Error,
    summary: "an example shows a value that is not among the documented members of its enumeration",
    manual: "Either the list lacks a member or the example shows one that does not exist. Values that differ in case only \
             are another rule's (GC503), placeholders are let through, and \"String\" is GC508's. Several members separated \
             by commas are judged one by one.",
    help: "add the value to the list, or show one that is listed",
    fires: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Request body\n\n|Property|Type|Description|\n|:--|:--|:--|\n|state|thingState|The possible values are: `on`, `off`.|\n\n\
         ## Examples\n\n```http\nPATCH /things/1\n\n{ \"state\": \"paused\" }\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
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
        unlisted(subject, &RULE).filter_map(|(told, finding)| (told == Told::Unknown).then_some(finding)),
    );
}
