//! Which types of a folder are derived from which: pages of derived types are rarely linked to by the pages that answer with them.

use std::path::Path;

use rayon::prelude::*;

use super::read_text;
use crate::contract::derived_and_base;
use crate::folder::{files, shown};
use crate::page::Page;

/// What is written where a page says what its type is derived from; other pages need not be read as pages.
const SAID: [&str; 5] = ["baseType", "nherits from ", "nherited from ", "erived from ", "ubclass of "];

/// The types of a folder's pages that are derived, each with its base type as its page names it.
pub(super) fn derived_types(folder: &Path) -> Vec<(String, String)> {
    let derived = |path: &Path| {
        let text = read_text(path).ok().filter(|text| SAID.iter().any(|words| text.contains(words)))?;
        derived_and_base(&Page::read(&shown(path), &text))
    };
    let pages: Vec<_> = files(folder, "md").into_iter().flatten().collect();
    pages.par_iter().filter_map(|path| derived(path)).collect()
}
