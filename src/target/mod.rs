//! The two that can answer: the double, and a live endpoint.

mod client;
mod double;
mod live;
mod roots;
mod timeouts;

pub use double::{Double, State, answer};
pub use live::{
    Application, Credential, LedgerError, Live, LiveOptions, Planned, RestoreError, Restored,
    UnusableEndpoint,
};
pub(crate) use live::{left_open, would_be_sent};
pub use roots::UnusableRoots;
pub use timeouts::Timeouts;
