//! The tags that tell the runner something. Every other tag is free: it groups scenarios for `--tags` and nothing else.

use crate::exchange::{Consent, TargetKind};

pub(super) use crate::exchange::DESTRUCTIVE;

/// Only on the double.
pub(super) const DOUBLE: &str = "double";
/// Only on a live endpoint.
pub(super) const LIVE: &str = "live";
/// Writes: not on a live endpoint without consent.
pub(super) const WRITES: &str = "writes";
/// Never at the same time as another one of its kind, nor in another process.
pub(super) const SERIAL: &str = "serial";
/// Tried again where it does not pass; may be followed by `(3)`, `.after(5s)` or both.
pub(super) const RETRY: &str = "retry";

/// All of them.
pub(super) const ALL: [&str; 6] = [DOUBLE, LIVE, WRITES, DESTRUCTIVE, SERIAL, RETRY];

/// Why a scenario with these tags is skipped here, as far as tags and settings alone tell.
pub(super) fn left_out(tags: &[String], kind: TargetKind, consent: Consent) -> Option<&'static str> {
    let has = |directive: &str| tags.iter().any(|tag| tag == directive);
    match kind {
        TargetKind::Double if has(LIVE) => Some("it only makes sense on a live endpoint (@live)"),
        TargetKind::Live if has(DOUBLE) => Some("it only makes sense on the double (@double)"),
        TargetKind::Live => consent.refusal_of_tags(has(WRITES), has(DESTRUCTIVE)),
        TargetKind::Double => None,
    }
}

/// Whether a scenario with these tags says that what it does cannot be undone.
pub(super) fn is_destructive(tags: &[String]) -> bool {
    tags.iter().any(|tag| tag == DESTRUCTIVE)
}

/// Whether a scenario with these tags runs alone.
pub(super) fn is_serial(tags: &[String]) -> bool {
    tags.iter().any(|tag| tag == SERIAL)
}

/// Whether a tag means something to the runner, so that nobody may use it for a group of scenarios.
pub(super) fn is_reserved(tag: &str) -> bool {
    ALL.contains(&tag) || tag.starts_with(RETRY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(tag: &str, kind: TargetKind, writes: bool) -> Option<&'static str> {
        left_out(&["smoke".to_string(), tag.to_string()], kind, Consent { writes, destructive: false })
    }

    #[test]
    fn a_scenario_is_left_out_where_its_tag_says_so() {
        assert!(reason(LIVE, TargetKind::Double, false).unwrap().contains("(@live)"));
        assert!(reason(DOUBLE, TargetKind::Live, true).unwrap().contains("(@double)"));
        assert!(reason(WRITES, TargetKind::Live, false).unwrap().contains("GRAPH_CONTRACT_ALLOW_WRITES=1"));
        for writes in [true, false] {
            let reason = reason(DESTRUCTIVE, TargetKind::Live, writes).unwrap();
            assert!(reason.contains("(@destructive)") && reason.contains("--allow-destructive"), "{reason}");
        }
    }

    #[test]
    fn every_other_scenario_runs() {
        assert_eq!(reason(LIVE, TargetKind::Live, false), None);
        assert_eq!(reason(DOUBLE, TargetKind::Double, false), None);
        assert_eq!(reason(WRITES, TargetKind::Double, false), None);
        assert_eq!(reason(WRITES, TargetKind::Live, true), None);
        assert_eq!(reason(DESTRUCTIVE, TargetKind::Double, false), None);
        let all = Consent { writes: true, destructive: true };
        assert_eq!(left_out(&[DESTRUCTIVE.to_string()], TargetKind::Live, all), None);
        assert_eq!(reason("patch", TargetKind::Live, false), None);
    }
}
