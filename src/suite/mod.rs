//! Gherkin: scenarios in, a report out.
//!
//! Features are read and checked before anything is sent; `cucumber` runs them; the [`World`] holds what one scenario
//! knows; the steps are adapters that call one method of it. [`run()`] is the engine behind both `graph-contract run` and
//! `cargo test`.

mod addressing;
mod arrived;
mod asking;
mod asterisk;
mod beside;
mod blocks;
mod changes;
mod checking;
mod difference;
mod directives;
mod document;
mod doors;
mod effect;
mod engine;
mod environment;
mod event;
mod features;
mod harness;
mod hooks;
mod interrupting;
mod keyword;
mod likeness;
mod matcher_text;
mod matching;
mod naming;
mod not_gherkin;
mod outlines;
mod place;
mod plan;
mod planning;
mod preflight;
mod progress;
mod record;
mod rereading;
mod retry;
mod rows;
mod run;
mod scaffold;
mod scenario;
mod sending;
mod serial;
mod settings;
mod shards;
mod shown;
mod steps;
mod stop;
mod testable;
mod timeouts;
mod unchanging;
mod undocumented;
mod variables;
mod vocabulary;
mod vocabulary_page;
mod world;

pub(crate) use doors::not_ready;
pub use doors::run_and_report;
pub use environment::WrongUsage;
pub use event::RunEvent;
pub use harness::{main, main_with};
pub use planning::plan_and_print;
pub use run::run;
pub use scaffold::scaffold;
pub(crate) use settings::restore_command;
pub use settings::{Filter, Settings};
pub use stop::Stop;
pub(crate) use timeouts::{limit, seconds};
pub use vocabulary::{Below, VOCABULARY, VocabularyStep};
pub use vocabulary_page::{vocabulary_json, vocabulary_markdown, vocabulary_text};
pub use world::World;
