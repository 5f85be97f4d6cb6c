//! Tags that were meant for the runner and would pass for free ones: a scenario tagged `@doubel` would run on a tenant.
//!
//! A tag is meant for the runner when it is a directive in other letters, or one slip of the pen away from one. All others
//! are free, and so are those that name the area of a path the file speaks of, as scaffolded files do.

use std::sync::LazyLock;

use cucumber::gherkin::Feature;
use regex::Regex;
use strsim::osa_distance;

use super::Fault;
use crate::pattern::pattern;
use crate::suite::directives::{ALL, DOUBLE, LIVE, RETRY};
use crate::suite::place::{scenarios, tags};

/// `@retry` with what cucumber reads behind it: a number of times, a pause, or both.
static RETRIES: LazyLock<Regex> = LazyLock::new(|| {
    let unit = "(?:nsec|ns|usec|us|msec|ms|seconds?|sec|s|minutes?|min|m)";
    pattern(&format!(r"^retry(\([1-9]\d{{0,2}}\))?(\.after\((?:\d{{1,9}}{unit})+\))?$"))
});

/// The faults of a file's tags, before its outlines are expanded.
pub(super) fn faults(text: &str, feature: &Feature) -> Vec<Fault> {
    let mut faults: Vec<Fault> = all_tags(feature)
        .iter()
        .filter_map(|(tag, line)| {
            let (message, help) = wrong(tag, text)?;
            Some(Fault::new(line_of(tag, text).unwrap_or(*line), &message, &help))
        })
        .collect();
    faults.extend(never(feature));
    faults.sort_by_key(|fault| fault.line);
    faults
}

/// Every tag of a file, with the line of what bears it.
fn all_tags(feature: &Feature) -> Vec<(&String, usize)> {
    let mut bearers = vec![(&feature.tags, feature.position.line)];
    bearers.extend(feature.rules.iter().map(|rule| (&rule.tags, rule.position.line)));
    for (_, scenario) in scenarios(feature) {
        bearers.push((&scenario.tags, scenario.position.line));
        bearers.extend(scenario.examples.iter().map(|examples| (&examples.tags, examples.position.line)));
    }
    let each = bearers.into_iter().flat_map(|(tags, line)| tags.iter().map(move |tag| (tag, line)));
    let mut all: Vec<(&String, usize)> = each.collect();
    all.sort();
    all.dedup_by(|one, other| one.0 == other.0);
    all
}

/// What is wrong with a tag, and what was meant.
fn wrong(tag: &str, text: &str) -> Option<(String, String)> {
    if ALL.contains(&tag) || RETRIES.is_match(tag) {
        return None;
    }
    if tag.starts_with(RETRY) {
        let help = "write @retry, @retry(3), @retry.after(5s) or @retry(3).after(5s)";
        return Some((format!("@{tag} does not say how often to try again"), help.to_string()));
    }
    let name = tag.split(['(', '.']).next().unwrap_or(tag);
    let meant = ALL.into_iter().find(|directive| is_slip(name, directive))?;
    let is_area = names_area(text, tag);
    let message = format!("@{tag} is nearly a tag that the runner knows");
    (!is_area).then(|| (message, format!("did you mean @{meant}?")))
}

/// Whether `tag` is `directive` but for letters that are hard to see or were typed in another order.
fn is_slip(tag: &str, directive: &str) -> bool {
    let tag = tag.to_lowercase().replace(['-', '_'], "");
    let (length, of_directive) = (tag.chars().count(), directive.len());
    match osa_distance(&tag, directive) {
        0 => true,
        // of four letters one other letter makes another word: line, like, give
        1 => length != of_directive || of_directive > 4 || sorted(&tag) == sorted(directive),
        2 => of_directive > 4 && tag.starts_with(&directive[..1]) && sorted(&tag) == sorted(directive),
        _ => false,
    }
}

fn sorted(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}

/// Whether a comment of the file has a path whose first segment is `tag`: `# GET /lives/{id}`.
fn names_area(text: &str, tag: &str) -> bool {
    let comments = text.lines().map(str::trim_start).filter(|line| line.starts_with('#'));
    comments.flat_map(|line| line.match_indices(" /").map(|(at, found)| &line[at + found.len()..])).any(
        |path| {
            path.strip_prefix(tag).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        },
    )
}

/// Scenarios that could run nowhere.
fn never(feature: &Feature) -> impl Iterator<Item = Fault> {
    let lines = scenarios(feature).flat_map(|(rule, scenario)| {
        let own = tags(feature, rule, scenario);
        let of_rows = scenario.examples.iter().map(|examples| &examples.tags).filter(|tags| !tags.is_empty());
        let any = of_rows.map(|of_rows| own.iter().chain(of_rows).cloned().collect());
        let mut sets: Vec<Vec<String>> = any.collect();
        sets.push(own.clone());
        let both = |tags: &Vec<String>| [DOUBLE, LIVE].iter().all(|tag| tags.iter().any(|own| own == tag));
        sets.iter().any(both).then_some(scenario.position.line)
    });
    let message = "a scenario that is tagged @double and @live never runs";
    lines.map(|line| {
        Fault::new(line, message, "leave one of the two out; its feature's and its rule's count too")
    })
}

fn line_of(tag: &str, text: &str) -> Option<usize> {
    let bears = |line: &str| {
        let line = line.trim_start();
        line.starts_with('@') && line.split_whitespace().any(|word| word.strip_prefix('@') == Some(tag))
    };
    text.lines().position(bears).map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use cucumber::gherkin::GherkinEnv;

    use super::*;

    /// The faults of a feature with these tags on its one scenario: line, message, help.
    fn of(tags: &str) -> Vec<(usize, String, String)> {
        in_text(&format!("Feature: F\n\n  {tags}\n  Scenario: S\n    Given x\n"))
    }

    fn in_text(text: &str) -> Vec<(usize, String, String)> {
        let feature = Feature::parse(text, GherkinEnv::default()).unwrap();
        faults(text, &feature).into_iter().map(|fault| (fault.line, fault.message, fault.help)).collect()
    }

    fn meant(tags: &str) -> Option<String> {
        of(tags).into_iter().next().map(|(_, _, help)| help)
    }

    #[test]
    fn directives_are_known() {
        for tag in [
            "@double",
            "@live @writes @destructive @serial",
            "@retry",
            "@retry(3)",
            "@retry.after(5s)",
            "@retry(3).after(1min30s)",
        ] {
            assert_eq!(of(tag), [], "{tag}");
        }
    }

    #[test]
    fn tags_for_groups_of_scenarios_are_free() {
        for tag in [
            "@get @post @put @patch @delete @head @options",
            "@industryData @users @sites @drives @devices @me",
            "@smoke @special @line @like @give @list @wip @slow",
            "@reads @issue-17 @allow.skipped @doubles-tennis",
        ] {
            assert_eq!(of(tag), [], "{tag}");
        }
    }

    #[test]
    fn a_slip_of_the_pen_is_told_with_what_was_meant() {
        let table = [
            ("@doubel", DOUBLE),
            ("@Double", DOUBLE),
            ("@DOUBLE", DOUBLE),
            ("@double,", DOUBLE),
            ("@dobuel", DOUBLE),
            ("@liev", LIVE),
            ("@Live", LIVE),
            ("@lives", LIVE),
            ("@wirtes", "writes"),
            ("@write", "writes"),
            ("@seriel", "serial"),
            ("@se-rial", "serial"),
            ("@SERIAL", "serial"),
            ("@destructiv", "destructive"),
            ("@Destructive", "destructive"),
            ("@rerty(3)", RETRY),
            ("@Retry", RETRY),
        ];
        for (tag, directive) in table {
            assert_eq!(meant(tag), Some(format!("did you mean @{directive}?")), "{tag}");
        }
    }

    #[test]
    fn a_retry_says_how_often_and_after_what_pause() {
        for tag in [
            "@retry(0)",
            "@retry()",
            "@retry(x)",
            "@retry(3)after(5s)",
            "@retry.after(5)",
            "@retry.after(soon)",
            "@retry(3).after(5s",
            "@retrying",
            "@retry3",
        ] {
            assert!(meant(tag).is_some(), "{tag}");
        }
    }

    #[test]
    fn the_line_is_that_of_the_tag_wherever_it_is() {
        let text = "@patch\n@doubel @x\nFeature: F\n  @seriel\n  Rule: R\n    @wirtes\n    Scenario Outline: S <x>\n      Given <x>\n\n      @liev\n      Examples:\n        | x |\n        | 1 |\n";
        let lines: Vec<usize> = in_text(text).into_iter().map(|(line, ..)| line).collect();
        assert_eq!(lines, [2, 4, 6, 10]);
    }

    #[test]
    fn a_scenario_that_could_never_run_is_told_once() {
        let text = "@live\nFeature: F\n  @double\n  Scenario: S\n    Given x\n  Scenario: T\n    Given x\n";
        let found = in_text(text);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].0, found[0].1.contains("never runs")), (4, true));
        assert_eq!(of("@double @live").len(), 1);
        let rows = "@live\nFeature: F\n  Scenario Outline: S <x>\n    Given <x>\n    @double\n    Examples:\n      | x |\n      | 1 |\n";
        assert_eq!(in_text(rows).len(), 1);
    }

    #[test]
    fn an_area_that_a_comment_of_the_file_names_is_free() {
        let scaffolded = "@get @lives\nFeature: F\n  # GET /lives/{id}\n  Scenario: S\n    Given x\n";
        assert_eq!(in_text(scaffolded), []);
        assert_eq!(in_text(&scaffolded.replace("/lives/", "/livestock/")).len(), 1);
    }
}
