//! The suite: every scenario below `features/`, on the double or on the live endpoint that `GRAPH_CONTRACT_BASE_URL` names.

use std::process::ExitCode;

fn main() -> ExitCode {
    graph_contract::suite::main()
}
