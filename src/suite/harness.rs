//! The test binary that `cargo test` and `cargo nextest` start: what they hand over, and what comes of it.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use cucumber::gherkin::tagexpr::TagOperation;
use regex::Regex;

use super::doors::{Fragment, reported};
use super::run;
use super::settings::{Filter, Settings};
use crate::report::{ExitStatus, RunReport, input_errors};
use crate::verdict::Verdict;

/// The options that `cargo test -- ...` hands to a test binary, and ours.
#[derive(Debug, Parser)]
#[command(name = "contract", no_binary_name = false)]
struct TestArguments {
    /// Run only scenarios whose name contains one of these
    filters: Vec<String>,
    /// Match filters to the whole name
    #[arg(long)]
    exact: bool,
    /// Print the names of the scenarios and run none
    #[arg(long)]
    list: bool,
    /// Leave out scenarios whose name contains this
    #[arg(long, value_name = "FILTER")]
    skip: Vec<String>,
    /// Run only scenarios whose tags match
    #[arg(long, value_name = "EXPR")]
    tags: Option<TagOperation>,
    /// Run only scenarios whose name matches a regular expression
    #[arg(long, value_name = "REGEX")]
    name: Option<Regex>,
    /// How many scenarios run at once
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    test_threads: Option<u16>,
    /// How often a scenario that does not pass is tried again
    #[arg(long, value_name = "N", default_value_t = 0)]
    retry: u16,
    /// Only the scenarios that are skipped here by their tags: @live on the double, @double and @writes on an endpoint
    #[arg(long)]
    ignored: bool,
    /// Taken for the standard harness's sake: ignored scenarios are always among the others, as skipped
    #[arg(long, conflicts_with = "ignored")]
    include_ignored: bool,
    /// Taken for the standard harness's sake
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// Taken for the standard harness's sake
    #[arg(long, value_name = "WHEN")]
    color: Option<String>,
    /// Where report.json goes
    #[arg(long, value_name = "DIR")]
    report_dir: Option<PathBuf>,
    /// Taken for the standard harness's sake: output is never captured
    #[arg(long, alias = "show-output")]
    nocapture: bool,
    /// Taken for the standard harness's sake: a passing scenario prints nothing
    #[arg(short, long)]
    quiet: bool,
}

/// The `main` of a `tests/contract.rs` with `harness = false`: the features of the package, by the rules of `cargo test`.
///
/// A filter of cargo's own that matches nothing passes and says `0 run`, because cargo hands it to every test binary.
/// Everything else that checks nothing fails.
#[must_use]
pub fn main() -> ExitCode {
    main_with(std::env::args_os(), |name| std::env::var(name).ok())
}

/// [`main`] with arguments, the program's name first, and environment variables of its own.
///
/// ```
/// let listed = graph_contract::suite::main_with(["contract", "--list"], |_| None);
/// assert_eq!(listed, std::process::ExitCode::SUCCESS);
/// ```
#[must_use]
pub fn main_with(
    arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    variable: impl Fn(&str) -> Option<String>,
) -> ExitCode {
    let arguments = match TestArguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { ExitStatus::Usage.into() } else { ExitCode::SUCCESS };
        }
    };
    match Settings::from_environment(&variable) {
        Ok(settings) => {
            let fragment = arguments.fragment(variable);
            ended(&arguments, arguments.over(settings), fragment.as_ref()).into()
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitStatus::Usage.into()
        }
    }
}

fn ended(arguments: &TestArguments, settings: Settings, fragment: Option<&Fragment>) -> ExitStatus {
    if arguments.list {
        let (text, status) = list(arguments, &settings);
        print!("{text}");
        return status;
    }
    match reported(&settings, fragment) {
        Ok(report) if arguments.by_cargo() && matched_nothing(&report) && arguments.ours_match(&settings) => {
            ExitStatus::Kept
        }
        Ok(report) if arguments.exact && all_skipped(&report) => ExitStatus::Kept,
        Ok(report) => ExitStatus::of(&report),
        Err(status) => status,
    }
}

/// The scenarios' names as the standard harness lists tests. A package that has none is an error, as test runners would take
/// the empty list for a binary without tests, and go on to say that all is well.
fn list(arguments: &TestArguments, settings: &Settings) -> (String, ExitStatus) {
    let (names, errors) = run::names(settings);
    eprint!("{}", input_errors(&errors));
    let text = names.iter().map(|name| format!("{name}: test\n")).collect();
    let status = match errors.is_empty() {
        false => ExitStatus::Input,
        true if names.is_empty() && !arguments.by_cargo() => {
            eprintln!("error: there is no scenario to list");
            ExitStatus::Nothing
        }
        true => ExitStatus::Kept,
    };
    (text, status)
}

fn matched_nothing(report: &RunReport) -> bool {
    report.errors.is_empty() && report.scenarios.is_empty()
}

/// One scenario by its name, as a test runner asks for it: left out with its reason is no failure of that test.
fn all_skipped(report: &RunReport) -> bool {
    let skipped = report.scenarios.iter().all(|scenario| scenario.verdict == Verdict::Skipped);
    report.errors.is_empty() && !report.scenarios.is_empty() && skipped
}

impl TestArguments {
    /// The environment's settings, with what the arguments say over them.
    fn over(&self, mut settings: Settings) -> Settings {
        settings.concurrency = self.test_threads.map(usize::from);
        settings.retries = usize::from(self.retry);
        settings.filter = Filter {
            tests: self.filters.clone(),
            exact: self.exact,
            skip: self.skip.clone(),
            ignored: self.ignored,
            ..self.our_filter()
        };
        if let Some(folder) = &self.report_dir {
            settings.report_dir = folder.clone();
        }
        settings
    }

    fn our_filter(&self) -> Filter {
        Filter { tags: self.tags.clone(), name: self.name.clone(), ..Filter::default() }
    }

    /// Whether a filter is one that cargo or a test runner hands to every test binary.
    fn by_cargo(&self) -> bool {
        !self.filters.is_empty() || !self.skip.is_empty() || self.ignored
    }

    /// Whether `--tags` and `--name` choose something by themselves: then it was cargo's filter that matched nothing. Without
    /// them there is nothing to ask, and no other file is read for it.
    fn ours_match(&self, settings: &Settings) -> bool {
        let ours = Settings {
            features: settings.features.clone(),
            filter: self.our_filter(),
            ..Settings::default()
        };
        (self.tags.is_none() && self.name.is_none()) || !run::names(&ours).0.is_empty()
    }

    /// What a process that nextest started writes beside the others of its run.
    fn fragment(&self, variable: impl Fn(&str) -> Option<String>) -> Option<Fragment> {
        let run = variable("NEXTEST_RUN_ID").filter(|run| !run.is_empty())?;
        let attempt = variable("NEXTEST_ATTEMPT").and_then(|attempt| attempt.parse().ok()).unwrap_or(1);
        Some(Fragment { run, test: self.filters.join(" "), attempt })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use serde_json::Value;
    use tempfile::TempDir;

    use super::*;
    use crate::folder::shown;

    const STEPS: &str = "    Given the API page \"api/longrunningoperation-update.md\"\n    And an existing longRunningOperation\n    When the documented request is sent\n    Then the status is 200\n";

    /// A folder of features, which are told by their scenarios' headings alone.
    struct Package(TempDir);

    impl Package {
        fn of(features: &[(&str, &[&str])]) -> Package {
            let package = Package(tempfile::tempdir().unwrap());
            for (name, headings) in features {
                let scenarios: String =
                    headings.iter().map(|heading| format!("  {heading}\n{STEPS}")).collect();
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
            token: Some("token".into()),
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
            assert_eq!(
                (&report["version"], &report["scenarios"][0]["verdict"]),
                (&1.into(), &"passed".into())
            );
        }
    }

    #[test]
    fn without_nextest_there_is_no_fragment() {
        assert_eq!(parsed(&[]).fragment(|_| None), None);
        assert_eq!(parsed(&[]).fragment(|_| Some(String::new())), None);
    }
}
