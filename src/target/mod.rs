//! The two that can answer: the double, and a live endpoint.

mod client;
mod double;
mod live;

pub use double::{Double, State, answer};
pub(crate) use live::left_open;
pub use live::{LedgerError, Live, LiveOptions, Planned, Restored, UnusableEndpoint};
