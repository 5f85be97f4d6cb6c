//! A tenant that throttles or loses requests: which requests go again, and when a run stops asking.

use std::io::{BufRead as _, BufReader};
use std::process::Command;
use std::time::Duration;

use super::folder::{Feature, Folder};
use super::records::{Records, SCHOOL, Wrong};
use super::suite::Run;

const BODY: &str = " with the body\n      \"\"\"json\n      { \"displayName\": \"Another\" }\n      \"\"\"";

/// A scenario that sends one request with this method; a DELETE is sent for what it created.
fn sending(method: &str) -> (Vec<&'static str>, String) {
    let one = format!("/education/schools/{SCHOOL}");
    let (page, when) = match method {
        "GET" => ("educationschool-get", format!("GET \"{one}\" is sent")),
        "POST" => ("educationschool-post", "the documented request is sent".to_string()),
        "DELETE" => ("educationschool-post", "the documented request is sent".to_string()),
        _ => ("educationschool-update", format!("{method} \"{one}\" is sent{BODY}")),
    };
    let status = if matches!(method, "POST" | "DELETE") { 201 } else { 200 };
    (vec![page], format!("    When {when}\n    Then the status is {status}\n"))
}

fn run(tenant: &Records, method: &str, arguments: &[&str]) -> Run {
    let (pages, steps) = sending(method);
    Folder::new().run(&tenant.url(), &Feature { pages: &pages, tags: "", steps: &steps }, arguments)
}

fn times_sent(tenant: &Records, method: &str) -> usize {
    tenant.seen().iter().filter(|seen| seen.starts_with(&format!("{method} "))).count()
}

#[test]
fn a_throttled_request_goes_again_where_that_does_nothing_twice() {
    for (method, status, retry_after, goes_again) in [
        ("GET", 429, Some("0"), true),
        ("GET", 503, None, true),
        ("GET", 504, None, true),
        ("GET", 429, Some("Thu, 01 Jan 2015 00:00:00 GMT"), true),
        ("GET", 500, Some("0"), false),
        ("PUT", 504, Some("0"), true),
        ("PATCH", 429, None, true),
        ("PATCH", 503, Some("0"), true),
        ("PATCH", 504, Some("0"), false),
        ("POST", 429, Some("0"), true),
        ("POST", 503, Some("0"), true),
        ("POST", 503, None, false),
        ("POST", 504, Some("0"), false),
        ("DELETE", 429, Some("0"), true),
        ("DELETE", 504, None, false),
    ] {
        let tenant = Records::start(Wrong::AnswersOnce(method, status, retry_after));
        let run = run(&tenant, method, &[]);
        let told = format!("{method} {status} {retry_after:?}\n{}", run.stdout);
        let times = times_sent(&tenant, method);
        match goes_again {
            true => assert_eq!((run.code, run.count("passed")), (0, 1), "{told}"),
            false => assert_ne!(run.code, 0, "{told}"),
        }
        if matches!(method, "POST" | "DELETE") {
            assert_eq!(times, 1 + usize::from(goes_again), "{told}");
        }
    }
}

#[test]
fn a_lost_request_goes_again_where_that_does_nothing_twice() {
    // a PUT that was taken is put back by another, and so is a PATCH that may have been
    for (method, goes_again, times) in
        [("GET", true, 2), ("PUT", true, 3), ("PATCH", false, 2), ("POST", false, 1), ("DELETE", false, 1)]
    {
        let tenant = Records::start(Wrong::ClosesOnce(method));
        let run = run(&tenant, method, &[]);
        let told = format!("{method}\n{}", run.stdout);
        assert_eq!((run.code == 0, run.count("violated")), (goes_again, 0), "{told}");
        assert_eq!(times_sent(&tenant, method), times, "{told}");
    }
}

/// Runs a scenario with this method, and then two that read.
fn before_two_reads(tenant: &Records, method: &str, arguments: &[&str]) -> Run {
    let scenario = |number: usize, method: &str| {
        let (pages, steps) = sending(method);
        format!("  Scenario: S{number}\n    Given the API page \"api/{}.md\"\n{steps}", pages[0])
    };
    let all = [scenario(1, method), scenario(2, "GET"), scenario(3, "GET")].concat();
    let folder = Folder::new();
    let path = folder.ledger().with_file_name("several.feature");
    std::fs::write(&path, format!("Feature: F\n{all}")).unwrap();
    let mut command = folder.command(&tenant.url(), &["run"]);
    let command = command.args(arguments).arg(&path).env("GRAPH_CONTRACT_ALLOW_WRITES", "1");
    folder.outcome(command.output().unwrap())
}

fn not_sent(run: &Run) -> bool {
    assert_eq!(run.count("violated"), 0, "{}", run.stdout);
    let reason = |name: &str| run.scenario(name)["reason"].as_str().unwrap_or_default().to_string();
    ["S2", "S3"].map(reason).iter().all(|why| why.contains("not sent: ") && why.contains("--retry-budget"))
}

#[test]
fn what_the_budget_does_not_allow_is_not_waited_for_and_the_rest_is_not_sent() {
    let tenant = Records::start(Wrong::AnswersOnce("GET", 429, Some("3600")));
    let run = before_two_reads(&tenant, "GET", &[]);
    assert_eq!((run.code, run.count("inconclusive"), tenant.seen().len()), (5, 3, 1), "{}", run.stdout);
    assert!(not_sent(&run), "{}", run.stdout);
}

#[test]
fn time_without_an_answer_is_taken_out_of_the_budget() {
    let lost = || Records::start(Wrong::ClosesOnce("PATCH"));
    let run = before_two_reads(&lost(), "PATCH", &["--retry-budget", "0"]);
    assert!(run.code == 5 && not_sent(&run), "{}", run.stdout);
    let run = before_two_reads(&lost(), "PATCH", &[]);
    assert_eq!((run.code, run.count("passed")), (5, 2), "{}", run.stdout);
}

/// A run that is interrupted while it waits does not wait to the end.
#[cfg(unix)]
#[test]
fn a_signal_cuts_a_wait_short() {
    let tenant = Records::start(Wrong::AnswersOnce("GET", 429, Some("3600")));
    let (pages, steps) = sending("GET");
    let (folder, feature) = (Folder::new(), Feature { pages: &pages, tags: "", steps: &steps });
    let mut run = folder.running(&tenant.url(), &feature, &["--retry-budget", "7200"]).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(run.stderr.as_mut().unwrap()).read_line(&mut said).unwrap();
    assert!(said.starts_with("waiting 3600"), "{said}");
    assert!(Command::new("kill").args(["-INT", &run.id().to_string()]).status().unwrap().success());
    let mut looks = (0..600).map(|_| run.try_wait().unwrap());
    let ended = looks.find_map(|ended| {
        if ended.is_none() {
            std::thread::sleep(Duration::from_millis(100));
        }
        ended
    });
    if ended.is_none() {
        run.kill().unwrap();
    }
    let run = folder.outcome(run.wait_with_output().unwrap());
    assert_eq!(
        (ended.and_then(|ended| ended.code()), run.count("inconclusive")),
        (Some(5), 1),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("not sent: the run was interrupted"), "{}", run.stdout);
}

#[test]
fn a_run_says_that_it_waits() {
    let tenant = Records::start(Wrong::AnswersOnce("GET", 429, None));
    let run = run(&tenant, "GET", &["--pause", "0.2"]);
    assert_eq!((run.code, run.count("passed")), (0, 1), "{}", run.stdout);
    let told = "waiting 0.1 s: the endpoint answered 429 (120 s of --retry-budget left)";
    assert_eq!(run.stderr.trim(), told);
}
