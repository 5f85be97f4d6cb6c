//! A live endpoint, treated with care: no write without consent, what an update changes is read first and put back after,
//! the token goes to one origin, and waiting is bounded.

mod changing;
mod created;
mod endpoint;
mod first_listed;
mod ledger;
mod ledger_line;
mod members;
mod patience;
mod planned;
mod put_back;
mod reading;
mod remembering;
mod restore;
mod session;
mod transfer;
mod undoing;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures::future::BoxFuture;

pub use endpoint::UnusableEndpoint;
pub use ledger::LedgerError;
pub use planned::Planned;
pub use restore::Restored;
pub(crate) use restore::left_open;
use serde_json::value::RawValue;

use self::endpoint::Endpoint;
use self::ledger::Ledger;
use self::patience::Patience;
use self::session::LiveSession;
use crate::exchange::{Consent, Redaction, Session, Target, TargetKind, Variables, Wait};
use crate::target::client::Client;

/// What is known of a live endpoint and what may be done to it.
#[derive(Clone)]
pub struct LiveOptions {
    /// The base URL; with a path it replaces the documented `https://host/{version}`.
    pub base_url: String,
    /// The bearer token.
    pub token: String,
    /// The token of another caller, for scenarios that have one.
    pub other_token: Option<String>,
    /// Values for the placeholders of documented paths.
    pub variables: Variables,
    /// What requests may do to what the endpoint holds.
    pub consent: Consent,
    /// How long one run may spend in all on waits, requests without an answer, and requests that are repeated.
    pub retry_budget: Duration,
    /// How long to wait before something is looked at again.
    pub pause: Duration,
    /// The folder of the ledger, in which changes are written down before they are made.
    pub report_dir: PathBuf,
}

/// The token is not part of what can be printed.
impl std::fmt::Debug for LiveOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LiveOptions").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

/// A live endpoint.
pub struct Live {
    shared: Arc<Shared>,
}

/// What all sessions of a run have in common.
struct Shared {
    client: Client,
    endpoint: Endpoint,
    options: LiveOptions,
    patience: Patience,
    ledger: Ledger,
    on_wait: OnceLock<Box<dyn Fn(Wait) + Send + Sync>>,
}

impl Shared {
    /// Tells whoever watches the run that it waits.
    fn tell(&self, wait: Wait) {
        if let Some(tell) = self.on_wait.get().filter(|_| !wait.wait.is_zero()) {
            tell(wait);
        }
    }

    /// Whether a value holds what must be written nowhere.
    fn holds_secret(&self, value: &RawValue) -> bool {
        let tokens = [Some(self.options.token.as_str()), self.options.other_token.as_deref()];
        Redaction::of(tokens.into_iter().flatten()).hides(&members::value(value))
    }
}

impl Live {
    /// Checks the base URL and makes ready; nothing is sent.
    ///
    /// # Errors
    /// [`UnusableEndpoint`] when the base URL is none, or none that a token may be sent to.
    ///
    /// ```
    /// use graph_contract::target::{Live, LiveOptions};
    /// let options = LiveOptions {
    ///     base_url: "http://example.org".into(),
    ///     token: "t".into(),
    ///     other_token: None,
    ///     variables: Default::default(),
    ///     consent: Default::default(),
    ///     retry_budget: Default::default(),
    ///     pause: Default::default(),
    ///     report_dir: "target/graph-contract".into(),
    /// };
    /// assert!(Live::new(options).err().unwrap().to_string().contains("https"));
    /// ```
    pub fn new(options: LiveOptions) -> Result<Live, UnusableEndpoint> {
        let endpoint = Endpoint::read(&options.base_url)?;
        let client = if endpoint.is_loopback { Client::for_loopback() } else { Client::for_network() };
        let client = client.map_err(|failure| UnusableEndpoint::NoClient(failure.to_string()))?;
        let patience = Patience::new(options.retry_budget);
        let ledger = Ledger::of(&options.report_dir);
        let on_wait = OnceLock::new();
        Ok(Live { shared: Arc::new(Shared { client, endpoint, options, patience, ledger, on_wait }) })
    }
}

impl Target for Live {
    fn kind(&self) -> TargetKind {
        TargetKind::Live
    }

    fn name(&self) -> String {
        self.shared.endpoint.base.clone()
    }

    fn on_wait(&self, tell: Box<dyn Fn(Wait) + Send + Sync>) {
        let _ = self.shared.on_wait.set(tell); // one run watches
    }

    fn open(&self) -> BoxFuture<'_, Box<dyn Session>> {
        let session: Box<dyn Session> = Box::new(LiveSession::new(Arc::clone(&self.shared)));
        Box::pin(async move { session })
    }
}
