//! Putting back what a scenario changed.

use std::collections::BTreeSet;

use super::changing::Change;
use super::differing::{Text, changed_beside, is_as_before, of, owned, still, theirs};
use super::ledger_line::{Before, Restoring, Undo};
use super::members::{Members, value};
use super::session::LiveSession;
use super::undoing::LOOKS;
use crate::exchange::{Exchange, Request};

/// Restores the resource, reads it again to see that it is restored, and tells what was sent for that.
///
/// The old values of what writes have sent are sent whatever a read shows: it may show what was there before the write. After a
/// run that is over, what has neither its old value nor one that was sent was changed by somebody else, and stays.
///
/// # Errors
/// What is left changed, and why.
pub(super) async fn put_back(
    session: &mut LiveSession,
    change: &mut Change,
    log: &mut Vec<Exchange>,
) -> Result<String, String> {
    let Undo::ToPutBack(before) = change.undo.clone() else { return Ok(String::new()) };
    let mut putting =
        PuttingBack { session, change, log, before, others: BTreeSet::new(), now: Members::new() };
    putting.read().await?;
    if putting.change.whole.is_none() {
        putting.others = theirs(&putting.before, &putting.now);
    }
    let (back, mut refused) = (putting.to_send(), None);
    if !back.is_empty() {
        match putting.send(&back).await {
            Ok(status) => refused = putting.take(status, &back).await?,
            Err(reason) => return putting.look_at_the_lost(reason).await,
        }
    }
    putting.wait_until_as_before().await?;
    putting.outcome(&back, refused.as_ref())
}

/// A resource that is being put back.
struct PuttingBack<'a> {
    session: &'a mut LiveSession,
    change: &'a mut Change,
    log: &'a mut Vec<Exchange>,
    before: Before,
    /// The members that somebody else has changed since.
    others: BTreeSet<String>,
    /// The members as they were read last.
    now: Members,
}

impl PuttingBack<'_> {
    async fn read(&mut self) -> Result<(), String> {
        let held = self.session.held_with(&self.before.url, &self.before.selected, self.log).await;
        let held = held.map_err(|error| error.to_string())?;
        self.now = held.ok_or("the resource could not be read after the update")?.members;
        Ok(())
    }

    /// The old values of what writes have sent, and of what differs.
    fn to_send(&self) -> Members {
        let is_back = |(name, old): &(&String, &Text)| {
            !self.others.contains(*name) && (self.differs(name, old) || self.change.taken.contains(*name))
        };
        self.before.members.iter().filter(is_back).map(owned).collect()
    }

    fn differs(&self, name: &str, old: &Text) -> bool {
        value(old) != of(&self.now, name)
    }

    /// The status that the old values are answered with.
    async fn send(&mut self, back: &Members) -> Result<u16, String> {
        let request = restoring(self.session, &self.before, back, &self.others, &self.now);
        let sent = self.session.transfer(request, self.log).await;
        sent.map(|sent| sent.response.status).map_err(|lost| left(back, &lost.reason))
    }

    /// Goes on after the old values were answered. Returns what was refused, and with which status.
    async fn take(&mut self, status: u16, back: &Members) -> Result<Option<(u16, Members)>, String> {
        let mut refused = (status >= 300).then(|| (status, back.clone()));
        // a member that no read shows may take no null, and must keep no other from being put back
        let is_sure = |(name, old): &(&String, &Text)| !value(old).is_null() || self.differs(name, old);
        let sure: Members = back.iter().filter(is_sure).map(owned).collect();
        let is_less = self.before.method == Restoring::Patch && !sure.is_empty() && sure.len() < back.len();
        if refused.is_some() && is_less {
            let again = self.send(&sure).await?;
            let is_other = |(name, _): &(&String, &Text)| again >= 300 || !sure.contains_key(*name);
            refused = Some((status, back.iter().filter(is_other).map(owned).collect()));
        }
        self.read().await?;
        Ok(refused)
    }

    /// What comes of old values that were not answered: nothing is lost where the endpoint closed both connections, the update's
    /// and this one, and did nothing. What the first one carried must not show up late, either.
    async fn look_at_the_lost(mut self, reason: String) -> Result<String, String> {
        let change = &self.change;
        if change.is_taken || change.is_unclear || change.late.is_some() || !self.is_as_before() {
            return Err(reason);
        }
        tokio::time::sleep(self.session.shared.options.pause).await;
        self.read().await?;
        if self.is_as_before() { Ok(AS_BEFORE.to_string()) } else { Err(reason) }
    }

    fn is_as_before(&self) -> bool {
        is_as_before(self.change, &self.before, &self.others, &self.now)
    }

    /// A read may show late what was put back.
    async fn wait_until_as_before(&mut self) -> Result<(), String> {
        let mut pause = self.session.shared.options.pause;
        for _ in 1..LOOKS {
            if self.is_as_before() {
                break;
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
            self.read().await?;
        }
        Ok(())
    }

    fn outcome(self, back: &Members, refused: Option<&(u16, Members)>) -> Result<String, String> {
        let still = still(&self.before, &self.others, &self.now);
        let beside = changed_beside(self.change, &self.before, &self.now);
        let reasons = reasons(self.change, &still, &beside, refused, &self.others);
        if !beside.is_empty() {
            note_beside(self.session, self.change, beside, self.log);
        }
        let told = match back.is_empty() {
            true => AS_BEFORE.to_string(),
            false => format!("put back: {}", listed(back)),
        };
        let is_put_back =
            self.change.whole.is_none() && !back.is_empty() && still.is_empty() && refused.is_none();
        match (reasons.is_empty(), is_put_back) {
            (true, _) => Ok(told),
            (false, true) => Err(format!("{told}; {}", reasons.join("; "))),
            (false, false) => Err(reasons.join("; ")),
        }
    }
}

const AS_BEFORE: &str = "as it was before";

/// Why all is not as it was; empty: it is.
fn reasons(
    change: &Change,
    still: &Members,
    beside: &Members,
    refused: Option<&(u16, Members)>,
    others: &BTreeSet<String>,
) -> Vec<String> {
    let mut reasons = Vec::new();
    match refused {
        Some((status, members)) if !still.is_empty() || change.is_taken => {
            let named = if still.is_empty() { members } else { still };
            reasons.push(left(named, &format!("the old values were answered {status}")));
        }
        _ if !still.is_empty() => reasons.push(left(still, "the endpoint did not take the old values back")),
        _ => {}
    }
    if !beside.is_empty() {
        reasons.push(left(beside, "no request has sent this, and it is not as it was before"));
    }
    if !others.is_empty() {
        let names: Vec<&str> = others.iter().map(String::as_str).collect();
        reasons.push(format!("{} was changed by somebody else since, and is left alone", names.join(", ")));
    }
    if let Some(reason) = &change.late {
        reasons.push(format!(
            "an update may have arrived without an answer; the old values were sent after it, and what it changes later is not \
             seen: {reason}"
        ));
    }
    reasons
}

/// Writes down what nothing puts back, so that `restore` does not take the resource for restored.
fn note_beside(session: &LiveSession, change: &mut Change, beside: Members, log: &[Exchange]) {
    let Undo::ToPutBack(before) = &mut change.undo else { return };
    let redaction = session.shared.redaction().knowing(log);
    before.beside = beside.into_iter().filter(|(name, old)| !redaction.cuts(name, &value(old))).collect();
    let _ = session.shared.ledger.say(&change.entry, &change.undo);
}

/// `back`: what a PATCH sends. A PUT sends all, with what others have changed as it is `now`.
fn restoring(
    session: &LiveSession,
    before: &Before,
    back: &Members,
    others: &BTreeSet<String>,
    now: &Members,
) -> Request {
    let headers = vec![
        ("Authorization".to_string(), session.bearer()),
        ("Content-Type".to_string(), "application/json".to_string()),
    ];
    let (method, body) = match before.method {
        Restoring::Patch => ("PATCH", serde_json::to_vec(back)),
        Restoring::Put => {
            let kept = |(name, old): (&String, &Text)| match others.contains(name) {
                true => now.get(name).map(|now| (name.clone(), now.clone())),
                false => Some((name.clone(), old.clone())),
            };
            ("PUT", serde_json::to_vec(&before.members.iter().filter_map(kept).collect::<Members>()))
        }
    };
    Request { method: method.to_string(), url: before.url.clone(), headers, body: body.ok() }
}

fn left(members: &Members, reason: &str) -> String {
    format!("{} could not be put back: {reason}", listed(members))
}

fn listed(members: &Members) -> String {
    members.keys().map(String::as_str).collect::<Vec<_>>().join(", ")
}
