//! `Then`: the answer held to what the page promises. What is found is noted, and the scenario goes on, so that every
//! failed check of a scenario is seen.

use assert_json_diff::{CompareMode, Config, assert_json_matches_no_panic};
use cucumber::gherkin::Step;
use serde_json::{Map, Value};

use super::stop::Stop;
use super::world::{Last, World};
use crate::contract::{DocumentedAt, DocumentedExample, DocumentedRequest, media_type};
use crate::exchange::{NoAnswer, Request, Response};
use crate::report::Check;
use crate::verdict::{
    Code, Judgement, Numbers, Violation, body_violations, judge, judge_header, judge_includes, judge_refusal,
    judge_sent, judge_shape, judge_status, judge_unchanged,
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
        let subject = self.subject(step)?;
        self.testable(step, expected)?;
        let Some(last) = &self.last else { return Err(self.nothing_sent(step)) };
        let response = &last.answered.exchange.response;
        let judgement = judge(&Answer { example: subject.example(), last, response });
        self.note(step, judgement, None)
    }

    pub(super) fn check_documented(&mut self, step: &Step) -> Result<(), Stop> {
        let expected = self.subject(step)?.example().response.status;
        self.check(step, Some(expected), |answer| {
            judge(answer.example, Some(&answer.last.sent), answer.response)
        })
    }

    pub(super) fn check_status(&mut self, step: &Step, status: u16) -> Result<(), Stop> {
        self.check(step, Some(status), |answer| {
            judge_status(status, answer.response, Some(&answer.example.response.documented_at))
        })
    }

    pub(super) fn check_header(&mut self, step: &Step, name: &str, value: &str) -> Result<(), Stop> {
        self.check(step, None, |answer| judge_header(name, value, answer.response))
    }

    pub(super) fn check_shape(&mut self, step: &Step) -> Result<(), Stop> {
        self.check(step, None, |answer| judge_shape(answer.example, answer.response))
    }

    pub(super) fn check_refusal(&mut self, step: &Step, status: u16) -> Result<(), Stop> {
        self.check(step, Some(status), |answer| {
            judge_refusal(status, answer.response, Some(&ruled_out_at(status, answer)))
        })
    }

    /// The answer includes `wanted`, or what was sent; beside a difference its text is shown.
    pub(super) fn check_includes(&mut self, step: &Step, wanted: Option<&Value>) -> Result<(), Stop> {
        let subject = self.subject(step)?;
        self.testable(step, None)?;
        let Some(last) = &self.last else { return Err(self.nothing_sent(step)) };
        let is_said = wanted.is_some();
        let Some(wanted) = wanted.or(last.sent.body.as_ref()) else {
            return Err(self.misuse(
                step,
                "the last request had no JSON body",
                "send one, or say what the body includes",
            ));
        };
        let body = last.answered.exchange.response.json();
        let (judgement, difference) = match &body {
            Some(body) => {
                (judge_includes(subject.example(), wanted, body, is_said), difference(wanted, body))
            }
            None => (no_json(&last.answered.exchange.response, subject.example()), None),
        };
        self.note(step, judgement, difference)
    }

    /// What was sent is kept and nothing else changed; `but_sent` false: nothing changed at all.
    pub(super) async fn check_unchanged(&mut self, step: &Step, but_sent: bool) -> Result<(), Stop> {
        let subject = self.subject(step)?;
        self.testable(step, None)?;
        let Some(last) = &self.last else { return Err(self.nothing_sent(step)) };
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
        let subject = self.subject(step)?;
        let Some(last) = &self.last else { return Err(self.nothing_sent(step)) };
        let sent = last.answered.exchange.request.clone();
        let received = self.session(step)?.received().await.and_then(|mut received| received.pop());
        let documented = &subject.example().request;
        let judgement = arrived(documented, &sent, received.as_ref().unwrap_or(&sent));
        self.note(step, judgement, None)
    }

    /// Ends the scenario where the answer says nothing about the contract. A status that one step expects is expected by
    /// those after it too.
    fn testable(&mut self, step: &Step, expected: Option<u16>) -> Result<(), Stop> {
        let Some(last) = &mut self.last else { return Err(self.nothing_sent(step)) };
        if expects(expected, last.answered.exchange.response.status) {
            last.answered.untestable = None;
        }
        match last.answered.untestable.clone() {
            Some(reason) => self.answered(Err(NoAnswer::Inconclusive(reason))),
            None => Ok(()),
        }
    }

    fn nothing_sent(&mut self, step: &Step) -> Stop {
        self.misuse(
            step,
            "no request was sent yet",
            "put a step before it: When the documented request is sent",
        )
    }

    fn note(&mut self, step: &Step, judgement: Judgement, difference: Option<String>) -> Result<(), Stop> {
        let broken = !judgement.violations.is_empty();
        let text = format!("{}{}", step.keyword, step.value);
        self.record.checks.push(Check { line: step.position.line, step: text, judgement, difference });
        if broken && self.fail_fast {
            self.record.stopped = Some(Stop::FailFast);
            return Err(Stop::FailFast);
        }
        Ok(())
    }
}

/// 401 and 403 are both about the caller: a scenario that expects one of them can judge the other.
fn expects(expected: Option<u16>, status: u16) -> bool {
    expected == Some(status) || (matches!(expected, Some(401 | 403)) && matches!(status, 401 | 403))
}

/// The text of the difference, its parts in an order that does not change from run to run.
fn difference(wanted: &Value, body: &Value) -> Option<String> {
    let text = assert_json_matches_no_panic(body, wanted, Config::new(CompareMode::Inclusive)).err()?;
    let mut parts: Vec<&str> = text.split("\n\n").collect();
    parts.sort_unstable();
    Some(parts.join("\n\n"))
}

fn no_json(response: &Response, example: &DocumentedExample) -> Judgement {
    let at = Some(&example.response.documented_at);
    let (code, came) = match response.body.is_empty() {
        true => (Code::BodyMissing, "no body".to_string()),
        false => (Code::BodyNotJson, crate::verdict::cut(&String::from_utf8_lossy(&response.body))),
    };
    Judgement::of(vec![Violation::new(code, "", "JSON", came, at)])
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

/// Method, path, documented headers and body, held against what arrived.
fn arrived(documented: &DocumentedRequest, sent: &Request, received: &Request) -> Judgement {
    let at = Some(&documented.documented_at);
    let mut violations = Vec::new();
    let mut hold = |what: &str, expected: String, actual: String| {
        if expected != actual {
            let expected = format!("{what} {expected}");
            violations.push(Violation::new(Code::StepFailed, "", expected, actual, at));
        }
    };
    hold("the method", documented.method.clone(), received.method.clone());
    let path = documented.path();
    let is_on_path = crate::contract::UrlTemplate::read(&received.url).path;
    let matches = path.matches(is_on_path.as_str()).is_some();
    hold(
        "the path",
        path.as_str().to_string(),
        if matches { path.as_str().to_string() } else { received.path().to_string() },
    );
    for (name, value) in &documented.headers {
        let arrived = received.header(name).unwrap_or("no such header");
        let is_media_type = name.eq_ignore_ascii_case("content-type");
        let of = |value: &str| if is_media_type { media_type(value) } else { value.to_string() };
        hold(&format!("the header {name}"), of(value), of(arrived));
    }
    if documented.authorization.is_some() {
        let is_bearer = received.header("authorization").is_some_and(|value| value.starts_with("Bearer "));
        hold("Authorization", "Bearer".into(), if is_bearer { "Bearer" } else { "no bearer token" }.into());
    }
    let text =
        |request: &Request| String::from_utf8_lossy(request.body.as_deref().unwrap_or_default()).into_owned();
    hold("the body", text(sent), text(received));
    if let (Some(body), Some(value)) = (&documented.body, received.json()) {
        violations.extend(body_violations(
            &body.schema,
            &value,
            Numbers::of(received.header("content-type")),
        ));
    }
    Judgement::of(violations)
}
