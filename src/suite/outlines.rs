//! Outlines and their rows.
//!
//! `cucumber` makes a scenario of each row and leaves all the rows with each of them, so that many rows would take the square of
//! their number. Here they are expanded some at a time, let go of, and each scenario gets the line of its own row.

use std::mem::take;

use cucumber::feature::{ExpandExamplesError, Ext as _};
use cucumber::gherkin::{Examples, Feature, Scenario, Table};

/// How many rows are expanded at a time.
const SIZE: usize = 50;

/// The feature with a scenario for each row of its outlines. `text`: the file it was read from.
///
/// # Errors
/// A name between `<` and `>` that is no column.
pub(super) fn expand(mut feature: Feature, text: &str) -> Result<Feature, ExpandExamplesError> {
    let lines: Vec<&str> = text.lines().collect();
    let (outside, mut rules) = (take(&mut feature.scenarios), take(&mut feature.rules));
    let head = feature.clone();
    let all = |scenarios: Vec<Scenario>| -> Result<Vec<Scenario>, ExpandExamplesError> {
        let mut expanded = Vec::new();
        for scenario in scenarios {
            expanded.extend(rows(&head, scenario, &lines)?);
        }
        Ok(expanded)
    };
    for rule in &mut rules {
        rule.scenarios = all(take(&mut rule.scenarios))?;
    }
    feature.scenarios = all(outside)?;
    feature.rules = rules;
    Ok(feature)
}

fn rows(head: &Feature, mut outline: Scenario, lines: &[&str]) -> Result<Vec<Scenario>, ExpandExamplesError> {
    let examples = take(&mut outline.examples);
    if examples.is_empty() {
        return Ok(vec![outline]);
    }
    let mut expanded = Vec::new();
    for mut examples in examples {
        let Some(table) = examples.table.take() else { continue };
        let Some((names, rows)) = table.rows.split_first() else { continue };
        let mut lines = rows_below(lines, examples.position.line);
        for rows in rows.chunks(SIZE) {
            let rows = std::iter::once(names).chain(rows).cloned().collect();
            let part = Examples { table: Some(Table { rows, ..head_of(&table) }), ..examples.clone() };
            for mut scenario in expanded_part(head, &outline, part)? {
                scenario.position.line = lines.next().unwrap_or(scenario.position.line);
                scenario.examples.clear();
                expanded.push(scenario);
            }
        }
    }
    Ok(expanded)
}

fn head_of(table: &Table) -> Table {
    Table { rows: Vec::new(), span: table.span, position: table.position }
}

fn expanded_part(
    head: &Feature,
    outline: &Scenario,
    examples: Examples,
) -> Result<Vec<Scenario>, ExpandExamplesError> {
    let scenario = Scenario { examples: vec![examples], ..outline.clone() };
    let part = Feature { scenarios: vec![scenario], ..head.clone() };
    part.expand_examples().map(|expanded| expanded.scenarios)
}

/// The lines of the rows below the header of an Examples table, each counted from 1.
fn rows_below<'a>(lines: &'a [&str], examples: usize) -> impl Iterator<Item = usize> + 'a {
    let below = lines.iter().enumerate().skip(examples);
    below.filter(|(_, line)| line.trim_start().starts_with('|')).skip(1).map(|(at, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use cucumber::gherkin::GherkinEnv;

    use super::*;

    fn places(text: &str) -> Vec<(String, usize, String, Vec<String>)> {
        let feature = Feature::parse(text, GherkinEnv::default()).unwrap();
        let expanded = expand(feature, text).unwrap();
        let in_rules = expanded.rules.iter().flat_map(|rule| &rule.scenarios);
        let place = |scenario: &Scenario| {
            let step = scenario.steps[0].value.clone();
            (scenario.name.clone(), scenario.position.line, step, scenario.tags.clone())
        };
        expanded.scenarios.iter().chain(in_rules).map(place).collect()
    }

    #[test]
    fn each_row_is_a_scenario_on_its_own_line() {
        let text = "Feature: F\n  Scenario: S\n    Given s\n  @o\n  Scenario Outline: O <x>\n    Given <x>\n\n    @a\n    Examples: A\n      | x |\n\n      | 1 |\n      # why\n      | 2 |\n\n    Examples:\n      told\n      | x |\n      | 3 |\n  Rule: R\n    Scenario Outline: P\n      Given <x>\n      Examples:\n        | x |\n        | 4 |\n";
        let told = |name: &str, line, step: &str, tags: &[&str]| {
            (name.to_string(), line, step.to_string(), tags.iter().map(ToString::to_string).collect())
        };
        assert_eq!(
            places(text),
            [
                told("S", 2, "s", &[]),
                told("O 1", 12, "1", &["o", "a"]),
                told("O 2", 14, "2", &["o", "a"]),
                told("O 3", 19, "3", &["o"]),
                told("P", 25, "4", &[]),
            ]
        );
    }

    #[test]
    fn many_rows_are_all_there_in_their_order() {
        let rows: String = (0..3 * SIZE + 7).map(|row| format!("      | {row} |\n")).collect();
        let text =
            format!("Feature: F\n  Scenario Outline: <x>\n    Given <x>\n    Examples:\n      | x |\n{rows}");
        let places = places(&text);
        assert_eq!(places.len(), 3 * SIZE + 7);
        for (row, (name, line, step, _)) in places.into_iter().enumerate() {
            assert_eq!((name, line, step), (row.to_string(), row + 6, row.to_string()));
        }
    }

    #[test]
    fn a_name_that_is_no_column_is_an_error() {
        let text =
            "Feature: F\n  Scenario Outline: S\n    Given <y>\n    Examples:\n      | x |\n      | 1 |\n";
        let feature = Feature::parse(text, GherkinEnv::default()).unwrap();
        assert_eq!(expand(feature, text).unwrap_err().name, "y");
    }
}
