//! What can be known to be wrong before anything is sent: lost lines, steps and their order, doc strings, pages.

mod documents;
mod lost;
mod order;
mod tags;

use std::sync::LazyLock;

use cucumber::World as _;
use cucumber::gherkin::{self, Feature, Step, StepType};
use cucumber::step::Collection;
use regex::Regex;

use super::place::{path_of, scenarios};
use super::vocabulary;
use super::world::World;
use crate::library::Library;
use crate::report::InputError;

/// How the steps of `steps::given` name a page and an example; a test holds the two together.
static PAGE: LazyLock<Regex> = LazyLock::new(|| pattern(super::steps::PAGE));
static EXAMPLE: LazyLock<Regex> = LazyLock::new(|| pattern(super::steps::EXAMPLE));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern written here")
}

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
pub(super) fn check_file(
    path: &str,
    text: &str,
    feature: &Feature,
    steps: &Collection<World>,
) -> Vec<InputError> {
    let faults = lost::faults(text, feature, steps).into_iter().chain(tags::faults(text, feature));
    faults.map(|fault| fault.in_file(path)).collect()
}

/// Checks every chosen scenario.
pub(super) fn check(features: &[Feature], library: &Library) -> Vec<InputError> {
    let steps = World::collection();
    let mut errors = Vec::new();
    for feature in features {
        for (rule, scenario) in scenarios(feature) {
            let checking = Checking { path: path_of(feature), library, steps: &steps };
            checking.scenario(&all_steps(feature, rule, scenario), scenario, &mut errors);
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    errors.retain(|error: &InputError| seen.insert((error.path.clone(), error.line, error.message.clone())));
    errors
}

/// What the writer of a step that is none may have meant.
fn meant(step: &Step) -> String {
    let keyword = match step.ty {
        StepType::Given => "Given",
        StepType::When => "When",
        StepType::Then => "Then",
    };
    match vocabulary::closest(keyword, &step.value).as_slice() {
        [] => format!(
            "`graph-contract steps` lists the steps; none that starts with {keyword} is like this one"
        ),
        like => format!("did you mean: {}", like.join(", or: ")),
    }
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
    steps: &'a Collection<World>,
}

impl Checking<'_> {
    fn scenario(&self, steps: &[&Step], scenario: &gherkin::Scenario, errors: &mut Vec<InputError>) {
        if !steps.iter().any(|step| step.ty == StepType::Then) {
            let message = format!("the scenario \"{}\" checks nothing", scenario.name);
            errors.push(self.error(scenario.position.line, &message, "add a Then step"));
        }
        let faults = order::faults(steps, |step| self.is_ours(step)).into_iter();
        errors.extend(faults.map(|fault| fault.in_file(&self.path)));
        let mut page = None;
        for step in steps {
            errors.extend(self.known(step));
            errors.extend(documents::fault(step, self.is_ours(step)).map(|fault| fault.in_file(&self.path)));
            if let Some(found) = PAGE.captures(&step.value).filter(|_| step.ty == StepType::Given) {
                page = Some(found[1].to_string());
            }
            errors.extend(self.documented(step, page.as_deref()));
        }
    }

    fn known(&self, step: &Step) -> Option<InputError> {
        let line = step.position.line;
        let text = format!("{}{}", step.keyword, step.value);
        match self.steps.find(step) {
            Ok(Some(_)) => None,
            Ok(None) => {
                let message = format!("no step is defined for: {text}");
                Some(self.error(line, &message, &meant(step)))
            }
            Err(ambiguous) => {
                let message = format!("more than one step is defined for: {text}");
                Some(self.error(line, &message, &ambiguous.to_string().replace('\n', " ")))
            }
        }
    }

    /// Whether the step is defined in this crate, and not by one that depends on it.
    fn is_ours(&self, step: &Step) -> bool {
        let found = self.steps.find(step).ok().flatten();
        found
            .and_then(|(_, _, location, _)| location)
            .is_some_and(|at| at.path.starts_with(super::steps::FOLDER))
    }

    /// The page, and the example on it, exist.
    fn documented(&self, step: &Step, page: Option<&str>) -> Option<InputError> {
        let names_page = PAGE.is_match(&step.value);
        let example = EXAMPLE.captures(&step.value).map(|found| found[1].to_string());
        if step.ty != StepType::Given || !(names_page || example.is_some()) {
            return None;
        }
        let line = step.position.line;
        let contract = match self.library.contract(page?) {
            Ok(contract) => contract,
            Err(error) if names_page => {
                return Some(self.error(line, &error.to_string(), error.help()));
            }
            Err(_) => return None,
        };
        let example = example?;
        if contract.position(&example).is_some() {
            return None;
        }
        let names: Vec<&str> =
            contract.examples.iter().filter_map(|example| example.name.as_deref()).collect();
        let message = format!("the page documents no example {example}");
        let help =
            format!("its examples are 1 to {}, by name: {}", contract.examples.len(), names.join(", "));
        Some(self.error(line, &message, &help))
    }

    fn error(&self, line: usize, message: &str, help: &str) -> InputError {
        InputError { path: self.path.clone(), line, message: message.to_string(), help: help.to_string() }
    }
}
