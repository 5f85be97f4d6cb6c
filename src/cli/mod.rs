//! The command line: arguments in, library calls, an exit code out.

mod check;
mod closest;
mod inspect;
mod limits;
mod restore;
mod run;
mod scaffold;
mod schema;
mod steps;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Holds a service to its API-reference pages.
#[derive(Debug, Parser)]
#[command(name = "graph-contract", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run feature files on the embedded double, or on a live endpoint
    Run(run::Run),
    /// Find where pages contradict themselves
    Check(check::Check),
    /// Put back what a run that was killed has left changed on a live endpoint
    Restore(restore::Restore),
    /// Judge a captured response without sending anything
    Verify(verify::Verify),
    /// Write a feature file for each page
    Scaffold(scaffold::Scaffold),
    /// Print the JSON Schema of a documented response body
    Schema(schema::Schema),
    /// Print the steps that feature files are written with
    Steps(steps::Steps),
    /// Print what is read from pages: JSON Lines, one object a page
    Inspect(inspect::Inspect),
}

/// Runs the command that the process was started with.
#[must_use]
pub fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Run(run) => run.execute().into(),
        Command::Check(check) => check.execute().into(),
        Command::Restore(restore) => restore.execute().into(),
        Command::Verify(verify) => verify.execute().into(),
        Command::Scaffold(scaffold) => scaffold.execute().into(),
        Command::Schema(schema) => schema.execute().into(),
        Command::Steps(steps) => steps.execute().into(),
        Command::Inspect(inspect) => inspect.execute().into(),
    }
}
