//! Where a scenario stands: its file, its line, its rule, its tags.

use cucumber::gherkin::{self, Feature};

use crate::folder::shown;

/// A scenario's place: what tells it from every other one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place {
    pub(super) feature: String,
    pub(super) line: usize,
    pub(super) name: String,
}

impl Place {
    pub(super) fn of(feature: &Feature, scenario: &gherkin::Scenario) -> Place {
        Place { feature: path_of(feature), line: scenario.position.line, name: scenario.name.clone() }
    }
}

pub(super) fn path_of(feature: &Feature) -> String {
    feature.path.as_deref().map(shown).unwrap_or_default()
}

/// Every scenario with the rule it stands in.
pub(super) fn scenarios(
    feature: &Feature,
) -> impl Iterator<Item = (Option<&gherkin::Rule>, &gherkin::Scenario)> {
    let in_rules = feature
        .rules
        .iter()
        .flat_map(|rule| rule.scenarios.iter().map(move |scenario| (Some(rule), scenario)));
    feature.scenarios.iter().map(|scenario| (None, scenario)).chain(in_rules)
}

/// A scenario's tags: its feature's, its rule's and its own.
pub(super) fn tags(
    feature: &Feature,
    rule: Option<&gherkin::Rule>,
    scenario: &gherkin::Scenario,
) -> Vec<String> {
    let inherited = feature.tags.iter().chain(rule.into_iter().flat_map(|rule| &rule.tags));
    inherited.chain(&scenario.tags).cloned().collect()
}
