//! Sending with patience: a throttled request goes again after the wait that the answer asks for, a lost one only where
//! repeating it cannot do anything twice.

use std::time::Instant;

use chrono::Utc;

use super::patience::{asked, is_throttled, jitter, wait};
use super::session::LiveSession;
use crate::exchange::{Exchange, NoAnswer, Request, Response, Wait};
use crate::target::client::Failure;

/// A request without an answer.
#[derive(Debug)]
pub(super) struct Lost {
    pub(super) reason: String,
    /// Whether the endpoint may have got it, and done what it asks for.
    pub(super) may_have_arrived: bool,
    /// An answer began or the connection was closed, so that the endpoint is done with it.
    pub(super) is_over: bool,
}

impl Lost {
    /// A request that did not leave.
    fn unsent(reason: String) -> Lost {
        Lost { reason, may_have_arrived: false, is_over: true }
    }
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
        self.late = None;
        self.take_turn().await.map_err(Lost::unsent)?;
        let attempts = self.shared.patience.attempts();
        for attempt in 0.. {
            let last = attempt + 1 == attempts;
            let given_up = self.shared.patience.given_up();
            if let Some(reason) = given_up.filter(|_| attempt > 0 || !self.closing) {
                return Err(Lost::unsent(format!("not sent: {reason}")));
            }
            let authorized = self.authorized(request.clone()).await;
            let authorized = authorized.map_err(Lost::unsent)?;
            let (method, authorized) = (request.method.as_str(), self.identified(authorized));
            let id = authorized.header("client-request-id").unwrap_or_default().to_string();
            let started = Instant::now();
            let sent = self.shared.client.send(authorized).await;
            let is_lost = sent.as_ref().is_err_and(|failure| !matches!(failure, Failure::TooLong(_)));
            if is_lost || attempt > 0 {
                self.shared.patience.spend(started.elapsed());
            }
            match sent {
                Err(Failure::TooLong(answer)) => {
                    self.shared.patience.answered(false);
                    let reason = Failure::TooLong(answer.clone()).to_string();
                    log.push(*answer);
                    return Err(Lost { reason, may_have_arrived: true, is_over: true });
                }
                Err(failure) => {
                    let reason = told(&failure, &id);
                    self.shared.patience.lost(&reason);
                    if last || !is_repeatable(method, &failure) {
                        let may_have_arrived = may_have_arrived(&failure);
                        let is_over = !may_have_arrived || !failure.is_late();
                        return Err(Lost { reason, may_have_arrived, is_over });
                    }
                    if failure.is_late() {
                        self.late = Some(reason);
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

    /// Sends a request once, whatever comes of it: what is asked out of doubt takes no patience from what is to be tested.
    pub(super) async fn transfer_once(
        &mut self,
        request: Request,
        log: &mut Vec<Exchange>,
    ) -> Option<Exchange> {
        if self.shared.patience.given_up().is_some() {
            return None;
        }
        let authorized = self.authorized(request).await.ok()?;
        let authorized = self.identified(authorized);
        let exchange = self.shared.client.send(authorized).await.ok()?;
        log.push(exchange.clone());
        Some(exchange)
    }

    /// Waits as a throttled answer asks. `false`: it is not throttled, repeating it is not safe, or patience is spent.
    async fn waits_for(&self, exchange: &Exchange, attempt: u32) -> bool {
        let response = &exchange.response;
        if !may_go_again(&exchange.request.method, response) {
            return false;
        }
        let now = Utc::now();
        let wait = wait(response, attempt, now, self.shared.options.pause / 2, jitter());
        let is_asked_for = asked(response, now).is_some();
        let Some(left) = self.shared.patience.afford(wait, is_asked_for) else { return false };
        self.shared.tell(Wait { status: response.status, wait, left });
        match self.closing {
            true => tokio::time::sleep(wait).await,
            false => self.shared.patience.wait(wait).await,
        }
        true
    }
}

/// Whether a request that was answered so did nothing, so that it may go again. 504 comes from a gateway, and says nothing of
/// what the service behind it did; without `Retry-After` neither do 429 and 503 for sure.
fn may_go_again(method: &str, response: &Response) -> bool {
    match (response.status, method) {
        (429 | 503 | 504, "GET" | "HEAD" | "PUT") => true,
        (429 | 503, "PATCH" | "DELETE") => true,
        (429 | 503, _) => response.header("retry-after").is_some(),
        _ => false,
    }
}

/// What support can look up of a request that got no answer.
fn told(failure: &Failure, id: &str) -> String {
    format!("{failure} (client-request-id: {id})")
}

/// Whether the endpoint may have got a request that failed so.
fn may_have_arrived(failure: &Failure) -> bool {
    !matches!(failure, Failure::Unsendable(_) | Failure::NotConnected(_) | Failure::Untrusted(_))
}

/// Whether a request without an answer may go again.
fn is_repeatable(method: &str, failure: &Failure) -> bool {
    match method {
        "GET" | "HEAD" | "PUT" => matches!(failure, Failure::Connection(_) | Failure::NotConnected(_)),
        "PATCH" | "DELETE" => matches!(failure, Failure::NotConnected(_)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const METHODS: [&str; 7] = ["GET", "HEAD", "PUT", "PATCH", "DELETE", "POST", "OPTIONS"];

    fn again(is_so: impl Fn(&str) -> bool) -> Vec<&'static str> {
        METHODS.into_iter().filter(|method| is_so(method)).collect()
    }

    #[test]
    fn a_lost_request_goes_again_only_where_that_does_nothing_twice() {
        let lost = Failure::Connection("reset".into());
        assert_eq!(again(|method| is_repeatable(method, &lost)), ["GET", "HEAD", "PUT"]);
        let unsent = Failure::NotConnected("refused".into());
        assert_eq!(again(|method| is_repeatable(method, &unsent)), ["GET", "HEAD", "PUT", "PATCH", "DELETE"]);
        let unsendable = Failure::Unsendable("a line feed in a header".into());
        assert_eq!(again(|method| is_repeatable(method, &unsendable)), [""; 0]);
        let untrusted = Failure::Untrusted("expired".into());
        assert_eq!(again(|method| is_repeatable(method, &untrusted)), [""; 0]);
        assert!(may_have_arrived(&lost));
        assert!([unsent, unsendable, untrusted].iter().all(|failure| !may_have_arrived(failure)));
    }

    #[test]
    fn a_throttled_request_goes_again_only_where_it_did_nothing() {
        let answered = |status, retry_after: bool| {
            let headers = if retry_after { vec![("Retry-After".into(), "1".into())] } else { vec![] };
            let response = Response { status, headers, body: vec![] };
            again(|method| may_go_again(method, &response))
        };
        for status in [429, 503] {
            assert_eq!(answered(status, true), METHODS);
            assert_eq!(answered(status, false), ["GET", "HEAD", "PUT", "PATCH", "DELETE"]);
        }
        for retry_after in [true, false] {
            assert_eq!(answered(504, retry_after), ["GET", "HEAD", "PUT"]);
            assert_eq!(answered(500, retry_after), [""; 0]);
        }
    }
}
