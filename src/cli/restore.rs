//! `graph-contract restore`.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::exchange::Target as _;
use crate::report::ExitStatus;
use crate::suite::{Settings, WrongUsage, not_ready, restore_command, seconds};
use crate::target::{LedgerError, Live, RestoreError, Restored};

#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The live endpoint (GRAPH_CONTRACT_BASE_URL); what the ledger has of another is not touched
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// The report folder of the run, in which the ledger is (GRAPH_CONTRACT_REPORT_DIR) [default: target/graph-contract]
    #[arg(long, value_name = "DIR")]
    report_dir: Option<PathBuf>,
    /// How many seconds to wait before something is looked at again
    #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = seconds)]
    pause: Duration,
    /// Strike an entry out of the ledger that you have seen to, and touch nothing
    #[arg(long, value_name = "ENTRY")]
    forget: Option<String>,
    #[command(flatten)]
    limits: super::limits::Limits,
}

impl Restore {
    pub(super) fn execute(self) -> ExitStatus {
        let (live, settings) = match self.live() {
            Ok(found) => found,
            Err(usage) => {
                eprintln!("error: {usage}");
                return ExitStatus::Usage;
            }
        };
        let ledger = settings.report_dir.join("ledger.jsonl");
        if !ledger.exists() {
            let ledger = settings.redaction().text(&ledger.display().to_string());
            say(&format!("there is no ledger at {ledger}: nothing was checked\n"));
            return ExitStatus::Nothing;
        }
        let done = match &self.forget {
            Some(entry) => forgotten(&live, entry, &settings).map_err(RestoreError::from),
            None => restored(&live, &settings),
        };
        done.unwrap_or_else(|error| match error {
            RestoreError::NotReady(reason) => not_ready(&reason),
            RestoreError::Ledger(error) => {
                eprintln!("error: {}", settings.redaction().text(&error.to_string()));
                match error {
                    LedgerError::InUse { .. } => ExitStatus::Violated,
                    LedgerError::Unreadable { .. } | LedgerError::Io { .. } => ExitStatus::Input,
                }
            }
        })
    }

    fn live(&self) -> Result<(Live, Settings), WrongUsage> {
        let variable = |name: &str| match (name, &self.base_url) {
            ("GRAPH_CONTRACT_BASE_URL", Some(url)) => Some(url.clone()),
            _ => std::env::var(name).ok(),
        };
        let mut settings = Settings::from_environment(variable)?;
        settings.pause = self.pause;
        if let Some(folder) = &self.report_dir {
            settings.report_dir.clone_from(folder);
        }
        self.limits.apply(&mut settings.timeouts);
        let base_url = settings.base_url.clone().ok_or_else(|| WrongUsage::Variable {
            name: "GRAPH_CONTRACT_BASE_URL",
            problem: "is not set: say which endpoint is to be as it was, by it or by --base-url".to_string(),
        })?;
        Ok((settings.live(&base_url)?, settings))
    }
}

fn restored(live: &Live, settings: &Settings) -> Result<ExitStatus, RestoreError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| LedgerError::Io { path: settings.report_dir.clone(), error })?;
    let all = runtime.block_on(live.restore())?;
    let redaction = settings.redaction().with(&live.secrets());
    let command = restore_command(&settings.report_dir);
    all.iter().for_each(|restored| say(&redaction.text(&told(restored, &command))));
    let left = all.iter().filter(|restored| restored.outcome.is_err()).count();
    match (all.len() - left, left) {
        (0, 0) => {
            let ledger = settings.report_dir.join("ledger.jsonl");
            say(&redaction.text(&format!("nothing is open in the ledger {}\n", ledger.display())));
        }
        (done, 0) => say(&format!("{done} put back\n")),
        (done, left) => say(&format!("{done} put back, {left} not\n")),
    }
    Ok(if left > 0 { ExitStatus::Violated } else { ExitStatus::Kept })
}

fn told(restored: &Restored, command: &str) -> String {
    let Restored { entry, url, outcome } = restored;
    match outcome {
        Ok(done) => format!("{url}\n  {done}\n"),
        Err(reason) => format!(
            "NOT PUT BACK  {url}\n  {reason}\n  once you have seen to it: {command} --forget {entry}\n"
        ),
    }
}

fn forgotten(live: &Live, entry: &str, settings: &Settings) -> Result<ExitStatus, LedgerError> {
    match live.forget(entry)? {
        true => {
            say(&format!("{entry} is struck out of the ledger\n"));
            Ok(ExitStatus::Kept)
        }
        false => {
            let command = restore_command(&settings.report_dir);
            eprintln!("error: the ledger has no open entry {entry}: `{command}` names those it has");
            Ok(ExitStatus::Usage)
        }
    }
}

/// Prints; a reader that has gone away is no error.
fn say(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}
