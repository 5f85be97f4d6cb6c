//! From a scenario's notes to its report.

use std::any::Any;
use std::time::Instant;

use cucumber::event::{ScenarioFinished, StepError};

use super::place::Place;
use super::record::Record;
use super::retry::Retry;
use super::shown::shown;
use super::stop::Stop;
use crate::exchange::{NoAnswer, Redaction};
use crate::report::{Check, InputError, ScenarioReport};
use crate::verdict::{Code, Judgement, Verdict, Violation};

/// Why a scenario that came to its end is inconclusive.
pub(super) const CHECKED_NOTHING: &str = "no step of the scenario checked anything";

/// A scenario as it was planned.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    pub(super) place: Place,
    pub(super) tags: Vec<String>,
    pub(super) strict: bool,
    pub(super) retry: Retry,
}

impl Planned {
    /// The report of a scenario that did not run.
    pub(super) fn left_out(&self, verdict: Verdict, reason: &str) -> ScenarioReport {
        ScenarioReport { tries: 0, ..self.report(verdict, Some(reason.to_string()), Record::default(), 0.0) }
    }

    /// The report of a scenario that ran: violated where a check found something, inconclusive where it stopped, passed
    /// where it came to its end and checked something.
    pub(super) fn finished(
        &self,
        mut record: Record,
        event: &ScenarioFinished,
        started: Instant,
        redaction: &Redaction,
    ) -> ScenarioReport {
        if let Some(failed) = panicked(event).filter(|_| record.stopped.is_none()) {
            record.checks.push(failed);
        }
        let redaction = &redaction.knowing(&record.exchanges);
        let checks = std::mem::take(&mut record.checks).into_iter();
        record.checks = checks.map(|check| shown(check, redaction, &record.exchanges)).collect();
        record.exchanges = record.exchanges.iter().map(|exchange| redaction.exchange(exchange)).collect();
        let stopped = record.stopped.take();
        let mut report = self.report(Verdict::Passed, None, record, started.elapsed().as_secs_f64());
        let (verdict, reason) = verdict(&report, stopped, event);
        report.unstable = verdict == Verdict::Violated && report.goes_away();
        report.verdict = verdict;
        report.reason = reason.map(|reason| redaction.text(&reason));
        report
    }

    fn report(
        &self,
        verdict: Verdict,
        reason: Option<String>,
        record: Record,
        seconds: f64,
    ) -> ScenarioReport {
        ScenarioReport {
            feature: self.place.feature.clone(),
            line: self.place.line,
            name: self.place.name.clone(),
            tags: self.tags.clone(),
            verdict,
            reason,
            tries: 1,
            unstable: false,
            seconds,
            checked: record.checks.len(),
            checks: record.checks,
            strict: self.strict,
            exchanged: record.exchanges.len(),
            exchanges: record.exchanges,
            asked: record.asked,
        }
    }
}

/// The input error behind a scenario that stopped for one.
pub(super) fn input_error(place: &Place, record: &Record, redaction: &Redaction) -> Option<InputError> {
    match &record.stopped {
        Some(Stop::Input { line, message, help }) => Some(InputError {
            path: place.feature.clone(),
            line: *line,
            message: redaction.text(message),
            help: (*help).to_string(),
        }),
        _ => None,
    }
}

fn verdict(
    report: &ScenarioReport,
    stopped: Option<Stop>,
    event: &ScenarioFinished,
) -> (Verdict, Option<String>) {
    if !report.violations().is_empty() {
        return (Verdict::Violated, None);
    }
    match (stopped, event) {
        (Some(Stop::NoAnswer(NoAnswer::Skipped(reason))), _) => (Verdict::Skipped, Some(reason)),
        (Some(stop), _) => (Verdict::Inconclusive, Some(stop.to_string())),
        (None, ScenarioFinished::StepPassed) if !report.checks.is_empty() => (Verdict::Passed, None),
        (None, ScenarioFinished::StepPassed) => (Verdict::Inconclusive, Some(CHECKED_NOTHING.to_string())),
        (None, _) => (Verdict::Inconclusive, Some("the scenario did not come to its end".to_string())),
    }
}

/// A step that panicked: the failed assertion of a step that another crate defines.
fn panicked(event: &ScenarioFinished) -> Option<Check> {
    let ScenarioFinished::StepFailed(_, _, error) = event else { return None };
    let message = match error {
        StepError::Panic(payload) => text_of(payload.as_ref()),
        other => other.to_string(),
    };
    let violation = Violation::new(Code::StepFailed, "", "the step's own check", message, None);
    Some(Check {
        line: 0,
        requests: 0,
        step: "a step failed".to_string(),
        judgement: Judgement::of(vec![violation]),
        difference: None,
        goes_away: false,
    })
}

fn text_of(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().cloned();
    let text = text.or_else(|| payload.downcast_ref::<&str>().map(ToString::to_string));
    text.unwrap_or_else(|| "a panic without a message".to_string())
}
