//! GC503.

use crate::lint::enumerated::{Told, unlisted};
use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;

pub(super) static RULE: Rule = Rule {
    code: "GC503",
    name: "value-case-differs",
    severity: Severity::Warning,
    summary: "an example spells a documented member of an enumeration in another case",
    manual: "Clients compare the members of an enumeration as they stand; one that looks for `inProgress` does not see \
             `InProgress`.",
    help: "spell the value in the example as in the list",
    fires: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Request body\n\n|Property|Type|Description|\n|:--|:--|:--|\n|state|thingState|The possible values are: `on`, `off`.|\n\n\
         ## Examples\n\n```http\nPATCH /things/1\n\n{ \"state\": \"On\" }\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    quiet: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Request body\n\n|Property|Type|Description|\n|:--|:--|:--|\n|state|thingState|The possible values are: `on`, `off`.|\n\n\
         ## Examples\n\n```http\nPATCH /things/1\n\n{ \"state\": \"off\" }\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let differing = unlisted(subject, &RULE).filter_map(|(told, finding)| match told {
        Told::OtherCase(member) => Some(finding.help(format!("spell it \"{member}\""))),
        _ => None,
    });
    findings.extend(differing);
}
