//! Two targets side by side: what the live endpoint answered, and what the double answers to the same.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::event::RunEvent;
use super::run;
use super::settings::Settings;
use crate::exchange::{NoAnswer, Target};
use crate::report::{Answers, Difference, RunReport, ScenarioReport};
use crate::target::Double;

/// The answers of a run, by the scenario's file and line.
#[derive(Debug, Clone, Default)]
pub(super) struct Heard(Arc<Mutex<BTreeMap<(String, usize), Answers>>>);

impl Heard {
    pub(super) fn told(&self, event: RunEvent<'_>) {
        if let RunEvent::Finished(scenario) = event {
            let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            heard.insert((scenario.feature.clone(), scenario.line), Answers::of(scenario));
        }
    }

    fn of(&self, scenario: &ScenarioReport) -> Option<Answers> {
        let heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.get(&(scenario.feature.clone(), scenario.line)).cloned()
    }
}

/// Runs the features on the double as well, and says where it answered otherwise than the live endpoint in `report`, the answers
/// of which are in `live`.
///
/// # Errors
/// Why the double cannot be asked.
pub(super) async fn differences(
    settings: &Settings,
    report: &RunReport,
    live: &Heard,
) -> Result<Vec<Difference>, NoAnswer> {
    let double: Box<dyn Target> = Box::new(Double::new().map_err(NoAnswer::Inconclusive)?);
    let heard = Heard::default();
    let keeping = heard.clone();
    let _ = run::run(settings, double, move |event| keeping.told(event)).await;
    let of_scenario = |scenario: &ScenarioReport| {
        let (double, live) = (heard.of(scenario)?, live.of(scenario)?);
        Some(double.differences(&live, &format!("{}:{}", scenario.feature, scenario.line)))
    };
    Ok(report.scenarios.iter().filter_map(of_scenario).flatten().collect())
}
