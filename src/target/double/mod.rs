//! The double: what the documented service would answer.
//!
//! [`answer`] is one pure function of what the pages promise, the state and a request; `wiremock` is a door to it
//! ([`Double`]). Nothing about any one API is written here: operations, bodies, refusals and state all come from the
//! contracts.

mod answer;
mod door;
mod paging;
mod refusal;
mod session;
mod state;
mod writing;

pub use answer::answer;
pub use session::Double;
pub use state::State;
