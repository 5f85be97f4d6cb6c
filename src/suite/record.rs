//! What a scenario has found so far.

use crate::exchange::Exchange;
use crate::report::Check;

use super::stop::Stop;

/// The notes a scenario's steps take; the verdict is made of nothing else.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// The `Then` steps that ran.
    pub(super) checks: Vec<Check>,
    /// Every exchange, as it was.
    pub(super) exchanges: Vec<Exchange>,
    /// Which of them the `When` steps asked for.
    pub(super) asked: Vec<usize>,
    /// Why the scenario ended before its last step.
    pub(super) stopped: Option<Stop>,
}
