//! Cleaning up by the ledger, after a run that was killed.

use std::path::Path;

use super::changing::Change;
use super::ledger::{Ledger, LedgerError};
use super::ledger_line::Undo;
use super::session::LiveSession;
use super::{Live, Shared};
use crate::exchange::{NotReady, Target as _, origin};

/// Why nothing is undone.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The ledger cannot be used.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Nobody says who calls, or the credential is refused.
    #[error(transparent)]
    NotReady(#[from] NotReady),
}

/// What became of an open entry of the ledger.
///
/// ```
/// use graph_contract::target::Restored;
/// let restored = Restored { entry: "a".into(), url: "https://x/1".into(), outcome: Ok("put back: status".into()) };
/// assert!(restored.outcome.is_ok());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The entry's name.
    pub entry: String,
    /// What it is about.
    pub url: String,
    /// What was done, or why it was not.
    pub outcome: Result<String, String>,
}

/// How many changes of a live endpoint the ledger of a report folder has open, where no run is at work that could close them.
#[must_use]
pub(crate) fn left_open(report_dir: &Path) -> usize {
    Ledger::of(report_dir).left_over().unwrap_or_default()
}

impl Live {
    /// Undoes what the ledger says is still to be undone, the last change first.
    ///
    /// # Errors
    /// [`RestoreError`] where the ledger cannot be read, a run is writing to it, or there is something to send and no token.
    pub async fn restore(&self) -> Result<Vec<Restored>, RestoreError> {
        let ledger = &self.shared.ledger;
        if ledger.unfinished()?.is_empty() {
            return Ok(Vec::new());
        }
        let _alone = ledger.alone()?;
        let open = ledger.unfinished()?;
        if open.iter().any(|(_, undo)| undo.is_sent() && self.shared.is_own(undo.url()).is_ok()) {
            self.ready().await?;
        }
        let mut all = Vec::new();
        for (entry, undo) in open.into_iter().rev() {
            let url = undo.url().to_string();
            all.push(Restored { entry: entry.clone(), url, outcome: self.undone(entry, undo).await });
        }
        Ok(all)
    }

    /// Strikes an entry out of the ledger that a person has seen to. `false`: there is no such open entry.
    ///
    /// # Errors
    /// [`LedgerError`] where the ledger cannot be read, or a run is writing to it.
    pub fn forget(&self, entry: &str) -> Result<bool, LedgerError> {
        let ledger = &self.shared.ledger;
        let is_open = ledger.unfinished()?.iter().any(|(open, _)| open == entry);
        if is_open {
            let _alone = ledger.alone()?;
            ledger.say(entry, &Undo::Done("seen to by a person".to_string()))?;
        }
        Ok(is_open)
    }

    async fn undone(&self, entry: String, undo: Undo) -> Result<String, String> {
        self.shared.is_own(undo.url())?;
        let mut session = LiveSession::new(std::sync::Arc::clone(&self.shared));
        session.closing = true;
        let taken = match &undo {
            Undo::ToPutBack(before) => before.sent.keys().cloned().collect(),
            _ => std::collections::BTreeSet::new(),
        };
        let mut change = Change { may_be_gone: true, is_taken: true, taken, ..Change::of(entry, undo) };
        session.undo(&mut change, &mut Vec::new()).await
    }
}

impl Shared {
    /// Whether a token may go to `url`.
    fn is_own(&self, url: &str) -> Result<(), String> {
        match self.endpoint.is_origin_of(url) {
            true => Ok(()),
            false => {
                let other = origin(url).unwrap_or("something that is no URL");
                Err(format!("it is of {other}, and no token goes there: give that as --base-url"))
            }
        }
    }
}
