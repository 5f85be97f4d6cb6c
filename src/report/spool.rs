//! The reports of scenarios as they come to their end: written to a file at once, so that a long run does not hold them all.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::json::{Indented, scenario_json};
use super::run::ScenarioReport;

/// Where the JSON of each scenario stands; a further try's replaces it.
#[derive(Debug)]
pub struct Spool {
    path: PathBuf,
    file: BufWriter<File>,
    end: u64,
    places: HashMap<(String, usize, String), (u64, usize)>,
    /// Why the last scenarios could not be written.
    lost: Option<io::Error>,
}

impl Spool {
    /// Begins a spool in `folder`, making the folder where it is missing.
    ///
    /// # Errors
    /// What the operating system says.
    ///
    /// ```
    /// let folder = std::env::temp_dir().join(format!("spool-{}", std::process::id()));
    /// let spool = graph_contract::report::Spool::begin(&folder).unwrap();
    /// drop(spool); // and its file is gone
    /// assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
    /// ```
    pub fn begin(folder: &Path) -> io::Result<Spool> {
        fs::create_dir_all(folder)?;
        let (path, file) = own_file(folder)?;
        let _ = file.try_lock(); // without it the file is taken for one that is left over, a minute after its last line
        remove_left_over(folder, &path);
        Ok(Spool { path, file: BufWriter::new(file), end: 0, places: HashMap::new(), lost: None })
    }

    /// Takes a scenario in. What cannot be written is said when the report is.
    pub fn take(&mut self, scenario: &ScenarioReport) {
        let text = Indented(&scenario_json(scenario)).to_string();
        match self.file.write_all(text.as_bytes()) {
            Ok(()) => {
                self.places.insert(key(scenario), (self.end, text.len()));
                self.end += text.len() as u64;
            }
            Err(error) => self.lost = Some(error),
        }
    }

    /// The texts of the scenarios that were taken in, to be read in any order.
    pub(super) fn into_texts(mut self) -> io::Result<Texts> {
        if let Some(error) = self.lost.take() {
            return Err(error);
        }
        self.file.flush()?;
        let mut file = BufReader::new(self.file.get_ref().try_clone()?);
        file.rewind()?;
        Ok(Texts { file, at: 0, spool: self })
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// A file that no other run has: also processes with one number share a folder, in containers.
fn own_file(folder: &Path) -> io::Result<(PathBuf, File)> {
    for number in 0_u32.. {
        let path = folder.join(format!("scenarios-{}-{number}.tmp", std::process::id()));
        match File::options().read(true).write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            file => return file.map(|file| (path, file)),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Removes what runs left that were killed: a file whose lock nobody holds, and that nobody wrote to for a while, as a run that
/// begins has none for a moment.
fn remove_left_over(folder: &Path, own: &Path) {
    const A_WHILE: Duration = Duration::from_secs(60);
    let is_spool = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let number = name.strip_prefix("scenarios-").and_then(|rest| rest.strip_suffix(".tmp"));
        number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'))
    };
    let paths = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    for path in paths.filter(|path| path != own && is_spool(path)) {
        let Ok(file) = File::options().read(true).write(true).open(&path) else { continue };
        let modified = file.metadata().and_then(|metadata| metadata.modified());
        let is_old = modified.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > A_WHILE));
        if is_old && file.try_lock().is_ok() {
            drop(file);
            let _ = fs::remove_file(path);
        }
    }
}

fn key(scenario: &ScenarioReport) -> (String, usize, String) {
    (scenario.feature.clone(), scenario.line, scenario.name.clone())
}

/// What a spool has taken in.
pub(super) struct Texts {
    file: BufReader<File>,
    /// How far it was read.
    at: u64,
    spool: Spool,
}

impl Texts {
    /// What tells this run's files from another's in the same folder.
    pub(super) fn mark(&self) -> String {
        self.spool.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The JSON of a scenario; `None`: it was not taken in.
    pub(super) fn of(&mut self, scenario: &ScenarioReport) -> io::Result<Option<String>> {
        let Some((start, length)) = self.spool.places.get(&key(scenario)).copied() else { return Ok(None) };
        // mostly the next one, which is at hand already
        self.file.seek_relative(start.wrapping_sub(self.at).cast_signed())?;
        let mut text = vec![0; length];
        self.file.read_exact(&mut text)?;
        self.at = start + length as u64;
        String::from_utf8(text).map(Some).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn what_a_killed_run_left_is_removed_and_what_another_uses_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let before = SystemTime::now() - Duration::from_secs(3600);
        let made = |name: &str, modified: SystemTime| {
            let file = File::create(folder.path().join(name)).unwrap();
            file.set_modified(modified).unwrap();
            file
        };
        drop(made("scenarios-4000000-0.tmp", before));
        drop(made("scenarios-4000001-0.tmp", SystemTime::now()));
        drop(made("scenarios-of-mine.tmp", before));
        let used = made("scenarios-4000002-1.tmp", before);
        used.lock().unwrap();
        let _spool = Spool::begin(folder.path()).unwrap();
        let is_there = |name: &str| folder.path().join(name).exists();
        assert!(!is_there("scenarios-4000000-0.tmp"));
        assert!(is_there("scenarios-4000001-0.tmp") && is_there("scenarios-of-mine.tmp"));
        assert!(is_there("scenarios-4000002-1.tmp"));
    }
}
