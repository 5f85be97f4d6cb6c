//! The `graph-contract` binary; everything it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    graph_contract::cli::main()
}
