//! Pages as they stand in files.

use std::fs;
use std::path::{Path, PathBuf};

use super::Unreadable;
use super::unreadable::NO_UTF8;
use crate::folder::{files, shown};
use crate::page::Page;

/// The Markdown files at these paths; of a folder, every one below it, in the order of their paths.
pub(crate) fn markdown_files(paths: &[PathBuf]) -> Vec<Result<PathBuf, Unreadable>> {
    let found = paths.iter().flat_map(|path| files(path, "md"));
    found.map(|file| file.map_err(Unreadable::from)).collect()
}

/// What some editors put before a text.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// Reads a page.
pub(crate) fn read(path: &Path) -> Result<Page, Unreadable> {
    Ok(Page::read(&shown(path), &read_text(path)?))
}

/// The text of a page, without the mark of its byte order.
pub(crate) fn read_text(path: &Path) -> Result<String, Unreadable> {
    let unreadable = |reason: String| Unreadable::File { path: shown(path), reason };
    let bytes = fs::read(path).map_err(|error| unreadable(error.to_string()))?;
    let mut text = String::from_utf8(bytes).map_err(|error| unreadable(format!("{NO_UTF8}: {error}")))?;
    if text.starts_with(BYTE_ORDER_MARK) {
        text.drain(..BYTE_ORDER_MARK.len_utf8());
    }
    Ok(text)
}
