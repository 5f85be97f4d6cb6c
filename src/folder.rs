//! Files of one kind below a path.

use std::collections::BTreeSet;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::{fs, io};

/// The path itself when it is a file, else every file below it that ends in `extension`, sorted. A folder that links lead to
/// more than once is looked into once.
///
/// # Errors
/// What the operating system says of a path that is not there or cannot be listed.
pub(crate) fn files(path: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    let (mut files, mut seen) = (Vec::new(), BTreeSet::new());
    match fs::metadata(path)?.is_dir() {
        true => collect(path, extension, &mut files, &mut seen)?,
        false => files.push(path.to_path_buf()),
    }
    files.sort();
    Ok(files)
}

fn collect(
    folder: &Path,
    extension: &str,
    files: &mut Vec<PathBuf>,
    seen: &mut BTreeSet<PathBuf>,
) -> io::Result<()> {
    if !seen.insert(fs::canonicalize(folder)?) {
        return Ok(());
    }
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    entries.sort();
    for entry in entries {
        let is_wanted = entry.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension));
        match fs::metadata(&entry) {
            Ok(kind) if kind.is_dir() => collect(&entry, extension, files, seen)?,
            Ok(kind) if kind.is_file() && is_wanted => files.push(entry),
            // a link to nowhere may have led to a folder
            Err(error) if is_wanted || entry.extension().is_none() => {
                return Err(io::Error::new(error.kind(), format!("{}: {error}", shown(&entry))));
            }
            Ok(_) | Err(_) => {}
        }
    }
    Ok(())
}

/// A path as reports show it, with `/` on every system.
pub(crate) fn shown(path: &Path) -> String {
    path.to_string_lossy().replace(MAIN_SEPARATOR, "/")
}
