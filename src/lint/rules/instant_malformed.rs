//! GC504.

use crate::contract::Primitive;
use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::lint::values::malformed;

pub(super) static RULE: Rule = Rule {
    code: "GC504",
    name: "instant-malformed",
    severity: Severity::Error,
    summary: "an example shows a date, a time, a timestamp or a duration that is none",
    manual: "A DateTimeOffset is RFC 3339: a date, `T`, a time with seconds, and `Z` or an offset. A Date is `yyyy-mm-dd`, a \
             TimeOfDay `hh:mm:ss`, a Duration ISO 8601 (`PT1H`). Placeholders, empty strings and values in angle brackets are \
             let through; a word without a digit, such as \"datetime\", is a note.",
    help: "show a value of the declared form",
    fires: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Request body\n\n|Property|Type|\n|:--|:--|\n|due|DateTimeOffset|\n\n\
         ## Examples\n\n```http\nPATCH /things/1\n\n{ \"due\": \"2024-01-01 10:00\" }\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    quiet: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Request body\n\n|Property|Type|\n|:--|:--|\n|due|DateTimeOffset|\n\n\
         ## Examples\n\n```http\nPATCH /things/1\n\n{ \"due\": \"2024-01-01T10:00:00Z\" }\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let is_instant = |primitive: Primitive| {
        matches!(
            primitive,
            Primitive::DateTimeOffset | Primitive::Date | Primitive::TimeOfDay | Primitive::Duration
        )
    };
    findings.extend(malformed(subject, &RULE, is_instant));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::severities_on;

    #[test]
    fn a_word_stands_for_a_value() {
        let severity = |value: &str| {
            let text = format!(
                "# Update thing\n\n## Request body\n\n|Property|Type|\n|:--|:--|\n|due|DateTimeOffset|\n\n\
                 ## Examples\n\n```http\nPATCH /things/1\n\n{{ \"due\": \"{value}\" }}\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n"
            );
            severities_on(&RULE, &[("api/thing-update.md", &text)])
        };
        assert_eq!(severity("2024-01-01"), [Severity::Error]);
        assert_eq!(severity("datetime"), [Severity::Note]);
    }
}
