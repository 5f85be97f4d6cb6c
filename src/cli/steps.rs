//! `graph-contract steps`.

use std::io::Write;

use clap::{Args, ValueEnum};

use crate::report::ExitStatus;
use crate::suite::{vocabulary_json, vocabulary_markdown, vocabulary_text};

#[derive(Debug, Args)]
pub(super) struct Steps {
    /// How to print the steps
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
}

impl Steps {
    /// Prints the vocabulary; a reader that has gone away is no error.
    pub(super) fn execute(&self) -> ExitStatus {
        let text = match self.format {
            Format::Text => vocabulary_text(),
            Format::Markdown => vocabulary_markdown(),
            Format::Json => format!("{:#}\n", vocabulary_json()),
        };
        let _ = std::io::stdout().write_all(text.as_bytes());
        ExitStatus::Kept
    }
}
