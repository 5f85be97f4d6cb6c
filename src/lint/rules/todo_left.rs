//! GC601.

use memchr::memmem;

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::source::Place;
use crate::lint::subject::Subject;

pub(super) static RULE: Rule = Rule {
    code: "GC601",
    name: "todo-left",
    severity: Severity::Warning,
    summary: "a note of the writer to themselves was left on the page",
    manual: "`TODO` and `TBD` in capitals, as a word of their own, in the text and in the front matter, but not in code and \
             comments; one finding a line. A word in the middle of a sentence is a note. Pages made from a template have them where a description is missing.",
    help: "write what is missing, or take the row out",
    fires: &[(
        "api/thing-get.md",
        "# Get thing\n\n|Property|Type|Description|\n|:--|:--|:--|\n|id|String|**TODO: Add Description**|\n",
    )],
    quiet: &[("api/thing-get.md", "# Get thing\n\nReads a todoTask, a TODOS list and `TODO`.\n")],
    check,
};

const WORDS: [&str; 2] = ["TODO", "TBD"];

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if !WORDS.iter().any(|word| memmem::find(subject.source.text().as_bytes(), word.as_bytes()).is_some()) {
        return;
    }
    let places = [Place::FrontMatter, Place::Prose].into_iter();
    for (line, text) in places.flat_map(|place| subject.source.lines_in(place)) {
        let Some(at) = WORDS.into_iter().find_map(|word| alone(text, word)) else { continue };
        let said = phrase(&text[at..]);
        let span = subject.source.part(line, said);
        let found = subject.finding(&RULE, span, format!("`{said}` is left on the page"));
        findings.push(if is_note(text, at) { found } else { found.unsure() });
    }
}

/// The writer's words: up to what ends the cell, the emphasis or the quotes, as far as a message has room for them.
fn phrase(text: &str) -> &str {
    let end = text.find(['*', '|', '"', '[', '<']).unwrap_or(text.len());
    let room = text.char_indices().nth(60).map_or(text.len(), |(at, _)| at);
    text[..end.min(room)].trim_end()
}

/// Whether the word is a note, and not one of a sentence about such notes: it begins something, or a colon follows.
fn is_note(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end();
    text[at..].trim_start_matches(char::is_alphabetic).starts_with(':')
        || before.is_empty()
        || before.ends_with(['|', '*', '_', '"', '<', '(', '[', ':', '-', '.'])
}

/// The offset of `word` where it stands as a word of its own, outside code.
fn alone(text: &str, word: &str) -> Option<usize> {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let mut found = text.match_indices(word).map(|(at, _)| at);
    found.find(|at| {
        let (before, after) = (&text[..*at], &text[at + word.len()..]);
        let is_code = before.matches('`').count() % 2 == 1;
        !is_code && !is_word(before.chars().next_back()) && !is_word(after.chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_writers_words_are_quoted() {
        assert_eq!(phrase("TODO: Add Description** Optional.|"), "TODO: Add Description");
        assert_eq!(phrase("TBD"), "TBD");
        assert_eq!(phrase(&format!("TODO {}", "é".repeat(80))).chars().count(), 60);
    }

    #[test]
    fn a_word_of_a_sentence_may_be_meant() {
        for (text, is_sure) in [
            ("|id|String|**TODO: Add Description**|", true),
            ("|id|String|TBD|", true),
            ("Limits: TODO.", true),
            ("Marks a TODO item as done.", false),
        ] {
            let at = WORDS.into_iter().find_map(|word| alone(text, word)).unwrap();
            assert_eq!(is_note(text, at), is_sure, "{text}");
        }
    }
}
