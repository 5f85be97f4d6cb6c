//! What the benches measure beside: merely reading and tokenising pages.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const ROUNDS: usize = 9;

/// Two works beside each other: the shortest of some rounds of each, which is what is left where the machine was least disturbed.
/// The rounds alternate, so that what disturbs for a while disturbs both.
pub(crate) fn best<T, U>(ours: impl Fn() -> T, floor: impl Fn() -> U) -> (Duration, Duration) {
    let rounds = (0..ROUNDS).map(|_| (round(&ours), round(&floor)));
    rounds.reduce(|best, next| (best.0.min(next.0), best.1.min(next.1))).unwrap_or_default()
}

fn round<T>(work: impl Fn() -> T) -> Duration {
    let started = Instant::now();
    std::hint::black_box(work());
    started.elapsed()
}

pub(crate) fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

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
