//! `run --against-double`: where the double and the tenant answer otherwise, which no verdict depends on.

use serde_json::{Value, json};

use super::suite::{self, Run};
use super::tenant::{Fault, Tenant};

const EXAMPLE: &str = "^The documented example$";

fn beside(fault: Fault) -> Run {
    suite::against(&Tenant::start(fault), &["--against-double", "--name", EXAMPLE])
}

fn told(run: &Run) -> Vec<String> {
    let found =
        run.report["differences"].as_array().unwrap_or_else(|| panic!("{}{}", run.stdout, run.stderr));
    let text = |found: &Value, name: &str| found[name].as_str().unwrap().to_string();
    let told = |found: &Value| {
        ["what", "pointer", "double", "live"].map(|name| text(found, name)).join(" ").replace("  ", " ")
    };
    found.iter().map(told).collect()
}

#[test]
fn a_tenant_that_answers_as_the_page_says_differs_in_nothing() {
    let run = beside(Fault::None);
    assert_eq!((run.code, told(&run)), (0, vec![]), "{}", run.stdout);
    assert!(run.stdout.contains("the double answers like the live endpoint"), "{}", run.stdout);
}

#[test]
fn a_difference_is_told_with_what_each_of_the_two_answered() {
    for (fault, code, difference) in [
        (Fault::Replaced("colour", json!("green")), 0, "shape /colour nothing a string"),
        (Fault::Replaced("createdDateTime", json!(null)), 1, "shape /createdDateTime a string null"),
        (Fault::Missing("statusDetail"), 1, "shape /statusDetail a string nothing"),
        (Fault::Status(202), 1, "status 200 202"),
        (Fault::ContentType(Some("text/plain")), 1, "media-type application/json text/plain"),
    ] {
        let run = beside(fault.clone());
        assert_eq!((run.code, told(&run)), (code, vec![difference.to_string()]), "{fault:?}\n{}", run.stdout);
        let shown = &run.report["differences"][0];
        assert!(
            shown["request"].as_str().unwrap().starts_with("PATCH /beta/industryData/operations/"),
            "{shown}"
        );
        assert!(shown["scenario"].as_str().unwrap().ends_with("update-long-running-operation.feature:11"));
        assert!(run.stdout.contains("differs from the double: PATCH /beta/"), "{}", run.stdout);
    }
}

#[test]
fn without_being_asked_for_nothing_is_compared() {
    let run = suite::against(&Tenant::start(Fault::Status(202)), &["--name", EXAMPLE]);
    assert_eq!(run.report.get("differences"), None);
    let run = suite::run("http://127.0.0.1:1", &[], &["--against-double", "--plan"]);
    assert_eq!(run.code, 2);
}

#[test]
fn the_whole_suite_can_be_run_side_by_side() {
    let run = suite::against(&Tenant::start(Fault::None), &["--against-double", "features/industry-data"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(run.count("passed") > 30 && run.report["target"]["kind"] == "live");
}

#[test]
fn there_must_be_an_endpoint_to_compare_with() {
    let folder = super::folder::Folder::new();
    let mut command = folder.command("", &["run", "--against-double"]);
    let run = folder.outcome(command.env_remove("GRAPH_CONTRACT_BASE_URL").output().unwrap());
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--against-double") && run.stderr.contains("--base-url"), "{}", run.stderr);
}

#[test]
fn what_a_request_that_is_sent_again_shows_is_told_once() {
    let tenant = Tenant::start(Fault::Replaced("colour", json!("green")));
    let steps = "    When the documented request is sent\n    And the same request is sent again\n    Then the status is 200\n";
    let run = suite::scenario(&tenant, steps, &["--against-double"]);
    assert_eq!(told(&run), ["shape /colour nothing a string"], "{}", run.stdout);
}

#[test]
fn the_double_answers_like_nothing_where_nothing_was_sent() {
    let run = suite::scenario(&Tenant::start(Fault::None), "    When nonsense\n", &["--against-double"]);
    assert_eq!(run.code, 3);
    assert!(!run.stdout.contains("the double answers like"), "{}", run.stdout);
}
