//! Lines that were meant as Gherkin and are read as something else.
//!
//! Below `Feature:`, `Scenario:` and the like, Gherkin takes every line up to the first keyword it knows as a description.
//! A misspelt first step, or a misspelt `Scenario:`, would be lost without a word.

use std::sync::LazyLock;

use cucumber::gherkin::Feature;
use regex::Regex;

use super::Fault;
use crate::pattern::pattern;
use crate::suite::keyword;
use crate::suite::steps;
use crate::suite::vocabulary::gherkin_step;

static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| pattern(r"<[A-Za-z][\w -]*>"));

/// The faults of a feature file as a whole.
pub(super) fn faults(text: &str, feature: &Feature) -> Vec<Fault> {
    let mut faults: Vec<Fault> =
        descriptions(feature).flat_map(str::lines).filter_map(|line| lost(line.trim(), text)).collect();
    for (_, scenario) in crate::suite::place::scenarios(feature) {
        let texts = std::iter::once(&scenario.name).chain(scenario.steps.iter().map(|step| &step.value));
        let open = texts
            .filter(|_| scenario.examples.is_empty())
            .find(|text| text.contains('<') && PLACEHOLDER.is_match(text) && !text.contains("</"));
        faults.extend(open.map(|_| without_rows(scenario.position.line)));
        let empty = scenario
            .examples
            .iter()
            .filter(|examples| examples.table.as_ref().is_none_or(|table| table.rows.len() < 2));
        faults.extend(empty.map(|examples| without_rows(examples.position.line)));
        let is_outline = scenario.keyword.contains("Outline") || scenario.keyword.contains("Template");
        faults.extend(
            (is_outline && scenario.examples.is_empty()).then(|| without_rows(scenario.position.line)),
        );
    }
    if crate::suite::place::scenarios(feature).next().is_none() {
        faults.push(Fault::new(1, "the feature has no scenario", "add one, or take the file away"));
    }
    faults
}

fn without_rows(line: usize) -> Fault {
    let message = "an outline without rows checks nothing";
    Fault::new(line, message, "add an Examples table with at least one row below its header")
}

fn descriptions(feature: &Feature) -> impl Iterator<Item = &str> {
    let of_rules = feature.rules.iter().map(|rule| &rule.description);
    let backgrounds =
        feature.background.iter().chain(feature.rules.iter().filter_map(|rule| rule.background.as_ref()));
    let of_backgrounds = backgrounds.map(|background| &background.description);
    let of_scenarios = crate::suite::place::scenarios(feature).map(|(_, scenario)| &scenario.description);
    let all = std::iter::once(&feature.description).chain(of_rules).chain(of_backgrounds).chain(of_scenarios);
    all.filter_map(|description| description.as_deref())
}

fn lost(line: &str, text: &str) -> Option<Fault> {
    let (word, rest) = line.split_once(char::is_whitespace)?;
    let is_step = |keyword| !matches!(steps::find(&gherkin_step(keyword, rest.trim())), Ok(None));
    let is_heading =
        keyword::is_heading(line) || keyword::meant(line).is_some_and(|(_, meant)| meant.ends_with(':'));
    let was_meant = is_heading || ["Given", "When", "Then"].into_iter().any(is_step);
    let at = text.lines().position(|other| other.trim() == line).map_or(0, |at| at + 1);
    let message = format!("this line is read as a description: `{word}` is no keyword");
    was_meant.then(|| {
        Fault::new(at, &message, "write Given, When, Then, And, But, Background:, Scenario: or Examples:")
    })
}
