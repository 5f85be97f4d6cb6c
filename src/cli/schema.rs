//! `graph-contract schema`.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde_json::Value;

use crate::contract::{Contract, openapi};
use crate::library::{self, Library, Unreadable};
use crate::report::ExitStatus;

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// The page that documents the response; with --openapi any number of pages, or folders that hold some
    #[arg(required = true)]
    pages: Vec<PathBuf>,
    /// The example whose response body is meant, by its annotated name or its number [default: the page's first with a JSON body]
    #[arg(long, value_name = "NAME", conflicts_with = "openapi")]
    example: Option<String>,
    /// Print an OpenAPI 3.1 document for all of the pages
    #[arg(long)]
    openapi: bool,
}

impl Schema {
    pub(super) fn execute(&self) -> ExitStatus {
        if self.openapi { self.document() } else { self.schema() }
    }

    /// Prints the JSON Schema (draft 2020-12) that response bodies are judged by.
    fn schema(&self) -> ExitStatus {
        let [page] = self.pages.as_slice() else {
            eprintln!("error: a schema is that of one page: give one, or --openapi for several");
            return ExitStatus::Usage;
        };
        let contract = match Library::at("").contract(&page.to_string_lossy()) {
            Ok(contract) => contract,
            Err(unreadable) => return said(&unreadable),
        };
        let meant = match &self.example {
            Some(which) => contract.example(Some(which)).map_or(&[][..], std::slice::from_ref),
            None => &contract.examples,
        };
        match meant.iter().find_map(|example| example.response.json()) {
            Some(body) => print(body.schema.json()),
            None => self.no_such_body(&contract),
        }
    }

    fn no_such_body(&self, contract: &Contract) -> ExitStatus {
        let which = self.example.as_ref().map(|which| format!(" in example \"{which}\"")).unwrap_or_default();
        let (page, names) = (&contract.page, contract.example_names());
        eprintln!("error: {page} documents no response with a JSON body{which}; it has: {names}");
        ExitStatus::Nothing
    }

    /// Prints one document; pages without an example are left out of it.
    fn document(&self) -> ExitStatus {
        let library = Library::at("");
        let mut contracts: Vec<Arc<Contract>> = Vec::new();
        for page in library::markdown_files(&self.pages) {
            match page.and_then(|page| library.contract(&page.to_string_lossy())) {
                Ok(contract) => contracts.push(contract),
                Err(Unreadable::NoExample { .. }) => {}
                Err(unreadable) => return said(&unreadable),
            }
        }
        if contracts.is_empty() {
            eprintln!("error: none of the pages documents an example");
            return ExitStatus::Nothing;
        }
        print(&openapi(&contracts))
    }
}

/// Prints JSON; a reader that has gone away is no error.
fn print(value: &Value) -> ExitStatus {
    let _ = writeln!(std::io::stdout(), "{value:#}");
    ExitStatus::Kept
}

fn said(unreadable: &Unreadable) -> ExitStatus {
    eprintln!("error: {unreadable}");
    ExitStatus::Input
}
