//! What can be known to be wrong before anything is sent: lost lines, steps and their order, doc strings, pages.

mod content;
mod found;
mod known;
mod left_out;
mod lost;
mod order;
mod sense;
mod tags;
mod walk;

use cucumber::gherkin::{self, Feature, Step, StepType};

use self::found::Found;
use self::walk::Walk;
use super::place::{path_of, scenarios};
use crate::exchange::Variables;
use crate::library::Library;
use crate::report::InputError;

/// Something wrong in a feature file.
#[derive(Debug)]
pub(super) struct Fault {
    line: usize,
    message: String,
    help: String,
}

impl Fault {
    fn new(line: usize, message: &str, help: &str) -> Fault {
        Fault { line, message: message.to_string(), help: help.to_string() }
    }

    fn in_file(self, path: &str) -> InputError {
        InputError { path: path.to_string(), line: self.line, message: self.message, help: self.help }
    }
}

/// Checks a feature file as a whole, before its outlines are expanded.
pub(super) fn check_file(path: &str, text: &str, feature: &Feature) -> Vec<InputError> {
    let faults = lost::faults(text, feature).into_iter().chain(tags::faults(text, feature));
    faults.map(|fault| fault.in_file(path)).collect()
}

/// Checks every chosen scenario of a feature.
pub(super) fn check(feature: &Feature, library: &Library, variables: &Variables) -> Vec<InputError> {
    let mut errors = Vec::new();
    let checking = Checking { path: path_of(feature), library, variables };
    for (rule, scenario) in scenarios(feature) {
        checking.scenario(&all_steps(feature, rule, scenario), scenario, &mut errors);
    }
    errors
}

fn all_steps<'a>(
    feature: &'a Feature,
    rule: Option<&'a gherkin::Rule>,
    scenario: &'a gherkin::Scenario,
) -> Vec<&'a Step> {
    let backgrounds = feature.background.iter().chain(rule.and_then(|rule| rule.background.as_ref()));
    backgrounds.flat_map(|background| &background.steps).chain(&scenario.steps).collect()
}

struct Checking<'a> {
    path: String,
    library: &'a Library,
    variables: &'a Variables,
}

impl Checking<'_> {
    fn scenario(&self, steps: &[&Step], scenario: &gherkin::Scenario, errors: &mut Vec<InputError>) {
        let found: Vec<(&Step, Found)> = steps.iter().map(|step| (*step, Found::of(step))).collect();
        let mut faults = order::faults(&found);
        if !steps.iter().any(|step| step.ty == StepType::Then) {
            let message = format!("the scenario \"{}\" checks nothing", scenario.name);
            faults.insert(0, Fault::new(scenario.position.line, &message, "add a Then step"));
        }
        let mut walk = Walk::new(self.library, self.variables);
        for (step, found) in found {
            faults.extend(walk.step(step, found));
        }
        errors.extend(faults.into_iter().map(|fault| fault.in_file(&self.path)));
    }
}
