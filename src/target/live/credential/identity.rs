//! The token of a run, renewed before it expires.

use std::sync::{Mutex, PoisonError};

use azure_core::time::OffsetDateTime;

use super::environment::Credential;
use super::federated::Held;
use super::login::Login;
use crate::exchange::{NotReady, Redaction};
use crate::target::client::Client;

/// A token that lasts no longer than this is renewed before it is sent again, as the SDK does it.
const MARGIN: u64 = 300;

/// Who a run calls as.
pub(in crate::target::live) struct Identity {
    login: Option<Login>,
    current: Mutex<Current>,
    /// One renewal at a time.
    renewing: tokio::sync::Mutex<()>,
    /// Every secret of the run: what the credential holds, and each token that was issued.
    held: Held,
}

struct Current {
    token: String,
    expires: Option<OffsetDateTime>,
}

impl Identity {
    /// Makes ready; nothing is asked of anybody. `scope`: what tokens are for.
    pub(in crate::target::live) fn of(
        credential: &Credential,
        scope: String,
        client: Client,
    ) -> Result<Identity, NotReady> {
        let held = Held::default();
        credential.secrets().iter().for_each(|secret| held.add(secret));
        let login = Login::with(credential, scope, client, held.clone())?;
        let token = match credential {
            Credential::Token(token) => token.clone(),
            _ => String::new(),
        };
        let current = Mutex::new(Current { token, expires: None });
        Ok(Identity { login, current, renewing: tokio::sync::Mutex::default(), held })
    }

    /// The token at hand, perhaps one that [`Identity::fresh`] has yet to replace.
    pub(in crate::target::live) fn token(&self) -> String {
        self.with(|current| current.token.clone())
    }

    /// Every secret so far.
    pub(in crate::target::live) fn secrets(&self) -> Vec<String> {
        self.held.all()
    }

    /// Whether a text is a token that this identity had or has; before it has any, none at all is.
    pub(in crate::target::live) fn issued(&self, token: &str) -> bool {
        self.with(|current| current.token == token) || self.held.all().iter().any(|known| known == token)
    }

    /// A token that lasts for a while yet. One that still lasts is kept where no newer one can be had.
    pub(in crate::target::live) async fn fresh(&self) -> Result<String, NotReady> {
        let Some(login) = &self.login else { return Ok(self.token()) };
        let _one_at_a_time = self.renewing.lock().await;
        if self.lasts(MARGIN) {
            return Ok(self.token());
        }
        match login.token().await {
            Ok(issued) => {
                let token = issued.token.secret().to_string();
                self.held.add(&token);
                self.with(|current| {
                    *current = Current { token: token.clone(), expires: Some(issued.expires_on) };
                });
                Ok(token)
            }
            Err(_) if self.lasts(0) => Ok(self.token()),
            Err(reason) => Err(self.redacted(reason)),
        }
    }

    fn lasts(&self, seconds: u64) -> bool {
        let until = OffsetDateTime::now_utc() + std::time::Duration::from_secs(seconds);
        self.with(|current| !current.token.is_empty() && current.expires.is_some_and(|at| at > until))
    }

    fn redacted(&self, reason: NotReady) -> NotReady {
        let secrets = self.secrets();
        let redaction = Redaction::of(secrets.iter().map(String::as_str));
        match reason {
            NotReady::Refused(text) => NotReady::Refused(redaction.text(&text)),
            NotReady::Unreachable(text) => NotReady::Unreachable(redaction.text(&text)),
        }
    }

    fn with<T>(&self, change: impl FnOnce(&mut Current) -> T) -> T {
        change(&mut self.current.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
