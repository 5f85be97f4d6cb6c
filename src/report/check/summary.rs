//! The closing lines of a check: a table by rule, and one line for all.

use std::fmt::Write as _;

use super::CheckReport;
use crate::lint::Severity;

/// A table of the rules that found something.
pub(super) fn table(report: &CheckReport, text: &mut String) {
    let counts = report.by_rule();
    if counts.is_empty() {
        return;
    }
    let widest = counts.iter().map(|count| count.rule.name.len()).max().unwrap_or_default();
    let _ = writeln!(
        text,
        "{:5}  {:widest$}  {:8}  {:>8}  {:>7}",
        "code", "rule", "severity", "findings", "fixable"
    );
    for count in counts {
        let (rule, severity) = (count.rule, count.severity.to_string());
        let (findings, fixable) = (count.findings, count.fixable);
        let _ =
            writeln!(text, "{}  {:widest$}  {severity:8}  {findings:8}  {fixable:7}", rule.code, rule.name);
    }
    text.push('\n');
}

/// One line for the whole check.
pub(super) fn closing(report: &CheckReport) -> String {
    let kinds = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let counts = kinds.map(|(severity, word)| (report.count(severity), word));
    let some: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| number(*count, word)).collect();
    let found = if some.is_empty() { "nothing found".to_string() } else { some.join(", ") };
    let mut text = format!("{found} on {}, {:.1} s", number(report.pages, "page"), report.seconds);
    if let Some(baseline) = report.baseline.as_ref().filter(|baseline| baseline.covered > 0) {
        let _ = write!(text, "; {} lets {} through", baseline.file, baseline.covered);
    }
    if !report.fixed.is_empty() {
        let _ = write!(text, "; {} repaired", report.fixed.len());
    }
    let fixable = report.findings.iter().filter(|found| found.finding.fix.is_some()).count();
    if fixable > 0 {
        let _ = write!(text, "; --fix repairs {fixable}");
    }
    text
}

pub(super) fn number(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
