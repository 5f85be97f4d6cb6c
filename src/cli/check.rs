//! `graph-contract check`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{Days, NaiveDate, Utc};
use clap::{Args, ValueEnum};
use strsim::osa_distance;

use crate::documentation::{BaselineFile, Changed, Checked, Documentation, Relative, UnusableBaseline, fix};
use crate::lint::{Quoted, Rule, Sorted, rule, rules};
use crate::report::ExitStatus;
use crate::report::check::{
    BaselineReport, CheckReport, check_github, check_json, check_sarif, check_text, explanation, rules_table,
};

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Pages, or folders that hold some
    #[arg(default_value = "fixtures/pages")]
    paths: Vec<PathBuf>,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Leave out what this rule finds, by its code or name; may be repeated
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = known)]
    allow: Vec<&'static Rule>,
    /// Fail also when there are warnings
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
    /// Print the manual page of a rule, by its code or name
    #[arg(long, value_name = "CODE", value_parser = known)]
    explain: Option<&'static Rule>,
    /// Print all rules
    #[arg(long)]
    rules: bool,
    /// Let through the findings that a file lists, and say what it lists in vain
    #[arg(long, value_name = "FILE", conflicts_with = "write_baseline")]
    baseline: Option<PathBuf>,
    /// Write everything found to a file for --baseline; what it lists already keeps its day
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
    /// After how many days what --write-baseline adds counts again
    #[arg(long, value_name = "N", default_value_t = 90, requires = "write_baseline")]
    baseline_days: u16,
    /// Report only pages that differ from a git revision
    #[arg(long, value_name = "REV")]
    changed_since: Option<String>,
    /// Repair what can be repaired with certainty, and report what is left
    #[arg(long)]
    fix: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    Warnings,
}

/// The rule of a code or a name.
fn known(which: &str) -> Result<&'static Rule, String> {
    if let Some(rule) = rule(which) {
        return Ok(rule);
    }
    let distance = |rule: &Rule| {
        let other = which.to_ascii_lowercase();
        osa_distance(&rule.code.to_ascii_lowercase(), &other).min(osa_distance(rule.name, &other))
    };
    let closest =
        rules().iter().min_by_key(|rule| distance(rule)).map(|rule| format!("{} {}", rule.code, rule.name));
    let closest = closest.unwrap_or_default();
    Err(format!("there is no such rule; the closest is {closest} (check --rules prints all)"))
}

impl Check {
    pub(super) fn execute(&self) -> ExitStatus {
        match (self.explain, self.rules) {
            (Some(rule), _) => print(&explanation(rule)),
            (None, true) => print(&rules_table()),
            (None, false) => self.check(),
        }
    }

    fn check(&self) -> ExitStatus {
        let started = Instant::now();
        let mut documentation = Documentation::at(&self.paths);
        let has_pages = !documentation.is_empty();
        if let Some(revision) = &self.changed_since {
            match Changed::since(revision, &self.paths) {
                Ok(changed) => documentation.keep_changed(&changed),
                Err(error) => return refused(ExitStatus::Usage, &error),
            }
        }
        let mut report = match self.report(&documentation) {
            Ok(report) => report,
            Err(error) => return refused(ExitStatus::Input, &error),
        };
        report.seconds = started.elapsed().as_secs_f64();
        report.unreadable.iter().for_each(|unreadable| eprintln!("error: {unreadable}"));
        self.print(&mut report, has_pages);
        match report.status() {
            ExitStatus::Nothing if has_pages => ExitStatus::Kept, // no page has changed
            status => status,
        }
    }

    fn print(&self, report: &mut CheckReport, has_pages: bool) {
        if report.pages == 0 && report.unreadable.is_empty() {
            match &self.changed_since {
                Some(revision) if has_pages => eprintln!("note: no page differs from {revision}"),
                _ => eprintln!("error: there is no Markdown file at these paths"),
            }
        }
        if matches!(self.format, Format::Sarif | Format::Github) {
            from_here(report);
        }
        print(&match self.format {
            Format::Text => check_text(report),
            Format::Json => format!("{:#}\n", check_json(report)),
            Format::Sarif => format!("{:#}\n", check_sarif(report)),
            Format::Github => check_github(report),
        });
    }

    /// Checks, repairs, and checks again what was repaired.
    fn report(&self, documentation: &Documentation) -> Result<CheckReport, UnusableBaseline> {
        let mut sieve = self.sieve()?;
        let mut checked = documentation.check();
        let (mut fixed, mut unwritten) = (Vec::new(), Vec::new());
        if self.fix {
            let new = |checked| sieve.sift(checked).0.findings;
            (fixed, unwritten) = fix(new(checked.clone()), || new(documentation.check()));
        }
        if !fixed.is_empty() {
            checked = documentation.check();
        }
        if self.write_baseline.is_some() {
            sieve.renew(&mut checked, self.baseline_days)?;
        }
        let (mut checked, baseline) = sieve.sift(checked);
        checked.unreadable.extend(unwritten);
        let denies_warnings = self.deny == Some(Deny::Warnings);
        let Checked { pages, findings, unreadable, .. } = checked;
        Ok(CheckReport { pages, seconds: 0.0, findings, fixed, baseline, unreadable, denies_warnings })
    }

    fn sieve(&self) -> Result<Sieve<'_>, UnusableBaseline> {
        let baseline = match (&self.baseline, &self.write_baseline) {
            (Some(file), _) => Some(BaselineFile::read(file)?),
            (None, Some(file)) => Some(BaselineFile::read_or_empty(file)?),
            (None, None) => None,
        };
        Ok(Sieve { allow: &self.allow, baseline, today: Utc::now().date_naive() })
    }
}

/// What findings have to come through to be reported.
struct Sieve<'a> {
    allow: &'a [&'static Rule],
    baseline: Option<BaselineFile>,
    today: NaiveDate,
}

impl Sieve<'_> {
    /// What is neither let through by the baseline nor allowed.
    fn sift(&self, mut checked: Checked) -> (Checked, Option<BaselineReport>) {
        let report = self.baseline.as_ref().map(|baseline| {
            let found = std::mem::take(&mut checked.findings);
            let Sorted { new, covered, expired, outlived } = baseline.sort(found, &checked.paths, self.today);
            checked.findings = new;
            BaselineReport { file: baseline.file(), covered, expired, outlived }
        });
        self.leave_allowed_out(&mut checked);
        (checked, report)
    }

    /// Writes a baseline that lets everything through that is not allowed anyway.
    fn renew(&mut self, checked: &mut Checked, days: u16) -> Result<(), UnusableBaseline> {
        self.leave_allowed_out(checked);
        let until = self.today.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX);
        let today = self.today;
        self.baseline.as_mut().map_or(Ok(()), |baseline| baseline.renew(checked, (today, until)))
    }

    fn leave_allowed_out(&self, checked: &mut Checked) {
        let is_allowed = |found: &Quoted| self.allow.iter().any(|rule| rule.code == found.finding.rule.code);
        checked.findings.retain(|found| !is_allowed(found));
    }
}

/// Paths as seen from the folder that the process is in, where code review looks for them.
fn from_here(report: &mut CheckReport) {
    let here = Relative::to(Path::new(""));
    for found in &mut report.findings {
        found.finding.path = here.path(&found.finding.path);
        found.finding.related.iter_mut().for_each(|related| related.path = here.path(&related.path));
    }
}

fn refused(status: ExitStatus, error: &dyn std::fmt::Display) -> ExitStatus {
    eprintln!("error: {error}");
    status
}

/// Prints; a reader that has gone away is no error.
fn print(text: &str) -> ExitStatus {
    let _ = std::io::stdout().write_all(text.as_bytes());
    ExitStatus::Kept
}
