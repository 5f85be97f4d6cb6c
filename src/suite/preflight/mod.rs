//! What can be known to be wrong before anything is sent: lost lines, steps and their order, doc strings, pages.

mod content;
mod found;
mod known;
mod lost;
mod order;

use cucumber::World as _;
use cucumber::gherkin::{self, Feature, Step, StepType};
use cucumber::step::Collection;
use regex::Regex;

use self::found::Found;
use self::known::Names;
use super::place::{path_of, scenarios};
use super::vocabulary;
use super::world::World;
use crate::library::Library;
use crate::report::InputError;

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
    lost::faults(text, feature, steps).into_iter().map(|fault| fault.in_file(path)).collect()
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
        let found: Vec<(&Step, Found)> =
            steps.iter().map(|step| (*step, Found::of(step, self.steps))).collect();
        let mut faults = order::faults(&found);
        let (mut page, mut names) = (None, Names::default());
        for (step, found) in &found {
            errors.extend(self.known(step));
            faults.extend(content::below(step, found.entry));
            faults.extend(content::words(step, &found.groups, self.library));
            page = found.group("page").map(str::to_string).or(page);
            faults.extend(self.documented(step, found, page.as_deref(), &mut names));
            if found.is_foreign {
                names.open();
            }
            faults.extend(names.fault(step, &found.groups));
            found.group("defines").into_iter().for_each(|name| names.define(name));
        }
        errors.extend(faults.into_iter().map(|fault| fault.in_file(&self.path)));
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

    /// The page that a step names, and the example on it, exist.
    fn documented(&self, step: &Step, found: &Found, page: Option<&str>, names: &mut Names) -> Option<Fault> {
        let (names_page, example) = (found.group("page").is_some(), found.group("example"));
        if !names_page && example.is_none() {
            return None;
        }
        let line = step.position.line;
        let contract = match self.library.contract(page?) {
            Ok(contract) => contract,
            Err(error) => return names_page.then(|| Fault::new(line, &error.to_string(), error.help())),
        };
        names.take(&contract);
        let example = example.filter(|example| contract.position(example).is_none())?;
        let known: Vec<&str> =
            contract.examples.iter().filter_map(|example| example.name.as_deref()).collect();
        let message = format!("the page documents no example {example}");
        let help =
            format!("its examples are 1 to {}, by name: {}", contract.examples.len(), known.join(", "));
        Some(Fault::new(line, &message, &help))
    }

    fn error(&self, line: usize, message: &str, help: &str) -> InputError {
        InputError { path: self.path.clone(), line, message: message.to_string(), help: help.to_string() }
    }
}
