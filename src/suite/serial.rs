//! `@serial` across processes: a lock that one run at a time holds.
//!
//! Inside a process cucumber runs such scenarios alone. Test runners start a process a scenario, so the lock is a file.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The file that is locked.
pub(super) fn path(report_dir: &Path) -> PathBuf {
    report_dir.join("serial.lock")
}

/// Takes the lock, and waits for whoever holds it: then `waits` is called before. It is let go of when the file is dropped,
/// also by a process that is killed.
///
/// # Errors
/// What the operating system says where a lock cannot be had at all.
pub(super) async fn lock(path: &Path, waits: impl FnOnce()) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    // not truncated: nothing is in it, and another process may hold it
    let file = File::options().create(true).write(true).truncate(false).open(path)?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => waits(),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    let waiting = tokio::task::spawn_blocking(move || file.lock().map(|()| file));
    waiting.await.map_err(io::Error::other)?
}
