//! Gherkin: scenarios in, a report out.
//!
//! Features are read and checked before anything is sent; `cucumber` runs them; the [`World`] holds what one scenario
//! knows; the steps are adapters that call one method of it. [`run()`] is the engine behind both `graph-contract run` and
//! `cargo test`.

mod checking;
mod directives;
mod document;
mod doors;
mod engine;
mod event;
mod features;
mod harness;
mod hooks;
mod naming;
mod place;
mod preflight;
mod progress;
mod record;
mod retry;
mod run;
mod scaffold;
mod scenario;
mod sending;
mod serial;
mod settings;
mod steps;
mod stop;
mod vocabulary;
mod world;

pub use doors::run_and_report;
pub use event::RunEvent;
pub use harness::{main, main_with};
pub use run::run;
pub use scaffold::scaffold;
pub use settings::{Filter, Settings, WrongUsage};
pub use stop::Stop;
pub use vocabulary::{VOCABULARY, VocabularyStep, vocabulary_json, vocabulary_markdown, vocabulary_text};
pub use world::World;
