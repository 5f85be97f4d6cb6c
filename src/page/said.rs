//! What a description says of its property: "Required", "Read-only", "Not nullable", "flags".

use super::words::{IS_OPTIONAL, IS_REQUIRED, NOT_NULLABLE, NULLABLE, READ_ONLY};

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

impl Said {
    pub(super) fn by(description: &str) -> Said {
        let text = description.replace(['*', '_'], "").to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
        let without_code = text.replace('`', "");
        Said {
            required: required(&text),
            nullable: nullable(&without_code),
            read_only: read_only(&text),
            multi_valued: says(&[
                "multi-valued",
                "multivalued",
                "flags",
                "comma-separated",
                "combination of",
            ]),
        }
    }
}

/// Whether a sentence of its own says "required" or "optional".
pub(super) fn required(text: &str) -> Option<bool> {
    let says = |words: &[&str]| {
        words
            .iter()
            .any(|word| text.match_indices(word).any(|(at, _)| is_sentence(text, at, at + word.len())))
    };
    match (says(IS_REQUIRED) || in_words(text, "required"), says(IS_OPTIONAL) || in_words(text, "optional")) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    }
}

/// "This is a required property", "this property is optional."
fn in_words(text: &str, word: &str) -> bool {
    let ends = |rest: &str| {
        rest.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ',']))
    };
    text.match_indices("this ").any(|(at, _)| {
        let rest = &text[at + "this ".len()..];
        let kind =
            ["property is ", "parameter is ", "field is "].iter().find_map(|kind| rest.strip_prefix(kind));
        let noun =
            ["is a ", "is an "].iter().find_map(|article| rest.strip_prefix(article)?.strip_prefix(word));
        kind.is_some_and(ends)
            || noun.is_some_and(|rest| rest.starts_with(" property") || rest.starts_with(" field"))
    })
}

/// Whether the words from `start` to `end` are a sentence, and not part of one: "Required.", "{token}. Required", "(Optional)",
/// "Optional, the default is", and no "required reviewers" or "required if".
fn is_sentence(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].trim_end_matches([' ', '\t']).chars().next_back();
    let after = text[end..].trim_start_matches([' ', '\t']);
    let begins = before.is_none_or(|c| ".;:()|>}]。；：（）\n!?-–—&".contains(c));
    let ends = after.chars().next().is_none_or(|c| ".,;:()|<。，；：（）\n!-–—".contains(c))
        || after.starts_with("and read-only");
    begins && ends && !after.starts_with("-")
}

fn read_only(text: &str) -> bool {
    let english = ["read-only", "read only", "readonly"].iter().any(|word| {
        text.match_indices(word).any(|(at, _)| {
            let before = text[..at].trim_end();
            let after = text[at + word.len()..].trim_start();
            let conditional = ["when", "if", "for", "after", "unless", "once", "mode", "in "]
                .iter()
                .any(|word| after.starts_with(word));
            !conditional && !before.ends_with("not") && !before.ends_with(" in")
        })
    });
    english || READ_ONLY.iter().any(|word| text.contains(word))
}

fn nullable(text: &str) -> Option<bool> {
    if !text.contains("null")
        && !text.contains("不可为空")
        && !text.contains("可为空")
        && !text.contains("anul")
    {
        return None;
    }
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    match (says(NOT_NULLABLE), says(NULLABLE)) {
        (true, _) => Some(false),
        (false, nullable) => nullable.then_some(true),
    }
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
            ("Required-resource access.", None),
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
        ];
        for (text, wanted) in cases {
            assert_eq!(Said::by(text).nullable, wanted, "{text}");
        }
    }
}
