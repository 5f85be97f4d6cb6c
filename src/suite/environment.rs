//! What the environment, and options like its variables, say of a run.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::settings::Settings;
use super::timeouts;
use crate::exchange::Variables;
use crate::target::{Credential, UnusableEndpoint};

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
