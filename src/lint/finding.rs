//! What a rule found, as data.

use std::fmt;

use super::rule::Rule;
use super::source::Span;

/// How sure and how bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The page may be right: the rule cannot be sure. Never fails a check.
    Note,
    /// Wrong, but a client or a reader gets along.
    Warning,
    /// The page says two things that cannot both be true, or shows what no client can use.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// A contradiction on a page.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// The rule's severity, or less where this finding is less sure.
    pub severity: Severity,
    /// The page's path, as given.
    pub path: String,
    /// 1-based line.
    pub line: usize,
    /// 1-based column, counted in characters.
    pub column: usize,
    /// How many characters of the line are meant.
    pub length: usize,
    /// What is wrong: a lowercase fragment.
    pub message: String,
    /// What contradicts it, where that stands somewhere.
    pub related: Vec<Related>,
    /// What to do.
    pub help: String,
    /// A repair that is certain.
    pub fix: Option<Edit>,
}

/// What a finding contradicts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The page it stands on.
    pub path: String,
    /// 1-based line.
    pub line: usize,
    /// What it says.
    pub message: String,
}

/// A replacement of bytes of the page's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Offset of the first byte that goes.
    pub start: usize,
    /// Offset behind the last byte that goes.
    pub end: usize,
    /// What stands there instead.
    pub replacement: String,
}

impl Finding {
    pub(super) fn new(rule: &'static Rule, path: &str, span: Span, message: String) -> Finding {
        let Span { line, column, length } = span;
        let (path, help) = (path.to_string(), rule.help.to_string());
        let (related, fix) = (Vec::new(), None);
        Finding { rule, severity: rule.severity, path, line, column, length, message, related, help, fix }
    }

    /// A note, whatever the rule's severity: this one is not sure.
    pub(super) fn unsure(self) -> Finding {
        Finding { severity: Severity::Note, ..self }
    }

    pub(super) fn related(mut self, path: &str, line: usize, message: impl Into<String>) -> Finding {
        self.related.push(Related { path: path.to_string(), line, message: message.into() });
        self
    }

    pub(super) fn help(self, help: impl Into<String>) -> Finding {
        Finding { help: help.into(), ..self }
    }

    pub(super) fn fixed_by(self, fix: Edit) -> Finding {
        Finding { fix: Some(fix), ..self }
    }
}
