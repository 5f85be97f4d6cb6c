//! What an answer owes a request that selects some members.

use super::{Code, Judgement};
use crate::contract::DocumentedExample;
use crate::exchange::Request;

impl Judgement {
    /// The judgement without the members that the request did not ask for. One that selects as the documented request does is
    /// owed all that the page shows, also beside what is selected.
    pub(crate) fn owed(mut self, example: &DocumentedExample, request: &Request) -> Judgement {
        if !request.selects_as(&example.request.url) {
            self.violations
                .retain(|found| found.code != Code::PropertyMissing || request.asks_for(&found.pointer));
        }
        self
    }
}
