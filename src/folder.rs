//! Files of one kind below a path.

use std::collections::BTreeSet;
use std::fs::{self, FileType};
use std::io;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

/// What cannot be looked at, and what the operating system says of it.
#[derive(Debug)]
pub(crate) struct Unlisted {
    pub(crate) path: PathBuf,
    pub(crate) error: io::Error,
}

/// The path itself when it is a file, else every file below it that ends in `extension`, sorted, and after them what cannot be
/// looked at. A folder that links lead to more than once is looked into once.
pub(crate) fn files(path: &Path, extension: &str) -> Vec<Result<PathBuf, Unlisted>> {
    let mut found = Found::default();
    match fs::metadata(path) {
        Ok(kind) if kind.is_dir() => found.collect(path, extension),
        Ok(_) => found.files.push(path.to_path_buf()),
        Err(error) => found.unlisted(path, error),
    }
    found.files.sort();
    found.files.into_iter().map(Ok).chain(found.unlisted.into_iter().map(Err)).collect()
}

#[derive(Default)]
struct Found {
    files: Vec<PathBuf>,
    unlisted: Vec<Unlisted>,
    /// The folders that were looked into, as the system names them.
    seen: BTreeSet<PathBuf>,
}

impl Found {
    fn collect(&mut self, folder: &Path, extension: &str) {
        match entries(folder) {
            Ok((real, entries)) => {
                let is_new = self.seen.insert(real);
                entries.into_iter().filter(|_| is_new).for_each(|entry| self.take(entry, extension));
            }
            Err(error) => self.unlisted(folder, error),
        }
    }

    fn take(&mut self, (entry, kind): Entry, extension: &str) {
        let is_wanted = entry.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension));
        let kind = match kind {
            Ok(kind) if kind.is_symlink() => fs::metadata(&entry).map(|led_to| led_to.file_type()),
            kind => kind,
        };
        match kind {
            Ok(kind) if kind.is_dir() => self.collect(&entry, extension),
            Ok(kind) if kind.is_file() && is_wanted => self.files.push(entry),
            // a link to nowhere may have led to a folder
            Err(error) if is_wanted || entry.extension().is_none() => self.unlisted(&entry, error),
            Ok(_) | Err(_) => {}
        }
    }

    fn unlisted(&mut self, path: &Path, error: io::Error) {
        self.unlisted.push(Unlisted { path: path.to_path_buf(), error });
    }
}

/// A path, and what the folder that holds it says it is, without following a link.
type Entry = (PathBuf, io::Result<FileType>);

/// A folder as the system names it, and what is in it, sorted.
fn entries(folder: &Path) -> io::Result<(PathBuf, Vec<Entry>)> {
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| (entry.path(), entry.file_type())));
    let mut entries: Vec<Entry> = entries.collect::<io::Result<_>>()?;
    entries.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok((fs::canonicalize(folder)?, entries))
}

/// A path as reports show it, with `/` on every system.
pub(crate) fn shown(path: &Path) -> String {
    path.to_string_lossy().replace(MAIN_SEPARATOR, "/")
}
