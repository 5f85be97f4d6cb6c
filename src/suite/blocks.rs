//! A feature file read in blocks.
//!
//! The parser looks for the line of each step from the start of its text on, so that a file of four thousand scenarios takes it
//! a hundred times as long as one of four hundred. A long file is handed to it some scenarios at a time, each time below the
//! file's head, and what it finds is moved to the lines where it stands.

use cucumber::gherkin::{Feature, GherkinEnv, ParseError, Scenario};

/// How many scenarios are handed over at a time.
const SIZE: usize = 20;

/// Reads a feature; what cannot be read in blocks is read as a whole.
pub(super) fn parse(text: &str) -> Result<Feature, ParseError> {
    in_blocks(text).map_or_else(|| Feature::parse(text, GherkinEnv::default()), Ok)
}

/// `None`: the file is short, it has rules, it is not in English, or some of it is no Gherkin, which the whole tells best.
fn in_blocks(text: &str) -> Option<Feature> {
    let lines: Vec<&str> = text.lines().collect();
    let starts = starts(&lines).filter(|starts| starts.len() > SIZE)?;
    let head = starts[0];
    let ends = starts.iter().copied().step_by(SIZE).skip(1).chain([lines.len()]);
    let mut whole: Option<Feature> = None;
    for (start, end) in starts.iter().copied().step_by(SIZE).zip(ends) {
        let block = [&lines[..head], &lines[start..end], &[""]].concat().join("\n");
        let mut read = Feature::parse(block, GherkinEnv::default()).ok()?;
        if !read.rules.is_empty() {
            return None;
        }
        read.scenarios.iter_mut().for_each(|scenario| moved(scenario, start - head));
        match &mut whole {
            Some(whole) => whole.scenarios.append(&mut read.scenarios),
            None => whole = Some(read),
        }
    }
    whole.filter(|whole| whole.scenarios.len() == starts.len())
}

/// The lines, counted from 0, at which scenarios start, with the tags and comments before them.
fn starts(lines: &[&str]) -> Option<Vec<usize>> {
    let (mut starts, mut fence) = (Vec::new(), None);
    for (at, line) in lines.iter().enumerate() {
        let line = line.trim();
        if let Some(open) = fence {
            // a doc string ends with the fence it began with, wherever that stands
            fence = (!line.contains(open)).then_some(open);
            continue;
        }
        if let Some(open) = ["\"\"\"", "```"].into_iter().find(|open| line.starts_with(open)) {
            fence = (!line[open.len()..].contains(open)).then_some(open);
        } else if line.starts_with("Rule:") || (line.starts_with('#') && line.contains("language")) {
            return None;
        } else if ["Scenario:", "Scenario Outline:", "Scenario Template:", "Example:"]
            .iter()
            .any(|keyword| line.starts_with(keyword))
        {
            let is_before =
                |at: &usize| lines[*at].trim().is_empty() || lines[*at].trim().starts_with(['@', '#']);
            let tags = (0..at).rev().take_while(is_before).count();
            starts.push(at - tags);
        }
    }
    Some(starts)
}

fn moved(scenario: &mut Scenario, lines: usize) {
    scenario.position.line += lines;
    for step in &mut scenario.steps {
        step.position.line += lines;
        step.table.iter_mut().for_each(|table| table.position.line += lines);
    }
    for examples in &mut scenario.examples {
        examples.position.line += lines;
        examples.table.iter_mut().for_each(|table| table.position.line += lines);
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn text(scenarios: usize) -> String {
        let mut text = String::from("@all\nFeature: F\n  Told at length.\n\n  Background:\n    Given a\n");
        for number in 0..scenarios {
            let _ = match number % 3 {
                0 => write!(
                    text,
                    "\n  # why\n  @tag{number}\n  Scenario: S {number}\n    Given b\n      | x | {number} |\n"
                ),
                1 => write!(
                    text,
                    "\n  Scenario Outline: O <x>\n    When <x>\n\n    @rows\n    Examples: E\n      | x |\n      | {number} |\n"
                ),
                _ => write!(
                    text,
                    "  Example: D\n    Then c\n      \"\"\"text\n      Scenario: none\n      \"\"\"\n"
                ),
            };
        }
        text
    }

    /// Everything that is told of a feature, but for the spans of its text.
    fn told(feature: &Feature) -> String {
        let spans = regex::Regex::new(r"span: Span \{[^}]*\}").unwrap();
        spans.replace_all(&format!("{feature:?}"), "").into_owned()
    }

    #[test]
    fn blocks_are_the_whole() {
        for scenarios in [SIZE + 1, 2 * SIZE, 2 * SIZE + 57] {
            let text = text(scenarios);
            let blocks = in_blocks(&text).expect("a long file");
            let whole = Feature::parse(&text, GherkinEnv::default()).unwrap();
            assert_eq!(told(&blocks), told(&whole), "{scenarios}");
        }
    }

    #[test]
    fn what_is_short_or_has_rules_or_is_broken_is_read_as_a_whole() {
        let long = text(3 * SIZE);
        assert!(in_blocks(&text(SIZE)).is_none());
        assert!(in_blocks(&format!("{long}\n  Rule: R\n  Scenario: S\n    Given x\n")).is_none());
        assert!(in_blocks(&format!("# language: en\n{long}")).is_none());
        let fences = "\n  Scenario: S\n    Given x\n      \"\"\"text\n      ```\n      a \"\"\"\n  Rule: R\n  Scenario: T\n    Given x\n";
        let read = parse(&format!("{long}{fences}")).unwrap();
        assert_eq!((read.scenarios.len(), read.rules.len()), (3 * SIZE + 1, 1));
        let broken = format!("{long}\n  Scenario: S\n    Given x\n      \"\"\"\n");
        assert!(parse(&broken).is_err());
    }
}
