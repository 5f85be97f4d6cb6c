//! The suite as users run it: the binary, in a folder of its own for reports, with only the environment a test gives it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use super::tenant::{ID, TOKEN, Tenant};

/// What is looked at again is looked at without a pause that a person would make.
pub(super) const SOON: [&str; 2] = ["--pause", "0.01"];

/// What runs where a test names no feature.
const UPDATE: &str = "features/industry-data/update-long-running-operation.feature";

pub(super) struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
    pub report: Value,
    /// Every byte that was written: to the terminal and below the report folder.
    pub written: String,
}

/// Runs the update feature against a tenant, with consent to write.
pub(super) fn against(tenant: &Tenant, arguments: &[&str]) -> Run {
    run(&tenant.url(), &[("GRAPH_CONTRACT_ALLOW_WRITES", "1")], arguments)
}

/// Runs features on a tenant whose variables nobody knows.
pub(super) fn without_variables(tenant: &Tenant, arguments: &[&str]) -> Run {
    let environment = [("GRAPH_CONTRACT_ALLOW_WRITES", "1"), ("GRAPH_CONTRACT_VARS", "")];
    run(&tenant.url(), &environment, arguments)
}

/// Runs a feature of one scenario with these steps, below the usual background.
pub(super) fn scenario(tenant: &Tenant, steps: &str, arguments: &[&str]) -> Run {
    tagged(tenant, "", steps, arguments)
}

/// The same with tags on the feature.
pub(super) fn tagged(tenant: &Tenant, tags: &str, steps: &str, arguments: &[&str]) -> Run {
    let (_folder, feature) = feature(tags, steps);
    against(tenant, &[arguments, &[feature.as_str()]].concat())
}

/// The same without consent to write.
pub(super) fn tagged_without_consent(tenant: &Tenant, tags: &str, steps: &str) -> Run {
    let (_folder, feature) = feature(tags, steps);
    run(&tenant.url(), &[], &[&feature])
}

/// A feature of one scenario, in a folder that goes when it is dropped.
pub(super) fn feature(tags: &str, steps: &str) -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder for the feature");
    let feature = folder.path().join("x.feature");
    let page = "api/longrunningoperation-update.md";
    let text = format!(
        "{tags}\nFeature: F\n  Scenario: S\n    Given the API page \"{page}\"\n    And an existing longRunningOperation\n{steps}"
    );
    std::fs::write(&feature, text).expect("the feature is written");
    let feature = feature.to_string_lossy().into_owned();
    (folder, feature)
}

pub(super) fn run(base_url: &str, environment: &[(&str, &str)], arguments: &[&str]) -> Run {
    let with_token = [&[("GRAPH_CONTRACT_TOKEN", TOKEN)], environment].concat();
    run_as(base_url, &with_token, arguments)
}

/// The same, called by whomever the environment names.
pub(super) fn run_as(base_url: &str, environment: &[(&str, &str)], arguments: &[&str]) -> Run {
    let reports = tempfile::tempdir().expect("a folder for the report");
    let mut command = command(reports.path());
    command.env("GRAPH_CONTRACT_BASE_URL", base_url);
    command.env("GRAPH_CONTRACT_VARS", format!("longRunningOperationId={ID}"));
    command.envs(environment.iter().copied()).arg("run").args(arguments);
    if !arguments.iter().any(|argument| argument.starts_with("features") || argument.ends_with(".feature")) {
        command.arg(UPDATE);
    }
    if !arguments.contains(&"--pause") {
        command.args(SOON);
    }
    outcome(command.output().expect("the binary starts"), reports.path())
}

/// The binary, with nothing of this process's environment that says who calls, where, and by which way.
pub(super) fn command(reports: &Path) -> Command {
    program(env!("CARGO_BIN_EXE_graph-contract").as_ref(), reports)
}

/// The same for another program.
pub(super) fn program(path: &Path, reports: &Path) -> Command {
    let mut command = Command::new(path);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy().to_uppercase();
        let is_ours = ["GRAPH_CONTRACT_", "AZURE_"].iter().any(|prefix| text.starts_with(prefix));
        if is_ours || text.starts_with("SSL_CERT_") || text.ends_with("_PROXY") {
            command.env_remove(name);
        }
    }
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env("GRAPH_CONTRACT_REPORT_DIR", reports);
    command
}

/// What a process that reports to this folder came to.
pub(super) fn outcome(output: Output, reports: &Path) -> Run {
    let report: PathBuf = reports.join("report.json");
    let report = std::fs::read(report).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    let written = format!("{stdout}{stderr}{}", files(reports));
    let code = output.status.code().unwrap_or(-1);
    Run { code, stdout, stderr, report: report.unwrap_or_default(), written }
}

/// The names and contents of all files below a folder.
fn files(folder: &Path) -> String {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let text = |path: PathBuf| match path.is_dir() {
        true => files(&path),
        false => {
            format!(
                "{}\n{}",
                path.display(),
                String::from_utf8_lossy(&std::fs::read(&path).unwrap_or_default())
            )
        }
    };
    entries.map(|entry| text(entry.path())).collect()
}

impl Run {
    pub(super) fn scenario(&self, name: &str) -> &Value {
        let scenarios = self.report["scenarios"].as_array().expect("the report has scenarios");
        scenarios
            .iter()
            .find(|scenario| scenario["name"] == name)
            .unwrap_or_else(|| panic!("no scenario {name}"))
    }

    pub(super) fn count(&self, verdict: &str) -> u64 {
        self.report["summary"][verdict].as_u64().unwrap_or_default()
    }

    /// The violations of a scenario as `code pointer`, sorted.
    pub(super) fn violations(&self, name: &str) -> Vec<String> {
        let violations = self.scenario(name)["violations"].as_array().expect("a list");
        let told = |found: &Value| {
            format!("{} {}", found["code"].as_str().unwrap(), found["pointer"].as_str().unwrap())
        };
        let mut told: Vec<String> = violations.iter().map(told).collect();
        told.sort();
        told
    }
}
