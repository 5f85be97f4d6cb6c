//! GC203.

use serde_json::Value;

use crate::lint::finding::{Edit, Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::Annotation;

pub(super) static RULE: Rule = Rule {
    code: "GC203",
    name: "annotation-boolean-as-string",
    severity: Severity::Warning,
    summary: "an annotation says \"true\" or \"false\" as a text",
    manual: "Tools that ask for a Boolean find a text, and some take any text for true. The repair is certain: the quotes go.",
    help: "take the quotes away",
    fires: &[(
        "api/thing-get.md",
        "# Get thing\n\n<!-- { \"blockType\": \"response\", \"truncated\": \"true\" } -->\n```http\nHTTP/1.1 200 OK\n```\n",
    )],
    quiet: &[(
        "api/thing-get.md",
        "# Get thing\n\n<!-- { \"blockType\": \"response\", \"truncated\": true } -->\n```http\nHTTP/1.1 200 OK\n```\n",
    )],
    check,
};

const BOOLEANS: [&str; 6] = ["truncated", "isCollection", "isEmpty", "expectError", "openType", "abstract"];

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for annotation in subject.page.blocks.iter().filter_map(|block| block.annotation.as_deref()) {
        let shown = |key: &'static str| Some((key, annotation.text(key)?));
        let texts = BOOLEANS.into_iter().filter_map(shown);
        findings.extend(texts.filter_map(|(key, text)| quoted(subject, annotation, key, text)));
    }
}

fn quoted(subject: &Subject<'_>, annotation: &Annotation, key: &str, text: &str) -> Option<Finding> {
    let word = ["true", "false"].into_iter().find(|word| word.eq_ignore_ascii_case(text.trim()))?;
    let line = annotation.json.line_of(&format!("/{key}"));
    let shown = Value::from(text).to_string();
    let message = format!("\"{key}\" is the text {shown} and should be {word}");
    let finding = subject.on_word(&RULE, line, &shown, message);
    Some(match edit(subject, line, key, &shown, word) {
        Some(edit) => finding.fixed_by(edit),
        None => finding,
    })
}

/// The value behind the key, where the line holds both.
fn edit(subject: &Subject<'_>, line: usize, key: &str, shown: &str, word: &str) -> Option<Edit> {
    let text = subject.source.line(line);
    let behind = text.find(&format!("\"{key}\""))? + key.len() + 2;
    let start = behind + text[behind..].find(shown)?;
    let between = text[behind..start].trim();
    let offset = subject.source.offset(line);
    (between == ":").then(|| Edit {
        start: offset + start,
        end: offset + start + shown.len(),
        replacement: word.to_string(),
    })
}
