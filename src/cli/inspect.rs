//! `graph-contract inspect`.

use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use clap::Args;
use rayon::prelude::*;

use crate::library::{self, Unreadable};
use crate::report::{ExitStatus, inspection};

#[derive(Debug, Args)]
pub(super) struct Inspect {
    /// Pages, or folders that hold some
    #[arg(required = true)]
    paths: Vec<PathBuf>,
}

impl Inspect {
    /// Prints one line of JSON a page, in the order of their paths. A page that cannot be read is said on standard error,
    /// and the others are printed all the same. Pages are read on all cores, and only so many are held at once.
    pub(super) fn execute(&self) -> ExitStatus {
        let files = library::markdown_files(&self.paths);
        let (sender, receiver) = mpsc::sync_channel(1);
        thread::scope(|threads| {
            threads.spawn(move || {
                let mut inspected =
                    files.chunks(AT_ONCE).map(|files| files.par_iter().map(inspected).collect());
                inspected.try_for_each(|pages| sender.send(pages)).is_ok()
            });
            print(receiver)
        })
    }
}

/// Prints pages as they come; what is written while others are read costs no time of its own.
fn print(inspected: Receiver<Vec<Result<String, Unreadable>>>) -> ExitStatus {
    let mut status = ExitStatus::Nothing;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for page in inspected.into_iter().flatten() {
        match page {
            Ok(line) => {
                if writeln!(out, "{line}").is_err() {
                    return status; // whoever read this has gone away
                }
                status = if status == ExitStatus::Input { status } else { ExitStatus::Kept };
            }
            Err(unreadable) => {
                eprintln!("error: {unreadable}");
                status = ExitStatus::Input;
            }
        }
    }
    status
}

/// How many pages are held at once.
const AT_ONCE: usize = 256;

fn inspected(file: &Result<PathBuf, Unreadable>) -> Result<String, Unreadable> {
    let page = library::read(file.as_ref().map_err(Clone::clone)?)?;
    Ok(inspection(&page))
}
