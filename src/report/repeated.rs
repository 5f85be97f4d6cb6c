//! Requests that went again and again until an answer was as said.

use super::run::ScenarioReport;
use crate::exchange::{Exchange, Request};

/// What a scenario asked for, in runs of the same request whose answers nothing was said of in between.
pub(super) fn runs(scenario: &ScenarioReport) -> Vec<Vec<&Exchange>> {
    let mut runs: Vec<Vec<&Exchange>> = Vec::new();
    let asked = scenario.asked.iter().filter_map(|at| scenario.exchanges.get(*at));
    for (at, exchange) in asked.enumerate() {
        let is_checked = scenario.checks.iter().any(|check| check.requests == at);
        match runs.last_mut().filter(|run| !is_checked && is_same(&run[0].request, &exchange.request)) {
            Some(run) => run.push(exchange),
            None => runs.push(vec![exchange]),
        }
    }
    runs
}

/// Whether two requests ask the same; the id that each has of its own is no difference.
fn is_same(one: &Request, other: &Request) -> bool {
    (&one.method, &one.url, &one.body) == (&other.method, &other.url, &other.body)
}
