//! Which types of a folder are derived from which: pages of derived types are rarely linked to by the pages that answer with them.

use std::path::Path;

use rayon::prelude::*;

use super::read;
use crate::contract::{Derivations, derived_and_base};
use crate::folder::files;

/// What the pages of a folder say of it.
pub(super) fn derivations(folder: &Path) -> Derivations {
    let pages: Vec<_> = files(folder, "md").into_iter().flatten().collect();
    let derived = pages.par_iter().filter_map(|path| derived_and_base(&read(path).ok()?));
    Derivations::of(derived.collect())
}
