//! `check --format sarif`: SARIF 2.1.0, which code review shows beside the line of the page.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::CheckReport;
use crate::lint::{Finding, Quoted, Related, Rule, Severity, rules};

/// A check as SARIF. Paths of findings are taken as relative to the root of the source, but for absolute ones.
#[must_use]
pub fn check_sarif(report: &CheckReport) -> Value {
    let mut times: HashMap<(String, String), usize> = HashMap::new();
    let results = report.findings.iter().map(|found| {
        let fingerprint = found.fingerprint();
        let time = times.entry((found.finding.path.clone(), fingerprint.clone())).or_default();
        *time += 1;
        result(found, &format!("{fingerprint}:{time}"))
    });
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules().iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [invocation(report)],
            "results": results.collect::<Vec<_>>(),
        }],
    })
}

fn descriptor(rule: &Rule) -> Value {
    let (summary, manual, help) = (rule.summary, rule.manual, rule.help);
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": plain(summary)},
        "fullDescription": {"text": plain(manual)},
        "help": {"text": plain(&format!("{manual}\n\n{help}")), "markdown": format!("{manual}\n\n**What to do**: {help}")},
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {"tags": ["documentation"]},
    })
}

/// What could not be read, which is no finding.
fn invocation(report: &CheckReport) -> Value {
    let notifications = report
        .unreadable
        .iter()
        .map(|unreadable| json!({"level": "error", "message": {"text": plain(&unreadable.to_string())}}));
    json!({
        "executionSuccessful": report.unreadable.is_empty(),
        "toolExecutionNotifications": notifications.collect::<Vec<_>>(),
    })
}

fn result(quoted: &Quoted, fingerprint: &str) -> Value {
    let found = &quoted.finding;
    let text = if found.help.is_empty() {
        found.message.clone()
    } else {
        format!("{}\n{}", found.message, found.help)
    };
    let region = json!({
        "startLine": found.line,
        "startColumn": found.column,
        "endLine": found.line,
        "endColumn": found.column + found.length,
    });
    let mut result = json!({
        "ruleId": found.rule.code,
        "ruleIndex": rules().iter().position(|rule| rule.code == found.rule.code),
        "level": level(found.severity),
        "message": {"text": plain(&text)},
        "locations": [{"physicalLocation": {"artifactLocation": artifact(&found.path), "region": region}}],
        "partialFingerprints": {"finding/v1": fingerprint},
    });
    if !found.related.is_empty() {
        let related: Vec<Value> =
            found.related.iter().enumerate().map(|(at, found)| place(at, found)).collect();
        result["relatedLocations"] = json!(related);
    }
    if let Some(fix) = fix(quoted, found) {
        result["fixes"] = json!([fix]);
    }
    result
}

fn place(id: usize, related: &Related) -> Value {
    json!({
        "id": id,
        "physicalLocation": {
            "artifactLocation": artifact(&related.path),
            "region": {"startLine": related.line},
        },
        "message": {"text": plain(&related.message)},
    })
}

fn fix(quoted: &Quoted, found: &Finding) -> Option<Value> {
    let (region, edit) = (quoted.repaired?, found.fix.as_ref()?);
    Some(json!({
        "description": {"text": plain(&found.help)},
        "artifactChanges": [{
            "artifactLocation": artifact(&found.path),
            "replacements": [{
                "deletedRegion": {
                    "startLine": region.start_line,
                    "startColumn": region.start_column,
                    "endLine": region.end_line,
                    "endColumn": region.end_column,
                },
                "insertedContent": {"text": edit.replacement},
            }],
        }],
    }))
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// What a path keeps in a URI.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn artifact(path: &str) -> Value {
    let uri = utf8_percent_encode(path, PATH).to_string();
    match std::path::Path::new(path).is_absolute() {
        true => json!({"uri": format!("file://{}{uri}", if uri.starts_with('/') { "" } else { "/" })}),
        false => json!({"uri": uri, "uriBaseId": "%SRCROOT%"}),
    }
}

/// Text in which brackets are no link of SARIF's.
fn plain(text: &str) -> String {
    if text.contains("](") { text.replace('[', "\\[").replace(']', "\\]") } else { text.to_string() }
}
