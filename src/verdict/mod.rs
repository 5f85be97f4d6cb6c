//! Judging: a documented example and an answer in, violations and drift out.
//!
//! Pure, and without an opinion on how the answer was come by. [`judge`] holds a response to the documented one, every
//! promise of it; [`judge_refusal`] to the error a page implies for a request it rules out; [`judge_unchanged`] holds two
//! states of a resource against each other. Each kind of promise has a file of its own.

mod body;
mod drift;
mod error;
mod headers;
mod included;
mod judge;
mod key;
mod outcome;
mod property;
mod refusal;
mod same;
mod sent;
mod unchanged;
mod violation;

pub(crate) use body::{Numbers, violations as body_violations};
pub use headers::judge_header;
pub use included::{judge_includes, judge_sent};
pub use judge::{judge, judge_shape, judge_status};
pub use outcome::Verdict;
pub use property::{judge_member, judge_timestamp, judge_value};
pub use refusal::judge_refusal;
pub use same::same_value;
pub use sent::Sent;
pub use unchanged::judge_unchanged;
pub(crate) use violation::cut;
pub use violation::{Code, Judgement, Violation};
