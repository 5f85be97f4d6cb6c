//! `graph-contract check`.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueEnum};
use strsim::osa_distance;

use crate::documentation::{Changed, Checked, Documentation, fix};
use crate::lint::{Quoted, Rule, rule, rules};
use crate::report::ExitStatus;
use crate::report::check::{CheckReport, check_json, check_text, explanation, rules_table};

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
                Err(error) => {
                    eprintln!("error: {error}");
                    return ExitStatus::Usage;
                }
            }
        }
        let report = self.report(&documentation, started);
        for unreadable in &report.unreadable {
            eprintln!("error: {unreadable}");
        }
        match self.format {
            Format::Text => print(&check_text(&report)),
            Format::Json => print(&format!("{:#}\n", check_json(&report))),
        };
        match report.status() {
            ExitStatus::Nothing if has_pages => ExitStatus::Kept, // no page has changed
            status => status,
        }
    }

    fn report(&self, documentation: &Documentation, started: Instant) -> CheckReport {
        let mut checked = self.checked(documentation);
        let (mut fixed, mut unwritten) = (Vec::new(), Vec::new());
        if self.fix {
            (fixed, unwritten) = fix(checked.findings.clone(), || self.checked(documentation).findings);
        }
        if !fixed.is_empty() {
            checked = self.checked(documentation);
        }
        checked.unreadable.extend(unwritten);
        CheckReport {
            pages: checked.pages,
            seconds: started.elapsed().as_secs_f64(),
            findings: checked.findings,
            fixed,
            unreadable: checked.unreadable,
            denies_warnings: self.deny == Some(Deny::Warnings),
        }
    }

    /// What is found and not allowed.
    fn checked(&self, documentation: &Documentation) -> Checked {
        let mut checked = documentation.check();
        let is_allowed = |found: &Quoted| self.allow.iter().any(|rule| rule.code == found.finding.rule.code);
        checked.findings.retain(|found| !is_allowed(found));
        checked
    }
}

/// Prints; a reader that has gone away is no error.
fn print(text: &str) -> ExitStatus {
    let _ = std::io::stdout().write_all(text.as_bytes());
    ExitStatus::Kept
}
