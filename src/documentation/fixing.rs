//! Repairing pages where they stand.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use crate::folder::shown;
use crate::library::{BYTE_ORDER_MARK, Unreadable};
use crate::lint::{Edit, Quoted, apply};

/// How often pages are gone through: a repair may make room for the next one.
const ROUNDS: usize = 10;

/// Repairs what can be repaired of some findings, page by page, and of what is found `again` after that, until nothing is left
/// to repair. Returns what was repaired, and the pages that could not be written.
pub fn fix(mut findings: Vec<Quoted>, again: impl Fn() -> Vec<Quoted>) -> (Vec<Quoted>, Vec<Unreadable>) {
    let (mut fixed, mut unwritten) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        findings.retain(|found| found.finding.fix.is_some());
        let before = fixed.len();
        // a file that two paths lead to is repaired once a round: the second would edit what was not checked
        let mut repaired_now = HashSet::new();
        for of_page in findings.chunk_by(|one, next| one.finding.path == next.finding.path) {
            let path = Path::new(&of_page[0].finding.path);
            if !repaired_now.insert(fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())) {
                continue;
            }
            match fix_page(of_page) {
                Ok(repaired) => fixed.extend(repaired),
                Err(unreadable) => unwritten.push(unreadable),
            }
        }
        if fixed.len() == before || !unwritten.is_empty() {
            break;
        }
        findings = again();
    }
    (fixed, unwritten)
}

fn fix_page(findings: &[Quoted]) -> Result<Vec<Quoted>, Unreadable> {
    let path = Path::new(&findings[0].finding.path);
    let unreadable = |error: io::Error| Unreadable::File { path: shown(path), reason: error.to_string() };
    let refused = |error: io::Error| Unreadable::Unwritable { path: shown(path), reason: error.to_string() };
    let whole = fs::read_to_string(path).map_err(unreadable)?;
    let text = whole.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&whole);
    let edits: Vec<Edit> = findings.iter().filter_map(|found| found.finding.fix.clone()).collect();
    let (repaired, applied) = apply(text, &edits);
    let mark = &whole[..whole.len() - text.len()];
    if repaired != text {
        write(path, &[mark, &repaired]).map_err(refused)?;
    }
    Ok(applied.into_iter().map(|at| findings[at].clone()).collect())
}

/// Writes a file whole or not at all, with the permissions that it has.
pub(super) fn write(path: &Path, parts: &[&str]) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let permissions = fs::metadata(&target).ok().map(|known| known.permissions());
    if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
    }
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let unfinished = target.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let written = write_new(&unfinished, parts, permissions).and_then(|()| fs::rename(&unfinished, &target));
    if written.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    written
}

fn write_new(path: &Path, parts: &[&str], permissions: Option<fs::Permissions>) -> io::Result<()> {
    let mut file = File::create(path)?;
    parts.iter().try_for_each(|part| file.write_all(part.as_bytes()))?;
    permissions.map_or(Ok(()), |permissions| file.set_permissions(permissions))
}
