//! What an answer owes a request that selects some members.

use super::{Code, Judgement};
use crate::contract::DocumentedExample;
use crate::exchange::Request;

impl Judgement {
    /// The judgement without the members that the request did not ask for. One that selects as the documented request does is
    /// owed all that the page shows, also beside what is selected, but for what it does not expand.
    pub(crate) fn owed(mut self, example: &DocumentedExample, request: &Request) -> Judgement {
        let documented = &example.request.url;
        let is_owed = |pointer: &str| {
            let is_selected = || request.selects_as(documented) || request.asks_for(pointer);
            !request.leaves_out(documented, pointer) && is_selected()
        };
        self.violations.retain(|found| found.code != Code::PropertyMissing || is_owed(&found.pointer));
        self
    }
}
