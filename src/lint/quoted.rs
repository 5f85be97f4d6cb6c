//! A finding with the words it speaks of: what a report shows once the page itself is let go.

use std::collections::HashMap;
use std::sync::Arc;

use super::finding::Finding;
use super::source::{Place, Source};

/// A finding and the lines it names.
#[derive(Debug, Clone)]
pub struct Quoted {
    /// The finding.
    pub finding: Finding,
    /// Its line, without the line's end.
    pub line: Arc<str>,
    /// The line of each related place; `None`: it stands on another page.
    pub related: Vec<Option<Arc<str>>>,
    /// What the repair takes out.
    pub repaired: Option<Region>,
}

/// A part of a page from one character to another; lines and columns are 1-based, columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// The line of its first character.
    pub start_line: usize,
    /// The column of its first character.
    pub start_column: usize,
    /// The line of the character behind it.
    pub end_line: usize,
    /// The column of the character behind it.
    pub end_column: usize,
}

impl Quoted {
    /// A finding beside the page that it was made on.
    #[must_use]
    pub fn of(finding: Finding, source: &Source<'_>) -> Quoted {
        Quoted::with(finding, source, &mut HashMap::new())
    }

    /// Findings of one page: a line that several of them quote is held once.
    #[must_use]
    pub fn all(findings: Vec<Finding>, source: &Source<'_>) -> Vec<Quoted> {
        let mut lines = HashMap::new();
        findings.into_iter().map(|finding| Quoted::with(finding, source, &mut lines)).collect()
    }

    fn with(mut finding: Finding, source: &Source<'_>, lines: &mut HashMap<usize, Arc<str>>) -> Quoted {
        // what a page lacks altogether is told at its top
        (finding.line, finding.column) = (finding.line.max(1), finding.column.max(1));
        finding.related.iter_mut().for_each(|related| related.line = related.line.max(1));
        let mut line =
            |number: usize| Arc::clone(lines.entry(number).or_insert_with(|| source.line(number).into()));
        let here =
            finding.related.iter().map(|related| (related.path == finding.path).then(|| line(related.line)));
        let related = here.collect();
        let repaired = finding.fix.as_ref().map(|edit| {
            let (start_line, start_column) = source.position(edit.start);
            let (end_line, end_column) = source.position(edit.end);
            Region { start_line, start_column, end_line, end_column }
        });
        Quoted { line: line(finding.line), related, repaired, finding }
    }

    /// The characters that are meant.
    #[must_use]
    pub fn words(&self) -> &str {
        let at = |column: usize| self.line.char_indices().nth(column).map_or(self.line.len(), |(at, _)| at);
        let start = self.finding.column.saturating_sub(1);
        &self.line[at(start)..at(start + self.finding.length)]
    }

    /// What stays the same when lines move: a number made of the rule, the message and the words that are meant. Line numbers
    /// in the message do not count.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let message = without_line_numbers(&self.finding.message);
        let parts = [self.finding.rule.code, message.as_str(), self.words()];
        format!("{:016x}", parts.iter().fold(FNV_OFFSET, |hash, part| hashed(hash, part)))
    }
}

/// FNV-1a, which is the same on every machine and in every version.
const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

fn hashed(hash: u64, part: &str) -> u64 {
    // the byte that no text has keeps two parts apart
    let bytes = part.bytes().chain([0xff]);
    bytes.fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn without_line_numbers(message: &str) -> String {
    let mut kept = String::with_capacity(message.len());
    for (at, part) in message.split("line ").enumerate() {
        match at {
            0 => kept.push_str(part),
            _ => kept.extend(["line ", part.trim_start_matches(|c: char| c.is_ascii_digit())]),
        }
    }
    kept
}

impl Source<'_> {
    /// The 1-based line and column of a byte.
    fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.line_at(offset);
        let before = self.text().get(self.offset(line)..offset).unwrap_or_default();
        (line, before.chars().count() + 1)
    }

    /// Whether a line may hold a comment: it is neither code nor front matter.
    pub(super) fn may_comment(&self, line: usize) -> bool {
        matches!(self.place(line), Some(Place::Comment | Place::Prose))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{Edit, Related, Span, rules};

    const PAGE: &str = "# é\n\nthe wrong word\n\nand why\n";

    fn quoted(text: &str, line: usize) -> Quoted {
        let span = Span { line, column: 5, length: 5 };
        let mut finding = Finding::new(rules()[0], "x.md", span, format!("\"wrong\" on line {line}"));
        let start = text.find("wrong").unwrap();
        finding.fix = Some(Edit { start, end: start + 5, replacement: "right".to_string() });
        for path in ["x.md", "y.md"] {
            finding.related.push(Related { path: path.to_string(), line: line + 2, message: String::new() });
        }
        Quoted::of(finding, &Source::read(text))
    }

    #[test]
    fn the_lines_and_the_words_are_quoted() {
        let found = quoted(PAGE, 3);
        assert_eq!((&*found.line, found.words()), ("the wrong word", "wrong"));
        assert_eq!(found.related, [Some("and why".into()), None]);
        let region = Region { start_line: 3, start_column: 5, end_line: 3, end_column: 10 };
        assert_eq!(found.repaired, Some(region));
    }

    #[test]
    fn a_fingerprint_survives_lines_that_move_and_no_other_change() {
        let (found, moved) = (quoted(PAGE, 3), quoted(&PAGE.replace("# é", "# é\n\nnew"), 5));
        assert_eq!(found.fingerprint(), moved.fingerprint());
        let mut other = quoted(PAGE, 3);
        other.finding.message.push('.');
        assert_ne!(found.fingerprint(), other.fingerprint());
        let mut other = quoted(PAGE, 3);
        other.finding.column += 1;
        assert_ne!(found.fingerprint(), other.fingerprint());
    }
}
