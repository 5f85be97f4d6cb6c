//! A run that is only planned: every step that sends something is taken, and nothing is sent.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use cucumber::gherkin::{Background, Feature, Scenario, StepType};

use super::doors::{not_ready, say};
use super::event::RunEvent;
use super::run;
use super::scenario::CHECKED_NOTHING;
use super::settings::Settings;
use crate::report::{ExitStatus, RunReport, ScenarioReport, input_errors, number, plan_text};
use crate::target::would_be_sent;

/// Prints the requests that a run would send, scenario by scenario, and sends none.
#[must_use]
pub fn plan_and_print(settings: &Settings) -> ExitStatus {
    let usage = |message: String| {
        eprintln!("error: {message}");
        ExitStatus::Usage
    };
    let target = match settings.planned() {
        Ok(target) => Box::new(target),
        Err(error) => return usage(error.to_string()),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return usage(format!("no threads can be started: {error}")),
    };
    let planned = Arc::new(Mutex::new(BTreeMap::new()));
    let keeping = Arc::clone(&planned);
    let report = runtime.block_on(run::run(settings, target, move |event| {
        if let RunEvent::Finished(scenario) = event {
            let key = (scenario.feature.clone(), scenario.line);
            keeping.lock().unwrap_or_else(PoisonError::into_inner).insert(key, scenario.clone());
        }
    }));
    let planned = std::mem::take(&mut *planned.lock().unwrap_or_else(PoisonError::into_inner));
    match report {
        Ok(report) => told(&report, &planned),
        Err(reason) => not_ready(&reason),
    }
}

fn told(report: &RunReport, planned: &BTreeMap<(String, usize), ScenarioReport>) -> ExitStatus {
    if !report.errors.is_empty() {
        eprint!("{}", input_errors(&report.errors));
        return ExitStatus::Input;
    }
    let mut requests = 0;
    for scenario in &report.scenarios {
        let scenario = planned.get(&(scenario.feature.clone(), scenario.line)).unwrap_or(scenario);
        let left_out = scenario.reason.as_deref().filter(|reason| *reason != CHECKED_NOTHING);
        say(&plan_text(scenario, left_out));
        requests += scenario.exchanges.iter().filter(|planned| would_be_sent(planned)).count();
    }
    let (scenarios, name) = (report.scenarios.len(), &report.base_url);
    let (sent, of) = (number(requests, "request"), number(scenarios, "scenario"));
    say(&format!("{sent} of {of} would be sent to {name}; none was\n"));
    if scenarios == 0 { ExitStatus::Nothing } else { ExitStatus::Kept }
}

/// The features without what needs an answer.
pub(super) fn without_checks(mut features: Vec<Feature>) -> Vec<Feature> {
    let of_scenario = |scenario: &mut Scenario| scenario.steps.retain(|step| step.ty != StepType::Then);
    let of_background =
        |background: &mut Background| background.steps.retain(|step| step.ty != StepType::Then);
    for feature in &mut features {
        feature.background.iter_mut().for_each(of_background);
        feature.scenarios.iter_mut().for_each(of_scenario);
        for rule in &mut feature.rules {
            rule.background.iter_mut().for_each(of_background);
            rule.scenarios.iter_mut().for_each(of_scenario);
        }
    }
    features
}
