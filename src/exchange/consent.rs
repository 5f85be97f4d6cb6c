//! What a live endpoint may be asked to do.

use super::target::Effect;

/// The name of the tag that a scenario bears whose requests cannot be undone.
pub(crate) const DESTRUCTIVE: &str = "destructive";

/// What whoever started a run has consented to. Reads need no consent.
///
/// ```
/// use graph_contract::exchange::{Consent, Effect};
/// let writes = Consent { writes: true, destructive: false };
/// assert!(writes.refusal(&Effect::Create).is_none());
/// assert!(writes.refusal(&Effect::Act { is_marked: true }).unwrap().contains("--allow-destructive"));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Consent {
    /// Changes that are put back.
    pub writes: bool,
    /// Changes that nobody can put back; only where `writes` is given too.
    pub destructive: bool,
}

const WRITES: &str =
    "writes to a live endpoint are not allowed: set GRAPH_CONTRACT_ALLOW_WRITES=1 or --allow-writes";
const ACTS: &str = "what this request does cannot be undone, and that is not allowed: set GRAPH_CONTRACT_ALLOW_DESTRUCTIVE=1 or \
                    --allow-destructive";
const UNMARKED: &str = "what this request does cannot be undone: tag the scenario @destructive, and allow that with \
                        --allow-destructive";

impl Consent {
    /// Why a request with this effect is not sent; `None`: it may be.
    #[must_use]
    pub fn refusal(self, effect: &Effect) -> Option<&'static str> {
        match effect {
            Effect::Read => None,
            _ if !self.writes => Some(WRITES),
            Effect::Act { is_marked: false } => Some(UNMARKED),
            Effect::Act { is_marked: true } if !self.destructive => Some(ACTS),
            _ => None,
        }
    }

    /// Why a scenario is not begun that says that it writes, or that nobody can undo what it does.
    pub(crate) fn refusal_of_tags(self, writes: bool, destructive: bool) -> Option<&'static str> {
        match (writes || destructive, destructive) {
            (true, _) if !self.writes && destructive => Some(
                "writes to a live endpoint are not allowed (@destructive): set GRAPH_CONTRACT_ALLOW_WRITES=1 and \
                 GRAPH_CONTRACT_ALLOW_DESTRUCTIVE=1, or --allow-writes and --allow-destructive",
            ),
            (true, _) if !self.writes => Some(
                "writes to a live endpoint are not allowed (@writes): set GRAPH_CONTRACT_ALLOW_WRITES=1 or --allow-writes",
            ),
            (_, true) if !self.destructive => Some(
                "what it does cannot be undone, and that is not allowed (@destructive): set \
                 GRAPH_CONTRACT_ALLOW_DESTRUCTIVE=1 or --allow-destructive",
            ),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_consent_only_reads_are_sent() {
        let update = || Effect::Update { writable: vec![] };
        let acts = [true, false].map(|is_marked| Effect::Act { is_marked });
        let others =
            [update(), Effect::Replace { writable: vec![] }, Effect::Create, Effect::Delete, Effect::Nowhere];
        for destructive in [true, false] {
            let none = Consent { writes: false, destructive };
            assert_eq!(none.refusal(&Effect::Read), None);
            assert!(others.iter().chain(&acts).all(|effect| none.refusal(effect).is_some()));
        }
    }

    #[test]
    fn what_cannot_be_undone_needs_a_tag_and_both_consents() {
        let sent = |writes, destructive, is_marked| {
            Consent { writes, destructive }.refusal(&Effect::Act { is_marked }).is_none()
        };
        let all: Vec<bool> = (0..8).map(|bits| sent(bits & 4 > 0, bits & 2 > 0, bits & 1 > 0)).collect();
        assert_eq!(all, [false, false, false, false, false, false, false, true]);
    }
}
