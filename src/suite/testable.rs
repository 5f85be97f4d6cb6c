//! Whether an answer says anything of the contract, and what the page says of callers that are refused.

use cucumber::gherkin::Step;

use super::stop::Stop;
use super::world::World;
use crate::exchange::{Exchange, NoAnswer, Subject};

impl World {
    /// Ends the scenario where the answer says nothing about the contract. A status that one step expects is expected by
    /// those after it too.
    pub(super) fn testable(&mut self, step: &Step, expected: Option<u16>) -> Result<(), Stop> {
        let Some(last) = &mut self.last else { return Err(self.nothing_sent(step)) };
        if expects(expected, last.answered.exchange.response.status) {
            last.answered.untestable = None;
            last.is_expected = true;
        }
        match last.answered.untestable.clone() {
            Some(reason) => {
                let reason = format!("{reason}{}", self.permissions());
                self.answered(Err(NoAnswer::Inconclusive(reason)))
            }
            None => Ok(()),
        }
    }

    /// What the page says that a caller needs, where the answer is about the caller.
    fn permissions(&self) -> String {
        let Some(last) = &self.last else { return String::new() };
        self.permissions_for(&last.answered.exchange, last.subject.as_ref())
    }

    /// The same of any answer, whose request this example documents.
    fn permissions_for(&self, exchange: &Exchange, subject: Option<&Subject>) -> String {
        let subject = subject.or(self.subject.as_ref());
        let subject = subject.filter(|_| matches!(exchange.response.status, 401 | 403));
        let permissions = subject.map(|subject| subject.contract.permissions.as_slice()).unwrap_or_default();
        let Some((_, _, at)) = permissions.first() else { return String::new() };
        let named = permissions.iter().map(|(kind, least, _)| format!("{kind}: {least}"));
        format!("; the page documents {} ({at})", named.collect::<Vec<_>>().join("; "))
    }

    /// What a target made of a request, where it sent others before; `sent`: how many exchanges there were. Who was refused
    /// there is told what the page says that a caller needs.
    pub(super) fn answered_since<T>(&mut self, sent: usize, found: Result<T, NoAnswer>) -> Result<T, Stop> {
        let found =
            found.map_err(|reason| match (reason, self.record.exchanges.get(sent..).and_then(<[_]>::last)) {
                (NoAnswer::Inconclusive(reason), Some(exchange)) => {
                    let documented = self.documenting(&exchange.request);
                    let permissions = self.permissions_for(exchange, documented.as_ref());
                    NoAnswer::Inconclusive(format!("{reason}{permissions}"))
                }
                (reason, _) => reason,
            });
        self.answered(found)
    }
}

/// 401 and 403 are both about the caller: a scenario that expects one of them can judge the other.
fn expects(expected: Option<u16>, status: u16) -> bool {
    expected == Some(status) || (matches!(expected, Some(401 | 403)) && matches!(status, 401 | 403))
}
