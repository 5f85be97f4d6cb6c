//! `check --format json`.

use serde_json::{Value, json};

use super::CheckReport;
use crate::lint::{Quoted, Severity};

/// A check as JSON.
#[must_use]
pub fn check_json(report: &CheckReport) -> Value {
    let rules = report.by_rule();
    let rules = rules.iter().map(|count| {
        json!({
            "code": count.rule.code,
            "rule": count.rule.name,
            "severity": count.severity.to_string(),
            "findings": count.findings,
            "fixable": count.fixable,
        })
    });
    let mut object = json!({
        "version": 1,
        "pages": report.pages,
        "seconds": report.seconds,
        "summary": {
            "errors": report.count(Severity::Error),
            "warnings": report.count(Severity::Warning),
            "notes": report.count(Severity::Note),
            "rules": rules.collect::<Vec<_>>(),
        },
        "findings": report.findings.iter().map(finding).collect::<Vec<_>>(),
        "fixed": report.fixed.iter().map(finding).collect::<Vec<_>>(),
        "errors": report.unreadable.iter().map(|found| json!({"message": found.to_string()})).collect::<Vec<_>>(),
    });
    if let Some(baseline) = &report.baseline {
        object["baseline"] = json!({
            "file": baseline.file,
            "covered": baseline.covered,
            "expired": baseline.expired,
            "outlived": baseline.outlived,
        });
    }
    object
}

fn finding(quoted: &Quoted) -> Value {
    let found = &quoted.finding;
    let related = found
        .related
        .iter()
        .map(|related| json!({"path": related.path, "line": related.line, "message": related.message}));
    json!({
        "code": found.rule.code,
        "rule": found.rule.name,
        "severity": found.severity.to_string(),
        "path": found.path,
        "line": found.line,
        "column": found.column,
        "end_column": found.column + found.length,
        "message": found.message,
        "related": related.collect::<Vec<_>>(),
        "help": found.help,
        "fixable": found.fix.is_some(),
    })
}
