//! Judging: a documented example and an answer in, violations and drift out.
//!
//! Pure, and without an opinion on how the answer was come by. [`judge`] holds a response to the documented one, every
//! promise of it; [`judge_refusal`] to the error a page implies for a request it rules out; [`judge_unchanged`] holds two
//! states of a resource against each other. Each kind of promise has a file of its own.

mod answered;
mod body;
mod collection;
mod control;
mod drift;
mod error;
mod evolved;
mod headers;
mod included;
mod judge;
mod key;
mod matcher;
mod on_page;
mod outcome;
mod outline;
mod owed;
mod place;
mod refusal;
mod same;
mod sent;
mod shown;
mod twice;
mod unchanged;
mod violation;

pub(crate) use body::{Numbers, violations as body_violations};
pub use collection::{
    Amount, Matchers, collection_goes_on, collection_size, judge_amount, judge_every_member,
    judge_some_member,
};
pub(crate) use evolved::asks_for_unknown;
pub use headers::judge_header;
pub use included::{judge_body_is, judge_includes, judge_kept, judge_sent};
pub use judge::{judge, judge_no_body, judge_shape, judge_status};
pub use matcher::{Matcher, Moment, ValueKind};
pub use outcome::Verdict;
pub use outline::{Outline, OutlineDifference};
pub use place::{judge_property, no_json};
pub use refusal::judge_refusal;
pub use same::same_value;
pub use sent::Sent;
pub(crate) use unchanged::is_mark_of_state;
pub use unchanged::judge_unchanged;
pub use violation::{Code, Judgement, Violation};
