//! Sentences: the status codes that they promise, and where they end.

use std::sync::LazyLock;

use regex::Regex;

/// A status code that the prose names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentedStatus {
    /// 1-based line of the sentence.
    pub line: usize,
    /// The status code.
    pub status: u16,
}

static STATUS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b([1-5]\d\d)\b(?:\s*`?\s*[A-Z][A-Za-z]|`|\s+(?:response|status))"));

pub(super) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern written here")
}

/// The status codes a sentence promises: ``a `200 OK` response code``.
pub(super) fn statuses(text: &str) -> Vec<u16> {
    STATUS.captures_iter(text).filter_map(|found| found[1].parse().ok()).collect()
}

/// Where the sentence that starts `text` ends: at a full stop outside code that a space or the end follows.
pub(super) fn sentence_end(text: &str) -> usize {
    let mut in_code = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        in_code ^= c == '`';
        if c == '.' && !in_code && chars.peek().is_none_or(|(_, next)| next.is_whitespace()) {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_sentence_names_its_codes() {
        assert_eq!(statuses("returns a `200 OK` response code"), [200]);
        assert_eq!(statuses("returns `201 Created` or `202 Accepted`"), [201, 202]);
        assert_eq!(statuses("returns `200, OK` and 250 items in a 200-series answer"), Vec::<u16>::new());
        assert_eq!(statuses("a `204` response code"), [204]);
    }
}
