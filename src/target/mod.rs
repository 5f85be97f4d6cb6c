//! The two that can answer: the double, and a live endpoint.

mod client;
mod double;
mod live;
mod roots;
mod timeouts;

pub use double::{Double, State, answer};
pub(crate) use live::left_open;
pub use live::{
    Application, Credential, LedgerError, Live, LiveOptions, Planned, RestoreError, Restored,
    UnusableEndpoint,
};
pub use roots::UnusableRoots;
pub use timeouts::Timeouts;
