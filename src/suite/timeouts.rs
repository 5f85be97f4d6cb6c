//! How long requests may take, as options and variables say it.

use std::time::Duration;

use super::settings::WrongUsage;
use crate::target::Timeouts;

pub(super) fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Result<Timeouts, WrongUsage> {
    let usual = Timeouts::default();
    let limit = |name: &'static str, usual: Duration| match variable(name) {
        Some(text) => {
            seconds(&text).map_err(|problem| WrongUsage::Variable { name, problem: format!("is {problem}") })
        }
        None => Ok(usual),
    };
    Ok(Timeouts {
        connect: limit("GRAPH_CONTRACT_CONNECT_TIMEOUT", usual.connect)?,
        first_byte: limit("GRAPH_CONTRACT_FIRST_BYTE_TIMEOUT", usual.first_byte)?,
        total: limit("GRAPH_CONTRACT_TIMEOUT", usual.total)?,
    })
}

/// A number of seconds that a request can be done in.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.trim().parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds
        .filter(|seconds| !seconds.is_zero())
        .ok_or_else(|| "no number of seconds above 0: give one such as 5 or 0.5".to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_number_of_seconds() {
        assert_eq!(seconds("5"), Ok(Duration::from_secs(5)));
        assert_eq!(seconds(" 0.5 "), Ok(Duration::from_millis(500)));
        for text in ["", "0", "-1", "5s", "inf", "NaN"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_variable_that_is_no_such_number_is_named() {
        let limits = from_environment(|name| (name == "GRAPH_CONTRACT_TIMEOUT").then(|| "7".to_string()));
        assert_eq!(limits.unwrap(), Timeouts { total: Duration::from_secs(7), ..Timeouts::default() });
        let wrong = from_environment(|_| Some("soon".to_string())).unwrap_err();
        assert!(wrong.to_string().starts_with("GRAPH_CONTRACT_CONNECT_TIMEOUT is no number of seconds"));
    }
}
