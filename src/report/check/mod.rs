//! What a check of pages came to, one file a format.

mod github;
mod json;
mod quotation;
mod sarif;
mod summary;
mod text;

use crate::library::Unreadable;
use crate::lint::{Entry, Quoted, Rule, Severity};
use crate::report::ExitStatus;

pub use github::check_github;
pub use json::check_json;
pub use sarif::check_sarif;
pub use text::{check_text, explanation, rules_table};

/// What a check came to.
#[derive(Debug, Default)]
pub struct CheckReport {
    /// How many pages were checked.
    pub pages: usize,
    /// How long it took.
    pub seconds: f64,
    /// What was found and is neither allowed nor covered by the baseline, in the order of paths and lines.
    pub findings: Vec<Quoted>,
    /// What was found and repaired.
    pub fixed: Vec<Quoted>,
    /// What a baseline made of what was found.
    pub baseline: Option<BaselineReport>,
    /// Pages that cannot be used.
    pub unreadable: Vec<Unreadable>,
    /// Whether warnings fail the check.
    pub denies_warnings: bool,
}

/// What a baseline made of what was found.
#[derive(Debug, Default)]
pub struct BaselineReport {
    /// The file.
    pub file: String,
    /// How many findings it lets through.
    pub covered: usize,
    /// Entries that would let a finding through, had their day not passed.
    pub expired: Vec<Entry>,
    /// Entries that let through more than there is.
    pub outlived: Vec<Entry>,
}

impl CheckReport {
    /// How many findings are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|found| found.finding.severity == severity).count()
    }

    /// How the process ends.
    #[must_use]
    pub fn status(&self) -> ExitStatus {
        let least = if self.denies_warnings { Severity::Warning } else { Severity::Error };
        if !self.unreadable.is_empty() {
            ExitStatus::Input
        } else if self.findings.iter().any(|found| found.finding.severity >= least) {
            ExitStatus::Violated
        } else if self.pages == 0 {
            ExitStatus::Nothing
        } else {
            ExitStatus::Kept
        }
    }

    /// For each rule that found something, in the order of codes: its findings, of which so many can be repaired.
    fn by_rule(&self) -> Vec<RuleCount> {
        let mut counts: Vec<RuleCount> = Vec::new();
        let mut findings: Vec<&Quoted> = self.findings.iter().collect();
        findings.sort_by_key(|found| (found.finding.rule.code, std::cmp::Reverse(found.finding.severity)));
        for found in findings {
            let (rule, severity) = (found.finding.rule, found.finding.severity);
            let is_same = |count: &RuleCount| count.rule.code == rule.code && count.severity == severity;
            if !counts.last().is_some_and(is_same) {
                counts.push(RuleCount { rule, severity, findings: 0, fixable: 0 });
            }
            if let Some(count) = counts.last_mut() {
                count.findings += 1;
                count.fixable += usize::from(found.finding.fix.is_some());
            }
        }
        counts
    }
}

/// What a rule found of one severity.
struct RuleCount {
    rule: &'static Rule,
    severity: Severity,
    findings: usize,
    fixable: usize,
}
