//! Feature files that cannot be used: found before anything is sent, with file, line and remedy.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::graph_contract;

const PAGE: &str = "  Background:\n    Given the API page \"api/longrunningoperation-update.md\"\n    And an existing longRunningOperation\n\n";

struct Run {
    code: i32,
    stdout: String,
    report: Value,
}

/// Runs one feature file of this text; `arguments` come before it.
fn run_with(text: &str, arguments: &[&str]) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let feature = folder.path().join("x.feature");
    fs::write(&feature, text).unwrap();
    run_on(&feature, folder.path(), arguments)
}

fn run_on(feature: &Path, folder: &Path, arguments: &[&str]) -> Run {
    let mut command = graph_contract();
    let command = command.arg("run").args(arguments).arg(feature);
    let output = command.arg("--report-dir").arg(folder).output().unwrap();
    let report =
        fs::read(folder.join("report.json")).ok().and_then(|text| serde_json::from_slice(&text).ok());
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).replace(&*folder.to_string_lossy(), "[folder]"),
        report: report.unwrap_or_default(),
    }
}

/// A scenario with these steps, below the usual background.
fn scenario(steps: &str) -> Run {
    run_with(&format!("Feature: F\n{PAGE}  Scenario: S\n{steps}"), &[])
}

fn golden(name: &str, run: &Run) {
    assert_eq!(run.code, 3, "{}", run.stdout);
    assert_eq!(run.report["summary"]["exchanges"], 0);
    assert_eq!(run.report["errors"].as_array().map(Vec::len), Some(run.stdout.matches("error: ").count()));
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"\d+\.\d s", "0.0 s");
    settings.add_filter(r": [^:]* \(os error \d+\)", ": [what the system says]");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(name, run.stdout));
}

#[test]
fn a_misspelt_step() {
    golden(
        "a_misspelt_step",
        &scenario("    When the documented request is send\n    Then the response is the documented one\n"),
    );
}

#[test]
fn a_refusal_whose_status_is_none_by_name() {
    let run = scenario(
        "    When the documented request is sent\n    Then the request is refused with status Created\n",
    );
    assert!(run.code == 3 && run.stdout.contains("201 is the status of no refusal"), "{}", run.stdout);
    assert_eq!(run.report["summary"]["exchanges"], 0);
}

#[test]
fn a_text_in_single_quotes() {
    let run =
        scenario("    When the documented request is sent\n    Then the property 'status' is 'running'\n");
    let wanted = "texts stand in double quotes: write Then the property \"status\" is \"running\"";
    assert!(run.code == 3 && run.stdout.contains(wanted), "{}", run.stdout);
}

#[test]
fn a_doc_string_that_nobody_closed() {
    let steps = "    When the documented request is sent with the body\n      \"\"\"json\n      {}\n    Then the status is 200\n";
    golden("a_doc_string_that_nobody_closed", &scenario(steps));
}

#[test]
fn a_pages_folder_that_is_not_there() {
    let text = format!(
        "Feature: F\n{PAGE}  Scenario: S\n    When the documented request is sent\n    Then the status is 200\n"
    );
    let run = run_with(&text, &["--pages", "no-such-folder"]);
    assert!(
        run.code == 3 && run.stdout.contains("there is no pages folder no-such-folder"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_doc_string_that_is_no_json() {
    let steps = "    When the documented request is sent with the body\n      \"\"\"json\n      {\n        \"status\": running\n      }\n      \"\"\"\n    Then the response is the documented one\n";
    golden("a_doc_string_that_is_no_json", &scenario(steps));
}

#[test]
fn a_comparison_with_something_else_than_an_object() {
    let steps = "    When the documented request is sent\n    Then the body includes\n      \"\"\"text\n      nonsense\n      \"\"\"\n    And the body includes\n      \"\"\"json\n      {}\n      \"\"\"\n    And the body includes\n";
    golden("a_comparison_with_something_else_than_an_object", &scenario(steps));
}

#[test]
fn a_refusal_that_is_none() {
    let steps = "    When the documented request is sent\n    Then the request is refused with status 200\n";
    golden("a_refusal_that_is_none", &scenario(steps));
}

#[test]
fn a_page_that_is_not_there() {
    let text = "Feature: F\n  Scenario: S\n    Given the API page \"api/absent.md\"\n    When the documented request is sent\n    Then the response is the documented one\n";
    golden("a_page_that_is_not_there", &run_with(text, &[]));
}

#[test]
fn a_page_whose_name_is_misspelt() {
    let text = "Feature: F\n  Scenario: S\n    Given the API page \"api/educationschol-list.md\"\n    When the documented request is sent\n    Then the response is the documented one\n";
    golden("a_page_whose_name_is_misspelt", &run_with(text, &[]));
}

#[test]
fn an_example_that_the_page_does_not_have() {
    let steps = "    Given the documented example \"update_it\"\n    When the documented request is sent\n    Then the response is the documented one\n";
    golden("an_example_that_the_page_does_not_have", &scenario(steps));
}

#[test]
fn a_scenario_that_checks_nothing() {
    golden("a_scenario_that_checks_nothing", &scenario("    When the documented request is sent\n"));
}

#[test]
fn waiting_for_an_answer_checks_it() {
    let read = "  Scenario: S\n    Given the API page \"api/longrunningoperation-get.md\"\n    And an existing longRunningOperation\n    \
                When the documented request is sent\n    Then the response is the documented one\n    ";
    let waits = [
        ("the same request is sent until the status is 200, within 1 seconds", 0),
        ("the same request is sent until the property \"status\" is \"nonsense\", within 0 seconds", 1),
        ("the same request is sent again", 3),
    ];
    for (wait, code) in waits {
        let run = run_with(&format!("Feature: F\n{read}When {wait}\n"), &[]);
        assert_eq!(run.code, code, "{wait}\n{}", run.stdout);
    }
}

#[test]
fn an_outline_without_rows() {
    let text = format!(
        "Feature: F\n{PAGE}  Scenario Outline: <x>\n    When the documented request is sent\n    Then the status is <x>\n\n    Examples:\n      | x |\n"
    );
    golden("an_outline_without_rows", &run_with(&text, &[]));
}

#[test]
fn an_outline_with_a_name_that_no_column_has() {
    let text = format!(
        "Feature: F\n{PAGE}  Scenario Outline: S\n    When the documented request is sent\n    Then the status is <y>\n\n    Examples:\n      | x |\n      | 1 |\n"
    );
    golden("an_outline_with_a_name_that_no_column_has", &run_with(&text, &[]));
}

#[test]
fn a_line_that_is_no_gherkin() {
    let steps = "    When the documented request is sent\n    Thn the response is the documented one\n";
    golden("a_line_that_is_no_gherkin", &scenario(steps));
}

#[test]
fn a_keyword_in_small_letters_is_the_one_that_it_spells() {
    let run = scenario("    When the documented request is sent\n    then the status is 200\n");
    assert!(run.stdout.contains("write Then"), "{}", run.stdout);
}

#[test]
fn a_file_that_is_no_utf8() {
    let folder = tempfile::tempdir().unwrap();
    let feature = folder.path().join("x.feature");
    fs::write(&feature, b"Feature: F\n  Scenario: Gr\xf6\xdfe\n").unwrap();
    golden("a_file_that_is_no_utf8", &run_on(&feature, folder.path(), &[]));
}

#[test]
fn a_page_that_is_no_utf8() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("page.md"), b"# Gr\xf6\xdfe\n").unwrap();
    let feature = folder.path().join("x.feature");
    fs::write(&feature, "Feature: F\n  Scenario: S\n    Given the API page \"page.md\"\n    When the documented request is sent\n    Then the status is 200\n").unwrap();
    let run = run_on(&feature, folder.path(), &["--pages", &folder.path().to_string_lossy()]);
    assert_eq!(run.code, 3);
    assert!(run.stdout.contains("help: save the page as UTF-8"), "{}", run.stdout);
}

#[test]
fn two_features_in_one_file() {
    let steps = "    When the documented request is sent\n    Then the status is 200\n";
    let text = format!("Feature: F\n{PAGE}  Scenario: S\n{steps}Feature: G\n  Scenario: T\n{steps}");
    golden("two_features_in_one_file", &run_with(&text, &[]));
}

#[test]
fn tags_that_were_meant_for_the_runner() {
    let steps = "    When the documented request is sent\n    Then the status is 200\n";
    let text = format!(
        "@doubel\nFeature: F\n{PAGE}  @smoke @Serial\n  Scenario: S\n{steps}\n  @retry(x)\n  Scenario: T\n{steps}\n  @double @live\n  Scenario: U\n{steps}"
    );
    golden("tags_that_were_meant_for_the_runner", &run_with(&text, &["--name", "nothing"]));
}

#[test]
fn a_file_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    golden("a_file_that_is_not_there", &run_on(&folder.path().join("absent.feature"), folder.path(), &[]));
}

#[test]
fn a_variable_that_nobody_set() {
    let steps = "    When the documented request is sent with the properties\n      \"\"\"json\n      { \"statusDetail\": \"asked by {caller}\" }\n      \"\"\"\n    Then the property \"statusDetail\" is \"{detail}\"\n";
    golden("a_variable_that_nobody_set", &scenario(steps));
}

#[test]
fn a_body_that_is_in_no_file() {
    let steps = "    When the documented request is sent with the body in \"bodies/absent.json\"\n    Then the status is 200\n";
    golden("a_body_that_is_in_no_file", &scenario(steps));
}

#[test]
fn a_matcher_that_is_none() {
    let steps = "    When the documented request is sent\n    Then the property \"status\" is running\n    And the property \"createdDateTime\" is a timestmp\n    And the properties are\n      | status | \"running\" |\n      | id     | a guid    |\n    And the status is Fine\n";
    golden("a_matcher_that_is_none", &scenario(steps));
}

#[test]
fn a_table_or_a_doc_string_in_the_wrong_place() {
    let steps = "    When the documented request is sent\n      | status | \"running\" |\n    And the documented request is sent with the changes\n      | colour | \"green\" |\n    And the documented request is sent with the changes\n    Then the properties are\n      \"\"\"json\n      {}\n      \"\"\"\n";
    golden("a_table_or_a_doc_string_in_the_wrong_place", &scenario(steps));
}

#[test]
fn something_remembered_before_anything_was_sent() {
    let steps = "    When the property \"id\" is remembered as \"other\"\n    And GET \"/industryData/operations/{other}\" is sent\n    Then the status is 200\n";
    golden("something_remembered_before_anything_was_sent", &scenario(steps));
}

#[test]
fn something_left_out_that_is_not_there() {
    let steps = "    When the documented request is sent without the property \"statsu\"\n    Then the status is 200\n    When the documented request is sent with the changes\n      | header Contnt-Type | absent |\n    Then the status is 200\n    When the documented request is sent without the header \"content-type\"\n    Then the status is 415\n";
    golden("something_left_out_that_is_not_there", &scenario(steps));
}

#[test]
fn a_step_behind_the_wrong_keyword() {
    let steps =
        "    When the documented request is sent\n    When the status is 200\n    Then an existing thing\n";
    golden("a_step_behind_the_wrong_keyword", &scenario(steps));
}

#[test]
fn a_placeholder_that_nothing_stands_for() {
    let text = "Feature: F\n  Scenario: S\n    Given the API page \"api/longrunningoperation-update.md\"\n    When the documented request is sent\n    Then the status is 200\n";
    golden("a_placeholder_that_nothing_stands_for", &run_with(text, &[]));
}

#[test]
fn a_placeholder_in_a_path_of_ones_own_that_nothing_stands_for() {
    let text = "Feature: F\n  Scenario: S\n    Given the API page \"api/longrunningoperation-get.md\"\n    When GET \"/industryData/operations/{longRunningOperationId}\" is sent\n    Then the status is 200\n";
    golden("a_placeholder_in_a_path_of_ones_own_that_nothing_stands_for", &run_with(text, &[]));
}

#[test]
fn steps_that_make_no_sense_for_their_page() {
    let steps = "    Given 5 existing operations\n    And the service moves the property \"statsu\" on to \"running\"\n    When the documented request is sent\n    And the same request is sent until the property \"status\" is \"running\", within 5 seconds\n    Then the status is 200\n";
    golden("steps_that_make_no_sense_for_their_page", &scenario(steps));
}

#[test]
fn a_step_that_comes_too_early() {
    golden("a_step_that_comes_too_early", &scenario("    Then the response is the documented one\n"));
}

#[test]
fn an_empty_folder_checks_nothing() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run_on(folder.path(), folder.path(), &[]).code, 4);
}

#[test]
fn a_filter_that_matches_nothing_checks_nothing() {
    let text = format!(
        "Feature: F\n{PAGE}  Scenario: S\n    When the documented request is sent\n    Then the status is 200\n"
    );
    let run = run_with(&text, &["--name", "other"]);
    assert_eq!(run.code, 4);
    assert!(run.stdout.contains("nothing was checked"), "{}", run.stdout);
    assert_eq!(run_with(&text, &["--tags", "@other"]).code, 4);
    let run = run_with(&text, &["--name", "S"]);
    assert_eq!(run.code, 0);
    assert!(!run.stdout.contains("nothing was checked"), "{}", run.stdout);
}

#[test]
fn an_unknown_option_is_wrong_usage() {
    assert_eq!(run_with("Feature: F\n", &["--no-such-option"]).code, 2);
}
