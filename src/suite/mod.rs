//! Gherkin: scenarios in, a report out.
//!
//! Features are read and checked before anything is sent; `cucumber` runs them; the [`World`] holds what one scenario
//! knows; the steps are adapters that call one method of it. [`run()`] is the engine behind both `graph-contract run` and
//! `cargo test`.

mod arrived;
mod asking;
mod changes;
mod checking;
mod document;
mod doors;
mod features;
mod keyword;
mod matcher_text;
mod place;
mod preflight;
mod record;
mod rows;
mod run;
mod scaffold;
mod scenario;
mod sending;
mod settings;
mod steps;
mod stop;
mod variables;
mod vocabulary;
mod vocabulary_page;
mod world;

pub use doors::{main, main_with, run_and_report};
pub use run::run;
pub use scaffold::scaffold;
pub use settings::{Filter, Settings, WrongUsage};
pub use stop::Stop;
pub use vocabulary::{Below, VOCABULARY, VocabularyStep};
pub use vocabulary_page::{vocabulary_json, vocabulary_markdown, vocabulary_text};
pub use world::World;
