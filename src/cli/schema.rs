//! `graph-contract schema`.

use std::path::PathBuf;

use clap::Args;

use crate::library::Library;
use crate::report::ExitStatus;

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// The page that documents the response
    page: PathBuf,
    /// The example whose response body is meant, by its annotated name [default: the page's first with a JSON body]
    #[arg(long, value_name = "NAME")]
    example: Option<String>,
}

impl Schema {
    /// Prints the JSON Schema (draft 2020-12) that response bodies are judged by.
    pub(super) fn execute(&self) -> ExitStatus {
        let contract = match Library::at("").contract(&self.page.to_string_lossy()) {
            Ok(contract) => contract,
            Err(unreadable) => {
                eprintln!("error: {unreadable}");
                return ExitStatus::Input;
            }
        };
        let named =
            contract.examples.iter().filter(|example| self.example.is_none() || example.name == self.example);
        match named.filter_map(|example| example.response.json()).next() {
            Some(body) => {
                println!("{:#}", body.schema.json());
                ExitStatus::Kept
            }
            None => {
                eprintln!("error: {} documents no such response with a JSON body", self.page.display());
                ExitStatus::Nothing
            }
        }
    }
}
