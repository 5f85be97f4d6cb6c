//! Why a scenario ends early.

use crate::exchange::NoAnswer;

/// Why a scenario ends before its last step.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Stop {
    /// There is no answer to judge.
    #[error(transparent)]
    NoAnswer(#[from] NoAnswer),
    /// The feature file asks for something that makes no sense.
    #[error("{message}")]
    Input {
        /// The step's line.
        line: usize,
        /// What is wrong.
        message: String,
        /// What to do about it.
        help: &'static str,
    },
    /// A promise is broken without which nothing more can be done; it is noted.
    #[error("a promise is broken that the rest of the scenario needs")]
    Broken,
    /// A check failed and the run stops at the first failure.
    #[error("a check failed, and --fail-fast ends the run")]
    FailFast,
}
