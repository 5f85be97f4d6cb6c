//! A baseline: the findings that a documentation set is known to have, so that only new ones count, and until when.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::quoted::Quoted;

/// Findings that are let through. Pages are named by their paths below the folder that the baseline is kept in, findings by a
/// [fingerprint](Quoted::fingerprint) that does not change when lines move.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeMap<Key, Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    path: String,
    rule: String,
    fingerprint: String,
}

/// A finding that is let through, so many times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The page.
    pub path: String,
    /// The code of the rule.
    pub rule: String,
    /// What tells the finding from others of its page.
    pub fingerprint: String,
    /// How often it is let through.
    pub count: usize,
    /// The last day on which it is.
    pub expires: NaiveDate,
    /// What is wrong, for whoever reads the file.
    pub message: String,
}

#[derive(Deserialize)]
struct File {
    version: u32,
    entries: Vec<Entry>,
}

/// What a baseline makes of some findings.
#[derive(Debug, Default)]
pub struct Sorted {
    /// Those that it does not let through, in their order.
    pub new: Vec<Quoted>,
    /// How many it lets through.
    pub covered: usize,
    /// Entries that would let one through, had their day not passed.
    pub expired: Vec<Entry>,
    /// Entries that let through more than there is; `count`: how many more.
    pub outlived: Vec<Entry>,
}

/// Why a text is no baseline.
#[derive(Debug, thiserror::Error)]
pub enum NoBaseline {
    /// It is no JSON of this form.
    #[error("it is no baseline: {0}")]
    Form(#[from] serde_json::Error),
    /// A later program wrote it.
    #[error("it is a baseline of version {0}, and this program reads version 1")]
    Version(u32),
}

impl Baseline {
    /// Reads a baseline's file.
    ///
    /// # Errors
    /// [`NoBaseline`] when it is none.
    pub fn read(text: &str) -> Result<Baseline, NoBaseline> {
        match serde_json::from_str(text)? {
            File { version: 1, entries } => Ok(entries.into_iter().collect()),
            File { version, .. } => Err(NoBaseline::Version(version)),
        }
    }

    /// The baseline's file: one line an entry, in the order of pages, rules and fingerprints.
    #[must_use]
    pub fn text(&self) -> String {
        let entry = |entry| serde_json::to_string(entry).unwrap_or_default();
        let lines: Vec<String> =
            self.entries.values().map(|found| format!("\n    {}", entry(found))).collect();
        format!("{{\n  \"version\": 1,\n  \"entries\": [{}\n  ]\n}}\n", lines.join(","))
    }

    /// How many findings it lets through.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.values().fold(0, |sum, entry| sum.saturating_add(entry.count))
    }

    /// Whether it lets nothing through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Tells old findings from new ones. `path_of` gives a page's path below the baseline's folder; `is_judged` says of such a
    /// path whether everything that is found on that page is among the findings.
    #[must_use]
    pub fn sort(
        &self,
        findings: Vec<Quoted>,
        today: NaiveDate,
        path_of: impl Fn(&str) -> String,
        is_judged: impl Fn(&str) -> bool,
    ) -> Sorted {
        let mut sorted = Sorted::default();
        let mut left: BTreeMap<&Key, usize> =
            self.entries.iter().map(|(key, entry)| (key, entry.count)).collect();
        for found in findings {
            let key = Key::of(&found, &path_of);
            let entry = self.entries.get_key_value(&key);
            let left = entry.and_then(|(key, entry)| Some((left.get_mut(key)?, entry)));
            match left.filter(|(left, _)| **left > 0) {
                Some((left, entry)) => {
                    *left -= 1;
                    if entry.expires >= today {
                        sorted.covered += 1;
                        continue;
                    }
                    sorted.expire(entry);
                    sorted.new.push(found);
                }
                None => sorted.new.push(found),
            }
        }
        let outlived = left.into_iter().filter(|(key, left)| *left > 0 && is_judged(&key.path));
        let outlived =
            outlived.filter_map(|(key, left)| Some(Entry { count: left, ..self.entries.get(key)?.clone() }));
        sorted.outlived = outlived.collect();
        sorted
    }

    /// A baseline that lets these findings through until a day. What `self` lets through today keeps its day, and so do its
    /// entries for pages that were not looked at.
    #[must_use]
    pub fn renewed(
        &self,
        findings: &[Quoted],
        (today, until): (NaiveDate, NaiveDate),
        path_of: impl Fn(&str) -> String,
        is_judged: impl Fn(&str) -> bool,
    ) -> Baseline {
        let kept = self.entries.values().filter(|entry| !is_judged(&entry.path)).cloned();
        let mut baseline: Baseline = kept.collect();
        for found in findings {
            let key = Key::of(found, &path_of);
            let before =
                self.entries.get(&key).map(|entry| entry.expires).filter(|expires| *expires >= today);
            let new = Entry {
                path: key.path.clone(),
                rule: key.rule.clone(),
                fingerprint: key.fingerprint.clone(),
                count: 0,
                expires: before.unwrap_or(until),
                message: found.finding.message.clone(),
            };
            baseline.entries.entry(key).or_insert(new).count += 1;
        }
        baseline
    }
}

impl FromIterator<Entry> for Baseline {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let keyed = |entry: Entry| {
            let (path, rule, fingerprint) =
                (entry.path.clone(), entry.rule.clone(), entry.fingerprint.clone());
            (Key { path, rule, fingerprint }, entry)
        };
        Baseline { entries: entries.into_iter().map(keyed).collect() }
    }
}

impl Key {
    fn of(found: &Quoted, path_of: impl Fn(&str) -> String) -> Key {
        let rule = found.finding.rule.code.to_string();
        Key { path: path_of(&found.finding.path), rule, fingerprint: found.fingerprint() }
    }
}

impl Sorted {
    fn expire(&mut self, entry: &Entry) {
        let is_known = |known: &&mut Entry| {
            (&known.path, &known.rule, &known.fingerprint) == (&entry.path, &entry.rule, &entry.fingerprint)
        };
        match self.expired.iter_mut().find(is_known) {
            Some(known) => known.count += 1,
            None => self.expired.push(Entry { count: 1, ..entry.clone() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::finding::Finding;
    use crate::lint::{Source, Span, rules};

    fn found(path: &str, message: &str) -> Quoted {
        let span = Span { line: 1, column: 1, length: 4 };
        Quoted::of(Finding::new(rules()[0], path, span, message.to_string()), &Source::read("word"))
    }

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2030, 1, day).unwrap()
    }

    fn as_given(path: &str) -> String {
        path.to_string()
    }

    /// One that lets "old" through twice on a.md until the tenth.
    fn baseline() -> Baseline {
        let findings = [found("a.md", "old"), found("a.md", "old")];
        Baseline::default().renewed(&findings, (day(1), day(10)), as_given, |_| true)
    }

    fn sorted(findings: Vec<Quoted>, today: u32) -> Sorted {
        baseline().sort(findings, day(today), as_given, |_| true)
    }

    fn messages(findings: &[Quoted]) -> Vec<&str> {
        findings.iter().map(|found| found.finding.message.as_str()).collect()
    }

    #[test]
    fn old_findings_pass_and_new_ones_do_not() {
        let sorted = sorted(["old", "new", "old", "old"].map(|message| found("a.md", message)).into(), 10);
        assert_eq!((messages(&sorted.new), sorted.covered), (vec!["new", "old"], 2));
        assert_eq!((sorted.expired, sorted.outlived), (vec![], vec![]));
    }

    #[test]
    fn an_entry_past_its_day_lets_nothing_through_and_is_told() {
        let sorted = sorted(vec![found("a.md", "old"), found("a.md", "old")], 11);
        assert_eq!((messages(&sorted.new), sorted.covered), (vec!["old", "old"], 0));
        assert_eq!(sorted.expired.iter().map(|entry| entry.count).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn what_is_found_no_more_is_told_where_the_page_was_looked_at() {
        assert_eq!(sorted(vec![found("a.md", "old")], 1).outlived[0].count, 1);
        assert_eq!(baseline().sort(vec![], day(1), as_given, |path| path != "a.md").outlived, []);
    }

    #[test]
    fn a_new_baseline_keeps_days_and_what_was_not_looked_at() {
        let findings = [found("a.md", "old"), found("a.md", "new")];
        let renewed = baseline().renewed(&findings, (day(5), day(20)), as_given, |_| true);
        let days: Vec<_> =
            renewed.entries.values().map(|entry| (entry.message.as_str(), entry.expires)).collect();
        assert_eq!(days.len(), 2);
        assert!(days.contains(&("old", day(10))) && days.contains(&("new", day(20))), "{days:?}");
        assert_eq!(baseline().renewed(&[], (day(5), day(20)), as_given, |_| false), baseline());
        assert!(baseline().renewed(&[], (day(5), day(20)), as_given, |_| true).is_empty());
        let late = baseline().renewed(&findings[..1], (day(11), day(20)), as_given, |_| true);
        assert_eq!(late.entries.values().next().unwrap().expires, day(20));
    }

    #[test]
    fn its_text_is_read_as_the_same_again() {
        assert_eq!(Baseline::read(&baseline().text()).unwrap(), baseline());
        assert_eq!(Baseline::read(&Baseline::default().text()).unwrap(), Baseline::default());
        assert!(
            Baseline::read("{\"version\": 2, \"entries\": []}")
                .unwrap_err()
                .to_string()
                .contains("version 2")
        );
    }
}
