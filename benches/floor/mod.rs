//! What the benches measure beside: merely reading and tokenising pages.

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) fn read(page: &PathBuf) -> String {
    fs::read_to_string(page).expect("a page that was listed")
}

/// How many events a page is made of.
pub(crate) fn tokenised(page: &PathBuf) -> usize {
    let options =
        pulldown_cmark::Options::ENABLE_TABLES | pulldown_cmark::Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    pulldown_cmark::Parser::new_ext(&read(page), options).into_offset_iter().count()
}

/// The pages below a folder.
pub(crate) fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of pages").flatten().map(|entry| entry.path());
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = entries.partition(|path| path.is_dir());
    let pages = files.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.chain(folders.iter().flat_map(|folder| below(folder))).collect()
}
