//! The text a person reads while a run goes on and when it ends.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::differences::Difference;
use super::notes;
use super::repeated::runs;
use super::run::{Check, InputError, RunReport, ScenarioReport, Summary};
use super::support::{Support, telling};
use crate::exchange::Exchange;
use crate::verdict::{Judgement, Verdict, Violation};

/// Writes the text of a run, scenario by scenario in the order of the files.
#[derive(Debug, Default)]
pub struct Text;

impl Text {
    /// What is said of a scenario as soon as it is over; a scenario that passed without drift is only counted.
    #[must_use]
    pub fn scenario(scenario: &ScenarioReport) -> String {
        match scenario.verdict {
            Verdict::Passed if scenario.drift().is_empty() => String::new(),
            Verdict::Skipped => String::new(),
            _ => block(scenario),
        }
    }

    /// What is said at the end: each feature's counts, what was skipped and why, and the sum.
    #[must_use]
    pub fn summary(report: &RunReport) -> String {
        let mut text = input_errors(&report.errors);
        features(report, &mut text);
        skipped(report, &mut text);
        notes::write(&report.notes, &mut text);
        differences(report, &mut text);
        for left in &report.left_changed {
            let _ = writeln!(text, "\nNOT PUT BACK  {}\n  {}\n  by {}", left.url, left.reason, left.scenario);
        }
        if report.scenarios.is_empty() && report.errors.is_empty() {
            text.push_str(
                "\nnothing was checked: there is no scenario here, or none that the filters choose\n",
            );
        }
        let _ = writeln!(text, "\n{}", closing(report));
        text
    }
}

impl Text {
    /// What is said where the ledger has changes open, of this run or of one before it. `restore`: the command that sees to them.
    #[must_use]
    pub fn left_open(changes: usize, restore: &str) -> String {
        match changes {
            0 => String::new(),
            _ => format!("the ledger has {} open: {restore}\n", number(changes, "change")),
        }
    }
}

/// Inputs that cannot be used, as compilers show errors.
#[must_use]
pub fn input_errors(errors: &[InputError]) -> String {
    let mut text = String::new();
    for error in errors {
        let line = if error.line == 0 { String::new() } else { format!(":{}", error.line) };
        let _ = writeln!(text, "error: {}\n  --> {}{line}", error.message, error.path);
        if !error.help.is_empty() {
            let _ = writeln!(text, "  help: {}", error.help);
        }
        text.push('\n');
    }
    text
}

/// A judgement on its own: what `verify` prints.
#[must_use]
pub fn judgement_text(judgement: &Judgement) -> String {
    let mut text = String::new();
    judgement.violations.iter().for_each(|found| violation(found, "", &mut text));
    judgement.drift.iter().for_each(|found| violation(found, " (drift)", &mut text));
    text
}

fn block(scenario: &ScenarioReport) -> String {
    let mut text = String::new();
    let word = match scenario.verdict {
        Verdict::Passed => "drift".to_string(),
        other => other.as_str().to_uppercase(),
    };
    let _ = writeln!(text, "{word}  {}\n  {}:{}", scenario.name, scenario.feature, scenario.line);
    if let Some(reason) = &scenario.reason {
        let _ = writeln!(text, "  {reason}");
    }
    match (scenario.unstable, scenario.tries) {
        (true, ..=1) => {
            let _ = writeln!(
                text,
                "  unstable: violated, and not when the same was read again; it stays violated"
            );
        }
        (true, tries) => {
            let _ = writeln!(text, "  unstable: violated, and passed on try {tries}; it stays violated");
        }
        (false, 2..) => {
            let _ = writeln!(text, "  tried {} times", scenario.tries);
        }
        _ => {}
    }
    for of_answer in scenario.checks.chunk_by(|one, next| one.requests == next.requests) {
        let mut told = Judgement::default();
        of_answer.iter().for_each(|check| self::check(check, scenario, &mut told, &mut text));
    }
    if scenario.verdict == Verdict::Violated {
        runs(scenario).iter().for_each(|same| exchanges(same, &mut text));
    }
    if scenario.verdict == Verdict::Inconclusive {
        support(scenario, &mut text);
    }
    text.push('\n');
    text
}

/// What the service's support can look up of an answer that says nothing about the contract.
fn support(scenario: &ScenarioReport, text: &mut String) {
    let Some(exchange) = telling(&scenario.exchanges) else { return };
    let Some(support) = Support::of(exchange) else { return };
    let (request, status) = (&exchange.request, exchange.response.status);
    let _ = writeln!(text, "\n  > {} {}", request.method, request.url);
    let _ = writeln!(text, "  > client-request-id: {}\n  < {status}", support.client_request_id);
    support.answered().for_each(|line| text.push_str(&format!("  < {line}\n")));
}

/// A check that found something, and of that what no check before it told.
fn check(check: &Check, scenario: &ScenarioReport, told: &mut Judgement, text: &mut String) {
    let found = &check.judgement;
    if found.violations.is_empty() && found.drift.is_empty() {
        return;
    }
    let (violations, drift) = (told.violations.len(), told.drift.len());
    told.add(found.clone());
    let (new, drifted) = (&told.violations[violations..], &told.drift[drift..]);
    let _ = writeln!(text, "\n  {}\n  {}:{}", check.step, scenario.feature, check.line);
    new.iter().for_each(|found| violation(found, "", text));
    let note = if scenario.strict { "" } else { " (drift)" };
    drifted.iter().for_each(|found| violation(found, note, text));
    let again = found.violations.len() + found.drift.len() - new.len() - drifted.len();
    if again > 0 {
        let _ = writeln!(text, "    told above of this answer: {again}");
    }
    if let Some(difference) = check.difference.as_ref().filter(|_| !found.violations.is_empty()) {
        let _ = writeln!(text, "\n{}", indented(difference, "      "));
    }
}

fn violation(found: &Violation, note: &str, text: &mut String) {
    let at = if found.pointer.is_empty() { String::new() } else { format!(" at {}", found.pointer) };
    let _ = writeln!(text, "    {}{at}{note}", found.code.as_str());
    let _ = writeln!(text, "      promised  {}\n      came      {}", found.expected, found.actual);
    if !found.documented_at.is_empty() {
        let _ = writeln!(text, "      page      {}", found.documented_at);
    }
}

/// Of one request that went again and again the first exchange and the last.
fn exchanges(same: &[&Exchange], text: &mut String) {
    match same {
        [first, between @ .., last] if between.len() > 1 => {
            exchange(first, text);
            let _ = writeln!(text, "\n  ... {} times more, in report.json", between.len());
            exchange(last, text);
        }
        few => few.iter().for_each(|exchange| self::exchange(exchange, text)),
    }
}

fn exchange(exchange: &Exchange, text: &mut String) {
    let (request, response) = (&exchange.request, &exchange.response);
    let _ = writeln!(text, "\n  > {} {}", request.method, request.url);
    headers(&request.headers, '>', text);
    body(request.body.as_deref().unwrap_or_default(), '>', text);
    let _ = writeln!(text, "  < {}", response.status);
    headers(&response.headers, '<', text);
    body(&response.body, '<', text);
}

fn headers(headers: &[(String, String)], mark: char, text: &mut String) {
    for (name, value) in headers {
        let _ = writeln!(text, "  {mark} {name}: {value}");
    }
}

fn body(bytes: &[u8], mark: char, text: &mut String) {
    const LONGEST: usize = 40;
    if bytes.is_empty() {
        return;
    }
    let shown = String::from_utf8_lossy(bytes);
    let _ = writeln!(text, "  {mark}");
    for line in shown.lines().take(LONGEST) {
        let _ = writeln!(text, "  {mark} {}", line.chars().take(1000).collect::<String>());
    }
    if shown.lines().nth(LONGEST).is_some() {
        let _ = writeln!(text, "  {mark} ... {} bytes in all, in report.json", bytes.len());
    }
}

fn indented(text: &str, margin: &str) -> String {
    text.lines().map(|line| format!("{margin}{line}").trim_end().to_string()).collect::<Vec<_>>().join("\n")
}

fn features(report: &RunReport, text: &mut String) {
    for scenarios in report.scenarios.chunk_by(|one, next| one.feature == next.feature) {
        let checks: usize = scenarios.iter().map(|scenario| scenario.checked).sum();
        let (path, counts) = (&scenarios[0].feature, counts(&Summary::of(scenarios)));
        let _ = writeln!(text, "{path}\n  {counts}, {}", number(checks, "check"));
    }
}

/// What the double answered otherwise: it is no violation of either.
fn differences(report: &RunReport, text: &mut String) {
    let Some(found) = &report.differences else { return };
    if found.is_empty() && report.summary().exchanges > 0 {
        text.push_str("\nthe double answers like the live endpoint\n");
    }
    for of_one in found.chunk_by(|one, next| (&one.scenario, &one.request) == (&next.scenario, &next.request))
    {
        let _ = writeln!(text, "\ndiffers from the double: {}\n  {}", of_one[0].request, of_one[0].scenario);
        for Difference { what, pointer, double, live, .. } in of_one {
            let at = if pointer.is_empty() { what } else { pointer.as_str() };
            let _ = writeln!(text, "    {at}\n      double  {double}\n      live    {live}");
        }
    }
}

fn skipped(report: &RunReport, text: &mut String) {
    let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for scenario in report.scenarios.iter().filter(|scenario| scenario.verdict == Verdict::Skipped) {
        reasons.entry(scenario.reason.as_deref().unwrap_or_default()).or_default().push(&scenario.name);
    }
    for (reason, names) in reasons {
        let _ = writeln!(text, "\nskipped {}: {reason}", names.len());
        names.iter().for_each(|name| text.push_str(&format!("  {name}\n")));
    }
}

fn counts(summary: &Summary) -> String {
    let counts = [
        (summary.passed, "passed"),
        (summary.violated, "violated"),
        (summary.inconclusive, "inconclusive"),
        (summary.skipped, "skipped"),
    ];
    let some: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    if some.is_empty() { "0 run".to_string() } else { some.join(", ") }
}

fn closing(report: &RunReport) -> String {
    let summary = report.summary();
    let drift = if summary.drift > 0 { format!(", {} drift", summary.drift) } else { String::new() };
    format!(
        "{} on {}: {}{drift}, {:.1} s",
        counts(&summary),
        report.base_url,
        number(summary.exchanges, "exchange"),
        report.seconds
    )
}

/// So many of something, in words.
pub(crate) fn number(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
