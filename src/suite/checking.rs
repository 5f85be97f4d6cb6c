//! `Then`: the answer held to what the page promises. What is found is noted, and the scenario goes on, so that every
//! failed check of a scenario is seen.

use chrono::Utc;
use cucumber::gherkin::Step;
use serde_json::Value;

use super::arrived::arrived;
use super::difference::{CompareMode, difference};
use super::stop::Stop;
use super::world::{Last, World};
use crate::contract::{DocumentedAt, DocumentedExample, is_control};
use crate::exchange::{Response, Subject};
use crate::report::Check;
use crate::verdict::{
    Judgement, Matcher, judge, judge_body_is, judge_includes, judge_property, judge_refusal, judge_shape,
    judge_status, no_json,
};

/// What a check is about: the example that documents it, the last request, and its answer.
pub(super) struct Answer<'a> {
    pub(super) example: &'a DocumentedExample,
    pub(super) last: &'a Last,
    pub(super) response: &'a Response,
}

impl Answer<'_> {
    fn owed(&self, judgement: Judgement) -> Judgement {
        judgement.owed(self.example, &self.last.answered.exchange.request)
    }
}

/// What a step found.
pub(super) struct Noted {
    pub(super) judgement: Judgement,
    /// The difference as text, where two bodies were compared.
    pub(super) difference: Option<String>,
    /// It was not found when the same was read once more.
    pub(super) goes_away: bool,
}

impl From<Judgement> for Noted {
    fn from(judgement: Judgement) -> Noted {
        Noted { judgement, difference: None, goes_away: false }
    }
}

impl World {
    /// Notes what `judge` finds in the last answer.
    ///
    /// `expected` are the statuses that the step asks for: with any other one, an answer such as 401, 403 or 429 from a live
    /// endpoint says nothing about the contract.
    pub(super) async fn check(
        &mut self,
        step: &Step,
        expected: Option<u16>,
        judge: impl Fn(&Answer<'_>) -> Judgement,
    ) -> Result<(), Stop> {
        self.check_beside(step, expected, judge, |_| None).await
    }

    /// The same, with the text of a difference beside it.
    async fn check_beside(
        &mut self,
        step: &Step,
        expected: Option<u16>,
        judge: impl Fn(&Answer<'_>) -> Judgement,
        difference: impl Fn(&Answer<'_>) -> Option<String>,
    ) -> Result<(), Stop> {
        let subject = self.judged(step)?;
        self.testable(step, expected)?;
        let Some(last) = &self.last else { return Err(self.nothing_sent(step)) };
        let answer = Answer { example: subject.example(), last, response: &last.answered.exchange.response };
        let (judgement, difference) = (judge(&answer), difference(&answer));
        if judgement.violations.is_empty() {
            self.not_misspelt(step)?;
        }
        let goes_away = self.breaks(&judgement) && self.goes_away(judge).await;
        self.note(step, Noted { judgement, difference, goes_away })
    }

    pub(super) async fn check_documented(&mut self, step: &Step) -> Result<(), Stop> {
        let expected = self.documented(step)?.example().response.status;
        self.check(step, Some(expected), |answer| {
            answer.owed(judge(answer.example, Some(&answer.last.sent), answer.response))
        })
        .await
    }

    /// `status`: a code, or the name that RFC 9110 gives it.
    pub(super) async fn check_status(&mut self, step: &Step, status: &str) -> Result<(), Stop> {
        let code = self.status(step, status)?;
        self.check(step, Some(code), |answer| {
            let promised = &answer.example.response;
            let at = Some(&promised.documented_at).filter(|_| promised.status == code);
            judge_status(code, answer.response, at)
        })
        .await
    }

    pub(super) async fn check_shape(&mut self, step: &Step) -> Result<(), Stop> {
        self.documented(step)?;
        self.check(step, None, |answer| answer.owed(judge_shape(answer.example, answer.response))).await
    }

    /// The code of a status that is written as its number or its name.
    pub(super) fn status(&mut self, step: &Step, status: &str) -> Result<u16, Stop> {
        let message = || format!("`{status}` is the name of no status");
        status_code(status).ok_or_else(|| self.misuse(step, &message(), STATUS))
    }

    /// `status`: a code, or its name; `code`: what the error object must say; empty: anything.
    pub(super) async fn check_refusal(&mut self, step: &Step, status: &str, code: &str) -> Result<(), Stop> {
        let status = self.status(step, status)?;
        if status < 400 {
            let message = format!("{status} is the status of no refusal");
            return Err(self.misuse(step, &message, "name one of 400 or above: Bad Request"));
        }
        let code = self.replaced(step, |known| known.in_text(code))?;
        self.check(step, Some(status), |answer| {
            let at = ruled_out_at(status, answer);
            let mut judgement = match answer.last.sent.is_head {
                true => judge_status(status, answer.response, Some(&at)),
                false => judge_refusal(status, answer.response, Some(&at)),
            };
            if !code.is_empty() {
                let wanted = Matcher::Value(code.as_str().into());
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
        .await
    }

    /// The answer's body is `wanted`: no member less, and none more.
    pub(super) async fn check_body(&mut self, step: &Step, wanted: &Value) -> Result<(), Stop> {
        let wanted = self.replaced(step, |known| known.in_value(wanted.clone()))?;
        let judge = |answer: &Answer<'_>| judge_body_is(answer.example, &wanted, answer.response);
        self.check_beside(step, None, judge, |answer| difference(&wanted, answer, CompareMode::Strict)).await
    }

    /// The answer includes `wanted`, or what was sent; beside a difference its text is shown.
    pub(super) async fn check_includes(&mut self, step: &Step, wanted: Option<&Value>) -> Result<(), Stop> {
        self.testable(step, None)?;
        let is_said = wanted.is_some();
        let wanted = self.replaced(step, |known| wanted.map(|wanted| known.in_value(wanted.clone())))?;
        let sent = self.last.as_ref().and_then(|last| last.sent.body.clone());
        let Some(wanted) = wanted.or(sent) else {
            return Err(self.misuse(
                step,
                "the last request had no JSON body",
                "send one, or say what the body includes",
            ));
        };
        let is_nothing = |wanted: &Value| {
            wanted.as_object().is_some_and(|object| object.keys().all(|name| is_control(name)))
        };
        if !is_said && is_nothing(&wanted) {
            let message = "the last request's body has no property that could come back";
            return Err(self.misuse(step, message, "send one, or say what the body includes"));
        }
        let judge = |answer: &Answer<'_>| match answer.response.json() {
            Some(body) => judge_includes(answer.example, &wanted, &body, is_said),
            None => no_json(answer.example, answer.response),
        };
        self.check_beside(step, None, judge, |answer| difference(&wanted, answer, CompareMode::Inclusive))
            .await
    }

    /// The request, as the other side received it, is the documented one.
    pub(super) async fn check_arrived(&mut self, step: &Step) -> Result<(), Stop> {
        let subject = self.documented(step)?;
        let Some(last) = &self.last else { return Err(self.nothing_sent(step)) };
        let sent = last.answered.exchange.request.clone();
        let received = self.session(step)?.received().await.and_then(|mut received| received.pop());
        let documented = &subject.example().request;
        let received = received.as_ref().unwrap_or(&sent);
        let judgement = arrived(documented, &sent, received, self.below_base(&received.url));
        self.note(step, judgement.into())
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
        last.subject.clone().ok_or_else(|| self.undocumented(step))
    }

    /// Whether the scenario is violated by this.
    pub(super) fn breaks(&self, judgement: &Judgement) -> bool {
        judgement.breaks(self.is_strict)
    }

    pub(super) fn note(&mut self, step: &Step, noted: Noted) -> Result<(), Stop> {
        let Noted { judgement, difference, goes_away } = noted;
        let broken = self.breaks(&judgement);
        let text = format!("{}{}", step.keyword, step.value);
        let requests = self.record.asked.len();
        self.record.checks.push(Check {
            line: step.position.line,
            requests,
            step: text,
            judgement,
            difference,
            goes_away,
        });
        if broken && self.fail_fast {
            self.record.stopped = Some(Stop::FailFast);
            return Err(Stop::FailFast);
        }
        Ok(())
    }
}

/// What to write in the place of a status that is none.
pub(super) const STATUS: &str = "write its number, or its name as in RFC 9110: Not Found";

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
