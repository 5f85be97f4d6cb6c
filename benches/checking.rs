//! Checking pages beside merely reading and tokenising them: a ratio from one run, and what memory it took.
//!
//! `cargo bench --bench checking` measures a set of 2,000 pages made from the fixture pages; `cargo bench --bench checking --
//! FOLDER` the sets below a folder.

use std::fs;
use std::path::{Path, PathBuf};

use graph_contract::documentation::Documentation;
use rayon::prelude::*;

mod floor;
mod memory;
mod rounds;

use floor::{below, tokenised};
use rounds::{best, tell};

/// The program's own, for both sides.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PAGES: usize = 2_000;
const ROUNDS: usize = 9;

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).map(PathBuf::from);
    let kept = tempfile::tempdir().expect("a folder for the pages");
    let folder = folder.unwrap_or_else(|| {
        copies(kept.path());
        kept.path().to_path_buf()
    });
    let checked = || Documentation::at(std::slice::from_ref(&folder)).check();
    let (pages, found) = (checked().pages, checked().findings.len());
    println!("check {pages} pages: {found} findings, {}", memory::told(memory::most("self")));
    let files = below(&folder);
    assert_eq!(files.len(), pages, "both sides read the same pages");
    let times = best(ROUNDS, checked, || files.par_iter().map(tokenised).sum::<usize>());
    tell(&format!("check {pages} pages"), times, "reading and tokenising them");
}

/// A set of copies of the fixture pages: the resource pages once, the API pages over and over.
fn copies(folder: &Path) {
    for room in ["api", "resources"] {
        fs::create_dir(folder.join(room)).expect("a folder");
    }
    let resources = below(Path::new("fixtures/pages/resources"));
    for source in &resources {
        let name = source.file_name().expect("a page's name");
        fs::copy(source, folder.join("resources").join(name)).expect("a copy");
    }
    let sources = below(Path::new("fixtures/pages/api"));
    for number in resources.len()..PAGES {
        let source = &sources[number % sources.len()];
        fs::copy(source, folder.join("api").join(format!("{number}.md"))).expect("a copy");
    }
}
