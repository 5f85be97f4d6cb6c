//! The lines of a ledger: what is still to be done so that a live endpoint is as it was.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::created::below;
use super::members::Members;

/// What stands in a ledger for one change.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Undo {
    /// A resource whose members are to have these values again.
    ToPutBack(Before),
    /// A request that may have created something, nobody knows where: a person has to look.
    ToLookFor {
        /// Where it was sent.
        url: String,
    },
    /// Where nothing should be, and an update was sent all the same: what took it may have made something of it.
    ToLookAt {
        /// The URL.
        url: String,
    },
    /// Something that was created.
    ToDelete {
        /// Its own URL.
        url: String,
        /// A read or a DELETE has found it there.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        seen: bool,
    },
    /// Nothing is left to do, and why.
    Done(String),
}

/// A resource before the first write to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Before {
    /// Its URL.
    pub(super) url: String,
    /// The method that gives it its values again.
    pub(super) method: Restoring,
    /// The members that may have been changed, with the values they had.
    pub(super) members: Members,
    /// Those of them that it shows only when it is asked for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) selected: Vec<String>,
    /// What writes have sent, by member: what has another value now, somebody else has changed. A secret is not among the values.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) sent: BTreeMap<String, Vec<Box<RawValue>>>,
    /// Members that no write has sent and that changed all the same, with the values they had: nothing puts them back.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) beside: Members,
}

/// How a resource gets its values again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum Restoring {
    /// The members that differ are sent.
    Patch,
    /// All of them are.
    Put,
}

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    /// Which change it is about: the last line of a change says how it stands.
    entry: String,
    /// When it was written, RFC 3339.
    at: String,
    is: Undo,
}

/// A line that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WrongLine {
    /// 1-based.
    pub(super) line: usize,
    /// What is wrong with it.
    pub(super) problem: String,
}

/// A line of a ledger, with its line feed.
pub(super) fn line(entry: &str, at: &str, is: &Undo) -> String {
    let line = Line { entry: entry.to_string(), at: at.to_string(), is: is.clone() };
    format!("{}\n", serde_json::to_string(&line).unwrap_or_default())
}

/// What is still to be done, in the order in which it began. A last line that nobody finished is left out: it was not acted
/// on.
///
/// # Errors
/// The first line that cannot be read, or that no run would have written after those before it.
pub(super) fn unfinished(text: &str) -> Result<Vec<(String, Undo)>, WrongLine> {
    let mut order: Vec<String> = Vec::new();
    let mut last: BTreeMap<String, Undo> = BTreeMap::new();
    for (at, text) in whole(text).lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        let wrong = |error: serde_json::Error| WrongLine { line: at + 1, problem: error.to_string() };
        let line: Line = serde_json::from_str(text).map_err(wrong)?;
        if !may_follow(last.get(&line.entry), &line.is) {
            let problem = "it does not follow from what the ledger says of this entry before".to_string();
            return Err(WrongLine { line: at + 1, problem });
        }
        if last.insert(line.entry.clone(), line.is).is_none() {
            order.push(line.entry);
        }
    }
    let open = order.into_iter().filter_map(|entry| Some((entry.clone(), last.remove(&entry)?)));
    Ok(open.filter(|(_, undo)| !matches!(undo, Undo::Done(_))).collect())
}

/// Whether a run says this of a change after that. What is deleted was created where the entry says that something may have been,
/// and what is put back stays the same resource: who writes into a ledger by hand makes no other request of it.
fn may_follow(before: Option<&Undo>, next: &Undo) -> bool {
    match (before, next) {
        (None, Undo::ToDelete { .. }) => false,
        (None, _) => true,
        (Some(Undo::Done(_)), next) => matches!(next, Undo::Done(_)),
        (Some(_), Undo::Done(_)) => true,
        (Some(Undo::ToPutBack(before)), Undo::ToPutBack(next)) => {
            (&before.url, before.method) == (&next.url, next.method)
        }
        (Some(Undo::ToLookFor { url: collection }), Undo::ToDelete { url, .. }) => {
            below(collection, url).is_some()
        }
        (Some(Undo::ToDelete { url, .. }), Undo::ToDelete { url: next, .. }) => url == next,
        _ => false,
    }
}

/// The text up to its last line feed.
pub(super) fn whole(text: &str) -> &str {
    &text[..text.rfind('\n').map_or(0, |at| at + 1)]
}

impl Undo {
    /// Whether it takes a request.
    pub(super) fn is_sent(&self) -> bool {
        matches!(self, Undo::ToPutBack(_) | Undo::ToLookAt { .. } | Undo::ToDelete { .. })
    }

    /// The URL that it is about.
    pub(super) fn url(&self) -> &str {
        match self {
            Undo::ToPutBack(before) => &before.url,
            Undo::ToLookFor { url } | Undo::ToLookAt { url } | Undo::ToDelete { url, .. } => url,
            Undo::Done(_) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::live::members::members;

    const AT: &str = "2026-01-01T00:00:00Z";

    fn put_back() -> Undo {
        let members = members(br#"{"status": "running", "size": 1.10}"#);
        Undo::ToPutBack(Before {
            url: "https://x/1".into(),
            method: Restoring::Patch,
            members,
            selected: vec![],
            sent: [("status".to_string(), vec![RawValue::from_string("1.0".into()).unwrap()])].into(),
            beside: Members::new(),
        })
    }

    fn open(lines: &[String]) -> Vec<(String, String)> {
        let found = unfinished(&lines.concat()).unwrap();
        found.into_iter().map(|(entry, undo)| (entry, undo.url().to_string())).collect()
    }

    #[test]
    fn a_line_is_read_as_it_was_written() {
        let written = line("a", AT, &put_back());
        assert!(written.contains("1.10") && written.ends_with("}\n"), "{written}");
        let read = unfinished(&written).unwrap();
        assert_eq!(line(&read[0].0, AT, &read[0].1), written);
    }

    #[test]
    fn the_last_line_of_a_change_says_how_it_stands() {
        let post = |url: &str| Undo::ToLookFor { url: url.into() };
        let lines = [
            line("a", AT, &post("https://x")),
            line("b", AT, &put_back()),
            line("a", AT, &Undo::ToDelete { url: "https://x/2".into(), seen: false }),
            line("c", AT, &post("https://x/c")),
            line("c", AT, &Undo::Done("created nothing".into())),
        ];
        let [a, b] = [("a", "https://x/2"), ("b", "https://x/1")].map(|(e, u)| (e.into(), u.into()));
        assert_eq!(open(&lines), [a, b]);
    }

    #[test]
    fn a_line_that_nobody_finished_was_not_acted_on() {
        let (first, second) = (line("a", AT, &put_back()), line("b", AT, &put_back()));
        assert_eq!(open(&[first.clone(), second[..20].to_string()]).len(), 1);
        assert_eq!(open(&[first, second.trim_end().to_string()]).len(), 1);
    }

    #[test]
    fn a_line_that_is_none_is_told_with_its_number() {
        let text = format!("{}\nwords\n", line("a", AT, &put_back()));
        assert_eq!(unfinished(&text).unwrap_err().line, 3);
        let other = "{\"entry\": \"a\", \"at\": \"\", \"is\": {\"to_paint\": {}}}\n";
        assert_eq!(unfinished(other).unwrap_err().line, 1);
    }
}
