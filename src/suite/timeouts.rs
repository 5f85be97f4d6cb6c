//! How long requests may take, as options and variables say it.

use std::time::Duration;

use super::environment::WrongUsage;
use crate::target::Timeouts;

/// A longer time is a mistake.
const LONGEST: f64 = 1e6;

pub(super) fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Result<Timeouts, WrongUsage> {
    let usual = Timeouts::default();
    let given = |name: &'static str, usual: Duration| match variable(name) {
        Some(text) => {
            limit(&text).map_err(|problem| WrongUsage::Variable { name, problem: format!("is {problem}") })
        }
        None => Ok(usual),
    };
    Ok(Timeouts {
        connect: given("GRAPH_CONTRACT_CONNECT_TIMEOUT", usual.connect)?,
        first_byte: given("GRAPH_CONTRACT_FIRST_BYTE_TIMEOUT", usual.first_byte)?,
        total: given("GRAPH_CONTRACT_TIMEOUT", usual.total)?,
    })
}

/// A number of seconds that can be waited for.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.trim().parse().ok().filter(|seconds| (0.0..=LONGEST).contains(seconds));
    seconds
        .map(Duration::from_secs_f64)
        .ok_or_else(|| format!("no number of seconds from 0 to {LONGEST}: give one such as 5 or 0.5"))
}

/// A number of seconds that a request can be done in.
pub(crate) fn limit(text: &str) -> Result<Duration, String> {
    seconds(text)
        .ok()
        .filter(|limit| !limit.is_zero())
        .ok_or_else(|| format!("no number of seconds above 0 and up to {LONGEST}: give one such as 5 or 0.5"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_number_of_seconds() {
        for read in [seconds, limit] {
            assert_eq!(read("5"), Ok(Duration::from_secs(5)));
            assert_eq!(read(" 0.5 "), Ok(Duration::from_millis(500)));
            for text in ["", "-1", "5s", "inf", "NaN", "1e7"] {
                assert!(read(text).is_err(), "{text}");
            }
        }
        assert_eq!(seconds("0"), Ok(Duration::ZERO));
        assert!(limit("0").is_err());
    }

    #[test]
    fn a_variable_that_is_no_such_number_is_named() {
        let limits = from_environment(|name| (name == "GRAPH_CONTRACT_TIMEOUT").then(|| "7".to_string()));
        assert_eq!(limits.unwrap(), Timeouts { total: Duration::from_secs(7), ..Timeouts::default() });
        let wrong = from_environment(|_| Some("soon".to_string())).unwrap_err();
        assert!(wrong.to_string().starts_with("GRAPH_CONTRACT_CONNECT_TIMEOUT is no number of seconds"));
    }
}
