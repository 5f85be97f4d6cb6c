//! `Then`: the answer held to what the page promises. What is found is noted, and the scenario goes on, so that every
//! failed check of a scenario is seen.

use assert_json_diff::{CompareMode, Config, assert_json_matches_no_panic};
use chrono::Utc;
use cucumber::gherkin::Step;
use serde_json::{Map, Value};

use super::arrived::arrived;
use super::matcher_text::with_variables;
use super::stop::Stop;
use super::variables::Known as _;
use super::world::{Last, World};
use crate::contract::{DocumentedAt, DocumentedExample};
use crate::exchange::{NoAnswer, Response, Subject};
use crate::report::Check;
use crate::verdict::{
    Judgement, Matcher, collection_size, judge, judge_body_is, judge_every_member, judge_header,
    judge_includes, judge_property, judge_refusal, judge_sent, judge_shape, judge_some_member, judge_status,
    judge_unchanged, no_json,
};

/// What a check is about: the example that documents it, the last request, and its answer.
pub(super) struct Answer<'a> {
    pub(super) example: &'a DocumentedExample,
    pub(super) last: &'a Last,
    pub(super) response: &'a Response,
}

impl World {
    /// Notes what `judge` finds in the last answer.
    ///
    /// `expected` are the statuses that the step asks for: with any other one, an answer such as 401, 403 or 429 from a live
    /// endpoint says nothing about the contract.
    pub(super) fn check(
        &mut self,
        step: &Step,
        expected: Option<u16>,
        judge: impl FnOnce(&Answer<'_>) -> Judgement,
    ) -> Result<(), Stop> {
        let subject = self.judged(step)?;
        self.testable(step, expected)?;
        let Some(last) = &self.last else { return Err(self.nothing_sent(step)) };
        let response = &last.answered.exchange.response;
        let judgement = judge(&Answer { example: subject.example(), last, response });
        self.note(step, judgement, None)
    }

    pub(super) fn check_documented(&mut self, step: &Step) -> Result<(), Stop> {
        let expected = self.documented(step)?.example().response.status;
        self.check(step, Some(expected), |answer| {
            judge(answer.example, Some(&answer.last.sent), answer.response)
        })
    }

    /// `status`: a code, or the name that RFC 9110 gives it.
    pub(super) fn check_status(&mut self, step: &Step, status: &str) -> Result<(), Stop> {
        let Some(code) = status_code(status) else {
            let message = format!("`{status}` is the name of no status");
            return Err(self.misuse(
                step,
                &message,
                "write its number, or its name as in RFC 9110: Not Found",
            ));
        };
        self.check(step, Some(code), |answer| {
            let promised = &answer.example.response;
            let at = Some(&promised.documented_at).filter(|_| promised.status == code);
            judge_status(code, answer.response, at)
        })
    }

    pub(super) fn check_header(&mut self, step: &Step, name: &str, matcher: Matcher) -> Result<(), Stop> {
        let matcher = with_variables(matcher, &self.variables);
        self.check(step, None, |answer| judge_header(name, &matcher, answer.response, Utc::now()))
    }

    pub(super) fn check_shape(&mut self, step: &Step) -> Result<(), Stop> {
        self.check(step, None, |answer| judge_shape(answer.example, answer.response))
    }

    pub(super) fn check_property(&mut self, step: &Step, name: &str, matcher: Matcher) -> Result<(), Stop> {
        let matcher = with_variables(matcher, &self.variables);
        self.check(step, None, |answer| {
            judge_property(answer.example, name, &matcher, answer.response, Utc::now())
        })
    }

    /// `code`: what the error object must say; empty: anything.
    pub(super) fn check_refusal(&mut self, step: &Step, status: u16, code: &str) -> Result<(), Stop> {
        self.check(step, Some(status), |answer| {
            let at = ruled_out_at(status, answer);
            let mut judgement = judge_refusal(status, answer.response, Some(&at));
            if !code.is_empty() {
                let wanted = Matcher::Value(code.into());
                judgement.add(judge_property(
                    answer.example,
                    "error/code",
                    &wanted,
                    answer.response,
                    Utc::now(),
                ));
            }
            judgement
        })
    }

    /// Each member, or some member, of the collection in the answer. An empty collection shows nothing of its members.
    pub(super) fn check_members(
        &mut self,
        step: &Step,
        matchers: Vec<(String, Matcher)>,
        every: bool,
    ) -> Result<(), Stop> {
        let variables = &self.variables;
        let matchers: Vec<(String, Matcher)> =
            matchers.into_iter().map(|(name, matcher)| (name, with_variables(matcher, variables))).collect();
        let mut is_empty = false;
        self.check(step, None, |answer| {
            is_empty = every && collection_size(answer.example, answer.response) == Some(0);
            let judge = if every { judge_every_member } else { judge_some_member };
            judge(answer.example, &matchers, answer.response, Utc::now())
        })?;
        match is_empty {
            true => self.answered(Err(NoAnswer::Inconclusive(
                "the collection is empty, so there is no member to judge".to_string(),
            ))),
            false => Ok(()),
        }
    }

    /// The answer's body is `wanted`: no member less, and none more.
    pub(super) fn check_body(&mut self, step: &Step, wanted: &Value) -> Result<(), Stop> {
        let wanted = self.variables.in_value(wanted.clone());
        self.check(step, None, |answer| judge_body_is(answer.example, &wanted, answer.response))?;
        let shown = self.last.as_ref().and_then(|last| last.answered.exchange.response.json());
        if let (Some(check), Some(body)) = (self.record.checks.last_mut(), shown) {
            check.difference = difference(&wanted, &body, CompareMode::Strict);
        }
        Ok(())
    }

    /// The answer includes `wanted`, or what was sent; beside a difference its text is shown.
    pub(super) fn check_includes(&mut self, step: &Step, wanted: Option<&Value>) -> Result<(), Stop> {
        let subject = self.judged(step)?;
        self.testable(step, None)?;
        let wanted = wanted.map(|wanted| self.variables.in_value(wanted.clone()));
        let Some(last) = &self.last else { return Err(self.nothing_sent(step)) };
        let is_said = wanted.is_some();
        let Some(wanted) = wanted.as_ref().or(last.sent.body.as_ref()) else {
            return Err(self.misuse(
                step,
                "the last request had no JSON body",
                "send one, or say what the body includes",
            ));
        };
        let body = last.answered.exchange.response.json();
        let (judgement, difference) = match &body {
            Some(body) => {
                let difference = difference(wanted, body, CompareMode::Inclusive);
                (judge_includes(subject.example(), wanted, body, is_said), difference)
            }
            None => (no_json(subject.example(), &last.answered.exchange.response), None),
        };
        self.note(step, judgement, difference)
    }

    /// What was sent is kept and nothing else changed; `but_sent` false: nothing changed at all.
    pub(super) async fn check_unchanged(&mut self, step: &Step, but_sent: bool) -> Result<(), Stop> {
        let subject = self.judged(step)?;
        self.testable(step, None)?;
        let Some(last) = &self.last else { return Err(self.nothing_sent(step)) };
        if last.request.method == "POST" && subject.example().request.path().key().is_none() {
            let message =
                "the request addresses no single resource, so there is none that could have changed";
            return Err(self.misuse(step, message, "ask for it after a request to one resource"));
        }
        let last_sent = last.sent.clone();
        let sent = last_sent.body.clone().filter(|_| but_sent);
        let answered = last.answered.exchange.response.json().filter(|_| but_sent);
        let (before, url) = (last.answered.before.clone(), last.answered.exchange.request.url.clone());
        let Some(Value::Object(before)) = before else {
            let help = "only an update of an existing resource can be held to this";
            return Err(self.misuse(step, "what the resource was before is not known", help));
        };
        let session = self.session.as_mut().expect("a request was sent by this session");
        let after = session.read(&url, &mut self.record.exchanges).await;
        let after = self.answered(after)?;
        let Some(Value::Object(after)) = after else {
            let reason = "the resource could not be read after the update".to_string();
            return self.answered(Err(NoAnswer::Inconclusive(reason)));
        };
        let mut judgement = judge_unchanged(subject.example(), &before, &after, sent.as_ref());
        if but_sent {
            let kept = Value::Object(after);
            judgement.add(judge_sent(subject.example(), &last_sent, &kept));
        }
        if let Some(Value::Object(answered)) = &answered {
            // an answer may show more or less than a read does
            let answered: Map<String, Value> = answered
                .iter()
                .filter(|(name, _)| before.contains_key(*name))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect();
            let shown = before.into_iter().filter(|(name, _)| answered.contains_key(name)).collect();
            judgement.add(judge_unchanged(subject.example(), &shown, &answered, sent.as_ref()));
        }
        self.note(step, judgement, None)
    }

    /// The request, as the other side received it, is the documented one.
    pub(super) async fn check_arrived(&mut self, step: &Step) -> Result<(), Stop> {
        let subject = self.documented(step)?;
        let Some(last) = &self.last else { return Err(self.nothing_sent(step)) };
        let sent = last.answered.exchange.request.clone();
        let received = self.session(step)?.received().await.and_then(|mut received| received.pop());
        let documented = &subject.example().request;
        let judgement = arrived(documented, &sent, received.as_ref().unwrap_or(&sent));
        self.note(step, judgement, None)
    }

    /// Ends the scenario where the answer says nothing about the contract. A status that one step expects is expected by
    /// those after it too.
    pub(super) fn testable(&mut self, step: &Step, expected: Option<u16>) -> Result<(), Stop> {
        let Some(last) = &mut self.last else { return Err(self.nothing_sent(step)) };
        if expects(expected, last.answered.exchange.response.status) {
            last.answered.untestable = None;
        }
        match last.answered.untestable.clone() {
            Some(reason) => self.answered(Err(NoAnswer::Inconclusive(reason))),
            None => Ok(()),
        }
    }

    /// The example that the answer is judged by: the one that documents the request, else the one that the page is about.
    pub(super) fn judged(&mut self, step: &Step) -> Result<Subject, Stop> {
        match self.last.as_ref().and_then(|last| last.subject.clone()) {
            Some(subject) => Ok(subject),
            None => self.subject(step),
        }
    }

    /// The example that documents the request.
    fn documented(&mut self, step: &Step) -> Result<Subject, Stop> {
        let Some(last) = &self.last else { return Err(self.nothing_sent(step)) };
        let help = "take the page that documents it: Given the API page ...";
        match last.subject.clone() {
            Some(subject) => Ok(subject),
            None => Err(self.misuse(step, "no page of the scenario documents the request", help)),
        }
    }

    pub(super) fn note(
        &mut self,
        step: &Step,
        judgement: Judgement,
        difference: Option<String>,
    ) -> Result<(), Stop> {
        let broken = !judgement.violations.is_empty();
        let text = format!("{}{}", step.keyword, step.value);
        let requests = self.record.asked.len();
        self.record.checks.push(Check {
            line: step.position.line,
            requests,
            step: text,
            judgement,
            difference,
        });
        if broken && self.fail_fast {
            self.record.stopped = Some(Stop::FailFast);
            return Err(Stop::FailFast);
        }
        Ok(())
    }
}

/// `404` of "404" or "Not Found".
pub(super) fn status_code(text: &str) -> Option<u16> {
    let named = |code: &u16| {
        let status = reqwest::StatusCode::from_u16(*code).ok();
        status
            .and_then(|status| status.canonical_reason())
            .is_some_and(|name| name.eq_ignore_ascii_case(text))
    };
    text.parse().ok().or_else(|| (100..600).find(named))
}

/// 401 and 403 are both about the caller: a scenario that expects one of them can judge the other.
fn expects(expected: Option<u16>, status: u16) -> bool {
    expected == Some(status) || (matches!(expected, Some(401 | 403)) && matches!(status, 401 | 403))
}

/// The text of the difference, its parts in an order that does not change from run to run.
fn difference(wanted: &Value, body: &Value, mode: CompareMode) -> Option<String> {
    let text = assert_json_matches_no_panic(body, wanted, Config::new(mode)).err()?;
    let mut parts: Vec<&str> = text.split("\n\n").collect();
    parts.sort_unstable();
    Some(parts.join("\n\n"))
}

/// The promise that a refused request broke: the header's row, the property's row, or the request.
fn ruled_out_at(status: u16, answer: &Answer<'_>) -> DocumentedAt {
    let request = &answer.example.request;
    let of_property = || {
        let members = answer.last.sent.body.as_ref().and_then(Value::as_object)?;
        let body = request.body.as_ref()?;
        let mut rows = members.keys().filter_map(|name| body.shape.member(name, &body.types));
        let row = rows.next()?;
        rows.next().is_none().then(|| row.documented_at.clone())
    };
    let found = match status {
        401 => request.authorization.clone(),
        400 => of_property(),
        415 => request.content_type_at.clone(),
        _ => None,
    };
    found.unwrap_or_else(|| request.documented_at.clone())
}
