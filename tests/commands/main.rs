//! The program's commands, run as a person runs them: what they print, what they write, and how they end.

mod doors;
mod examples;
mod head;
mod input;
mod scaffold;
mod steps;
mod verify;
mod vocabulary;

use std::process::Command;

/// The program in this checkout's folder, whatever the environment of the tests says.
fn graph_contract() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_graph-contract"));
    for name in ["BASE_URL", "TOKEN", "VARS", "ALLOW_WRITES", "STRICT"] {
        command.env_remove(format!("GRAPH_CONTRACT_{name}"));
    }
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}
