//! What a run is told: options, and the environment variables behind them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use cucumber::gherkin::tagexpr::TagOperation;
use regex::Regex;

use super::timeouts;
use crate::exchange::{Consent, Redaction, Target, TargetKind, Variables};
use crate::folder::shown;
use crate::target::{Credential, Double, Live, LiveOptions, Planned, Timeouts, UnusableEndpoint};

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

/// Options or variables that make no sense; said before anything is sent.
#[derive(Debug, thiserror::Error)]
pub enum WrongUsage {
    /// A variable is set to something it cannot be.
    #[error("{name} {problem}")]
    Variable {
        /// The variable or option.
        name: &'static str,
        /// What is wrong with it; its value is not repeated.
        problem: String,
    },
    /// The base URL cannot be used.
    #[error(transparent)]
    Endpoint(#[from] UnusableEndpoint),
    /// The double cannot start.
    #[error("the embedded double cannot start: {0}")]
    Double(String),
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
    /// The settings that environment variables make; `variable` looks one up.
    ///
    /// # Errors
    /// [`WrongUsage`] for a variable that is set to something it cannot be.
    ///
    /// ```
    /// use graph_contract::suite::Settings;
    /// let settings = Settings::from_environment(|name| match name {
    ///     "GRAPH_CONTRACT_VARS" => Some("userId=1,groupId=2".to_string()),
    ///     _ => None,
    /// }).unwrap();
    /// assert_eq!(settings.variables["groupId"], "2");
    /// assert!(Settings::from_environment(|_| Some(String::new())).is_err());
    /// ```
    pub fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Result<Settings, WrongUsage> {
        let mut settings = Settings {
            allow_writes: switch("GRAPH_CONTRACT_ALLOW_WRITES", &variable)?,
            allow_destructive: switch("GRAPH_CONTRACT_ALLOW_DESTRUCTIVE", &variable)?,
            strict: switch("GRAPH_CONTRACT_STRICT", &variable)?,
            credential: credential(&variable)?,
            other_token: token("GRAPH_CONTRACT_OTHER_TOKEN", &variable)?,
            timeouts: timeouts::from_environment(&variable)?,
            trusted_roots: variable("SSL_CERT_FILE").map(PathBuf::from),
            ..Settings::default()
        };
        if let Some(base_url) = variable("GRAPH_CONTRACT_BASE_URL") {
            settings.base_url = Some(base_url);
        }
        if let Some(folder) = variable("GRAPH_CONTRACT_REPORT_DIR").filter(|folder| !folder.is_empty()) {
            settings.report_dir = PathBuf::from(folder);
        }
        if let Some(text) = variable("GRAPH_CONTRACT_VARS") {
            settings.variables = variables("GRAPH_CONTRACT_VARS", &text)?;
        }
        settings.check_base_url()?;
        Ok(settings)
    }

    /// An empty base URL is a mistake, as a secret that is not there would make one: the double must not stand in for it.
    fn check_base_url(&self) -> Result<(), WrongUsage> {
        match self.base_url.as_deref().map(str::trim) {
            Some("") => Err(WrongUsage::Variable {
                name: "GRAPH_CONTRACT_BASE_URL",
                problem: "is set and empty: give the endpoint's URL, or unset it to run on the double"
                    .to_string(),
            }),
            _ => Ok(()),
        }
    }

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

    /// Adds `name=value` pairs; they win over those known.
    ///
    /// # Errors
    /// [`WrongUsage`] for a text that is no such pair.
    pub fn add_variables(&mut self, pairs: &[String]) -> Result<(), WrongUsage> {
        for text in pairs {
            self.variables.extend(variables("--var", text)?);
        }
        Ok(())
    }
}

/// A bearer token that is given wins over everything else that says who calls.
fn credential(variable: impl Fn(&str) -> Option<String>) -> Result<Credential, WrongUsage> {
    const TOKEN: &str = "GRAPH_CONTRACT_TOKEN";
    Ok(match token(TOKEN, &variable)? {
        Some(token) => Credential::Token(token),
        None => Credential::from_environment(&variable, variable(TOKEN).is_some()),
    })
}

/// A token without the white space around it; what is left must be able to stand in a header (RFC 6750, section 2.1).
fn token(
    name: &'static str,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Option<String>, WrongUsage> {
    let value = variable(name);
    let Some(token) = value.map(|value| value.trim().to_string()).filter(|token| !token.is_empty()) else {
        return Ok(None);
    };
    match token.chars().all(|c| c.is_ascii_graphic()) {
        true => Ok(Some(token)),
        false => Err(WrongUsage::Variable {
            name,
            problem: "holds white space or another character that no token has: give the token alone, without Bearer".to_string(),
        }),
    }
}

fn switch(name: &'static str, variable: impl Fn(&str) -> Option<String>) -> Result<bool, WrongUsage> {
    match variable(name).as_deref().map(str::trim) {
        None | Some("" | "0") => Ok(false),
        Some("1") => Ok(true),
        Some(_) => Err(WrongUsage::Variable { name, problem: "is neither 1 nor 0".to_string() }),
    }
}

/// `name=value,name=value`, or the path of a `.json` file with one object of strings.
fn variables(source: &'static str, text: &str) -> Result<Variables, WrongUsage> {
    let wrong = |problem: String| WrongUsage::Variable { name: source, problem };
    let text = text.trim();
    if text.ends_with(".json") && !text.contains('=') {
        let json = std::fs::read_to_string(text)
            .map_err(|error| wrong(format!("names a file that cannot be read: {error}")))?;
        let variables: BTreeMap<String, String> = serde_json::from_str(&json)
            .map_err(|error| wrong(format!("names a file that is no JSON object of strings: {error}")))?;
        return checked(source, variables);
    }
    let pairs = text.split(',').map(str::trim).filter(|pair| !pair.is_empty());
    let pair = |pair: &str| match pair.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().to_string(), value.trim().to_string()))
        }
        _ => Err(wrong("holds something that is not name=value".to_string())),
    };
    let variables = pairs.map(pair).collect::<Result<Variables, WrongUsage>>()?;
    checked(source, variables)
}

/// A value that is empty or only dots would lead a path to another resource.
fn checked(source: &'static str, variables: Variables) -> Result<Variables, WrongUsage> {
    let unusable = variables.iter().find(|(_, value)| value.trim_matches('.').is_empty());
    match unusable {
        Some((name, _)) => {
            let problem =
                format!("gives {name} a value that is empty or nothing but dots: no resource has such a key");
            Err(WrongUsage::Variable { name: source, problem })
        }
        None => Ok(variables),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_of_settings_holds_no_secret() {
        let settings = Settings::from_environment(|name| match name {
            "GRAPH_CONTRACT_BASE_URL" => Some("https://me:canary@example.org".to_string()),
            "GRAPH_CONTRACT_VARS" => Some("secret=canary".to_string()),
            name if name.ends_with("TOKEN") => Some("canary".to_string()),
            _ => None,
        });
        let printed = format!("{:?}", settings.unwrap());
        assert!(printed.contains("GRAPH_CONTRACT_TOKEN") && !printed.contains("canary"), "{printed}");
    }
}
