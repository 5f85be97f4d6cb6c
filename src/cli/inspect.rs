//! `graph-contract inspect`.

use std::io::{BufWriter, ErrorKind, Write};
use std::path::PathBuf;

use clap::Args;

use crate::library;
use crate::report::{ExitStatus, inspection};

#[derive(Debug, Args)]
pub(super) struct Inspect {
    /// Pages, or folders that hold some
    #[arg(required = true)]
    paths: Vec<PathBuf>,
}

impl Inspect {
    /// Prints one line of JSON a page, in the order of their paths. A page that cannot be read is said on standard error,
    /// and the others are printed all the same.
    pub(super) fn execute(&self) -> ExitStatus {
        let mut status = ExitStatus::Nothing;
        let mut out = BufWriter::new(std::io::stdout().lock());
        for file in library::markdown_files(&self.paths) {
            match file.and_then(|file| library::read(&file)) {
                Ok(page) => match writeln!(out, "{}", inspection(&page)) {
                    Ok(()) if status == ExitStatus::Nothing => status = ExitStatus::Kept,
                    Err(error) if error.kind() == ErrorKind::BrokenPipe => return status,
                    _ => {}
                },
                Err(unreadable) => {
                    eprintln!("error: {unreadable}");
                    status = ExitStatus::Input;
                }
            }
        }
        status
    }
}
