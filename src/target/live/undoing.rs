//! Undoing what was changed, as the ledger says it.

use super::changing::Change;
use super::ledger_line::Undo;
use super::put_back::put_back;
use super::session::LiveSession;
use crate::exchange::{Exchange, Request};

/// How often something that is not there yet, or still there, is looked for.
pub(super) const LOOKS: u32 = 3;

impl LiveSession {
    /// Undoes a change, says so in the ledger, and tells what was done.
    ///
    /// # Errors
    /// What is left, and why.
    pub(super) async fn undo(
        &mut self,
        change: &mut Change,
        log: &mut Vec<Exchange>,
    ) -> Result<String, String> {
        let (done, told) = match change.undo.clone() {
            Undo::ToPutBack(_) => ("put back", put_back(self, change, log).await?),
            Undo::ToDelete { .. } => ("deleted", self.take_away(change, log).await?),
            Undo::ToLookAt { url } => match self.is_there(&url, false, LOOKS, log).await? {
                false => match &change.late {
                    None => ("nothing is there", "nothing is there".to_string()),
                    Some(reason) => {
                        let told = "an update may have arrived without an answer; nothing is there, and what it makes later is not seen";
                        return Err(format!("{told}: {reason}"));
                    }
                },
                true => {
                    let told = "an update of what should not exist was sent here, and something is there";
                    return Err(told.to_string());
                }
            },
            Undo::ToLookFor { .. } => return Err(untold(&change.untold)),
            Undo::Done(_) => return Ok(String::new()),
        };
        let _ = self.shared.ledger.say(&change.entry, &Undo::Done(done.to_string()));
        Ok(told)
    }

    /// Deletes what was created, and looks whether it is gone. What was created may take a while to show; what no read shows at
    /// all is deleted by its URL alone. What was never found is not taken for deleted: it may be at another URL.
    async fn take_away(&mut self, change: &mut Change, log: &mut Vec<Exchange>) -> Result<String, String> {
        let Undo::ToDelete { url, seen } = change.undo.clone() else { return Ok(String::new()) };
        let url = url.as_str();
        let looks = if change.may_be_gone { 1 } else { LOOKS };
        let before = self.is_there(url, true, looks, log).await;
        let deleted = Ok("deleted".to_string());
        if seen && change.may_be_gone && before == Ok(false) {
            return deleted;
        }
        if !seen && before == Ok(true) {
            self.note(change, Undo::ToDelete { url: url.to_string(), seen: true });
        }
        let headers = vec![("Authorization".to_string(), self.bearer())];
        let request = Request { method: "DELETE".to_string(), url: url.to_string(), headers, body: None };
        let (status, told) = match self.transfer(request, log).await {
            Ok(Exchange { response, .. }) => {
                (Some(response.status), format!("DELETE was answered {}", response.status))
            }
            Err(lost) => (None, format!("DELETE got none: {}", lost.reason)),
        };
        let is_done = matches!(status, Some(200..300));
        match (before, self.is_there(url, false, LOOKS, log).await) {
            (_, Ok(true)) => Err(format!("it was created, and is still there: {told}")),
            (Ok(true), Ok(false)) => deleted,
            (Ok(false), Ok(false)) if seen => deleted,
            _ if is_done => deleted,
            (Ok(false), _) => Err(format!("it was created, and is not found at this URL: {told}")),
            (Err(unknown), _) | (_, Err(unknown)) => Err(format!("it was created; {told}, and {unknown}")),
        }
    }

    /// Whether the resource is there, which is looked for until it is as `expected`, or `looks` times.
    async fn is_there(
        &mut self,
        url: &str,
        expected: bool,
        looks: u32,
        log: &mut Vec<Exchange>,
    ) -> Result<bool, String> {
        let mut pause = self.shared.options.pause;
        for look in 1.. {
            let response = self.look(url, log).await.map_err(|error| error.to_string())?.response;
            let found = match response.status {
                404 | 410 => false,
                200..300 => true,
                status => return Err(format!("what is there is not known: reading it answered {status}")),
            };
            if found == expected || look >= looks {
                return Ok(found);
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
        unreachable!("the last look returns")
    }
}

fn untold(reason: &str) -> String {
    let reason = if reason.is_empty() { "the run ended before it was known" } else { reason };
    format!("something may have been created here, and nobody knows what: {reason}")
}
