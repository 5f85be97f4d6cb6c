//! The `graph-contract` binary; everything it does is in the library.

use std::process::ExitCode;

/// Pages become many small texts, and this allocator takes a tenth off the time of reading them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    graph_contract::cli::main()
}
