//! `report.json`.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::differences::Difference;
use super::run::{RunReport, ScenarioReport};
use super::spool::Spool;
use super::support::Support;
use crate::exchange::{Exchange, TargetKind};
use crate::verdict::{Judgement, Verdict, Violation};

/// Writes `report.json` into `folder`, making the folder where it is missing, and returns its path. `spool` has the scenarios as
/// they were told when they came to their end.
///
/// # Errors
/// What the operating system says.
pub fn write_json(report: &RunReport, spool: Spool, folder: &Path) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let path = folder.join("report.json");
    write_to(report, spool, &path)?;
    Ok(path)
}

/// Writes the report to a file, a scenario after the other: a long run's report is never whole in memory.
pub(super) fn write_to(report: &RunReport, spool: Spool, path: &Path) -> io::Result<()> {
    let mut texts = spool.into_texts()?;
    // a reader, or another run, sees a whole report or none
    let unfinished = path.with_extension(format!("{}.tmp", texts.mark()));
    let mut file = BufWriter::new(File::create(&unfinished)?);
    let head = format!("{:#}", head(report));
    write!(file, "{},\n  \"scenarios\": [", head.trim_end_matches(['}', '\n']))?;
    for (at, scenario) in report.scenarios.iter().enumerate() {
        let text = match texts.of(scenario)? {
            Some(text) => text,
            None => Indented(&scenario_json(scenario)).to_string(),
        };
        write!(file, "{}{text}", if at == 0 { "" } else { "," })?;
    }
    let end = if report.scenarios.is_empty() { "" } else { "\n  " };
    writeln!(file, "{end}]\n}}")?;
    file.flush()?;
    drop(file);
    fs::rename(&unfinished, path)
}

/// JSON as it stands two levels inside the document. A line feed in a text is escaped, so that each one begins a line.
pub(super) struct Indented<'a>(pub(super) &'a Value);

impl fmt::Display for Indented<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_string_pretty(self.0).map_err(|_| fmt::Error)?;
        write!(f, "\n    {}", text.replace('\n', "\n    "))
    }
}

/// All but the scenarios.
fn head(report: &RunReport) -> Value {
    let summary = report.summary();
    let errors = report.errors.iter().map(
        |error| json!({"path": error.path, "line": error.line, "message": error.message, "help": error.help}),
    );
    let left = report
        .left_changed
        .iter()
        .map(|left| json!({"scenario": left.scenario, "url": left.url, "reason": left.reason}));
    let mut head = json!({
        "version": 1,
        "target": {
            "kind": match report.target { TargetKind::Double => "double", TargetKind::Live => "live" },
            "base_url": report.base_url,
        },
        "started": report.started,
        "seconds": report.seconds,
        "summary": {
            "passed": summary.passed,
            "violated": summary.violated,
            "inconclusive": summary.inconclusive,
            "skipped": summary.skipped,
            "exchanges": summary.exchanges,
            "drift": summary.drift,
        },
        "errors": errors.collect::<Vec<_>>(),
        "notes": report.notes.iter().map(|(at, message)| json!({"documented_at": at, "message": message})).collect::<Vec<_>>(),
        "not_put_back": left.collect::<Vec<_>>(),
    });
    if let Some(differences) = &report.differences {
        head["differences"] = differences.iter().map(difference).collect();
    }
    head
}

fn difference(found: &Difference) -> Value {
    json!({
        "scenario": found.scenario,
        "request": found.request,
        "what": found.what,
        "pointer": found.pointer,
        "double": found.double,
        "live": found.live,
    })
}

pub(super) fn scenario_json(scenario: &ScenarioReport) -> Value {
    let mut object = json!({
        "feature": scenario.feature,
        "line": scenario.line,
        "name": scenario.name,
        "tags": scenario.tags,
        "verdict": scenario.verdict.as_str(),
        "reason": scenario.reason,
        "seconds": scenario.seconds,
        "violations": scenario.violations().iter().map(violation).collect::<Vec<_>>(),
        "drift": scenario.drift().iter().map(violation).collect::<Vec<_>>(),
        "exchanges": scenario.exchanges.iter().map(exchange).collect::<Vec<_>>(),
    });
    if scenario.unstable {
        object["unstable"] = json!(true);
    }
    object
}

/// A judgement as `verify --format json` prints it.
#[must_use]
pub fn judgement_json(verdict: Verdict, judgement: &Judgement) -> Value {
    json!({
        "verdict": verdict.as_str(),
        "violations": judgement.violations.iter().map(violation).collect::<Vec<_>>(),
        "drift": judgement.drift.iter().map(violation).collect::<Vec<_>>(),
    })
}

fn violation(violation: &Violation) -> Value {
    json!({
        "code": violation.code.as_str(),
        "pointer": violation.pointer,
        "expected": violation.expected,
        "actual": violation.actual,
        "documented_at": (!violation.documented_at.is_empty()).then_some(&violation.documented_at),
    })
}

fn exchange(exchange: &Exchange) -> Value {
    let (request, response) = (&exchange.request, &exchange.response);
    let mut object = json!({
        "request": {
            "method": request.method,
            "url": request.url,
            "headers": request.headers,
            "body": request.body.as_deref().map_or(Value::Null, body),
        },
        "response": {"status": response.status, "headers": response.headers, "body": body(&response.body)},
        "seconds": exchange.seconds,
    });
    if let Some(support) = Support::of(exchange) {
        object["support"] = json!({
            "client_request_id": support.client_request_id,
            "request_id": support.request_id,
            "date": support.date,
        });
    }
    object
}

/// JSON as it is, other text as a string, no body as null.
fn body(bytes: &[u8]) -> Value {
    match bytes {
        [] => Value::Null,
        _ => serde_json::from_slice(bytes).unwrap_or_else(|_| json!(String::from_utf8_lossy(bytes))),
    }
}
