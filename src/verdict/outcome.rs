//! The verdict of a scenario.

/// What a scenario came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Everything promised was kept.
    Passed,
    /// The service broke the contract.
    Violated,
    /// It could not be tested.
    Inconclusive,
    /// It was left out on purpose.
    Skipped,
}

impl Verdict {
    /// The verdict as reports spell it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Passed => "passed",
            Verdict::Violated => "violated",
            Verdict::Inconclusive => "inconclusive",
            Verdict::Skipped => "skipped",
        }
    }
}
