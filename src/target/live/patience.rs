//! How long a run waits for an endpoint that throttles, and when it stops asking.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::future::select;
use tokio::sync::Notify;

use crate::exchange::Response;

/// How often one request is sent at the most.
const ATTEMPTS: u32 = 4;
const SPENT: &str =
    "the endpoint throttles or does not answer, and what the run may spend on that is spent (--retry-budget)";
/// So many connection failures in a row, and what remains is not sent.
const LOST_IN_A_ROW: u32 = 3;

/// One budget for all that a run spends on an endpoint that does not answer as it should: waits, requests without an answer,
/// and requests that are repeated.
#[derive(Debug)]
pub(super) struct Patience {
    budget: Mutex<Budget>,
    /// Somebody has interrupted the run.
    stopped: Notify,
}

#[derive(Debug)]
struct Budget {
    left: Duration,
    lost: u32,
    given_up: Option<String>,
    /// The last request was throttled to its last attempt.
    throttled: bool,
}

impl Patience {
    pub(super) fn new(budget: Duration) -> Patience {
        let budget = Budget { left: budget, lost: 0, given_up: None, throttled: false };
        Patience { budget: Mutex::new(budget), stopped: Notify::new() }
    }

    /// Nothing more is to be sent: somebody has interrupted the run.
    pub(super) fn stop(&self) {
        self.with(|budget| budget.given_up = Some("the run was interrupted".to_string()));
        self.stopped.notify_waiters();
    }

    /// Waits so long, or until somebody interrupts the run.
    pub(super) async fn wait(&self, time: Duration) {
        let stopped = pin!(self.stopped.notified());
        if self.given_up().is_none() {
            select(pin!(tokio::time::sleep(time)), stopped).await;
        }
    }

    /// Why nothing more is asked; `None`: there is patience left.
    pub(super) fn given_up(&self) -> Option<String> {
        self.with(|budget| budget.given_up.clone())
    }

    /// Takes a time that was spent in vain out of the budget. Where it was not there, the run stops asking.
    pub(super) fn spend(&self, time: Duration) {
        self.with(|budget| match budget.left.checked_sub(time) {
            Some(left) => budget.left = left,
            None => {
                budget.left = Duration::ZERO;
                budget.given_up.get_or_insert_with(|| SPENT.to_string());
            }
        });
    }

    /// Takes a wait out of the budget, and says what is left. `None`: it was not there, and the run stops asking.
    pub(super) fn afford(&self, wait: Duration, is_asked_for: bool) -> Option<Duration> {
        self.with(|budget| match budget.left.checked_sub(wait) {
            Some(left) => {
                budget.left = left;
                Some(left)
            }
            None => {
                let who =
                    if is_asked_for { "the endpoint asks to wait" } else { "the next attempt has to wait" };
                let (wait, left) = (seconds(wait), seconds(budget.left));
                let reason = format!("{who} {wait} s, and {left} s are left of --retry-budget");
                budget.given_up.get_or_insert(reason);
                None
            }
        })
    }

    /// How often a request is sent at the most: once, where the one before it was throttled to its last attempt.
    pub(super) fn attempts(&self) -> u32 {
        self.with(|budget| if budget.throttled { 1 } else { ATTEMPTS })
    }

    /// An answer came; `throttled`: the last one that this request gets, and it says to wait.
    pub(super) fn answered(&self, throttled: bool) {
        self.with(|budget| {
            budget.lost = 0;
            budget.throttled = throttled;
        });
    }

    /// `cause`: why this request got no answer.
    pub(super) fn lost(&self, cause: &str) {
        self.with(|budget| {
            budget.lost += 1;
            if budget.lost >= LOST_IN_A_ROW {
                budget.given_up = Some(format!("three requests in a row got none; the last: {cause}"));
            }
        });
    }

    fn with<T>(&self, change: impl FnOnce(&mut Budget) -> T) -> T {
        change(&mut self.budget.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn seconds(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds == seconds.round() || seconds >= 10.0 {
        format!("{seconds:.0}")
    } else {
        format!("{seconds:.1}")
    }
}

/// Whether an answer says that the service could not get to the request.
pub(super) fn is_throttled(status: u16) -> bool {
    matches!(status, 429 | 503 | 504)
}

/// How long an answer asks to wait: `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3), else twice as long
/// with each attempt, starting at `first`, and as much less, up to a half, as `jitter` says from 0 to 1: clients that were
/// throttled together do not come back together.
pub(super) fn wait(
    response: &Response,
    attempt: u32,
    now: DateTime<Utc>,
    first: Duration,
    jitter: f64,
) -> Duration {
    asked(response, now)
        .unwrap_or_else(|| (first * (1 << attempt.min(5))).mul_f64(1.0 - jitter.clamp(0.0, 1.0) / 2.0))
}

/// How long an answer asks to wait.
pub(super) fn asked(response: &Response, now: DateTime<Utc>) -> Option<Duration> {
    response.header("retry-after").and_then(|value| retry_after(value.trim(), now))
}

/// A number from 0 to 1 that nobody foresees.
pub(super) fn jitter() -> f64 {
    let random = RandomState::new().build_hasher().finish();
    (random >> 32) as f64 / f64::from(u32::MAX)
}

fn retry_after(value: &str, now: DateTime<Utc>) -> Option<Duration> {
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = DateTime::parse_from_rfc2822(value).ok()?;
    Some((date.with_timezone(&Utc) - now).to_std().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn throttled(retry_after: Option<&str>) -> Response {
        let headers = retry_after.map(|value| ("Retry-After".to_string(), value.to_string()));
        Response { status: 429, headers: headers.into_iter().collect(), body: Vec::new() }
    }

    #[test]
    fn the_service_says_how_long_to_wait() {
        let now = Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap();
        let second = Duration::from_secs(1);
        let waits =
            |retry_after, attempt, jitter| wait(&throttled(retry_after), attempt, now, second, jitter);
        assert_eq!(waits(Some("7"), 0, 1.0), Duration::from_secs(7));
        assert_eq!(waits(Some("Thu, 01 Jan 2026 00:00:09 GMT"), 0, 1.0), Duration::from_secs(9));
        assert_eq!(waits(Some("Wed, 01 Jan 2025 00:00:09 GMT"), 0, 1.0), Duration::ZERO);
        assert_eq!(waits(None, 2, 0.0), Duration::from_secs(4));
        assert_eq!(waits(Some("soon"), 0, 0.0), second);
        assert_eq!(waits(None, 1, 1.0), second);
        assert!((0..100).map(|_| jitter()).all(|jitter| (0.0..=1.0).contains(&jitter)));
    }

    #[test]
    fn a_spent_budget_ends_the_asking() {
        let patience = Patience::new(Duration::from_secs(2));
        assert_eq!(patience.afford(Duration::from_secs(2), true), Some(Duration::ZERO));
        assert!(patience.given_up().is_none());
        assert_eq!(patience.afford(Duration::from_secs(1), true), None);
        let told = "the endpoint asks to wait 1 s, and 0 s are left of --retry-budget";
        assert_eq!(patience.given_up().as_deref(), Some(told));
        let patience = Patience::new(Duration::from_secs(2));
        patience.spend(Duration::from_secs(2));
        assert!(patience.given_up().is_none());
        patience.spend(Duration::from_secs(1));
        assert_eq!(patience.given_up().as_deref(), Some(SPENT));
    }

    #[test]
    fn who_throttled_to_the_end_is_asked_once() {
        let patience = Patience::new(Duration::ZERO);
        patience.answered(true);
        assert_eq!(patience.attempts(), 1);
        patience.answered(false);
        assert_eq!(patience.attempts(), ATTEMPTS);
    }

    #[test]
    fn three_losses_in_a_row_end_the_asking() {
        let patience = Patience::new(Duration::ZERO);
        patience.lost("refused");
        patience.lost("refused");
        patience.answered(false);
        patience.lost("refused");
        patience.lost("refused");
        assert!(patience.given_up().is_none());
        patience.lost("refused");
        assert!(patience.given_up().is_some());
    }
}
