//! The two doors to a run: `graph-contract run`, and the test binary that `cargo test` starts.

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use cucumber::gherkin::tagexpr::TagOperation;
use regex::Regex;

use super::run;
use super::settings::{Filter, Settings};
use crate::folder::shown;
use crate::report::{ExitStatus, RunReport, Text, write_json};
use crate::verdict::Verdict;

/// Runs, prints what was found, and writes `report.json`.
#[must_use]
pub fn run_and_report(settings: &Settings) -> ExitStatus {
    match reported(settings) {
        Ok(report) => ExitStatus::of(&report),
        Err(status) => status,
    }
}

/// Prints; a reader that has gone away changes no verdict.
fn say(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn reported(settings: &Settings) -> Result<RunReport, ExitStatus> {
    let usage = |message: String| {
        eprintln!("error: {message}");
        ExitStatus::Usage
    };
    let target = settings.target().map_err(|error| usage(error.to_string()))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| usage(format!("no threads can be started: {error}")))?;
    let report = runtime.block_on(run::run(settings, target, |scenario| say(&Text::scenario(scenario))));
    let written = write_json(&report, &settings.report_dir);
    say(&Text::summary(&report));
    match written {
        Ok(path) => say(&format!("report: {}\n", shown(&path))),
        Err(error) => {
            return Err(usage(format!(
                "the report cannot be written to {}: {error}",
                settings.report_dir.display()
            )));
        }
    }
    Ok(report)
}

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
    /// Run the ignored scenarios alone: there are none
    #[arg(long)]
    ignored: bool,
    /// Taken for the standard harness's sake: no scenario is ignored
    #[arg(long)]
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
    let settings = match settings(&arguments, variable) {
        Ok(settings) => settings,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitStatus::Usage.into();
        }
    };
    if arguments.ignored && !arguments.list {
        println!("0 run: no scenario is ignored");
        return ExitCode::SUCCESS;
    }
    if arguments.list {
        return if arguments.ignored { ExitCode::SUCCESS } else { list(&settings) };
    }
    let is_cargos_filter = !arguments.filters.is_empty() || !arguments.skip.is_empty();
    match reported(&settings) {
        Ok(report) if is_cargos_filter && matched_nothing(&report) && ours_match(&arguments) => {
            ExitCode::SUCCESS
        }
        Ok(report) if arguments.exact && all_skipped(&report) => ExitCode::SUCCESS,
        Ok(report) => ExitStatus::of(&report).into(),
        Err(status) => status.into(),
    }
}

fn matched_nothing(report: &RunReport) -> bool {
    report.errors.is_empty() && report.scenarios.is_empty()
}

/// Whether `--tags` and `--name` choose something by themselves: then it was cargo's filter that matched nothing.
fn ours_match(arguments: &TestArguments) -> bool {
    let ours = Settings {
        filter: Filter { tags: arguments.tags.clone(), name: arguments.name.clone(), ..Filter::default() },
        ..Settings::default()
    };
    !run::names(&ours).0.is_empty()
}

/// One scenario by its name, as a test runner asks for it: left out with its reason is no failure of that test.
fn all_skipped(report: &RunReport) -> bool {
    let skipped = report.scenarios.iter().all(|scenario| scenario.verdict == Verdict::Skipped);
    report.errors.is_empty() && !report.scenarios.is_empty() && skipped
}

fn settings(
    arguments: &TestArguments,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Settings, super::WrongUsage> {
    let mut settings = Settings::from_environment(variable)?;
    settings.concurrency = arguments.test_threads.map(usize::from);
    settings.filter.tests = arguments.filters.clone();
    settings.filter.exact = arguments.exact;
    settings.filter.skip = arguments.skip.clone();
    settings.filter.tags = arguments.tags.clone();
    settings.filter.name = arguments.name.clone();
    if let Some(folder) = &arguments.report_dir {
        settings.report_dir = folder.clone();
    }
    Ok(settings)
}

fn list(settings: &Settings) -> ExitCode {
    let (names, errors) = run::names(settings);
    names.iter().for_each(|name| println!("{name}: test"));
    eprint!("{}", crate::report::input_errors(&errors));
    if errors.is_empty() { ExitCode::SUCCESS } else { ExitStatus::Input.into() }
}
