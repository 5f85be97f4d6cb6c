//! A report folder that several commands share, as a run that is killed and the `restore` after it do.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use super::suite::{self, Run};
use super::tenant::TOKEN;

/// What a scenario is written with.
pub(super) struct Feature<'a> {
    pub pages: &'a [&'a str],
    pub tags: &'a str,
    pub steps: &'a str,
}

impl Feature<'_> {
    fn text(&self) -> String {
        let pages: String =
            self.pages.iter().map(|page| format!("    Given the API page \"api/{page}.md\"\n")).collect();
        format!("{}\nFeature: F\n  Scenario: S\n{pages}{}", self.tags, self.steps)
    }
}

pub(super) struct Folder(TempDir);

impl Folder {
    pub(super) fn new() -> Folder {
        Folder(tempfile::tempdir().expect("a folder for reports"))
    }

    pub(super) fn ledger(&self) -> PathBuf {
        self.0.path().join("ledger.jsonl")
    }

    /// What `restore` says where nothing is open.
    pub(super) fn nothing_open(&self) -> String {
        format!("nothing is open in the ledger {}\n", self.ledger().display())
    }

    pub(super) fn ledger_text(&self) -> String {
        std::fs::read_to_string(self.ledger()).unwrap_or_default()
    }

    /// The binary with this folder, called by the holder of the tenant's token.
    pub(super) fn command(&self, base_url: &str, arguments: &[&str]) -> Command {
        let mut command = suite::command(self.0.path());
        command.args(arguments).env("GRAPH_CONTRACT_BASE_URL", base_url).env("GRAPH_CONTRACT_TOKEN", TOKEN);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// `graph-contract run` of one feature, with consent to write.
    pub(super) fn running(&self, base_url: &str, feature: &Feature<'_>, arguments: &[&str]) -> Command {
        self.running_as("x.feature", base_url, feature, arguments)
    }

    /// The same with the feature in a file of this name.
    pub(super) fn running_as(
        &self,
        name: &str,
        base_url: &str,
        feature: &Feature<'_>,
        arguments: &[&str],
    ) -> Command {
        let path = self.0.path().join(name);
        std::fs::write(&path, feature.text()).expect("the feature is written");
        let mut command = self.command(base_url, &["run"]);
        if !arguments.contains(&"--pause") {
            command.args(suite::SOON);
        }
        command.args(arguments).arg(path).env("GRAPH_CONTRACT_ALLOW_WRITES", "1");
        command.env("GRAPH_CONTRACT_VARS", "id=s-1,educationSchoolId=s-1,teamId=t-1");
        command
    }

    pub(super) fn run(&self, base_url: &str, feature: &Feature<'_>, arguments: &[&str]) -> Run {
        self.outcome(self.running(base_url, feature, arguments).output().expect("the binary starts"))
    }

    pub(super) fn restore(&self, base_url: &str) -> Run {
        self.outcome(
            self.command(base_url, &["restore", "--pause", "0.01"]).output().expect("the binary starts"),
        )
    }

    pub(super) fn outcome(&self, output: Output) -> Run {
        suite::outcome(output, self.0.path())
    }
}
