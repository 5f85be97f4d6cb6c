//! Where two targets answer one request differently: what the page did not say.

use super::run::ScenarioReport;
use crate::contract::media_type;
use crate::exchange::{Exchange, Response};
use crate::verdict::Outline;

/// One difference between the double's answer and the live endpoint's.
///
/// ```
/// use graph_contract::report::Difference;
/// let difference = Difference {
///     scenario: "x.feature:3".into(),
///     request: "GET /v1.0/things/1".into(),
///     what: "status",
///     pointer: String::new(),
///     double: "200".into(),
///     live: "204".into(),
/// };
/// assert_ne!(difference.double, difference.live);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The scenario: its file and line.
    pub scenario: String,
    /// The request, as it was sent to the live endpoint: method and path.
    pub request: String,
    /// `status`, `media-type` or `shape`.
    pub what: &'static str,
    /// Where in the body; empty for the answer as a whole.
    pub pointer: String,
    /// What the double answered.
    pub double: String,
    /// What the live endpoint answered.
    pub live: String,
}

/// What was answered in a scenario, as far as it is compared.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answers(Vec<Answer>);

#[derive(Debug, Clone)]
struct Answer {
    request: String,
    status: u16,
    media_type: String,
    outline: Option<Outline>,
}

impl Answers {
    /// The answers to what the scenario's `When` steps asked for, in their order.
    pub(crate) fn of(scenario: &ScenarioReport) -> Answers {
        let asked = scenario.asked.iter().filter_map(|at| scenario.exchanges.get(*at));
        Answers(asked.map(Answer::of).collect())
    }

    /// Where these, the double's, differ from the live endpoint's: as far as both were asked the same.
    pub(crate) fn differences(&self, live: &Answers, scenario: &str) -> Vec<Difference> {
        let pairs = self.0.iter().zip(&live.0);
        let mut found = Vec::new();
        for difference in pairs.flat_map(|(double, live)| double.differences(live, scenario)) {
            // a request that was sent again is answered the same again
            if !found.contains(&difference) {
                found.push(difference);
            }
        }
        found
    }
}

impl Answer {
    fn of(exchange: &Exchange) -> Answer {
        let Response { status, body, .. } = &exchange.response;
        let is_empty = body.is_empty();
        let content_type = exchange.response.header("content-type").filter(|_| !is_empty);
        Answer {
            request: format!("{} {}", exchange.request.method, exchange.request.path()),
            status: *status,
            media_type: content_type.map_or_else(|| "none".to_string(), media_type),
            outline: exchange.response.json().as_ref().map(Outline::of),
        }
    }

    fn differences(&self, live: &Answer, scenario: &str) -> Vec<Difference> {
        let difference = |what, pointer: &str, double: &str, live_is: &str| Difference {
            scenario: scenario.to_string(),
            request: live.request.clone(),
            what,
            pointer: pointer.to_string(),
            double: double.to_string(),
            live: live_is.to_string(),
        };
        if self.status != live.status {
            // an error's body is not that of another answer
            return vec![difference("status", "", &self.status.to_string(), &live.status.to_string())];
        }
        let mut found = Vec::new();
        if self.media_type != live.media_type {
            found.push(difference("media-type", "", &self.media_type, &live.media_type));
        }
        if let (Some(double), Some(live)) = (&self.outline, &live.outline) {
            let shapes = double.differences(live);
            found.extend(shapes.iter().map(|at| difference("shape", &at.pointer, &at.one, &at.other)));
        }
        found
    }
}
