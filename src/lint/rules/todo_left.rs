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
             comments; one finding a line. Pages made from a template have them where a description is missing.",
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
    let lines =
        [Place::FrontMatter, Place::Prose].into_iter().flat_map(|place| subject.source.lines_in(place));
    for (line, text) in lines {
        if let Some(word) = WORDS.into_iter().find_map(|word| alone(text, word)) {
            let span = subject.source.part(line, word);
            findings.push(subject.finding(&RULE, span, format!("{word} is left on the page")));
        }
    }
}

/// `word` where it stands as a word of its own, outside code.
fn alone<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let found = text.match_indices(word).find(|(at, _)| {
        let (before, after) = (&text[..*at], &text[at + word.len()..]);
        let is_code = before.matches('`').count() % 2 == 1;
        !is_code && !is_word(before.chars().next_back()) && !is_word(after.chars().next())
    });
    found.map(|(_, found)| found)
}
