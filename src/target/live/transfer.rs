//! Sending with patience: a throttled request goes again after the wait that the answer asks for, a lost one only where
//! repeating it cannot do anything twice.

use chrono::Utc;

use super::patience::{is_throttled, wait};
use super::session::LiveSession;
use crate::exchange::{Exchange, NoAnswer, Request};
use crate::target::client::Failure;

/// A request without an answer.
#[derive(Debug)]
pub(super) struct Lost {
    pub(super) reason: String,
    /// Whether the endpoint may have got it, and done what it asks for.
    pub(super) may_have_arrived: bool,
}

impl From<Lost> for NoAnswer {
    fn from(lost: Lost) -> NoAnswer {
        NoAnswer::Inconclusive(lost.reason)
    }
}

impl LiveSession {
    /// Sends a request. Every exchange that it takes is added to `log`.
    pub(super) async fn transfer(
        &mut self,
        request: Request,
        log: &mut Vec<Exchange>,
    ) -> Result<Exchange, Lost> {
        let attempts = self.shared.patience.attempts();
        for attempt in 0.. {
            let last = attempt + 1 == attempts;
            let given_up = self.shared.patience.given_up();
            if let Some(reason) = given_up.filter(|_| attempt > 0 || !self.closing) {
                return Err(Lost { reason, may_have_arrived: false });
            }
            let request = self.identified(request.clone());
            let method = request.method.clone();
            match self.shared.client.send(request).await {
                Err(failure) => {
                    self.shared.patience.lost(&failure.to_string());
                    if last || !is_repeatable(&method, &failure) {
                        let may_have_arrived =
                            !matches!(failure, Failure::Unsendable(_) | Failure::NotConnected(_));
                        return Err(Lost { reason: failure.to_string(), may_have_arrived });
                    }
                }
                Ok(exchange) => {
                    self.shared.patience.answered(last && is_throttled(exchange.response.status));
                    log.push(exchange.clone());
                    if last || !self.waits_for(&exchange, attempt).await {
                        return Ok(exchange);
                    }
                }
            }
        }
        unreachable!("the last attempt returns")
    }

    /// Waits as a throttled answer asks. `false`: it is not throttled, repeating it is not safe, or patience is spent.
    async fn waits_for(&self, exchange: &Exchange, attempt: u32) -> bool {
        let (method, response) = (exchange.request.method.as_str(), &exchange.response);
        let may_repeat = match (response.status, method) {
            (429 | 503 | 504, "GET" | "HEAD" | "PUT") | (429 | 503, "PATCH" | "DELETE") | (429, _) => true,
            (503, _) => response.header("retry-after").is_some(),
            _ => false,
        };
        if !may_repeat {
            return false;
        }
        let wait = wait(response, attempt, Utc::now());
        if !self.shared.patience.afford(wait) {
            return false;
        }
        tokio::time::sleep(wait).await;
        true
    }
}

/// Whether a request without an answer may go again.
fn is_repeatable(method: &str, failure: &Failure) -> bool {
    match method {
        "GET" | "HEAD" | "PUT" => matches!(failure, Failure::Connection(_) | Failure::NotConnected(_)),
        "PATCH" | "DELETE" => matches!(failure, Failure::NotConnected(_)),
        _ => false,
    }
}
