//! GC505.

use crate::contract::Primitive;
use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::lint::values::malformed;

pub(super) static RULE: Rule = Rule {
    code: "GC505",
    name: "guid-malformed",
    severity: Severity::Warning,
    summary: "an example shows a value that is no GUID where the table says Guid",
    manual: "32 hexadecimal digits in groups of 8, 4, 4, 4 and 12. A GUID-looking text that is declared as String promises \
             nothing and is let through, as are placeholders; a word without a digit, such as \"guid\", is a note.",
    help: "show a GUID",
    fires: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Request body\n\n|Property|Type|\n|:--|:--|\n|owner|Guid|\n\n\
         ## Examples\n\n```http\nPATCH /things/1\n\n{ \"owner\": \"65ebabed-abed-65eb-edab\" }\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    quiet: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Request body\n\n|Property|Type|\n|:--|:--|\n|owner|Guid|\n\n\
         ## Examples\n\n```http\nPATCH /things/1\n\n{ \"owner\": \"65ebabed-abed-65eb-edab-eb65edabeb65\" }\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    findings.extend(malformed(subject, &RULE, |primitive| primitive == Primitive::Guid));
}
