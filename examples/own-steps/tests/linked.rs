//! Every step of graph-contract is linked into a crate that depends on it.

use cucumber::World as _;
use cucumber::gherkin::{Feature, GherkinEnv};
use graph_contract::suite::{VOCABULARY, World};

#[test]
fn as_many_steps_are_linked_as_are_defined() {
    let steps = World::collection();
    for step in VOCABULARY {
        let text = format!("Feature: F\n  Scenario: S\n    {} {}\n", step.keyword, step.example);
        let feature = Feature::parse(text, GherkinEnv::default()).expect("a feature");
        let found = steps.find(&feature.scenarios[0].steps[0]).expect("one step");
        assert!(found.is_some(), "{} {}", step.keyword, step.example);
    }
    let linked = format!("{steps:?}").matches("HashableRegex").count();
    assert_eq!(linked, VOCABULARY.len(), "{steps:?}");
}
