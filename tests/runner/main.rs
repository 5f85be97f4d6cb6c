//! The runner around the scenarios: which run beside each other, in what order they are told, and which are left out.

mod counting;

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::Arc;

use counting::{Count, Counting};
use graph_contract::suite::{RunEvent, Settings};
use graph_contract::target::Double;
use serde_json::Value;

const STEPS: &str = "    Given the API page \"api/longrunningoperation-update.md\"\n    And an existing longRunningOperation\n    When the documented request is sent\n    Then the status is 200\n";

fn run(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_graph-contract"));
    for name in ["BASE_URL", "TOKEN", "VARS", "ALLOW_WRITES", "STRICT"] {
        command.env_remove(format!("GRAPH_CONTRACT_{name}"));
    }
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg("run")
        .arg("--report-dir")
        .arg(folder)
        .args(arguments);
    command
}

/// A feature of one scenario with these tags.
fn feature(folder: &Path, tags: &str) -> String {
    let path = folder.join("x.feature");
    fs::write(&path, format!("Feature: F\n  {tags}\n  Scenario: S\n{STEPS}")).unwrap();
    path.to_string_lossy().into_owned()
}

fn report(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("report.json")).unwrap()).unwrap()
}

/// Starts a run, and what it says on standard error.
fn started(folder: &Path, feature: &str) -> (Child, BufReader<ChildStderr>) {
    let mut child = run(folder, &[feature])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let said = BufReader::new(child.stderr.take().expect("a pipe"));
    (child, said)
}

#[test]
fn two_processes_that_run_a_serial_scenario_wait_for_whoever_holds_the_lock() {
    let folder = tempfile::tempdir().unwrap();
    let feature = feature(folder.path(), "@serial");
    let lock = File::create(folder.path().join("serial.lock")).unwrap();
    lock.lock().unwrap();
    let processes = [(); 2].map(|()| started(folder.path(), &feature));
    let waiting = processes.map(|(mut child, mut said)| {
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        assert!(line.starts_with("waiting: ") && line.contains("serial.lock"), "{line:?}");
        assert_eq!(child.try_wait().unwrap(), None, "it waits");
        (child, said)
    });
    assert!(!folder.path().join("report.json").exists(), "nothing has run");
    lock.unlock().unwrap();
    for (mut child, _said) in waiting {
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
    lock.try_lock().expect("whoever is done lets go of the lock");
}

#[test]
fn a_run_without_a_serial_scenario_waits_for_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let lock = File::create(folder.path().join("serial.lock")).unwrap();
    lock.lock().unwrap();
    for tags in ["@smoke", "@serial @live"] {
        let feature = feature(folder.path(), tags);
        let (mut child, mut said) = started(folder.path(), &feature);
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let waits = !line.is_empty();
        if waits {
            child.kill().unwrap();
        }
        child.wait().unwrap();
        assert!(!waits, "{tags}: {line}");
    }
}

/// Runs twelve scenarios with these tags, and tells `watch` of each that is over: the most that ran at once.
fn at_once(folder: &Path, tags: &str, mut watch: impl FnMut() + Send + 'static) -> usize {
    let scenarios: String = (0..12).map(|at| format!("  {tags}\n  Scenario: S{at}\n{STEPS}")).collect();
    let feature = folder.join("x.feature");
    fs::write(&feature, format!("Feature: F\n{scenarios}")).unwrap();
    let count = Arc::new(Count::default());
    let target = Box::new(Counting { double: Double::new().unwrap(), count: Arc::clone(&count) });
    let settings = Settings { features: vec![feature], report_dir: folder.into(), ..Settings::default() };
    let counted = Arc::clone(&count);
    let watcher = move |event: RunEvent<'_>| {
        if matches!(event, RunEvent::Finished(_)) {
            counted.finished();
            watch();
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let report = runtime.block_on(graph_contract::suite::run(&settings, target, watcher)).unwrap();
    assert_eq!(report.summary().passed, 12);
    count.most()
}

#[test]
fn serial_scenarios_of_one_run_never_run_at_once() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(at_once(folder.path(), "@serial", || ()), 1);
    assert!(at_once(folder.path(), "@smoke", || ()) > 1, "without the tag they do");
}

#[test]
fn the_lock_is_held_for_as_long_as_scenarios_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("serial.lock");
    let (told, held) = std::sync::mpsc::channel();
    let seen = path.clone();
    at_once(folder.path(), "@serial", move || {
        let _ = told.send(File::open(&seen).unwrap().try_lock().is_err());
    });
    assert_eq!(held.iter().collect::<Vec<_>>(), [true; 12]);
    File::open(&path).unwrap().try_lock().expect("the run is over");
}

#[test]
fn scenarios_are_told_in_the_order_of_the_files_however_many_run_at_once() {
    let told = |concurrency: &str| {
        let folder = tempfile::tempdir().unwrap();
        let output = run(folder.path(), &["--concurrency", concurrency]).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        timeless(&report(folder.path()))
    };
    let (one_by_one, at_once) = (told("1"), told("16"));
    assert!(one_by_one.matches("\"verdict\"").count() > 16, "more than run at once");
    assert!(one_by_one == at_once, "the reports differ");
}

/// A report without what a clock says, and without the double's ports.
fn timeless(report: &Value) -> String {
    let moving = [
        r#""(seconds|started)": [^,\n]*"#,
        r"127\.0\.0\.1:\d+",
        r"\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT",
        r#""date": "[^"]*""#,
    ];
    moving.iter().fold(format!("{report:#}"), |text, pattern| {
        regex::Regex::new(pattern).unwrap().replace_all(&text, "").into_owned()
    })
}

#[test]
fn a_live_scenario_is_skipped_on_the_double_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &[&feature(folder.path(), "@live")]).output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    let scenario = &report(folder.path())["scenarios"][0];
    assert_eq!(scenario["verdict"], "skipped");
    assert_eq!(scenario["reason"], "it only makes sense on a live endpoint (@live)");
}

#[test]
fn a_scenario_that_writes_runs_on_the_double() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &[&feature(folder.path(), "@writes @double")]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_file_that_is_named_twice_is_run_once() {
    let folder = tempfile::tempdir().unwrap();
    let feature = feature(folder.path(), "@x");
    let all = folder.path().to_string_lossy().into_owned();
    run(folder.path(), &[&feature, &all]).output().unwrap();
    assert_eq!(report(folder.path())["summary"]["exchanges"], 1);
}

#[test]
fn a_scenario_that_passes_is_not_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["--retry", "3", &feature(folder.path(), "@retry(2)")]).output().unwrap();
    let report = report(folder.path());
    assert_eq!(report["summary"]["exchanges"], 1);
    assert_eq!(report["scenarios"][0].get("unstable"), None);
}

/// A folder with features of one scenario each, by name and text behind the feature's head.
fn features(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("Feature: F\n{text}")).unwrap();
    }
    folder
}

fn scenario(steps: &str) -> String {
    format!("  Scenario: S\n{STEPS}{steps}")
}

#[test]
fn a_file_runs_once_however_often_it_is_named() {
    let folder = features(&[("a/x.feature", &scenario("")), ("b/y.feature", &scenario(""))]);
    let path = |below: &str| folder.path().join(below).to_string_lossy().into_owned();
    let again = [path("a"), path("a/x.feature"), path("b/../a"), path("b")];
    let named: Vec<&str> = again.iter().map(String::as_str).collect();
    let output = run(folder.path(), &named).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(report(folder.path())["summary"]["passed"], 2);
}

#[test]
fn an_asterisk_is_a_step_like_the_one_before_it() {
    let steps = "    * the property \"status\" is one of its documented values\n    And the property \"id\" is \"x\"\n";
    let folder = features(&[("x.feature", &scenario(steps))]);
    let path = folder.path().join("x.feature");
    let output = run(folder.path(), &[&path.to_string_lossy()]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn an_empty_folder_among_others_is_no_input() {
    let folder = features(&[("a/x.feature", &scenario(""))]);
    let (full, empty) = (folder.path().join("a"), folder.path().join("empty"));
    fs::create_dir(&empty).unwrap();
    let output = run(folder.path(), &[&full.to_string_lossy(), &empty.to_string_lossy()]).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(run(folder.path(), &[&empty.to_string_lossy()]).output().unwrap().status.code(), Some(4));
}

#[test]
fn what_stands_behind_an_empty_rule_is_not_lost() {
    let folder = features(&[("x.feature", &format!("  @live\n  Rule: A\n  Rule: B\n{}", scenario("")))]);
    let feature = folder.path().join("x.feature");
    let output = run(folder.path(), &[&feature.to_string_lossy()]).output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn mistakes_that_show_while_scenarios_run_are_told_in_the_order_of_the_files() {
    let wrong = "    When the same request is sent again\n    Then nothing else has changed\n    When GET \"/industryData\" is sent\n    Then the response is the documented one\n";
    let scenarios: String =
        (0..20).map(|at| scenario(wrong).replace("Scenario: S", &format!("Scenario: {at}"))).collect();
    let folder = features(&[("a.feature", &scenarios), ("b.feature", &scenarios)]);
    let lines = || {
        run(folder.path(), &[&folder.path().to_string_lossy()]).output().unwrap();
        let report = report(folder.path());
        let errors = report["errors"].as_array().unwrap().iter();
        errors.map(|error| (error["path"].to_string(), error["line"].as_u64().unwrap())).collect::<Vec<_>>()
    };
    let (first, second) = (lines(), lines());
    assert_eq!(first.len(), 40);
    assert!(first.is_sorted());
    assert_eq!(first, second);
}

#[test]
fn two_runs_in_one_report_folder_do_not_mix() {
    let folder = features(&[("a.feature", &scenario("")), ("b.feature", &scenario(""))]);
    let settings = |name: &str| Settings {
        features: vec![folder.path().join(name)],
        report_dir: folder.path().to_path_buf(),
        ..Settings::default()
    };
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..8)
            .map(|at| settings(if at % 2 == 0 { "a.feature" } else { "b.feature" }))
            .map(|settings| scope.spawn(move || graph_contract::suite::run_and_report(&settings)))
            .collect();
        for run in runs {
            assert_eq!(run.join().unwrap(), graph_contract::report::ExitStatus::Kept);
        }
    });
    let report = report(folder.path());
    assert_eq!(report["scenarios"].as_array().map(Vec::len), Some(1));
    let left: Vec<_> =
        fs::read_dir(folder.path()).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().ends_with(".tmp")), "{left:?}");
}
