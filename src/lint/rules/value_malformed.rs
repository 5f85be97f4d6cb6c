//! GC507.

use crate::contract::Primitive;
use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::lint::values::malformed;

pub(super) static RULE: Rule = Rule {
    code: "GC507",
    name: "value-malformed",
    severity: Severity::Warning,
    summary: "an example shows a number out of the range of its type, or bytes that are no base64",
    manual: "An Int32 lies between -2147483648 and 2147483647, a Byte between 0 and 255; Binary is base64 or base64url. \
             Placeholders are let through.",
    help: "show a value of the declared type, or declare a wider one",
    fires: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Request body\n\n|Property|Type|\n|:--|:--|\n|size|Int32|\n\n\
         ## Examples\n\n```http\nPATCH /things/1\n\n{ \"size\": 4294967296 }\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    quiet: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Request body\n\n|Property|Type|\n|:--|:--|\n|size|Int64|\n\n\
         ## Examples\n\n```http\nPATCH /things/1\n\n{ \"size\": 4294967296 }\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let is_bounded =
        |primitive: Primitive| matches!(primitive, Primitive::Integer { .. } | Primitive::Binary);
    findings.extend(malformed(subject, &RULE, is_bounded));
}
