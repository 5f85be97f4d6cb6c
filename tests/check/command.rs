//! A small documentation set in a folder of its own, and the command run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A page with one warning: a TODO.
pub(crate) const THING: &str = include_str!("pages/thing-get.md");

/// The page of its type, with nothing to find.
pub(crate) const TYPE: &str = include_str!("pages/thing.md");

/// The line of the warning, counted from 1.
pub(crate) fn todo_line() -> usize {
    THING.lines().position(|line| line.contains("TODO")).unwrap() + 1
}

pub(crate) struct Set(tempfile::TempDir);

pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Set {
    /// `api/thing-get.md`, which has a warning, and `resources/thing.md`, which has none.
    pub(crate) fn new() -> Set {
        Set::of(&[("api/thing-get.md", THING), ("resources/thing.md", TYPE)])
    }

    pub(crate) fn of(pages: &[(&str, &str)]) -> Set {
        let set = Set(tempfile::tempdir().unwrap());
        pages.iter().for_each(|(path, text)| set.write(path, text));
        set
    }

    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder().join(below)
    }

    pub(crate) fn write(&self, below: &str, text: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(below).parent().unwrap()).unwrap();
        fs::write(self.path(below), text).unwrap();
    }

    pub(crate) fn read(&self, below: &str) -> String {
        fs::read_to_string(self.path(below)).unwrap()
    }

    /// `graph-contract check` with these arguments, in the folder of the set.
    pub(crate) fn check(&self, arguments: &[&str]) -> Run {
        self.check_in("", arguments)
    }

    /// The same in a folder below.
    pub(crate) fn check_in(&self, below: &str, arguments: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_graph-contract"));
        let output = command.current_dir(self.path(below)).arg("check").args(arguments).output().unwrap();
        Run {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Run {
    /// What was printed, read as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }
}
