//! A report of one process among many: where a test runner starts a process a scenario, each writes a file of its own.

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde_json::Value;

use super::json::write_to;
use super::run::RunReport;
use super::spool::Spool;

/// As much of a test's name as its file shows; with a folder of usual depth it stays below what Windows opens.
const SHOWN: usize = 80;

/// Writes the report as `fragments/<run>/<test>.json` below `folder`, and returns its path. A further attempt at the same test
/// has a file of its own: what the first one found stays.
///
/// # Errors
/// What the operating system says.
pub fn write_fragment(
    report: &RunReport,
    spool: Spool,
    folder: &Path,
    run: &str,
    test: &str,
    attempt: usize,
) -> io::Result<PathBuf> {
    let path = fragment_path(folder, run, test, attempt);
    fs::create_dir_all(path.parent().unwrap_or(folder))?;
    write_to(report, spool, &path)?;
    Ok(path)
}

fn fragment_path(folder: &Path, run: &str, test: &str, attempt: usize) -> PathBuf {
    let again = if attempt > 1 { format!("-attempt-{attempt}") } else { String::new() };
    folder.join("fragments").join(safe(run)).join(format!("{}{again}.json", fragment_name(test)))
}

/// Whether an attempt at the test before this one found a violation: a test runner would take a pass now for the last word.
#[must_use]
pub fn was_violated_before(folder: &Path, run: &str, test: &str, attempt: usize) -> bool {
    (1..attempt).any(|earlier| is_violated(&fragment_path(folder, run, test, earlier)))
}

fn is_violated(fragment: &Path) -> bool {
    let report = fs::read(fragment).ok().and_then(|text| serde_json::from_slice::<Value>(&text).ok());
    let violated = report.as_ref().and_then(|report| report.pointer("/summary/violated")?.as_u64());
    violated.is_some_and(|count| count > 0)
}

/// What a test's fragment is called, without `.json`: the end of its name in letters that any file system takes, and a number
/// made of the whole name, so that no two tests share a file.
///
/// ```
/// use graph_contract::report::fragment_name;
/// let name = fragment_name("features/book.feature::A title is no number");
/// assert_eq!(name, "features-book.feature-A-title-is-no-number-b132e8ddf9156105");
/// ```
#[must_use]
pub fn fragment_name(test: &str) -> String {
    format!("{}-{:016x}", safe(test), hash(test))
}

/// Letters, digits, dots and underscores; a dash for whatever is between them.
fn safe(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
    let words =
        name.split(|c| !is_plain(c)).map(|word| word.trim_matches('.')).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("-");
    // all of it is ASCII; what is cut off is cut off between words, where there are any
    let end = &name[name.len().saturating_sub(SHOWN)..];
    let end = if end.len() < name.len() { end.split_once('-').map_or(end, |(_, rest)| rest) } else { end };
    if end.is_empty() { "all".to_string() } else { end.to_string() }
}

/// FNV-1a, 64 bits: the same on every machine and with every compiler, which the standard library's hashes do not promise.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_that_a_file_system_takes_for_one_are_kept_apart() {
        let names = ["x.feature::a b", "x.feature::a  b", "x.feature::a/b", "x.feature::A b", "x.feature::é"];
        let files: BTreeSet<String> = names.iter().map(|name| fragment_name(name).to_lowercase()).collect();
        assert_eq!(files.len(), names.len());
    }

    #[test]
    fn a_name_is_one_that_windows_takes() {
        let long = "é:*?\"<>|\\/ ".repeat(99) + "..";
        for name in [long.as_str(), "CON", "", ".", "x.feature::<a> \"b\"?", &"a".repeat(999)] {
            let file = fragment_name(name);
            assert!(file.len() <= SHOWN + 17, "{file}");
            assert!(file.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)), "{file}");
            assert!(!file.starts_with(['.', '-']), "{file}");
        }
    }

    #[test]
    fn the_number_is_that_of_the_published_algorithm() {
        assert_eq!(hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash("foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn a_run_leads_to_no_other_folder() {
        assert_eq!(safe("../../x"), "x");
        assert_eq!(safe("0b8b2d39-4b0d-4f62-a7a0-3cfd1d4eab0c"), "0b8b2d39-4b0d-4f62-a7a0-3cfd1d4eab0c");
    }
}
