//! The two that can answer: the double, and a live endpoint.

mod client;
mod double;
mod live;
mod roots;
mod timeouts;

pub use double::{Double, State, answer};
pub use live::{Application, Credential, Live, LiveOptions, UnusableEndpoint};
pub use roots::UnusableRoots;
pub use timeouts::Timeouts;
