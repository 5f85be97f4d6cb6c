//! `graph-contract steps`, and that `docs/steps.md` is what it prints.

use serde_json::Value;

use super::graph_contract;

fn steps(format: &str) -> String {
    let output = graph_contract().args(["steps", "--format", format]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_documented_steps_are_the_steps_there_are() {
    let page = include_str!("../../docs/steps.md").replace("\r\n", "\n");
    assert_eq!(
        page,
        steps("markdown"),
        "write it anew: graph-contract steps --format markdown > docs/steps.md"
    );
}

#[test]
fn every_format_names_every_step() {
    let json: Value = serde_json::from_str(&steps("json")).unwrap();
    let text = steps("text");
    for step in json.as_array().unwrap() {
        let example = step["example"].as_str().unwrap();
        assert!(text.contains(example) && steps("markdown").contains(example), "{example}");
    }
}
