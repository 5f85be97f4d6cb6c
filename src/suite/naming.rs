//! The names that scenarios go by in `cargo test`: `<feature path>::<scenario>`, each one's own.
//!
//! Test runners start a process a name, so two scenarios of one name would be one that runs and one that does not. Names are
//! given over the whole file before any filter, so that a filter never changes what a scenario is called.

use std::collections::{BTreeMap, BTreeSet};

use cucumber::gherkin::Feature;

use super::place::{Place, scenarios};

/// What each scenario of a file is called, without the path.
pub(super) fn names(feature: &Feature) -> BTreeMap<Place, String> {
    let places = scenarios(feature).map(|(_, scenario)| Place::of(feature, scenario));
    let written = scenarios(feature).map(|(_, scenario)| scenario.name.as_str());
    places.zip(unique(written)).collect()
}

/// The whole name.
pub(super) fn test_name(path: &str, own: &str) -> String {
    format!("{path}::{own}")
}

/// The names on one line, each given once: those that several scenarios carry are numbered ` #1`, ` #2` in the order given.
fn unique<'a>(written: impl Iterator<Item = &'a str>) -> Vec<String> {
    let lines: Vec<String> = written.map(one_line).collect();
    let mut carried: BTreeMap<&str, usize> = BTreeMap::new();
    lines.iter().for_each(|name| *carried.entry(name).or_default() += 1);
    // a name that only one scenario carries is its own, also where it looks like another one's with a number
    let mut taken: BTreeSet<String> =
        lines.iter().filter(|name| carried[name.as_str()] == 1).cloned().collect();
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut own = |name: &'_ str, number: &mut usize| loop {
        *number += 1;
        let numbered = format!("{name} #{number}");
        if taken.insert(numbered.clone()) {
            return numbered;
        }
    };
    lines
        .iter()
        .map(|name| match carried[name.as_str()] {
            1 => name.clone(),
            _ => own(name, numbers.entry(name).or_default()),
        })
        .collect()
}

/// Test runners read a name to the end of its line and take the space around it for layout.
fn one_line(name: &str) -> String {
    let printable = |c: char| if c.is_control() { ' ' } else { c };
    let name: String = name.chars().map(printable).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() { "unnamed".to_string() } else { name }
}

#[cfg(test)]
mod tests {
    use cucumber::feature::Ext as _;
    use cucumber::gherkin::GherkinEnv;
    use proptest::prelude::*;

    use super::*;

    fn of(written: &[&str]) -> Vec<String> {
        unique(written.iter().copied())
    }

    #[test]
    fn a_name_that_one_scenario_carries_stays_as_it_is() {
        assert_eq!(of(&["one", "two"]), ["one", "two"]);
    }

    #[test]
    fn names_that_several_carry_are_numbered_in_the_order_of_the_file() {
        assert_eq!(of(&["one", "two", "one", "one"]), ["one #1", "two", "one #2", "one #3"]);
    }

    #[test]
    fn a_number_that_another_scenario_wrote_itself_is_passed_over() {
        assert_eq!(of(&["one", "one", "one #1"]), ["one #2", "one #3", "one #1"]);
    }

    #[test]
    fn a_name_is_one_line_and_never_empty() {
        assert_eq!(of(&["  a\t b\u{7}", "", "\u{2003}"]), ["a b", "unnamed #1", "unnamed #2"]);
    }

    #[test]
    fn rows_of_an_outline_without_a_column_in_its_name_are_numbered_across_rules() {
        let rows = "    Then it is <x>\n    Examples:\n      | x |\n      | 1 |\n      | 2 |\n";
        let text = format!(
            "Feature: F\n  Scenario Outline: S\n{rows}  Rule: R\n  Scenario: S\n    Then it is 3\n  Scenario Outline: S <x>\n{rows}"
        );
        let feature = Feature::parse(text, GherkinEnv::default()).unwrap().expand_examples().unwrap();
        let names = names(&feature);
        let in_order: Vec<&str> = names.values().map(String::as_str).collect();
        assert_eq!(in_order, ["S #1", "S #2", "S #3", "S 1", "S 2"]);
    }

    proptest! {
        #[test]
        fn no_two_scenarios_share_a_name(written in prop::collection::vec("(a|b| )?( ?#[1-3]){0,2}[\n ]?", 0..12)) {
            let names = unique(written.iter().map(String::as_str));
            prop_assert_eq!(names.len(), written.len());
            prop_assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{:?}", names);
            prop_assert!(names.iter().all(|name| name.trim() == name && !name.is_empty() && !name.contains('\n')));
            prop_assert_eq!(&unique(written.iter().map(String::as_str)), &names);
        }
    }
}
