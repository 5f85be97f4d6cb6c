//! What the writer of a step that is none may have meant.

use super::vocabulary::{VOCABULARY, VocabularyStep};

/// How much of a step must be alike to be what its writer may have meant.
const LIKE: f64 = 0.6;

/// The steps of a keyword that are most like a text that is none, the likest first; `Given the API page "a.md"`.
pub(super) fn closest(keyword: &str, text: &str) -> Vec<String> {
    let of_keyword = VOCABULARY.iter().filter(|step| step.keyword == keyword);
    let mut like: Vec<(f64, &VocabularyStep)> = of_keyword
        .map(|step| (likeness(&words(step.example), &words(text)), step))
        .filter(|(likeness, _)| *likeness >= LIKE)
        .collect();
    like.sort_by(|one, other| other.0.total_cmp(&one.0));
    like.into_iter().take(2).map(|(_, step)| format!("{} {}", step.keyword, step.example)).collect()
}

/// How alike two steps are, from 0 to 1: letter by letter, where one is misspelt, or in what they are made of, where a word is
/// missing.
fn likeness(one: &str, other: &str) -> f64 {
    let start = |text: &str| text.split(' ').take(2).map(str::to_string).collect::<Vec<_>>();
    let starts_alike = start(one) == start(other)
        && start(one) != ["the", "documented"]
        && start(one) != ["the", "property"];
    let alike = strsim::normalized_damerau_levenshtein(one, other).max(strsim::sorensen_dice(one, other));
    if starts_alike { alike.max(LIKE) } else { alike }
}

/// A step without what its writer chooses: quoted words and numbers.
fn words(step: &str) -> String {
    let parts = step.split('"').enumerate().map(|(at, part)| if at % 2 == 0 { part } else { "" });
    parts.collect::<Vec<_>>().join("\"").replace(|c: char| c.is_ascii_digit(), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_is_what_is_most_alike() {
        assert_eq!(
            closest("When", "the documented request is send")[0],
            "When the documented request is sent"
        );
        assert_eq!(
            closest("Then", "property \"colour\" is timestamp")[0],
            "Then the property \"status\" is \"running\""
        );
        assert!(closest("Given", "it rains").is_empty());
    }
}
