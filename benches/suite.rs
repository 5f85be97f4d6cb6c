//! A run of many scenarios beside the same exchanges in a bare loop, and long runs beside short ones: ratios from one call.
//!
//! `cargo bench --bench suite` takes some seconds; with `-- long` the program also runs 100,000 scenarios. Each scenario is one
//! documented PATCH with nine checks. Both sides ask the same double over HTTP.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use graph_contract::exchange::{Caller, Session, Subject, Target, Variables};
use graph_contract::library::Library;
use graph_contract::suite::{Settings, run};
use graph_contract::target::Double;
use graph_contract::verdict::Verdict;

mod memory;
mod rounds;

use rounds::{best, tell};

/// The program's own, for both sides.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PAGE: &str = "api/longrunningoperation-update.md";
const ROUNDS: usize = 3;

fn main() {
    let is_long = std::env::args().any(|argument| argument == "long");
    let threads = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("threads");
    for count in [1_000, 10_000] {
        let features = files(count, 100);
        let suite = || ran(&threads, features.path(), count);
        let times = best(ROUNDS, suite, || threads.block_on(bare(count)));
        tell(&format!("run {count} scenarios"), times, "the same exchanges in a bare loop");
    }
    let (small, large) = (files(400, 400), files(4_000, 4_000));
    let large = || ran(&threads, large.path(), 4_000);
    let times = best(ROUNDS, large, || ten_times(|| ran(&threads, small.path(), 400)));
    tell("run one file of 4000 scenarios", times, "ten times one of 400");
    if is_long {
        long();
    }
}

/// The program in processes of its own, as people run it: with its reports, and with no memory that a run before it warmed.
fn long() {
    let (features, some) = (files(100_000, 100), files(10_000, 100));
    println!("run 100000 scenarios: {}", memory::told(memory_of(features.path())));
    let times = best(ROUNDS, || program(features.path()), || ten_times(|| program(some.path())));
    tell("run 100000 scenarios", times, "ten times 10000 of them");
}

fn program(features: &Path) {
    let folder = tempfile::tempdir().expect("a folder for the reports");
    let status = command(features, folder.path()).status().expect("the program");
    assert!(status.success(), "every scenario passes");
}

/// The most memory that the program held, where the system tells: it is asked again and again while the program runs.
fn memory_of(features: &Path) -> Option<usize> {
    let folder = tempfile::tempdir().expect("a folder for the reports");
    let mut running = command(features, folder.path()).spawn().expect("the program");
    let mut most = None;
    while running.try_wait().expect("a process of ours").is_none() {
        most = memory::most(&running.id().to_string()).or(most);
        std::thread::sleep(Duration::from_millis(5));
    }
    most
}

fn command(features: &Path, reports: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_graph-contract"));
    for name in ["BASE_URL", "STRICT", "VARS"] {
        program.env_remove(format!("GRAPH_CONTRACT_{name}"));
    }
    program.args(["run", "--pages", "fixtures/pages", "--report-dir"]).arg(reports).arg(features);
    program.stdout(Stdio::null());
    program
}

/// As long as what it is held against: a short round is disturbed less often, and its shortest says less of a long one.
fn ten_times<T>(work: impl Fn() -> T) {
    (0..10).for_each(|_| drop(work()));
}

fn ran(threads: &tokio::runtime::Runtime, features: &Path, count: usize) {
    let settings = Settings { features: vec![features.to_path_buf()], ..Settings::default() };
    let target = settings.target().expect("the double");
    let report = threads.block_on(run(&settings, target, |_| {})).unwrap();
    let passed = report.scenarios.iter().filter(|scenario| scenario.verdict == Verdict::Passed).count();
    assert_eq!((passed, report.errors.len()), (count, 0), "every scenario passes");
}

/// The exchanges of a run and nothing else: one after the other, their answers read whole.
async fn bare(count: usize) {
    let contract = Library::at("fixtures/pages").contract(PAGE).expect("the fixture");
    let subject = Subject { contract, example: 0 };
    let double = Double::new().expect("a client for this machine");
    let mut session: Box<dyn Session> = double.open().await;
    session.about(&subject);
    let known = Variables::new();
    let variables = session.existing(&subject, None, &known, &mut Vec::new()).await.expect("a resource");
    let request = &subject.example().request;
    let path = request.path().fill(|name| variables.get(name).cloned()).expect("a whole path");
    let url = format!("{}{path}", session.prefix(request.url.version.as_deref()));
    let authorization = session.authorization(Caller::Entitled).expect("a token").expect("a token");
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    for number in 1..=count {
        let sending = client.patch(&url).header("Authorization", &authorization);
        let sending = sending.header("Content-Type", "application/json").body(body(number, count));
        let answer = sending.send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        std::hint::black_box(answer.bytes().await.expect("a body"));
    }
}

fn body(number: usize, count: usize) -> String {
    format!("{{ \"statusDetail\": \"file {number} of {count}\" }}")
}

/// So many scenarios in files of so many.
fn files(count: usize, each: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the features");
    for first in (1..=count).step_by(each) {
        let mut text = format!(
            "Feature: From {first}\n\n  Background:\n    Given the API page \"{PAGE}\"\n    And an existing longRunningOperation\n"
        );
        for number in first..(first + each).min(count + 1) {
            let body = body(number, count);
            let _ = write!(
                text,
                "\n  Scenario: Update {number}\n    When the documented request is sent with the body\n      \"\"\"json\n      {body}\n      \"\"\"\n"
            );
            let checks = [
                "Then the status is 200",
                "And the header \"Content-Type\" is \"application/json\"",
                "And the body has the documented shape",
                "And the property \"status\" is one of its documented values",
                "And the property \"createdDateTime\" is a timestamp",
                "And the property \"lastActionDateTime\" is a timestamp",
                "And the property \"id\" is a string",
                "And the body includes what was sent",
                "And the property \"statusDetail\" is a string",
            ];
            checks.iter().for_each(|check| {
                let _ = writeln!(text, "    {check}");
            });
        }
        let path: PathBuf = folder.path().join(format!("{first:06}.feature"));
        std::fs::write(path, text).expect("a feature is written");
    }
    folder
}
