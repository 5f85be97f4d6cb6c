//! Which types of a folder are derived from which: pages of derived types are rarely linked to by the pages that answer with them.

use std::path::{Path, PathBuf};
use std::thread;

use super::read;
use crate::contract::{Derivations, derived_and_base};
use crate::folder::files;

/// What the pages of a folder say of it.
///
/// They are read on threads of their own: others wait for what is found here, and a thread of `rayon`'s that waits for its part
/// would take up other work meanwhile, which may wait for the same.
pub(super) fn derivations(folder: &Path) -> Derivations {
    let pages: Vec<_> = files(folder, "md").into_iter().flatten().collect();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let parts = pages.chunks(pages.len().div_ceil(cores).max(1));
    let derived = thread::scope(|scope| {
        let reading: Vec<_> = parts.map(|part| scope.spawn(|| derived_in(part))).collect();
        reading
            .into_iter()
            .flat_map(|part| part.join().unwrap_or_else(|lost| std::panic::resume_unwind(lost)))
            .collect()
    });
    Derivations::of(derived)
}

fn derived_in(pages: &[PathBuf]) -> Vec<(String, String)> {
    pages.iter().filter_map(|path| derived_and_base(&read(path).ok()?)).collect()
}
