//! `When`: what is made of an answer before the next request: a value remembered, or the same request until it shows
//! something.

use std::time::{Duration, Instant};

use chrono::Utc;
use cucumber::gherkin::Step;
use serde_json::Value;

use super::checking::Noted;
use super::matcher_text::with_variables;
use super::stop::Stop;
use super::world::World;
use crate::exchange::Response;
use crate::verdict::{Code, Judgement, Matcher, Violation, judge_property, judge_status};

/// The longest wait between two requests that look for the same thing.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

impl World {
    /// Remembers a property of the last answer, by the names that lead to it, as a variable.
    pub(super) async fn remember_property(
        &mut self,
        step: &Step,
        path: &str,
        variable: &str,
    ) -> Result<(), Stop> {
        let path = self.replaced(step, |known| known.in_text(path))?;
        let value = |response: &Response| {
            let body = response.json()?;
            match body.get(&path).or_else(|| body.pointer(&format!("/{path}")))? {
                Value::String(text) => Some(text.clone()),
                Value::Null => None,
                other => Some(other.to_string()),
            }
        };
        self.remember(step, &format!("the property {path}"), value, variable).await
    }

    /// Remembers a header of the last answer as a variable.
    pub(super) async fn remember_header(
        &mut self,
        step: &Step,
        name: &str,
        variable: &str,
    ) -> Result<(), Stop> {
        let value = |response: &Response| response.header(name).map(str::to_string);
        self.remember(step, &format!("the header {name}"), value, variable).await
    }

    /// Whether the run is only planned: then there is no answer.
    fn is_planned(&mut self, step: &Step) -> Result<bool, Stop> {
        Ok(!self.session(step)?.sends())
    }

    /// An answer that lacks what is to be remembered is a broken promise, and nothing can be done without it.
    async fn remember(
        &mut self,
        step: &Step,
        what: &str,
        value: impl Fn(&Response) -> Option<String>,
        variable: &str,
    ) -> Result<(), Stop> {
        if self.is_planned(step)? {
            self.set_variable(variable, &format!("{{{variable}}}"));
            return Ok(());
        }
        let Some(last) = &self.last else { return Err(self.nothing_sent(step)) };
        if let Some(value) = value(&last.answered.exchange.response) {
            self.set_variable(variable, &value);
            return Ok(());
        }
        self.testable(step, None)?;
        let expected = format!("{what}, to be remembered as {variable}");
        let lacking = Violation::new(Code::PropertyMissing, "", expected, "nothing", None);
        let goes_away = self
            .goes_away(|answer| match value(answer.response) {
                Some(_) => Judgement::default(),
                None => Judgement::of(vec![lacking.clone()]),
            })
            .await;
        self.broken(step, lacking, goes_away)
    }

    /// Sends the last request again and again until the answer's property is as said, or the time is over.
    pub(super) async fn send_until(
        &mut self,
        step: &Step,
        path: &str,
        matcher: Matcher,
        within: Duration,
    ) -> Result<(), Stop> {
        let (path, matcher) =
            self.replaced(step, |known| (known.in_text(path), with_variables(matcher, known)))?;
        let look = |world: &mut World| world.looks_like(step, &path, &matcher);
        self.until(step, Code::PropertyValue, within, look).await
    }

    /// Sends it again and again until the answer has this status, a number or a name.
    pub(super) async fn send_until_status(
        &mut self,
        step: &Step,
        status: &str,
        within: Duration,
    ) -> Result<(), Stop> {
        let code = self.status(step, status)?;
        let look = |world: &mut World| {
            world.testable(step, Some(code))?;
            let Some(last) = &world.last else { return Err(world.nothing_sent(step)) };
            Ok(judge_status(code, &last.answered.exchange.response, None))
        };
        self.until(step, Code::Status, within, look).await
    }

    /// Sends the last request, which reads, until nothing is found in its answer; what is found when the time is over is a
    /// broken promise.
    async fn until(
        &mut self,
        step: &Step,
        code: Code,
        within: Duration,
        look: impl Fn(&mut World) -> Result<Judgement, Stop>,
    ) -> Result<(), Stop> {
        let is_read =
            self.last.as_ref().is_none_or(|last| matches!(last.request.method.as_str(), "GET" | "HEAD"));
        if !is_read {
            let message =
                "the last request does not read, and sending it again and again would do its work each time";
            return Err(self.misuse(
                step,
                message,
                "read the resource first, and send that request until it is so",
            ));
        }
        if self.is_planned(step)? {
            return self.send_again(step).await;
        }
        let started = Instant::now();
        for tries in 0.. {
            self.send_again(step).await?;
            let found = look(self)?;
            let Some(violation) = found.violations.first().filter(|_| started.elapsed() >= within) else {
                if found.violations.is_empty() {
                    return self.not_misspelt(step);
                }
                let pause = self.pause(step, tries)?.min(within.saturating_sub(started.elapsed()));
                tokio::time::sleep(pause).await;
                continue;
            };
            let expected = format!("{} within {} seconds", violation.expected, within.as_secs_f64());
            return self.broken(step, Violation { code, expected, ..violation.clone() }, false);
        }
        Ok(())
    }

    /// What the last answer lacks of a matcher. An answer that blames the request ends the waiting; one that blames the
    /// service shows nothing, and the waiting goes on.
    fn looks_like(&mut self, step: &Step, path: &str, matcher: &Matcher) -> Result<Judgement, Stop> {
        let subject = self.judged(step)?;
        self.testable(step, None)?;
        let Some(last) = &self.last else { return Err(self.nothing_sent(step)) };
        let response = &last.answered.exchange.response;
        if (400..500).contains(&response.status) && response.status != 429 {
            let actual = response.status.to_string();
            let violation = Violation::new(Code::Status, "", "an answer that is no error", actual, None);
            self.broken(step, violation, false)?;
        }
        let Some(last) = &self.last else { return Err(self.nothing_sent(step)) };
        let response = &last.answered.exchange.response;
        match response.status >= 400 {
            true => Ok(judge_status(subject.example().response.status, response, None)),
            false => Ok(judge_property(subject.example(), path, matcher, response, Utc::now())),
        }
    }

    /// How long to wait: as the answer asks (RFC 9110, section 10.2.3), else twice as long each time.
    fn pause(&mut self, step: &Step, tries: u32) -> Result<Duration, Stop> {
        let asked = self.last.as_ref().and_then(|last| last.answered.exchange.response.header("retry-after"));
        let asked = asked.and_then(|seconds| seconds.trim().parse().ok()).map(Duration::from_secs);
        let usual = self.session(step)?.pause().saturating_mul(1 << tries.min(16));
        Ok(asked.unwrap_or(usual).min(LONGEST_PAUSE))
    }

    /// Notes a broken promise without which the scenario cannot go on.
    fn broken(&mut self, step: &Step, violation: Violation, goes_away: bool) -> Result<(), Stop> {
        let documented_at = self.judged(step)?.example().response.documented_at.to_string();
        let judgement = Judgement::of(vec![Violation { documented_at, ..violation }]);
        self.note(step, Noted { judgement, difference: None, goes_away })?;
        self.record.stopped = Some(Stop::Broken);
        Err(Stop::Broken)
    }
}
