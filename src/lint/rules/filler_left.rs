//! GC506.

use serde_json::Value;

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::lint::values::shown_value;

pub(super) static RULE: Rule = Rule {
    code: "GC506",
    name: "filler-left",
    severity: Severity::Note,
    summary: "an example shows a filler such as \"displayName-value\" instead of a value",
    manual: "Pages made from a template have `\"<property>-value\"` and \"Display Name value\" where nobody put a value in. \
             It is a note: the reader gets along, and learns nothing. The JSON representation of a resource has fillers by \
             right. One finding a body.",
    help: "show a value as the service would",
    fires: &[(
        "api/thing-get.md",
        "# Get thing\n\n## Examples\n\n```http\nGET /things/1\n```\n\n```http\nHTTP/1.1 200 OK\n\n{ \"id\": \"id-value\" }\n```\n",
    )],
    quiet: &[(
        "api/thing-get.md",
        "# Get thing\n\n## Examples\n\n```http\nGET /things/1\n```\n\n```http\nHTTP/1.1 200 OK\n\n{ \"id\": \"12\" }\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for body in subject.bodies() {
        let mut fillers = body.members.iter().filter(|member| is_filler(member.name, member.value));
        if let Some(first) = fillers.next() {
            let (line, shown) = (body.json.line_of(&first.pointer), shown_value(first.value));
            let more = fillers.count();
            let others = if more > 0 { format!(", and {more} more in this body") } else { String::new() };
            findings.push(subject.on_word(&RULE, line, &shown, format!("{shown} is a filler{others}")));
        }
    }
}

fn is_filler(name: &str, value: &Value) -> bool {
    let Some(text) = value.as_str() else { return false };
    let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    match text.strip_suffix("-value").or(text.strip_suffix(" value")) {
        Some(filled) => words(filled) == words(name),
        None => false,
    }
}
