//! Where a run meets the terminal and the report folder: shared by `graph-contract run` and the test harness.

use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::beside::{self, Heard};
use super::event::RunEvent;
use super::interrupting;
use super::progress::Progress;
use super::run;
use super::settings::{Settings, restore_command};
use crate::exchange::{NotReady, TargetKind};
use crate::folder::shown;
use crate::report::{ExitStatus, RunReport, Spool, Text, was_violated_before, write_fragment, write_json};
use crate::target::left_open;

/// Runs, prints what was found, and writes `report.json`.
#[must_use]
pub fn run_and_report(settings: &Settings) -> ExitStatus {
    match reported(settings, None) {
        Ok(report) => ExitStatus::of(&report),
        Err(status) => status,
    }
}

/// A fragment of a report: the process is one of many that a test runner starts, and they all report to one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fragment {
    /// The test runner's name for its run.
    pub(super) run: String,
    /// The test that this process runs.
    pub(super) test: String,
    /// Which try of the test runner's it is; 1: the first.
    pub(super) attempt: usize,
}

impl Fragment {
    /// Which attempt this is, where one before it was violated: a pass takes no violation back. Else 1.
    fn attempts_after_a_violation(&self, settings: &Settings) -> usize {
        let Fragment { run, test, attempt } = self;
        match was_violated_before(&settings.report_dir, run, test, *attempt) {
            true => *attempt,
            false => 1,
        }
    }
}

/// Prints; a reader that has gone away changes no verdict.
pub(super) fn say(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Says why nothing can be asked of a target. What is refused is for somebody to change; who is not there may be there later.
pub(crate) fn not_ready(reason: &NotReady) -> ExitStatus {
    eprintln!("error: {reason}");
    match reason {
        NotReady::Refused(_) => ExitStatus::Usage,
        NotReady::Unreachable(_) => ExitStatus::Inconclusive,
    }
}

/// Runs and reports: into `report.json`, or into a file of the fragment's own.
pub(super) fn reported(settings: &Settings, fragment: Option<&Fragment>) -> Result<RunReport, ExitStatus> {
    let usage = |message: String| {
        eprintln!("error: {message}");
        ExitStatus::Usage
    };
    let target = settings.target().map_err(|error| usage(error.to_string()))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| usage(format!("no threads can be started: {error}")))?;
    if let Some(stop) = target.stopping() {
        interrupting::listen(&runtime, stop, restore_command(&settings.report_dir));
    }
    let unwritable = |error: std::io::Error| {
        usage(format!("the report cannot be written to {}: {error}", settings.report_dir.display()))
    };
    let spool = Spool::begin(&settings.report_dir).map_err(unwritable)?;
    let attempts = fragment.map_or(1, |fragment| fragment.attempts_after_a_violation(settings));
    let spool = Spooling { spool: Arc::new(Mutex::new(Some(spool))), attempts };
    let (mut progress, spooling) = (Progress::on_this_terminal(), spool.clone());
    let heard = settings.against_double.then(Heard::default);
    let hearing = heard.clone();
    let run = runtime.block_on(run::run(settings, target, move |event| {
        spooling.told(event);
        hearing.iter().for_each(|hearing| hearing.told(event));
        say(&progress.told(event));
    }));
    let mut report = run.map_err(|reason| not_ready(&reason))?;
    if let Some(live) = heard {
        let found = runtime.block_on(beside::differences(settings, &report, &live));
        report.differences = Some(found.map_err(|reason| usage(reason.to_string()))?);
    }
    if attempts > 1 {
        report.scenarios = report.scenarios.into_iter().map(|one| one.unstable_after(attempts)).collect();
        report.scenarios.iter().filter(|one| one.unstable).for_each(|one| say(&Text::scenario(one)));
    }
    let written = written(&report, spool.end(), settings, fragment);
    say(&Text::summary(&report));
    if report.target == TargetKind::Live {
        say(&Text::left_open(left_open(&settings.report_dir), &restore_command(&settings.report_dir)));
    }
    match written {
        Ok(path) => say(&format!("report: {}\n", shown(&path))),
        Err(error) => return Err(unwritable(error)),
    }
    Ok(report)
}

fn written(
    report: &RunReport,
    spool: Spool,
    settings: &Settings,
    fragment: Option<&Fragment>,
) -> std::io::Result<PathBuf> {
    match fragment {
        Some(Fragment { run, test, attempt }) => {
            write_fragment(report, spool, &settings.report_dir, run, test, *attempt)
        }
        None => write_json(report, spool, &settings.report_dir),
    }
}

/// The scenarios of a run go to a file as they come to their end.
#[derive(Clone)]
struct Spooling {
    spool: Arc<Mutex<Option<Spool>>>,
    /// Which attempt this is, where one before it was violated; else 1.
    attempts: usize,
}

impl Spooling {
    fn told(&self, event: RunEvent<'_>) {
        let mut spool = self.spool.lock().unwrap_or_else(PoisonError::into_inner);
        if let (RunEvent::Finished(scenario), Some(spool)) = (event, spool.as_mut()) {
            match self.attempts {
                1 => spool.take(scenario),
                attempts => spool.take(&scenario.clone().unstable_after(attempts)),
            }
        }
    }

    /// The spool, when the run is over.
    fn end(&self) -> Spool {
        self.spool.lock().unwrap_or_else(PoisonError::into_inner).take().expect("a run ends once")
    }
}
