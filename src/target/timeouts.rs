//! How long one request may take.

use std::time::Duration;

/// How long one request to a live endpoint may take, phase by phase.
///
/// ```
/// use graph_contract::target::Timeouts;
/// assert_eq!(Timeouts::default().total.as_secs(), 20);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Until a connection stands.
    pub connect: Duration,
    /// Until the answer begins, the connection included.
    pub first_byte: Duration,
    /// Until the answer has come to its end.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Timeouts {
        Timeouts {
            connect: Duration::from_secs(5),
            first_byte: Duration::from_secs(10),
            total: Duration::from_secs(20),
        }
    }
}
