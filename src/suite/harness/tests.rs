//! The harness as test runners use it, on features of its own.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use super::*;
use crate::folder::shown;
use crate::target::Credential;

const STEPS: &str = "    Given the API page \"api/longrunningoperation-update.md\"\n    And an existing longRunningOperation\n    When the documented request is sent\n    Then the status is 200\n";

/// A folder of features, which are told by their scenarios' headings alone.
struct Package(TempDir);

impl Package {
    fn of(features: &[(&str, &[&str])]) -> Package {
        let package = Package(tempfile::tempdir().unwrap());
        for (name, headings) in features {
            let scenarios: String = headings.iter().map(|heading| format!("  {heading}\n{STEPS}")).collect();
            package.write(name, &format!("Feature: F\n{scenarios}"));
        }
        package
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).unwrap();
    }

    fn name(&self, own: &str) -> String {
        format!("{}/{own}", shown(self.0.path()))
    }

    fn settings(&self) -> Settings {
        let folder = self.0.path().to_path_buf();
        Settings { report_dir: folder.join("reports"), features: vec![folder], ..Settings::default() }
    }

    fn ends(&self, arguments: &[&str]) -> ExitStatus {
        self.ends_on(arguments, self.settings())
    }

    fn ends_on(&self, arguments: &[&str], settings: Settings) -> ExitStatus {
        let arguments = parsed(arguments);
        ended(&arguments, arguments.over(settings), None)
    }

    fn list(&self, arguments: &[&str]) -> (Vec<String>, ExitStatus) {
        self.list_on(arguments, self.settings())
    }

    /// The names without the folder.
    fn list_on(&self, arguments: &[&str], settings: Settings) -> (Vec<String>, ExitStatus) {
        let arguments = parsed(&[&["--list", "--format", "terse"], arguments].concat());
        let (text, status) = list(&arguments, &arguments.over(settings));
        let own = |line: &str| line.strip_prefix(&self.name("")).unwrap().to_string();
        (text.lines().map(own).collect(), status)
    }

    /// The lines of the scenarios in `report.json`, each with its verdict.
    fn reported(&self) -> Vec<(u64, String)> {
        let text = fs::read(self.0.path().join("reports/report.json")).unwrap();
        let report: Value = serde_json::from_slice(&text).unwrap();
        let scenarios = report["scenarios"].as_array().unwrap().iter();
        let told = |scenario: &Value| {
            (scenario["line"].as_u64().unwrap(), scenario["verdict"].as_str().unwrap().to_string())
        };
        scenarios.map(told).collect()
    }
}

fn parsed(arguments: &[&str]) -> TestArguments {
    TestArguments::try_parse_from([&["contract"], arguments].concat()).unwrap()
}

fn live(package: &Package, allow_writes: bool) -> Settings {
    Settings {
        base_url: Some("http://127.0.0.1:1".into()),
        credential: Credential::Token("token".into()),
        allow_writes,
        ..package.settings()
    }
}

#[test]
fn every_scenario_is_listed_by_a_name_of_its_own() {
    let package =
        Package::of(&[("a.feature", &["Scenario: S", "Scenario: S"]), ("b.feature", &["Scenario: S"])]);
    let names = ["a.feature::S #1: test", "a.feature::S #2: test", "b.feature::S: test"];
    assert_eq!(package.list(&[]), (names.map(String::from).to_vec(), ExitStatus::Kept));
}

#[test]
fn a_filter_changes_no_name() {
    let package = Package::of(&[("a.feature", &["Scenario: S", "@x\n  Scenario: S"])]);
    assert_eq!(package.list(&["--tags", "@x"]).0, ["a.feature::S #2: test"]);
    let second = package.name("a.feature::S #2");
    assert_eq!(package.list(&["--exact", &second]).0, ["a.feature::S #2: test"]);
    assert_eq!(package.ends(&["--exact", &second]), ExitStatus::Kept);
    assert_eq!(package.reported(), [(8, "passed".to_string())]);
}

#[test]
fn a_whole_name_goes_straight_to_its_file() {
    let package = Package::of(&[("a.feature", &["Scenario: S"])]);
    package.write("b.feature", "this is no feature");
    assert_eq!(package.ends(&["--exact", &package.name("a.feature::S")]), ExitStatus::Kept);
    assert_eq!(package.reported().len(), 1);
    assert_eq!(package.ends(&["--exact", &package.name("b.feature::S")]), ExitStatus::Input);
    assert_eq!(package.ends(&[]), ExitStatus::Input);
    assert_eq!(package.list(&[]).1, ExitStatus::Input);
}

#[test]
fn a_whole_name_of_no_scenario_passes_without_a_run() {
    let package = Package::of(&[("a.feature", &["Scenario: S"])]);
    package.write("b.feature", "this is no feature");
    fs::create_dir(package.0.path().join("reports")).unwrap();
    for name in ["a.feature::T", "c.feature::S", "reports/../a.feature::S"] {
        assert_eq!(package.ends(&["--exact", &package.name(name)]), ExitStatus::Kept, "{name}");
        assert_eq!(package.reported(), [], "{name}");
    }
}

#[test]
fn a_package_without_a_scenario_is_no_green_run() {
    let package = Package::of(&[]);
    assert_eq!(package.ends(&[]), ExitStatus::Nothing);
    assert_eq!(package.list(&[]), (vec![], ExitStatus::Nothing));
    assert_eq!(package.list(&["--ignored"]), (vec![], ExitStatus::Kept));
    assert_eq!(package.ends(&["--tags", "@x"]), ExitStatus::Nothing);
}

const TAGGED: [&str; 4] =
    ["@double\n  Scenario: D", "@live\n  Scenario: L", "@writes\n  Scenario: W", "Scenario: S"];

#[test]
fn what_is_skipped_by_its_tags_is_listed_as_ignored() {
    let package = Package::of(&[("a.feature", &TAGGED)]);
    assert_eq!(package.list(&[]).0.len(), 4);
    assert_eq!(package.list(&["--include-ignored"]).0.len(), 4);
    assert_eq!(package.list(&["--ignored"]).0, ["a.feature::L: test"]);
    let ignored = |allow_writes| package.list_on(&["--ignored"], live(&package, allow_writes)).0;
    assert_eq!(ignored(false), ["a.feature::D: test", "a.feature::W: test"]);
    assert_eq!(ignored(true), ["a.feature::D: test"]);
}

#[test]
fn an_ignored_scenario_is_skipped_by_its_name_and_that_is_no_failure() {
    let package = Package::of(&[("a.feature", &TAGGED)]);
    for own in ["a.feature::D", "a.feature::W"] {
        let name = package.name(own);
        let arguments = ["--exact", name.as_str(), "--nocapture", "--ignored"];
        assert_eq!(package.ends_on(&arguments, live(&package, false)), ExitStatus::Kept, "{own}");
        assert_eq!(package.reported().len(), 1);
        assert_eq!(package.reported()[0].1, "skipped");
        assert_eq!(package.ends_on(&arguments[..2], live(&package, false)), ExitStatus::Kept, "{own}");
    }
}

#[test]
fn ignored_scenarios_alone_check_nothing_and_where_there_are_none_that_is_well() {
    let package = Package::of(&[("a.feature", &TAGGED)]);
    assert_eq!(package.ends(&["--ignored"]), ExitStatus::Nothing);
    assert_eq!(package.reported(), [(9, "skipped".to_string())]);
    let package = Package::of(&[("a.feature", &["Scenario: S"])]);
    assert_eq!(package.ends(&["--ignored"]), ExitStatus::Kept);
    assert_eq!(package.reported(), []);
    assert_eq!(package.ends(&["--include-ignored"]), ExitStatus::Kept);
    assert_eq!(package.reported().len(), 1);
}

#[test]
fn a_process_of_many_writes_a_fragment_and_no_report() {
    let package = Package::of(&[("a.feature", &["Scenario: S"])]);
    let name = package.name("a.feature::S");
    let arguments = parsed(&["--exact", &name]);
    let of_attempt = |attempt: &'static str| {
        arguments.fragment(move |variable| match variable {
            "NEXTEST_RUN_ID" => Some("run-1".to_string()),
            "NEXTEST_ATTEMPT" => Some(attempt.to_string()),
            _ => None,
        })
    };
    for attempt in ["1", "2"] {
        let settings = arguments.over(package.settings());
        assert_eq!(ended(&arguments, settings, of_attempt(attempt).as_ref()), ExitStatus::Kept);
    }
    let reports = package.0.path().join("reports");
    assert!(!reports.join("report.json").exists());
    let file = crate::report::fragment_name(&name);
    for file in [format!("{file}.json"), format!("{file}-attempt-2.json")] {
        let text = fs::read(reports.join("fragments/run-1").join(file)).unwrap();
        let report: Value = serde_json::from_slice(&text).unwrap();
        assert_eq!((&report["version"], &report["scenarios"][0]["verdict"]), (&1.into(), &"passed".into()));
    }
}

#[test]
fn without_nextest_there_is_no_fragment() {
    assert_eq!(parsed(&[]).fragment(|_| None), None);
    assert_eq!(parsed(&[]).fragment(|_| Some(String::new())), None);
}
