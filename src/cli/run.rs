//! `graph-contract run`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use cucumber::gherkin::tagexpr::TagOperation;
use regex::Regex;

use crate::report::ExitStatus;
use crate::suite::{Settings, WrongUsage, plan_and_print, run_and_report, seconds};

#[derive(Debug, Args)]
pub(super) struct Run {
    /// Feature files, or folders that hold some [default: features]
    features: Vec<PathBuf>,
    /// Run only scenarios whose tags match, such as "@writes and not @double"
    #[arg(long, value_name = "EXPR")]
    tags: Option<TagOperation>,
    /// Run only scenarios whose name matches a regular expression
    #[arg(long, value_name = "REGEX")]
    name: Option<Regex>,
    /// How many scenarios run at once [default: 16 on the double, 1 on a live endpoint]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    concurrency: Option<u16>,
    /// The folder that holds api/ and resources/ pages
    #[arg(long, value_name = "DIR", default_value = "fixtures/pages")]
    pages: PathBuf,
    /// Stop at the first check that fails
    #[arg(long)]
    fail_fast: bool,
    /// How often a scenario that does not pass is tried again; one that was violated stays so
    #[arg(long, value_name = "N", default_value_t = 0)]
    retry: u16,
    /// Ask the double the same, and say where the live endpoint answers otherwise
    #[arg(long, conflicts_with = "plan")]
    against_double: bool,
    /// Print the requests that would be sent, and send none
    #[arg(long)]
    plan: bool,
    /// The live endpoint to run on (GRAPH_CONTRACT_BASE_URL); without one, the embedded double answers
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Let scenarios write to the live endpoint (GRAPH_CONTRACT_ALLOW_WRITES=1)
    #[arg(long)]
    allow_writes: bool,
    /// Let scenarios tagged @destructive do there what cannot be undone; only with --allow-writes
    /// (GRAPH_CONTRACT_ALLOW_DESTRUCTIVE=1)
    #[arg(long)]
    allow_destructive: bool,
    /// A value for a documented placeholder on a live endpoint (GRAPH_CONTRACT_VARS); may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    var: Vec<String>,
    /// Count drift as violation (GRAPH_CONTRACT_STRICT=1)
    #[arg(long)]
    strict: bool,
    /// Where report.json goes (GRAPH_CONTRACT_REPORT_DIR) [default: target/graph-contract]
    #[arg(long, value_name = "DIR")]
    report_dir: Option<PathBuf>,
    /// How many seconds the run may spend in all on an endpoint that throttles or does not answer: waits, timeouts, repeated
    /// requests
    #[arg(long, value_name = "SECONDS", default_value = "120", value_parser = seconds)]
    retry_budget: Duration,
    /// How many seconds to wait before something on a live endpoint is looked at again
    #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = seconds)]
    pause: Duration,
    #[command(flatten)]
    limits: super::limits::Limits,
}

impl Run {
    pub(super) fn execute(self) -> ExitStatus {
        let plan = self.plan;
        match self.settings() {
            Ok(settings) if plan => plan_and_print(&settings),
            Ok(settings) => run_and_report(&settings),
            Err(usage) => {
                eprintln!("error: {usage}");
                ExitStatus::Usage
            }
        }
    }

    /// The environment's settings, with what the command line says over them.
    fn settings(self) -> Result<Settings, WrongUsage> {
        let base_url = self.base_url.clone();
        let variable = |name: &str| match (name, &base_url) {
            ("GRAPH_CONTRACT_BASE_URL", Some(url)) => Some(url.clone()),
            _ => std::env::var(name).ok(),
        };
        let mut settings = Settings::from_environment(variable)?;
        settings.add_variables(&self.var)?;
        settings.filter.tags = self.tags;
        settings.filter.name = self.name;
        settings.concurrency = self.concurrency.map(usize::from);
        settings.pages = self.pages;
        settings.fail_fast = self.fail_fast;
        settings.retries = usize::from(self.retry);
        settings.allow_writes |= self.allow_writes;
        settings.allow_destructive |= self.allow_destructive;
        settings.against_double = self.against_double;
        if settings.against_double && settings.base_url.is_none() {
            let problem = "needs a live endpoint to compare the double with: give --base-url".to_string();
            return Err(WrongUsage::Variable { name: "--against-double", problem });
        }
        settings.strict |= self.strict;
        settings.pause = self.pause;
        settings.retry_budget = self.retry_budget;
        self.limits.apply(&mut settings.timeouts);
        if !self.features.is_empty() {
            settings.features = self.features;
        }
        if let Some(folder) = self.report_dir {
            settings.report_dir = folder;
        }
        Ok(settings)
    }
}
