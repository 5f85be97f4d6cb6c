//! What a run is told.

use std::path::{Path, PathBuf};
use std::time::Duration;

use cucumber::gherkin::tagexpr::TagOperation;
use regex::Regex;

use super::environment::WrongUsage;
use crate::exchange::{Consent, Redaction, Target, TargetKind, Variables};
use crate::folder::shown;
use crate::target::{Credential, Double, Live, LiveOptions, Planned, Timeouts};

/// Where reports go by default.
const REPORT_DIR: &str = "target/graph-contract";

/// The command that undoes what the ledger of this folder has open, as it is typed.
pub(crate) fn restore_command(report_dir: &Path) -> String {
    let folder = shown(report_dir);
    match folder.contains(char::is_whitespace) {
        _ if report_dir == Path::new(REPORT_DIR) => "graph-contract restore".to_string(),
        true => format!("graph-contract restore --report-dir \"{folder}\""),
        false => format!("graph-contract restore --report-dir {folder}"),
    }
}

/// Everything a run depends on.
pub struct Settings {
    /// Feature files and folders.
    pub features: Vec<PathBuf>,
    /// The folder that page paths are below.
    pub pages: PathBuf,
    /// Where reports go.
    pub report_dir: PathBuf,
    /// Which scenarios run.
    pub filter: Filter,
    /// How many scenarios run at once; `None`: as many as suit the target.
    pub concurrency: Option<usize>,
    /// Whether the first scenario that does not pass ends the run.
    pub fail_fast: bool,
    /// How often a scenario that does not pass is tried again; a tag of its own (`@retry(3)`) wins.
    pub retries: usize,
    /// Whether drift counts as violation.
    pub strict: bool,
    /// The live endpoint; `None`: the embedded double.
    pub base_url: Option<String>,
    /// Who calls a live endpoint.
    pub credential: Credential,
    /// The token of another caller, for scenarios that have one.
    pub other_token: Option<String>,
    /// Values for documented placeholders on a live endpoint.
    pub variables: Variables,
    /// Whether a live endpoint may be written to.
    pub allow_writes: bool,
    /// Whether scenarios tagged `@destructive` may do there what cannot be undone; only where writes are allowed too.
    pub allow_destructive: bool,
    /// Whether the double is asked as well, to see where it answers otherwise than the live endpoint.
    pub against_double: bool,
    /// How long a run may spend in all on an endpoint that throttles or does not answer.
    pub retry_budget: Duration,
    /// How long a run waits before it looks again at something on a live endpoint.
    pub pause: Duration,
    /// How long one request to a live endpoint may take.
    pub timeouts: Timeouts,
    /// A PEM file of the roots that are trusted instead of the system's.
    pub trusted_roots: Option<PathBuf>,
}

/// Tokens, and variables that may be secrets, are not part of what can be printed.
impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Settings");
        shown.field("features", &self.features).field("credential", &self.credential).finish_non_exhaustive()
    }
}

/// Which scenarios run.
#[derive(Debug, Default)]
pub struct Filter {
    /// A tag expression.
    pub tags: Option<TagOperation>,
    /// What a scenario's name must match.
    pub name: Option<Regex>,
    /// The filters of `cargo test`: full names, or parts of them; empty: every scenario.
    pub tests: Vec<String>,
    /// Whether `tests` are full names.
    pub exact: bool,
    /// Parts of names to leave out.
    pub skip: Vec<String>,
    /// Only the scenarios that tags and settings alone rule out here.
    pub ignored: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            features: vec![PathBuf::from("features")],
            pages: PathBuf::from("fixtures/pages"),
            report_dir: PathBuf::from(REPORT_DIR),
            filter: Filter::default(),
            concurrency: None,
            fail_fast: false,
            retries: 0,
            strict: false,
            base_url: None,
            credential: Credential::default(),
            other_token: None,
            variables: Variables::new(),
            allow_writes: false,
            allow_destructive: false,
            against_double: false,
            retry_budget: Duration::from_secs(120),
            pause: Duration::from_secs(2),
            timeouts: Timeouts::default(),
            trusted_roots: None,
        }
    }
}

impl Settings {
    /// Whoever answers this run. Nothing is sent.
    ///
    /// # Errors
    /// [`WrongUsage`] when the base URL or the trusted roots cannot be used, or variables of the caller are missing.
    pub fn target(&self) -> Result<Box<dyn Target>, WrongUsage> {
        match &self.base_url {
            Some(base_url) => Ok(Box::new(self.live(base_url)?)),
            None => Ok(Box::new(Double::new().map_err(WrongUsage::Double)?)),
        }
    }

    /// The live endpoint at `base_url`. Nothing is sent.
    ///
    /// # Errors
    /// [`WrongUsage`] when the base URL or the trusted roots cannot be used, or variables of the caller are missing.
    pub(crate) fn live(&self, base_url: &str) -> Result<Live, WrongUsage> {
        let options = LiveOptions {
            base_url: base_url.to_string(),
            credential: self.credential.clone(),
            other_token: self.other_token.clone(),
            variables: self.variables.clone(),
            consent: self.consent(),
            retry_budget: self.retry_budget,
            pause: self.pause,
            timeouts: self.timeouts,
            trusted_roots: self.trusted_roots.clone(),
            report_dir: self.report_dir.clone(),
        };
        Ok(Live::new(options)?)
    }

    /// Who is asked in the place of the target where a run is only planned. Nothing is sent, and no token is needed.
    ///
    /// # Errors
    /// [`WrongUsage`] when the base URL cannot be used.
    pub(super) fn planned(&self) -> Result<Planned, WrongUsage> {
        let (base_url, variables) = (self.base_url.as_deref(), self.given_variables());
        Ok(Planned::new(base_url, variables, self.consent(), self.other_token.is_some())?)
    }

    /// What a live endpoint may be asked to do.
    pub(super) fn consent(&self) -> Consent {
        Consent { writes: self.allow_writes, destructive: self.allow_destructive }
    }

    /// Who would answer: the double where no base URL is set.
    pub(super) fn kind(&self) -> TargetKind {
        if self.base_url.is_some() { TargetKind::Live } else { TargetKind::Double }
    }

    /// The variables that scenarios begin with: on a live endpoint those that were given, as the double has values of its own.
    pub(super) fn given_variables(&self) -> Variables {
        if self.base_url.is_some() { self.variables.clone() } else { Variables::new() }
    }

    /// What must not be shown.
    #[must_use]
    pub fn redaction(&self) -> Redaction {
        let secrets = self.credential.secrets();
        let given = Redaction::of(secrets.iter().map(String::as_str).chain(self.other_token.as_deref()));
        given.knowing_named(&self.variables)
    }
}
