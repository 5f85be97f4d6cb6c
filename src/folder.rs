//! Files of one kind below a path.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// The path itself when it is a file, else every file below it that ends in `extension`, sorted.
///
/// # Errors
/// What the operating system says of a path that is not there or cannot be listed.
pub(crate) fn files(path: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    collect(path, extension, &mut files)?;
    files.sort();
    Ok(files)
}

fn collect(path: &Path, extension: &str, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !fs::metadata(path)?.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let entry = entry?.path();
        if entry.is_dir() {
            collect(&entry, extension, files)?;
        } else if entry.extension().is_some_and(|found| found == extension) {
            files.push(entry);
        }
    }
    Ok(())
}

/// A path as reports show it, with `/` on every system.
pub(crate) fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
