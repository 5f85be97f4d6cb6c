//! `check --format github`: workflow commands, which GitHub shows beside the line of the page.

use std::fmt::Write as _;

use super::{CheckReport, summary};
use crate::lint::Severity;

/// A command for each finding, and a closing line.
#[must_use]
pub fn check_github(report: &CheckReport) -> String {
    let mut text = String::new();
    for quoted in &report.findings {
        let found = &quoted.finding;
        let level = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let title = property(&format!("{} {}", found.rule.code, found.rule.name));
        let (path, line, column, end) =
            (property(&found.path), found.line, found.column, found.column + found.length);
        let place = format!("file={path},line={line},endLine={line},col={column},endColumn={end}");
        let _ = writeln!(text, "::{level} {place},title={title}::{}", data(&message(found)));
    }
    for unreadable in &report.unreadable {
        let _ = writeln!(text, "::error::{}", data(&unreadable.to_string()));
    }
    let _ = writeln!(text, "{}", data(&summary::closing(report)));
    text
}

/// What is wrong, what contradicts it, and what to do, a line each.
fn message(found: &crate::lint::Finding) -> String {
    let mut text = found.message.clone();
    for related in &found.related {
        let _ = write!(text, "\n{}:{}: {}", related.path, related.line, related.message);
    }
    if !found.help.is_empty() {
        let _ = write!(text, "\nhelp: {}", found.help);
    }
    text
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value before the text of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
