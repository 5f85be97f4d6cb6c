//! What is said where no token could be had. An authority may repeat what it was sent: what is shown of its answer is redacted by
//! whoever shows it, and short.

use std::error::Error as _;

use azure_core::Error;
use azure_core::error::ErrorKind;
use serde_json::Value;

use super::environment::AUTHORITY;
use super::login::Proof;
use super::transport::Answer;
use crate::exchange::NotReady;

/// So much of an authority's own words is shown.
const LONGEST: usize = 300;

/// `answer`: what the authority answered, where it was no token.
pub(super) fn refusal(proof: Proof, answer: Option<Answer>, error: &Error) -> NotReady {
    if let Some((status, body)) = answer {
        return answered(proof, status, &body);
    }
    let origin = original(error);
    match origin.kind() {
        ErrorKind::Connection | ErrorKind::Io if proof != Proof::AzureCli => NotReady::Unreachable(format!(
            "no token could be had with {}: the authority was not reached: {}; see {AUTHORITY} and the proxy",
            proof.name(),
            line(&origin.to_string())
        )),
        ErrorKind::DataConversion if proof != Proof::AzureCli => NotReady::Unreachable(format!(
            "no token could be had with {}: the authority answered something that is no token ({})",
            proof.name(),
            line(&origin.to_string())
        )),
        _ => NotReady::Refused(match proof {
            Proof::AzureCli => nobody(&line(&origin.to_string())),
            _ => format!("no token could be had with {}: {}", proof.name(), line(&origin.to_string())),
        }),
    }
}

/// An authority that is not there for now says so by its status; every other one refuses the credential.
fn answered(proof: Proof, status: u16, body: &[u8]) -> NotReady {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Value::as_str).map(line).unwrap_or_default();
    let said = [text("error"), text("error_description")];
    let said: Vec<&str> = said.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    let said = format!("the authority answered {status} {}", said.join(": "));
    match status {
        429 | 500..=599 => {
            NotReady::Unreachable(format!("no token could be had with {}: {}", proof.name(), said.trim()))
        }
        _ => NotReady::Refused(format!(
            "{} was refused: {}; see that AZURE_TENANT_ID, AZURE_CLIENT_ID and it belong together and that it has not expired",
            proof.name(),
            said.trim()
        )),
    }
}

fn nobody(said: &str) -> String {
    format!(
        "GRAPH_CONTRACT_TOKEN is not set, nor AZURE_CLIENT_ID with AZURE_CLIENT_SECRET or AZURE_FEDERATED_TOKEN_FILE, and the \
         Azure CLI gave no token ({said}): set one of them, or log in by az login"
    )
}

/// The error that the SDK wraps: the innermost of its own.
fn original(error: &Error) -> &Error {
    let mut found = error;
    while let Some(inner) = found.source().and_then(|source| source.downcast_ref::<Error>()) {
        found = inner;
    }
    found
}

/// The first line with something in it, no longer than is read.
fn line(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line.trim_end_matches('.').to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_refuses_is_told_from_who_is_not_there() {
        let body = br#"{"error":"invalid_client","error_description":"Invalid client secret.\nTrace ID: 1"}"#;
        let NotReady::Refused(told) = answered(Proof::Secret, 401, body) else { panic!() };
        assert!(told.starts_with(
            "AZURE_CLIENT_SECRET was refused: the authority answered 401 invalid_client: Invalid client secret;"
        ));
        assert!(matches!(answered(Proof::File, 503, b""), NotReady::Unreachable(_)));
    }
}
