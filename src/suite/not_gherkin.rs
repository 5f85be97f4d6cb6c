//! What is wrong with a text that the parser does not take: it says up to where it came, and not why.

use super::keyword;

/// What is wrong, on which line (from 1), and what to do.
#[derive(Debug, Clone)]
pub(super) struct Wrong {
    pub(super) line: usize,
    pub(super) what: String,
    pub(super) help: String,
}

impl Wrong {
    fn new(line: usize, what: impl Into<String>, help: impl Into<String>) -> Wrong {
        Wrong { line, what: what.into(), help: help.into() }
    }
}

/// Looks for the slips that people make. `line`: where the parser stopped, which is behind or below what is wrong.
pub(super) fn wrong(text: &str, line: usize) -> Wrong {
    let plain = Plain::of(text);
    let found = plain.unclosed.clone().or_else(|| plain.misspelt(line)).or_else(|| plain.uneven(line));
    found.or_else(|| plain.features(text)).unwrap_or_else(|| {
        let help = "here or above: a backslash in a cell that is not doubled, a tag with a space, a keyword out of its place, or a \
                    language that `# language:` does not name";
        Wrong::new(line, "", help)
    })
}

/// A line outside doc strings: its number, its text, and whether a doc string or rows may stand there.
type Line<'a> = (usize, &'a str, bool);

/// The lines outside doc strings.
struct Plain<'a> {
    lines: Vec<Line<'a>>,
    /// A doc string that nobody closed.
    unclosed: Option<Wrong>,
}

impl<'a> Plain<'a> {
    fn of(text: &'a str) -> Plain<'a> {
        let (mut lines, mut open, mut below) = (Vec::new(), None, false);
        let is_english = is_english(text);
        for (number, line) in text.lines().enumerate().map(|(at, line)| (at + 1, line.trim())) {
            let fence = ["\"\"\"", "```"].into_iter().find(|fence| line.starts_with(fence));
            open = match (open, fence) {
                (None, Some(fence)) if below || !is_english => Some((number, fence)),
                (None, _) => {
                    // what stands below a heading may be a description, which may have anything in it
                    below = keyword::has_rows(line) || below && !keyword::is_heading(line);
                    lines.push((number, line, below || !is_english));
                    None
                }
                (Some((_, opened)), Some(_)) if line == opened => None,
                // one that names a media type opens another: the one before it was never closed
                (Some((_, opened)), Some(fence)) if opened == fence => break,
                (open, _) => open,
            };
        }
        let unclosed = open.map(|(number, fence)| {
            Wrong::new(number, "a doc string is not closed", format!("put a line of {fence} alone behind it"))
        });
        Plain { lines, unclosed }
    }

    fn misspelt(&self, line: usize) -> Option<Wrong> {
        let above = self.lines.iter().rev().skip_while(|(number, ..)| *number > line).take(3);
        let mut misspelt = above.filter_map(|(number, text, _)| Some((*number, keyword::meant(text)?)));
        let (number, (word, meant)) = misspelt.next()?;
        Some(Wrong::new(number, format!("`{word}` is no keyword"), format!("write {meant}")))
    }

    /// A row with another number of cells than the first row of its table, where the parser has come to.
    fn uneven(&self, line: usize) -> Option<Wrong> {
        let mut first = None;
        for (number, text, below) in self.lines.iter().take_while(|(number, ..)| *number <= line) {
            let cells = (*below && text.starts_with('|')).then(|| cells(text));
            match (cells, first) {
                (Some(cells), Some(wanted)) if cells != wanted => {
                    let what = format!("a row has {cells} cells, and the first of its table {wanted}");
                    return Some(Wrong::new(
                        *number,
                        what,
                        "give each row as many cells; a | in one is written \\|",
                    ));
                }
                (cells, _) => first = cells.and(first.or(cells)),
            }
        }
        None
    }

    fn features(&self, text: &str) -> Option<Wrong> {
        let mut features = self.lines.iter().filter(|(_, line, _)| keyword::is_feature(line));
        match (features.next(), features.next()) {
            (Some(_), Some((number, ..))) => {
                Some(Wrong::new(*number, "a second Feature: in one file", "give it a file of its own"))
            }
            (None, _) if is_english(text) => {
                let help = "start the file with Feature: and what it is about";
                Some(Wrong::new(1, "there is no Feature:", help))
            }
            _ => None,
        }
    }
}

/// Whether nothing says that the keywords are those of another language.
fn is_english(text: &str) -> bool {
    let is_language = |line: &str| line.trim_start_matches(['#', ' ', '\t']).starts_with("language:");
    !text.lines().map(str::trim).any(|line| line.starts_with('#') && is_language(line))
}

/// How many cells a row has: a `|` that is not escaped ends one.
fn cells(row: &str) -> usize {
    let (mut ends, mut escaped) = (0, false);
    for c in row.chars() {
        ends += usize::from(c == '|' && !escaped);
        escaped = c == '\\' && !escaped;
    }
    ends.saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (usize, String) {
        let wrong = wrong(text, text.lines().count());
        (wrong.line, wrong.what)
    }

    #[test]
    fn a_doc_string_is_opened_where_it_is_said_to_be_open() {
        let text = "Feature: F\n  Scenario: S\n    When x\n      \"\"\"json\n      {}\n    Then y\n";
        assert_eq!(told(text), (4, "a doc string is not closed".to_string()));
        let text = format!("{text}      \"\"\"json\n      {{}}\n      \"\"\"\n");
        assert_eq!(told(&text).0, 4);
        let closed = "Feature: F\nWhen x\n\"\"\"\n| a |\n```\n\"\"\"\nWhen y\n```md\nTehn\n```\nThne x\n";
        assert_eq!(told(closed), (11, "`Thne` is no keyword".to_string()));
        let described = "Feature: F\n  ```\n  | a |\n  | b | c |\n  Scenario: S\n  @a b\n";
        assert_eq!(told(described).1, "");
    }

    #[test]
    fn a_row_is_as_long_as_the_first_of_its_table() {
        let text = "Examples:\n| a \\| b | c |\n| d | e |\n\n| f |\n| g | h |\n";
        assert_eq!(told(text), (6, "a row has 2 cells, and the first of its table 1".to_string()));
        assert_eq!(told("Feature: F\nWhen x\n| a | b |\nThen x\n| c |\n"), (5, String::new()));
    }

    #[test]
    fn a_file_has_one_feature() {
        assert_eq!(told("Feature: F\nFeature: G\n").0, 2);
        assert_eq!(told("Scenario: S\n"), (1, "there is no Feature:".to_string()));
        assert_eq!(told("Ability: F\nRule:\n@a b\n").1, "");
        for language in ["# language: de", "#language:de"] {
            assert_eq!(told(&format!("{language}\nFunktionalität: F\n")).1, "");
        }
    }
}
