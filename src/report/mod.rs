//! What a run came to, as data and as text.
//!
//! The runner only fills a [`RunReport`]; each format has a file of its own that turns it into something to read.

pub mod check;
mod differences;
mod exit;
mod fragment;
mod inspection;
mod json;
mod json_line;
mod notes;
mod planned;
mod repeated;
mod run;
mod spool;
mod support;
mod text;

pub(crate) use differences::Answers;
pub use differences::Difference;
pub use exit::ExitStatus;
pub use fragment::{fragment_name, was_violated_before, write_fragment};
pub use inspection::inspection;
pub use json::{judgement_json, write_json};
pub use planned::plan_text;
pub use run::{Check, InputError, LeftChanged, RunReport, ScenarioReport, Summary};
pub use spool::Spool;
pub(crate) use text::number;
pub use text::{Text, input_errors, judgement_text};
