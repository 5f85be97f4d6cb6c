//! Exit codes: a documented interface.

use super::run::RunReport;

/// How a run ends; where several apply, the order is 2, 3, 1, 5, 4, 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// Everything that was checked was kept.
    Kept = 0,
    /// Violated, or something on a live endpoint could not be put back.
    Violated = 1,
    /// Wrong usage.
    Usage = 2,
    /// An input cannot be read.
    Input = 3,
    /// Nothing was checked.
    Nothing = 4,
    /// Inconclusive, and nothing violated.
    Inconclusive = 5,
}

impl ExitStatus {
    /// How a run with this report ends.
    #[must_use]
    pub fn of(report: &RunReport) -> ExitStatus {
        let summary = report.summary();
        if !report.errors.is_empty() {
            ExitStatus::Input
        } else if summary.violated > 0 || !report.left_changed.is_empty() {
            ExitStatus::Violated
        } else if summary.inconclusive > 0 {
            ExitStatus::Inconclusive
        } else if summary.passed == 0 {
            ExitStatus::Nothing
        } else {
            ExitStatus::Kept
        }
    }
}

impl From<ExitStatus> for std::process::ExitCode {
    fn from(status: ExitStatus) -> Self {
        std::process::ExitCode::from(status as u8)
    }
}
