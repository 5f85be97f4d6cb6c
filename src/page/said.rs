//! What a description says of its property: "Required", "Read-only", "Not nullable", "flags".

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::words::{
    CONDITIONS, IF, IS_OPTIONAL, IS_REQUIRED, MULTI_VALUED, NOT_NULLABLE, NULLABLE, READ_ONLY,
};
use crate::pattern::pattern;

/// What a description says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// `None`: it does not say, or makes a condition ("Required if").
    pub(super) required: Option<bool>,
    /// `None`: it does not say.
    pub(super) nullable: Option<bool>,
    /// Without a condition: "Read-only when" leaves it writable.
    pub(super) read_only: bool,
    /// Several members may stand in one value, separated by commas.
    pub(super) multi_valued: bool,
}

/// What a word is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Topic {
    Required,
    Optional,
    ReadOnly,
    NotNullable,
    Nullable,
    MultiValued,
}

const TOPICS: [(Topic, &[&str]); 6] = [
    (Topic::Optional, IS_OPTIONAL),
    (Topic::Required, IS_REQUIRED),
    (Topic::ReadOnly, READ_ONLY),
    (Topic::NotNullable, NOT_NULLABLE),
    (Topic::Nullable, NULLABLE),
    (Topic::MultiValued, MULTI_VALUED),
];

/// Every word of every topic, so that a description is searched once; of two that start together the longer.
static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    let mut words: Vec<&str> = TOPICS.iter().flat_map(|(_, words)| words.iter().copied()).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    pattern(&words.iter().map(|word| regex::escape(word)).collect::<Vec<_>>().join("|"))
});

/// Whether any of the words that are ASCII is there at all: most descriptions say nothing of this kind. It starts at the start, so
/// that it is one automaton all along: the words have so many beginnings that to look for these first takes longer.
static HINT: LazyLock<Regex> = LazyLock::new(|| {
    let words = TOPICS.iter().flat_map(|(_, words)| words.iter().copied()).filter(|word| word.is_ascii());
    let words = words.chain(["null"]).map(|word| regex::escape(word.trim())); // `null` may stand in code
    pattern(&format!("^(?-u:[\\x00-\\x7F])*?(?i-u:{})", words.collect::<Vec<_>>().join("|")))
});

static TOPIC_OF: LazyLock<HashMap<&str, Topic>> = LazyLock::new(|| {
    TOPICS.iter().rev().flat_map(|(topic, words)| words.iter().map(|word| (*word, *topic))).collect()
});

impl Said {
    pub(super) fn by(description: &str) -> Said {
        let mut said = Said::default();
        if !description.is_ascii() || HINT.is_match(description) {
            said.read(description);
        }
        said
    }

    fn read(&mut self, description: &str) {
        let mut text = lower_case(description);
        if memchr::memchr3(b'*', b'_', b'`', text.as_bytes()).is_some() {
            text.retain(|c| !matches!(c, '*' | '_' | '`'));
        }
        for word in WORDS.find_iter(&text) {
            self.take(TOPIC_OF[word.as_str()], &text, word.range());
        }
    }

    /// Of two that contradict each other the stricter counts: "required", "not nullable".
    fn take(&mut self, topic: Topic, text: &str, word: Range<usize>) {
        let is_said = || is_sentence(text, &word) || in_words(text, &word);
        match topic {
            Topic::Required if is_said() => self.required = Some(true),
            Topic::Optional if is_said() => self.required = self.required.or(Some(false)),
            Topic::ReadOnly => self.read_only |= is_unconditional(text, &word),
            Topic::NotNullable => self.nullable = Some(false),
            Topic::Nullable => self.nullable = self.nullable.or(Some(true)),
            Topic::MultiValued => self.multi_valued = true,
            Topic::Required | Topic::Optional => {}
        }
    }
}

fn lower_case(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase() }
}

/// "This is a required property", "this property is optional."
fn in_words(text: &str, word: &Range<usize>) -> bool {
    let (before, after) = (&text[..word.start], &text[word.end..]);
    let of_property = ["this property is ", "this parameter is ", "this field is "];
    let ends = after.is_empty() || after.starts_with(['.', ',']);
    let is_noun = after.starts_with(" property") || after.starts_with(" field");
    (ends && of_property.iter().any(|start| before.ends_with(start)))
        || (is_noun && (before.ends_with("this is a ") || before.ends_with("this is an ")))
}

/// Whether a word is a sentence, and not part of one: "Required.", "{token}. Required", "(Optional)", "Optional, the default
/// is", and no "required reviewers" or "required if".
fn is_sentence(text: &str, word: &Range<usize>) -> bool {
    let before = text[..word.start].trim_end_matches([' ', '\t']).chars().next_back();
    let after = text[word.end..].trim_start_matches([' ', '\t']);
    let begins = before.is_none_or(|c| ".;:()|>}]。；：（）\n!?-–—&".contains(c));
    let ends = after.chars().next().is_none_or(|c| ".,;:()|<。，；：（）\n!–—".contains(c));
    let condition = after.strip_prefix(',').is_some_and(|rest| starts_with_one_of(rest.trim_start(), IF));
    begins && !condition && (ends || after.starts_with("and read-only"))
}

/// "Read-only", and not "read-only when", "in read-only mode".
fn is_unconditional(text: &str, word: &Range<usize>) -> bool {
    let before = text[..word.start].trim_end_matches([' ', '\t', '\n', '"', '“', '«']);
    let after = text[word.end..].trim_start_matches([' ', '\t', '\n', '"', '”', '»']);
    let behind_comma = after.strip_prefix(',').unwrap_or(after).trim_start();
    let is_mode = ["not", " in", "modo", "modo de", "режиме"].iter().any(|word| before.ends_with(word));
    let is_condition = starts_with_one_of(behind_comma, IF) || starts_with_one_of(after, CONDITIONS);
    !is_mode && (!is_condition || after.starts_with("for example"))
}

/// Whether a text starts with one of these words, and not with a longer one.
fn starts_with_one_of(text: &str, words: &[&str]) -> bool {
    let goes_on = |rest: &str| rest.chars().next().is_some_and(|c| c.is_alphabetic() && c < '\u{3000}');
    words.iter().any(|word| text.strip_prefix(word).is_some_and(|rest| !goes_on(rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requiredness_is_a_sentence_of_its_own() {
        let cases = [
            ("Bearer {token}. Required.", Some(true)),
            ("Bearer <token> Required.", Some(true)),
            ("{code} **Required**", Some(true)),
            ("REQUIRED.", Some(true)),
            ("application/json. Required\n", Some(true)),
            ("**Required**. A name", Some(true)),
            ("This is a required property.", Some(true)),
            ("Required and Read-only.", Some(true)),
            ("Erforderlich. Ein Name.", Some(true)),
            ("持有者 {token}。必需。", Some(true)),
            ("A name. Optional.", Some(false)),
            ("Optional, the default value is 1.", Some(false)),
            ("Not required.", Some(false)),
            ("This property is optional.", Some(false)),
            ("This property is required when a user is created.", None),
            ("The required reviewers.", None),
            ("Required if the other is absent.", None),
            ("Required, if the other is absent.", None),
            ("Required, format is a GUID.", Some(true)),
            ("Required, for example `a`.", Some(true)),
            ("Required, once per day.", Some(true)),
            ("Optional, forms a name.", Some(false)),
            ("Required-resource access.", None),
            ("Обязательно, если нет другого.", None),
            ("Имя. Обязательный параметр.", Some(true)),
            ("Необязательное свойство. Имя", Some(false)),
        ];
        for (text, wanted) in cases {
            assert_eq!(Said::by(text).required, wanted, "{text}");
        }
    }

    #[test]
    fn read_only_under_a_condition_is_writable() {
        for text in ["Not nullable. Read-only.", "Readonly", "Schreibgeschützt.", "只读。"] {
            assert!(Said::by(text).read_only, "{text}");
        }
        for text in [
            "Read-only when it is built in.",
            "Read-only for synced users.",
            "Opens in read-only mode.",
            "Not read-only.",
            "Read-only, if synced.",
            "Se está no modo somente leitura.",
            "Solo lectura para los demás.",
            "\"Только для чтения\" для других.",
            "読み取り専用モードかどうか。",
        ] {
            assert!(!Said::by(text).read_only, "{text}");
        }
    }

    #[test]
    fn null_is_said_or_not() {
        let cases = [
            ("Not nullable. Read-only.", Some(false)),
            ("Must not be `null`.", Some(false)),
            ("Nullable.", Some(true)),
            ("`null` if there is none.", Some(true)),
            ("Supports `$filter` on `null` values.", None),
            ("A name.", None),
            ("不可为 null。", Some(false)),
            ("Значение null не допускается.", Some(false)),
            ("Допускается значение null.", Some(true)),
            ("No admite valores NULL.", Some(false)),
            ("Admite valores NULL.", Some(true)),
            ("Null 許容ではない", Some(false)),
        ];
        for (text, wanted) in cases {
            assert_eq!(Said::by(text).nullable, wanted, "{text}");
        }
    }
}
