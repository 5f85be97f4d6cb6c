//! Which page of a folder documents a captured request.

use std::path::PathBuf;

use rayon::prelude::*;

use crate::capture::Documented;
use crate::contract::UrlTemplate;
use crate::exchange::Request;
use crate::library::{self, Unreadable};

/// For each request the page below these paths that documents it most closely.
///
/// # Errors
/// The first page that cannot be read.
pub(super) fn closest(paths: &[PathBuf], requests: &[&Request]) -> Result<Vec<Option<PathBuf>>, Unreadable> {
    let asked: Vec<UrlTemplate> = requests.iter().map(|request| UrlTemplate::read(&request.url)).collect();
    let scored = |file: Result<PathBuf, Unreadable>| -> Result<Vec<(usize, usize, PathBuf)>, Unreadable> {
        let path = file?;
        let documented = Documented::by(&library::read(&path)?);
        let scores = requests.iter().zip(&asked).enumerate();
        let scores = scores.filter_map(|(at, (request, asked))| {
            Some((at, documented.closeness(&request.method, asked)?, path.clone()))
        });
        Ok(scores.collect())
    };
    let scores: Vec<Vec<_>> =
        library::markdown_files(paths).into_par_iter().map(scored).collect::<Result<_, _>>()?;
    let mut best: Vec<Option<(usize, PathBuf)>> = vec![None; requests.len()];
    for (at, score, path) in scores.into_iter().flatten() {
        if best[at].as_ref().is_none_or(|(known, _)| score > *known) {
            best[at] = Some((score, path));
        }
    }
    Ok(best.into_iter().map(|found| found.map(|(_, path)| path)).collect())
}
