//! A token in a file, which whoever runs the job replaces as it grows old.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use azure_core::error::ErrorKind;
use azure_core::http::ClientMethodOptions;
use azure_identity::ClientAssertion;

use super::environment::FILE;

/// Reads the file anew each time that a token is asked for.
#[derive(Debug)]
pub(super) struct TokenFile {
    path: PathBuf,
    /// What the file held so far, which must not be shown.
    held: Held,
}

/// Secrets that were read while a run went on.
#[derive(Clone, Default)]
pub(super) struct Held(Arc<Mutex<Vec<String>>>);

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Held")
    }
}

impl Held {
    pub(super) fn add(&self, secret: &str) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !held.iter().any(|known| known == secret) {
            held.push(secret.to_string());
        }
    }

    pub(super) fn all(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl TokenFile {
    pub(super) fn at(path: &str, held: Held) -> TokenFile {
        TokenFile { path: PathBuf::from(path), held }
    }

    fn read(&self) -> Result<String, String> {
        let text = std::fs::read_to_string(&self.path)
            .map_err(|error| format!("{FILE} names a file that cannot be read: {error}"))?;
        match text.trim() {
            "" => Err(format!("{FILE} names an empty file: a token is expected there")),
            token => Ok(token.to_string()),
        }
    }
}

#[async_trait::async_trait]
impl ClientAssertion for TokenFile {
    async fn secret(&self, _: Option<ClientMethodOptions<'_>>) -> azure_core::Result<String> {
        let token =
            self.read().map_err(|reason| azure_core::Error::with_message(ErrorKind::Credential, reason))?;
        self.held.add(&token);
        Ok(token)
    }
}
