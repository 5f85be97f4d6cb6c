//! The file that a baseline is kept in.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Checked;
use super::fixing::write;
use super::relative::Relative;
use crate::folder::shown;
use crate::lint::{Baseline, NoBaseline, Quoted, Sorted};
use chrono::NaiveDate;

/// A baseline and the file it is kept in; its paths are told from the folder of that file.
#[derive(Debug)]
pub struct BaselineFile {
    baseline: Baseline,
    file: PathBuf,
    relative: Relative,
}

/// Why a baseline cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum UnusableBaseline {
    /// The file cannot be read.
    #[error("the baseline {0} cannot be read: {1}; --write-baseline {0} makes one")]
    Unreadable(String, io::Error),
    /// The file is something else.
    #[error("the baseline {0} cannot be used: {1}")]
    NoBaseline(String, NoBaseline),
    /// The file cannot be written.
    #[error("the baseline {0} cannot be written: {1}")]
    Unwritable(String, io::Error),
}

impl BaselineFile {
    /// Reads a baseline.
    ///
    /// # Errors
    /// [`UnusableBaseline`] when there is none.
    pub fn read(file: &Path) -> Result<BaselineFile, UnusableBaseline> {
        let text =
            fs::read_to_string(file).map_err(|error| UnusableBaseline::Unreadable(shown(file), error))?;
        let baseline =
            Baseline::read(&text).map_err(|error| UnusableBaseline::NoBaseline(shown(file), error))?;
        Ok(BaselineFile::at(file, baseline))
    }

    /// Reads a baseline that may not be there yet.
    ///
    /// # Errors
    /// [`UnusableBaseline`] when there is something else.
    pub fn read_or_empty(file: &Path) -> Result<BaselineFile, UnusableBaseline> {
        match BaselineFile::read(file) {
            Err(UnusableBaseline::Unreadable(_, error)) if error.kind() == io::ErrorKind::NotFound => {
                Ok(BaselineFile::at(file, Baseline::default()))
            }
            kept => kept,
        }
    }

    fn at(file: &Path, baseline: Baseline) -> BaselineFile {
        BaselineFile { baseline, file: file.to_path_buf(), relative: Relative::to(folder(file)) }
    }

    /// The file's path, as given.
    #[must_use]
    pub fn file(&self) -> String {
        shown(&self.file)
    }

    /// Tells old findings from new ones; `paths` are those of the pages that were checked.
    #[must_use]
    pub fn sort(&self, findings: Vec<Quoted>, paths: &[String], today: NaiveDate) -> Sorted {
        let judged = self.judged(paths);
        self.baseline.sort(
            findings,
            today,
            |path| self.relative.path(path),
            |path| self.is_judged(&judged, path),
        )
    }

    /// Writes the baseline anew, so that it lets through what was found now and no more; `days` are today and the last day of
    /// what it did not let through before.
    ///
    /// # Errors
    /// [`UnusableBaseline`] when the file cannot be written.
    pub fn renew(&mut self, checked: &Checked, days: (NaiveDate, NaiveDate)) -> Result<(), UnusableBaseline> {
        let judged = self.judged(&checked.paths);
        let path_of = |path: &str| self.relative.path(path);
        let is_judged = |path: &str| self.is_judged(&judged, path);
        let renewed = self.baseline.renewed(&checked.findings, days, path_of, is_judged);
        let refused = |error| UnusableBaseline::Unwritable(shown(&self.file), error);
        write(&self.file, &[&renewed.text()]).map_err(refused)?;
        self.baseline = renewed;
        Ok(())
    }

    fn judged(&self, paths: &[String]) -> HashSet<String> {
        if self.baseline.is_empty() {
            HashSet::new()
        } else {
            paths.iter().map(|path| self.relative.path(path)).collect()
        }
    }

    /// A page that is not there any more has nothing to find.
    fn is_judged(&self, judged: &HashSet<String>, path: &str) -> bool {
        judged.contains(path) || !folder(&self.file).join(path).exists()
    }
}

fn folder(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}
