//! GC501.

use serde_json::Value;

use crate::contract::{Kind, Numbers, Primitive};
use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::lint::values::{declared_here, kind_of, shown_value};

pub(super) static RULE: Rule = Rule {
    code: "GC501",
    name: "value-type-differs",
    severity: Severity::Error,
    summary: "an example shows a value of another JSON type than the table declares",
    manual: "A client written from the table cannot read the example, or sends what the example does not. Strings, numbers, \
             Booleans, objects and arrays are told apart; an Int64 shown as a string, a null and a placeholder such as \
             \"String\" or \"{id}\" are let through. Where only a JSON representation declares the member, or broken JSON was read as \
             another value than the page shows, it is a note.",
    help: "correct the example, or the type in the table",
    fires: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Request body\n\n|Property|Type|\n|:--|:--|\n|size|Int32|\n\n\
         ## Examples\n\n```http\nPATCH /things/1\n\n{ \"size\": \"12\" }\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    quiet: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Request body\n\n|Property|Type|\n|:--|:--|\n|size|Int32|\n\n\
         ## Examples\n\n```http\nPATCH /things/1\n\n{ \"size\": 12 }\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (body, member, declared) in declared_here(subject) {
        if member.is_placeholder || fits(&declared.kind, member.value) {
            continue;
        }
        let line = body.json.line_of(&member.pointer);
        let shown = shown_value(member.value);
        let what = format!("{} {shown}", kind_of(member.value));
        let message =
            format!("\"{}\" is {}, and declared as {}", member.name, what.trim_end(), said(declared));
        let finding = subject.on_word(&RULE, line, &shown, message).related(
            declared.documented_at.path(),
            declared.documented_at.line(),
            format!("\"{}\" is {}", member.name, said(declared)),
        );
        // of broken JSON the value may be what the reader made of it
        let stands_there = body.json.is_strict() || subject.source.line(line).contains(shown.as_str());
        findings.push(if declared.in_table && stands_there { finding } else { finding.unsure() });
    }
}

fn said(declared: &crate::contract::Declaration) -> String {
    let collection = if matches!(declared.kind, Kind::Array { .. }) { " collection" } else { "" };
    match declared.type_name.as_str() {
        "" => "another type in the JSON representation".to_string(),
        name => format!("{name}{collection}"),
    }
}

/// Whether a value is of the JSON type that values of a kind have.
fn fits(kind: &Kind, value: &Value) -> bool {
    match kind {
        _ if value.is_null() => true,
        Kind::Anything | Kind::Various | Kind::TypeName(_) => true,
        Kind::Enumeration(_) => value.is_string() || value.is_number(),
        Kind::Object(_) | Kind::Named(_) => value.is_object(),
        Kind::Array { .. } => value.is_array(),
        Kind::Primitive(primitive) | Kind::Numbers(Numbers { primitive, .. }) => {
            fits_primitive(*primitive, value)
        }
    }
}

fn fits_primitive(primitive: Primitive, value: &Value) -> bool {
    match primitive {
        Primitive::Boolean => value.is_boolean(),
        Primitive::Integer { .. } => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        Primitive::Int64 => {
            value.is_number() || value.as_str().is_some_and(|text| text.parse::<i64>().is_ok())
        }
        Primitive::Number => value.is_number() || matches!(value.as_str(), Some("INF" | "-INF" | "NaN")),
        Primitive::Decimal => {
            value.is_number() || value.as_str().is_some_and(|text| text.parse::<f64>().is_ok())
        }
        Primitive::Stream => true,
        _ => value.is_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{found_on, severities_on};

    #[test]
    fn what_broken_json_was_read_as_is_not_surely_shown() {
        let severity = |value: &str| {
            let text = format!(
                "# Update thing\n\n## Request body\n\n|Property|Type|\n|:--|:--|\n|length|Duration|\n\n\
                 ## Examples\n\n```http\nPATCH /things/1\n\n{{ \"length\": {value}, }}\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n"
            );
            severities_on(&RULE, &[("api/thing-update.md", &text)])
        };
        assert_eq!(severity("12"), [Severity::Error]);
        assert_eq!(severity("00:00:00"), [Severity::Note]);
    }

    #[test]
    fn what_holds_others_is_told_without_them() {
        let text = "# Update thing\n\n## Request body\n\n|Property|Type|\n|:--|:--|\n|size|Int32|\n\n\
                    ## Examples\n\n```http\nPATCH /things/1\n\n{ \"size\": {} }\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n";
        let found = found_on(&RULE, &[("api/thing-update.md", text)]);
        assert_eq!(found[0].finding.message, "\"size\" is an object, and declared as Int32");
    }
}
