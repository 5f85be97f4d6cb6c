//! The ledger: what a run changes on a live endpoint is written down, and on the disk, before it is changed. A run that is
//! killed can be cleaned up by it.
//!
//! Processes of one test run share it: each line is written under a lock. A second lock, which every run that writes has in
//! common, keeps `graph-contract restore` from undoing what a run is at.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{SecondsFormat, Utc};

use super::ledger_line::{Undo, line, unfinished, whole};

/// How often a lock is tried that somebody holds.
const TRIES: u32 = 20;
const BETWEEN_TRIES: Duration = Duration::from_millis(10);

/// Why a ledger cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// A line of it is none.
    #[error("{}:{line}: not a line of a ledger: {problem}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// 1-based.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// What the operating system says.
    #[error("{}: {error}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What it says.
        error: io::Error,
    },
    /// Somebody else is at it.
    #[error("{}: {who} is at work with it: wait until it is over", .path.display())]
    InUse {
        /// The file.
        path: PathBuf,
        /// Who.
        who: &'static str,
    },
}

/// The ledger of a report folder. Nothing is on the disk before the first entry.
#[derive(Debug)]
pub(super) struct Ledger {
    path: PathBuf,
    work: Mutex<Work>,
    entries: AtomicU64,
}

/// How far a run has come with a ledger.
#[derive(Debug, Default)]
struct Work {
    /// Held from the first turn or entry on, in common with other runs.
    lock: Option<File>,
    /// The ledger was read, and can be written to.
    is_begun: bool,
}

impl Ledger {
    pub(super) fn of(report_dir: &Path) -> Ledger {
        let path = report_dir.join("ledger.jsonl");
        Ledger { path, work: Mutex::default(), entries: AtomicU64::new(0) }
    }

    /// Writes down a change that is about to be made, and returns its entry.
    ///
    /// # Errors
    /// [`LedgerError`]: then the change must not be made.
    pub(super) fn open(&self, undo: &Undo) -> Result<String, LedgerError> {
        self.begin()?;
        let number = self.entries.fetch_add(1, Ordering::Relaxed);
        let now = Utc::now().timestamp_micros();
        let entry = format!("{now:x}-{:x}-{number}", std::process::id());
        self.say(&entry, undo)?;
        Ok(entry)
    }

    /// Writes down how a change stands now.
    pub(super) fn say(&self, entry: &str, undo: &Undo) -> Result<(), LedgerError> {
        let at = Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true);
        self.append(&line(entry, &at, undo)).map_err(|error| self.io(error))
    }

    /// What is still to be done, in the order in which it began.
    pub(super) fn unfinished(&self) -> Result<Vec<(String, Undo)>, LedgerError> {
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(self.io(error)),
        };
        self.read(&text)
    }

    /// How many changes a run that is over has left open; `None`: another run is at work, and some of them may be its own.
    pub(super) fn left_over(&self) -> Option<usize> {
        if !self.path.exists() {
            return Some(0);
        }
        let _alone = self.alone().ok()?;
        self.unfinished().ok().map(|open| open.len())
    }

    /// Keeps runs from writing, for as long as the file lives.
    pub(super) fn alone(&self) -> Result<File, LedgerError> {
        let lock = self.lock_file("ledger.lock").map_err(|error| self.io(error))?;
        self.taken(|| lock.try_lock(), "a run")?;
        Ok(lock)
    }

    /// Joins the other runs, and keeps `restore` away.
    fn join(&self, work: &mut Work) -> Result<(), LedgerError> {
        if work.lock.is_none() {
            let lock = self.lock_file("ledger.lock").map_err(|error| self.io(error))?;
            self.taken(|| lock.try_lock_shared(), "`graph-contract restore`")?;
            work.lock = Some(lock);
        }
        Ok(())
    }

    /// The first entry of a run clears away what is done with.
    fn begin(&self) -> Result<(), LedgerError> {
        let mut work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        if work.is_begun {
            return Ok(());
        }
        self.join(&mut work)?;
        let mut file = self.file().map_err(|error| self.io(error))?;
        let text = text_of(&mut file).map_err(|error| self.io(error))?;
        if self.read(&text)?.is_empty() {
            file.set_len(0).map_err(|error| self.io(error))?;
        }
        work.is_begun = true;
        Ok(())
    }

    fn append(&self, line: &str) -> io::Result<()> {
        let mut file = self.file()?;
        if is_torn(&mut file)? {
            file.rewind()?;
            let text = text_of(&mut file)?;
            file.set_len(whole(&text).len() as u64)?; // whoever wrote it was killed, and did not act on it
        }
        file.seek(SeekFrom::End(0))?;
        file.write_all(line.as_bytes())?;
        file.sync_all()
    }

    /// The file, locked until it is dropped; what it holds was read from a tenant, and is nobody else's to read.
    fn file(&self) -> io::Result<File> {
        let mut options = File::options();
        options.read(true).write(true).truncate(false).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&self.path)?;
        file.lock()?;
        own(&file)?;
        Ok(file)
    }

    /// The turn to ask an endpoint whose resources may be changed, until it is dropped: of two that change one resource, the second
    /// would take what the first has sent for what was there before.
    ///
    /// Until the run is over `restore` puts nothing back, either.
    ///
    /// # Errors
    /// [`LedgerError`]: then nothing must be written.
    pub(super) async fn turn(&self) -> Result<File, LedgerError> {
        self.join(&mut self.work.lock().unwrap_or_else(PoisonError::into_inner))?;
        let file = self.lock_file("turn.lock").map_err(|error| self.io(error))?;
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(self.io(error)),
        }
        let waiting = tokio::task::spawn_blocking(move || file.lock().map(|()| file));
        waiting.await.map_err(io::Error::other).and_then(|turn| turn).map_err(|error| self.io(error))
    }

    fn lock_file(&self, name: &str) -> io::Result<File> {
        let path = self.path.with_file_name(name);
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        File::options().create(true).write(true).truncate(false).open(path)
    }

    /// Takes a lock. A run that has just ended holds it for a moment, to see what is left; who holds it longer is at work.
    fn taken(
        &self,
        lock: impl Fn() -> Result<(), TryLockError>,
        who: &'static str,
    ) -> Result<(), LedgerError> {
        for tries in 1.. {
            match lock() {
                Ok(()) => return Ok(()),
                Err(TryLockError::Error(error)) => return Err(self.io(error)),
                Err(TryLockError::WouldBlock) if tries > TRIES => break,
                Err(TryLockError::WouldBlock) => std::thread::sleep(BETWEEN_TRIES),
            }
        }
        Err(LedgerError::InUse { path: self.path.clone(), who })
    }

    fn read(&self, text: &str) -> Result<Vec<(String, Undo)>, LedgerError> {
        unfinished(text).map_err(|wrong| LedgerError::Unreadable {
            path: self.path.clone(),
            line: wrong.line,
            problem: wrong.problem,
        })
    }

    fn io(&self, error: io::Error) -> LedgerError {
        LedgerError::Io { path: self.path.clone(), error }
    }
}

/// Whoever could read or change a file that was there before, no longer can.
fn own(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mut permissions = file.metadata()?.permissions();
        if permissions.mode() & 0o077 != 0 {
            permissions.set_mode(0o600);
            file.set_permissions(permissions)?;
        }
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

/// Whether the last line has no end.
fn is_torn(file: &mut File) -> io::Result<bool> {
    let mut last = [b'\n'];
    if file.metadata()?.len() > 0 {
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
    }
    Ok(last != [b'\n'])
}

fn text_of(file: &mut File) -> io::Result<String> {
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(url: &str) -> Undo {
        Undo::ToLookFor { url: url.to_string() }
    }

    #[test]
    fn what_is_done_is_cleared_away_by_the_next_run_and_what_is_open_stays() {
        let folder = tempfile::tempdir().unwrap();
        let first = Ledger::of(folder.path());
        let (done, open) = (first.open(&post("https://x/a")).unwrap(), post("https://x/b"));
        first.say(&done, &Undo::Done("created nothing".into())).unwrap();
        drop(first);
        let second = Ledger::of(folder.path());
        second.open(&open).unwrap();
        assert_eq!(fs::read_to_string(&second.path).unwrap().lines().count(), 1);
        drop(second);
        let third = Ledger::of(folder.path());
        third.open(&open).unwrap();
        assert_eq!(third.unfinished().unwrap().len(), 2);
    }

    #[test]
    fn runs_share_a_ledger_and_restore_has_it_alone() {
        let folder = tempfile::tempdir().unwrap();
        let [one, two, restore] = [(); 3].map(|()| Ledger::of(folder.path()));
        one.open(&post("https://x/a")).unwrap();
        two.open(&post("https://x/b")).unwrap();
        assert!(matches!(restore.alone(), Err(LedgerError::InUse { .. })));
        drop((one, two));
        let alone = restore.alone().unwrap();
        let late = Ledger::of(folder.path());
        assert!(matches!(late.open(&post("https://x/c")), Err(LedgerError::InUse { .. })));
        drop(alone);
        late.open(&post("https://x/c")).unwrap();
        assert_eq!((restore.unfinished().unwrap().len(), restore.left_over()), (3, None));
        drop(late);
        assert_eq!(restore.left_over(), Some(3));
    }

    #[test]
    fn no_line_is_lost_where_several_write_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let write = || {
            let ledger = Ledger::of(folder.path());
            (0..50).for_each(|number| drop(ledger.open(&post(&format!("https://x/{number}"))).unwrap()));
        };
        std::thread::scope(|scope| (0..8).for_each(|_| drop(scope.spawn(write))));
        assert_eq!(Ledger::of(folder.path()).unfinished().unwrap().len(), 8 * 50);
    }

    #[test]
    fn a_torn_line_is_taken_out_before_the_next_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::of(folder.path());
        let entry = ledger.open(&post("https://x/a")).unwrap();
        fs::write(&ledger.path, fs::read_to_string(&ledger.path).unwrap() + "{\"entry\": \"b").unwrap();
        ledger.say(&entry, &Undo::Done("created nothing".into())).unwrap();
        assert!(ledger.unfinished().unwrap().is_empty());
    }

    #[test]
    fn a_ledger_that_cannot_be_read_is_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::of(folder.path());
        fs::write(&ledger.path, "words\n").unwrap();
        let error = ledger.open(&post("https://x/a")).unwrap_err().to_string();
        assert!(error.contains("ledger.jsonl:1: "), "{error}");
        assert!(ledger.open(&post("https://x/b")).is_err(), "nor is it the second time");
        assert_eq!(fs::read_to_string(&ledger.path).unwrap(), "words\n");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::of(folder.path());
        ledger.open(&post("https://x/a")).unwrap();
        assert_eq!(fs::metadata(&ledger.path).unwrap().permissions().mode() & 0o077, 0);
    }
}
