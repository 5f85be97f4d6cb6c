//! The test binary that `cargo test` and `cargo nextest` start: what they hand over, and what comes of it.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use cucumber::gherkin::tagexpr::TagOperation;
use regex::Regex;

use super::doors::{Fragment, reported, say};
use super::features;
use super::plan;
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
    /// Only the scenarios that are skipped here by their tags: @live on the double, @double, @writes and @destructive on an endpoint
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
    #[arg(long, aliases = ["show-output", "no-capture"])]
    nocapture: bool,
    /// End the run at the first scenario that does not pass
    #[arg(long)]
    fail_fast: bool,
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
        say(&text);
        return status;
    }
    match reported(&settings, fragment) {
        Ok(report) if arguments.by_cargo() && matched_nothing(&report) && arguments.ours_match(&settings) => {
            ExitStatus::Kept
        }
        Ok(report) if arguments.names_tests() && all_skipped(&report) => ExitStatus::Kept,
        Ok(report) => ExitStatus::of(&report),
        Err(status) => status,
    }
}

/// The scenarios' names as the standard harness lists tests. A package that has none is an error, as test runners would take
/// the empty list for a binary without tests, and go on to say that all is well.
fn list(arguments: &TestArguments, settings: &Settings) -> (String, ExitStatus) {
    let (names, errors) = plan::names(settings);
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
        settings.fail_fast = self.fail_fast;
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

    /// Whether scenarios are asked for by their names, as a test runner does.
    fn names_tests(&self) -> bool {
        self.exact && !self.filters.is_empty()
    }

    /// Whether a filter is one that cargo or a test runner hands to every test binary.
    fn by_cargo(&self) -> bool {
        !self.filters.is_empty() || !self.skip.is_empty() || self.ignored
    }

    /// Whether there is something to match, and `--tags` and `--name` choose some of it by themselves: then it was cargo's filter
    /// that matched nothing. Without them there is nothing to ask, and no other file is read for it.
    fn ours_match(&self, settings: &Settings) -> bool {
        if features::files(&settings.features, &Filter::default()).0.is_empty() {
            return false;
        }
        let ours = Settings {
            features: settings.features.clone(),
            filter: self.our_filter(),
            ..Settings::default()
        };
        (self.tags.is_none() && self.name.is_none()) || !plan::names(&ours).0.is_empty()
    }

    /// What a process that nextest started writes beside the others of its run.
    fn fragment(&self, variable: impl Fn(&str) -> Option<String>) -> Option<Fragment> {
        let run = variable("NEXTEST_RUN_ID").filter(|run| !run.is_empty())?;
        let attempt = variable("NEXTEST_ATTEMPT").and_then(|attempt| attempt.parse().ok()).unwrap_or(1);
        Some(Fragment { run, test: self.filters.join(" "), attempt })
    }
}

#[cfg(test)]
mod tests;
