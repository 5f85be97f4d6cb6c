//! Which files changed since a revision: what `git` says.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The files that differ from a revision, and those that git does not know yet.
#[derive(Debug)]
pub struct Changed(BTreeSet<PathBuf>);

/// Why that is not known.
#[derive(Debug, thiserror::Error)]
pub enum NoChanges {
    /// There is no program `git`.
    #[error("git cannot be run: {0}; --changed-since needs it")]
    NoGit(std::io::Error),
    /// The pages are in no work tree.
    #[error("{0} is in no git work tree, so it is not known what changed there")]
    NoWorkTree(String),
    /// Git knows no such commit.
    #[error("git knows no commit \"{0}\" in {1}; a shallow clone lacks older ones (git fetch --unshallow)")]
    NoCommit(String, String),
    /// Something else is wrong.
    #[error("git {0} failed: {1}")]
    Failed(String, String),
}

impl Changed {
    /// What changed since `revision` in the work trees that these paths are in.
    ///
    /// # Errors
    /// [`NoChanges`] where git cannot tell.
    pub fn since(revision: &str, paths: &[PathBuf]) -> Result<Changed, NoChanges> {
        let mut trees = BTreeMap::new();
        for path in paths {
            let folder = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new("")) };
            let folder = super::root::opened(folder);
            let tree = git(folder, &["rev-parse", "--show-toplevel"])?
                .ok_or_else(|| NoChanges::NoWorkTree(folder.display().to_string()))?;
            trees.insert(PathBuf::from(tree.trim_end_matches(['\n', '\r'])), folder.to_path_buf());
        }
        let mut files = BTreeSet::new();
        for tree in trees.keys() {
            changed_in(tree, revision, &mut files)?;
        }
        Ok(Changed(files))
    }

    /// Whether a file is among them.
    #[must_use]
    pub fn holds(&self, file: &Path) -> bool {
        fs::canonicalize(file).is_ok_and(|file| self.0.contains(&file))
    }
}

fn changed_in(tree: &Path, revision: &str, files: &mut BTreeSet<PathBuf>) -> Result<(), NoChanges> {
    let commit = format!("{revision}^{{commit}}");
    let commit = git(tree, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?
        .ok_or_else(|| NoChanges::NoCommit(revision.to_string(), tree.display().to_string()))?;
    let differing = ["diff", "--name-only", "--no-renames", "-z", commit.trim(), "--"];
    let unknown = ["ls-files", "--others", "--exclude-standard", "-z"];
    for arguments in [&differing[..], &unknown] {
        let failed = || NoChanges::Failed(arguments[0].to_string(), format!("in {}", tree.display()));
        let names = git(tree, arguments)?.ok_or_else(failed)?;
        let found = names.split('\0').filter(|name| !name.is_empty()).map(|name| tree.join(name));
        // what was deleted is nowhere
        files.extend(found.filter_map(|file| fs::canonicalize(file).ok()));
    }
    Ok(())
}

/// What git prints; `None`: it says no.
fn git<A: AsRef<OsStr>>(folder: &Path, arguments: &[A]) -> Result<Option<String>, NoChanges> {
    let output =
        Command::new("git").arg("-C").arg(folder).args(arguments).output().map_err(NoChanges::NoGit)?;
    Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned()))
}
