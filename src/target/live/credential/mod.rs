//! Who calls a live endpoint: what the environment names, a login with it, and the tokens that a run gets by it.
//!
//! [`Credential`] is what variables say, and knows no network. A `Login` asks for tokens, by `azure_identity`. `Identity` holds the
//! token of a run and renews it.

mod environment;
mod federated;
mod identity;
mod login;
mod refusal;
mod transport;

pub use environment::{Application, Credential};
pub(super) use identity::Identity;
