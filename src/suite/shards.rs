//! A run in shards: parts of the features that run beside each other, each in a cucumber of its own.
//!
//! One cucumber runs the steps of all its scenarios on one thread, and looks through all that wait each time it starts one: its
//! cost grows with the square of their number. Parts of some dozens, on as many threads as there are cores, do neither, and come
//! to their end together.

use std::mem::take;
use std::path::PathBuf;

use cucumber::gherkin::{Feature, Rule, Scenario};

use super::directives::is_serial;
use super::features::retain;
use super::place::{scenarios, tags};
use super::plan::Part;

/// How many scenarios a shard has at the most, so long as it has more than one.
const SIZE: usize = 50;

/// What one cucumber runs.
#[derive(Debug)]
pub(super) enum Shard {
    /// These features.
    Read(Vec<Feature>),
    /// The scenarios of a file that is read when its turn comes.
    Later(PathBuf),
}

/// Makes the shards of a run, in the order of the files.
pub(super) struct Shards;

impl Shards {
    /// The shards that may run beside each other, and the features that are `@serial`, which run when the others are over.
    pub(super) fn of(plan: Vec<Part>) -> (Vec<Shard>, Vec<Feature>) {
        let (mut read, mut later) = (Vec::new(), Vec::new());
        for part in plan {
            match part {
                Part::Read(feature) => read.push(*feature),
                Part::Later { path, .. } => later.push(Shard::Later(path)),
            }
        }
        let (beside, serial) = apart(read);
        (parts(beside).into_iter().map(Shard::Read).chain(later).collect(), serial)
    }
}

pub(super) fn has_serial(feature: &Feature) -> bool {
    scenarios(feature).any(|(rule, scenario)| is_serial(&tags(feature, rule, scenario)))
}

/// What may run beside others, and what is `@serial`.
pub(super) fn apart(features: Vec<Feature>) -> (Vec<Feature>, Vec<Feature>) {
    let (mut serial, mut rest): (Vec<Feature>, Vec<Feature>) = features.into_iter().partition(has_serial);
    let mut beside = serial.clone();
    retain(&mut serial, |feature, rule, scenario| is_serial(&tags(feature, rule, scenario)));
    retain(&mut beside, |feature, rule, scenario| !is_serial(&tags(feature, rule, scenario)));
    rest.extend(beside);
    (rest, serial)
}

/// Small features together, a large one in several parts.
fn parts(features: Vec<Feature>) -> Vec<Vec<Feature>> {
    let mut parts: Vec<Vec<Feature>> = Vec::new();
    let mut room = 0;
    for feature in features {
        let count = scenarios(&feature).count();
        if count > SIZE {
            parts.extend(split(feature).into_iter().map(|part| vec![part]));
            room = 0;
        } else if let Some(last) = parts.last_mut().filter(|_| count <= room) {
            last.push(feature);
            room -= count;
        } else {
            parts.push(vec![feature]);
            room = SIZE - count;
        }
    }
    parts
}

/// Parts of one feature, each with its background, and of a rule with the rule's.
fn split(mut feature: Feature) -> Vec<Feature> {
    let (outside, rules) = (take(&mut feature.scenarios), take(&mut feature.rules));
    let mut split = Vec::new();
    for scenarios in chunks(outside) {
        split.push(Feature { scenarios, ..feature.clone() });
    }
    for mut rule in rules {
        for scenarios in chunks(take(&mut rule.scenarios)) {
            let rules = vec![Rule { scenarios, ..rule.clone() }];
            split.push(Feature { rules, ..feature.clone() });
        }
    }
    split
}

fn chunks(scenarios: Vec<Scenario>) -> Vec<Vec<Scenario>> {
    let mut rest = scenarios.into_iter();
    std::iter::from_fn(|| Some(rest.by_ref().take(SIZE).collect::<Vec<_>>()).filter(|part| !part.is_empty()))
        .collect()
}

#[cfg(test)]
mod tests {
    use cucumber::gherkin::GherkinEnv;
    use proptest::prelude::*;

    use super::super::place::Place;
    use super::*;

    fn feature(name: usize, scenarios: usize, serial: usize) -> Feature {
        let scenario = |number: usize| {
            let tag = if number < serial { "@serial\n" } else { "" };
            format!("{tag}Scenario: {number}\n  Given x\n")
        };
        let outside: String = (0..scenarios / 2).map(scenario).collect();
        let inside: String = (scenarios / 2..scenarios).map(scenario).collect();
        let text = format!("Feature: {name}\n{outside}Rule: R\n{inside}");
        let mut feature = Feature::parse(text, GherkinEnv::default()).unwrap();
        feature.path = Some(format!("{name}.feature").into());
        feature
    }

    fn places<'a>(features: impl IntoIterator<Item = &'a Feature>) -> Vec<Place> {
        let of = |feature: &'a Feature| scenarios(feature).map(move |(_, found)| Place::of(feature, found));
        features.into_iter().flat_map(of).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn every_scenario_is_in_one_shard(sizes in proptest::collection::vec((1_usize..450, 0_usize..3), 0..5)) {
            let features: Vec<Feature> =
                sizes.iter().enumerate().map(|(name, (count, serial))| feature(name, *count, *serial)).collect();
            let mut wanted = places(&features);
            let (shards, serial) = Shards::of(features.into_iter().map(Box::new).map(Part::Read).collect());
            let read: Vec<Vec<Feature>> = shards.into_iter().filter_map(|shard| match shard {
                Shard::Read(features) => Some(features),
                Shard::Later(_) => None,
            }).collect();
            prop_assert!(read.iter().all(|shard| places(shard).len() <= SIZE));
            let mut found = places(read.iter().flatten().chain(&serial));
            prop_assert_eq!(places(&serial).len(), sizes.iter().map(|(count, serial)| serial.min(count)).sum::<usize>());
            wanted.sort();
            found.sort();
            prop_assert_eq!(found, wanted);
        }
    }
}
