//! Which pages of a folder document a captured request.

use std::path::PathBuf;

use rayon::prelude::*;

use crate::capture::Documented;
use crate::contract::UrlTemplate;
use crate::exchange::Request;
use crate::library::{self, Unreadable};

/// For each request the pages below these paths that document it most closely.
///
/// # Errors
/// The first page that cannot be read.
pub(super) fn closest(paths: &[PathBuf], requests: &[&Request]) -> Result<Vec<Vec<PathBuf>>, Unreadable> {
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
    let mut best: Vec<(usize, Vec<PathBuf>)> = vec![(0, Vec::new()); requests.len()];
    for (at, score, path) in scores.into_iter().flatten() {
        let (known, pages) = &mut best[at];
        if pages.is_empty() || score > *known {
            (*known, *pages) = (score, vec![path]);
        } else if score == *known {
            pages.push(path);
        }
    }
    Ok(best.into_iter().map(|(_, pages)| pages).collect())
}
