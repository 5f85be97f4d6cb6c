//! A live endpoint, treated with care: no write without consent, what an update changes is read first and put back after,
//! the token goes to one origin, and waiting is bounded.

mod authorizing;
mod changing;
mod created;
mod credential;
mod differing;
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
mod untestable;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures::future::BoxFuture;

pub use credential::{Application, Credential};
pub use endpoint::UnusableEndpoint;
pub use ledger::LedgerError;
pub use planned::Planned;
pub(crate) use planned::would_be_sent;
pub(crate) use restore::left_open;
pub use restore::{RestoreError, Restored};

use self::credential::Identity;
use self::endpoint::{Endpoint, is_at_loopback};
use self::ledger::Ledger;
use self::patience::Patience;
use self::session::LiveSession;
use crate::exchange::{Consent, NotReady, Redaction, Session, Target, TargetKind, Variables, Wait};
use crate::target::client::Client;
use crate::target::roots::Roots;
use crate::target::timeouts::Timeouts;

/// What is known of a live endpoint and what may be done to it.
#[derive(Clone)]
pub struct LiveOptions {
    /// The base URL; with a path it replaces the documented `https://host/{version}`.
    pub base_url: String,
    /// Who calls.
    pub credential: Credential,
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
    /// How long one request may take.
    pub timeouts: Timeouts,
    /// A PEM file of the roots that are trusted instead of the system's.
    pub trusted_roots: Option<PathBuf>,
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
    identity: Identity,
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

    /// What must not be shown of what is known so far.
    fn secrets(&self) -> Vec<String> {
        let other = self.options.other_token.iter().cloned();
        self.identity.secrets().into_iter().chain(other).collect()
    }

    /// What must not be written anywhere.
    fn redaction(&self) -> Redaction {
        let known = Redaction::of(self.secrets().iter().map(String::as_str));
        known.knowing_named(&self.options.variables)
    }
}

impl Live {
    /// Checks the base URL and makes ready; nothing is sent.
    ///
    /// # Errors
    /// [`UnusableEndpoint`] when the base URL is none, or none that a token may be sent to, when nobody knows who calls, or when the
    /// roots cannot be read.
    ///
    /// ```
    /// use graph_contract::target::{Credential, Live, LiveOptions};
    /// let options = LiveOptions {
    ///     base_url: "http://example.org".into(),
    ///     credential: Credential::Token("t".into()),
    ///     other_token: None,
    ///     variables: Default::default(),
    ///     consent: Default::default(),
    ///     retry_budget: Default::default(),
    ///     pause: Default::default(),
    ///     timeouts: Default::default(),
    ///     trusted_roots: None,
    ///     report_dir: "target/graph-contract".into(),
    /// };
    /// assert!(Live::new(options).err().unwrap().to_string().contains("https"));
    /// ```
    pub fn new(options: LiveOptions) -> Result<Live, UnusableEndpoint> {
        let endpoint = Endpoint::read(&options.base_url)?;
        let roots = options.trusted_roots.as_deref().map(Roots::read).transpose()?;
        let client = |is_loopback: bool| {
            let made = match is_loopback {
                true => Client::for_loopback(options.timeouts, roots.as_ref()),
                false => Client::for_network(options.timeouts, roots.as_ref()),
            };
            made.map_err(|failure| UnusableEndpoint::NoClient(failure.to_string()))
        };
        let authority = options.credential.authority().is_some_and(is_at_loopback);
        let scope = format!("{}/.default", endpoint.origin());
        let identity = Identity::of(&options.credential, scope, client(authority)?)
            .map_err(|reason| UnusableEndpoint::NoCredential(reason.to_string()))?;
        let client = client(endpoint.is_loopback)?;
        let patience = Patience::new(options.retry_budget);
        let ledger = Ledger::of(&options.report_dir);
        let on_wait = OnceLock::new();
        let shared = Shared { client, identity, endpoint, options, patience, ledger, on_wait };
        Ok(Live { shared: Arc::new(shared) })
    }
}

impl Target for Live {
    fn kind(&self) -> TargetKind {
        TargetKind::Live
    }

    fn name(&self) -> String {
        self.shared.endpoint.base.clone()
    }

    fn ready(&self) -> BoxFuture<'_, Result<(), NotReady>> {
        Box::pin(async move { self.shared.identity.fresh().await.map(drop) })
    }

    fn secrets(&self) -> Vec<String> {
        self.shared.secrets()
    }

    fn on_wait(&self, tell: Box<dyn Fn(Wait) + Send + Sync>) {
        let _ = self.shared.on_wait.set(tell); // one run watches
    }

    fn stopping(&self) -> Option<Box<dyn Fn() + Send + Sync>> {
        let shared = Arc::downgrade(&self.shared); // a run that is over holds the ledger no longer
        let stop: Box<dyn Fn() + Send + Sync> = Box::new(move || {
            if let Some(shared) = shared.upgrade() {
                shared.patience.stop();
            }
        });
        Some(stop).filter(|_| self.shared.options.consent.writes)
    }

    fn open(&self) -> BoxFuture<'_, Box<dyn Session>> {
        let session: Box<dyn Session> = Box::new(LiveSession::new(Arc::clone(&self.shared)));
        Box::pin(async move { session })
    }
}
