//! "The possible values are": the members of an enumeration, as descriptions list them.
//!
//! A list is read whole or not at all: a member that is left out would make a right answer a violation. Ranges, lists that
//! end in "etc." and prose are no lists.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::{Match, Regex};

use super::listed::{DECORATION, member};
use super::prose::sentence_end;
use super::translated_values;
use crate::pattern::{pattern, pattern_of_ascii_words};

/// English first, then the other languages; what follows is the list.
pub(super) static INTRODUCTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern_of_ascii_words(concat!(
        r"(?i)\bpossible\s+(?:enum\s+)?(?:values?|states|members|types)\b",
        r"|\bmögliche[nr]?\s+werte?\b|\b(?:(?:valores|estados)\s+posibles|posibles\s+(?:valores|estados))\b",
        r"|\bvaleurs\s+possibles\b",
        r"|\bvalori\s+possibili\b|\bpossibili\s+valori\b|\bmogelijke\s+waarden\b",
        r"|\b(?:(?:valores|estados)\s+possíveis|possíveis\s+(?:valores|estados))\b",
        r"|(?:возможные|допустимые)\s+(?:значения|состояния)",
        r"|可能な値|可取值|可能的?值",
    ))
});
/// What comes before the members that an evolvable enumeration has for those who ask for them.
static EVOLVED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\binclude-unknown-enum-members`?\s+(?:request\s+)?header\s+to\s+get\s+the\s+following\s+(?:values?|members?)(?:\(s\))?",
    )
});
/// A part of every introduction, which is looked for first: most descriptions have none.
static WORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern("ossible|öglich|osibles|possibil|ogelijke|ossíve|озможные|опустимые|可能|可取值|OSSIBLE")
});
/// What may stand between the words and an English list.
static VERB: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?i)\s*(?:(?:for|of|in)\s+[^:.`]{1,40}?\s*)?\s*(?:(?:are|is|include|includes)\b)?\s*(?:as\s+follows|one\s+of(?:\s+the\s+following)?|the\s+following)?\s*:?",
    )
});
/// A line that is one member, perhaps explained: `` `submitted` - under review ``, `"User" - ...`, `low (1)`.
static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"^(?:[-*•·]\s+|\d+[.)]\s+)?(?:`([^`]+)`|["“”']([^"“”']+)["“”']|([A-Za-z_][A-Za-z0-9_]*))\s*(?:$|,$|;$|[.]$|[:=(–—]|-\s)"#,
    )
});
static BARE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[A-Za-z0-9_][A-Za-z0-9_./#-]*$"));
static RANGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^-?\d+\s*-\s*-?\d+$"));
/// What says that more values than those listed are possible.
static OPEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern_of_ascii_words(concat!(
        r"(?i)\bthrough\b|\betc\b|\.\.\.|…|\band\s+so\s+on\b|\band\s+others\b|\bsuch\s+as\b",
        r"|`-?\d+`\s*(?:-|–|—|to)\s*`-?\d+`|\bbetween\s+`",
    ))
});

/// What says that numbers bound others, or stand for them.
static BOUND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:between|rang\w*|from|up|least|most|min\w*|max\w*|multiples?|higher|greater|larger|more|above|over|lower|less",
        r"|smaller|below|under|any|every|other|others|example|e\.g|like|positive|negative)\b|[<>≤≥]",
    ))
});

/// The members that a description lists, in its order; empty when it lists none.
pub(super) fn members(description: &str) -> Vec<String> {
    let mut members = Vec::new();
    let is_one_of_more = |start: usize| {
        description[..start]
            .split_whitespace()
            .next_back()
            .is_some_and(|word| word.eq_ignore_ascii_case("one"))
    };
    let mut at = 0;
    while let Some(found) = introduction(description, at) {
        at = found.end();
        if !is_one_of_more(found.start()) {
            members.extend(list(&description[at..], is_english(found.as_str())));
        }
    }
    if members.is_empty() {
        return members;
    }
    let evolved = EVOLVED.find_iter(description);
    members.extend(evolved.flat_map(|found| list(&description[found.end()..], true)));
    let mut known = HashSet::with_capacity(members.len());
    members.retain(|member| known.insert(member.clone()));
    members
}

fn introduction(description: &str, from: usize) -> Option<Match<'_>> {
    WORD.find_at(description, from)?;
    INTRODUCTION.find_at(description, from)
}

fn is_english(introduction: &str) -> bool {
    introduction.get(.."possible".len()).is_some_and(|start| start.eq_ignore_ascii_case("possible"))
}

fn list(after: &str, english: bool) -> Vec<String> {
    let Some(verb) = english.then(|| VERB.find(after).map_or(0, |found| found.end())) else {
        return translated_values::members(after);
    };
    let list = &after[verb..];
    items(list).or_else(|| sentence(list)).unwrap_or_default()
}

/// One member a line.
fn items(list: &str) -> Option<Vec<String>> {
    let lines = list.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_item = |line: &str| {
        if matches!(line.trim_end_matches('.'), "Optional" | "Required" | "Nullable") {
            return None;
        }
        let found = ITEM.captures(line)?;
        (1..=3).find_map(|group| found.get(group)).map(|member| member.as_str().trim().to_string())
    };
    let members: Vec<String> = lines.map_while(is_item).collect();
    (members.len() > 1).then_some(members)
}

/// A list inside a sentence.
fn sentence(list: &str) -> Option<Vec<String>> {
    let list = &list[..sentence_end(list)];
    if OPEN.is_match(list) {
        return None;
    }
    let unclosed = memchr::memchr_iter(b'`', list.as_bytes()).count() % 2 == 1;
    let members = match quoted(list) {
        Some(members) if !unclosed => Some(members),
        _ => bare(&list.replace('`', "")),
    };
    let is_number = |member: &String| member.parse::<f64>().is_ok();
    members.filter(|members| !members.iter().all(is_number) || !BOUND.is_match(list))
}

fn quoted(list: &str) -> Option<Vec<String>> {
    let first = list.find('`')?;
    if list[..first].chars().count() > 60 {
        return None; // a sentence that goes on about something else
    }
    let members = code_spans(&list[first..]).filter_map(member);
    let members: Vec<String> = members.filter(|member| !member.starts_with('$')).collect();
    (!members.is_empty()).then_some(members)
}

/// What stands between two backticks on one line; an empty pair or one over lines opens at its second.
fn code_spans(text: &str) -> impl Iterator<Item = &str> {
    let mut pieces = text.split('`').skip(1).peekable();
    std::iter::from_fn(move || {
        loop {
            let piece = pieces.next()?;
            pieces.peek()?; // no backtick behind it
            if !piece.is_empty() && !piece.contains('\n') {
                pieces.next(); // what stands between two spans
                return Some(piece);
            }
        }
    })
}

fn bare(list: &str) -> Option<Vec<String>> {
    let parts =
        list.split([',', ';', '\n']).flat_map(|part| part.split(" or ")).flat_map(|part| part.split(" and "));
    let mut members = Vec::new();
    for part in parts.map(str::trim).filter(|part| !part.is_empty() && !matches!(*part, "empty" | "or empty"))
    {
        let part = part.trim_start_matches("or ").trim_start_matches("and ");
        match BARE.is_match(part.split('=').next().unwrap_or_default().trim_matches(DECORATION)) {
            true => members.extend(member(part)),
            false => return None,
        }
    }
    (!members.iter().any(|member| RANGE.is_match(member))).then_some(members)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_read_in_backticks_or_bare() {
        let cases = [
            "State. The possible values are: `notStarted`, `running`. Optional.",
            "Possible values are notStarted, running.",
            "The phone possible values are: `notStarted`, `running`.",
            "Possible values: `notStarted` and `running`. Not `other`.",
            "Possible values are: `notStarted`=0, `running`=1.",
            "Possible values are: notStarted=0, running=1",
            "Possible values: `notStarted` for jobs (e.g. new ones), or `running` for others. The value `x` is odd.",
            "Possible values are `notStarted` (the default) and `running`, or `null`.",
            "possible values for **state** are: `notStarted`, `running`",
            "Possible values are: `notStarted`, `running, and so it ends",
            "Possible values are: `notStarted`, `running`. Possible values are: `notStarted`.",
            "Possible values:\n\"notStarted\" - not yet. Nothing happens.\n\"running\" - it runs.",
            "Possible values are:\n`notStarted` — it waits.\n `running` — it runs. More.",
            "Possible values are:\n1. notStarted\n2. running\nOptional.",
            "Mögliche Werte sind: `notStarted`, `running`.",
            "可取值为：`notStarted`、`running`。只读 `x`。",
            "Возможные значения: `notStarted`, `running`.",
            "使用可能な値は、`notStarted`、`running` です。",
        ];
        for case in cases {
            let wanted: &[&str] = if case.contains("so it ends") { &[] } else { &["notStarted", "running"] };
            assert_eq!(members(case), wanted, "{case}");
        }
    }

    #[test]
    fn what_an_evolvable_enumeration_has_for_those_who_ask_is_listed_too() {
        for case in [
            "The possible values are: `a`, `unknownFutureValue`. You must use the `Prefer: include-unknown-enum-members` request header to get the following value(s) in this evolvable enum: `b`, `c`. Read-only.",
            "Possible values are: `a`, `unknownFutureValue`. Use the `Prefer: include-unknown-enum-members` request header to get the following members from this evolvable enum: `b`, `c`.",
        ] {
            assert_eq!(members(case), ["a", "unknownFutureValue", "b", "c"], "{case}");
        }
        assert_eq!(
            members(
                "Use the `Prefer: include-unknown-enum-members` request header to get the following values: `b`."
            ),
            [""; 0]
        );
    }

    #[test]
    fn code_is_what_stands_between_backticks_on_a_line() {
        let cases: [(&str, &[&str]); 6] = [
            ("`a`, `b`.", &["a", "b"]),
            ("`a` and `b", &["a"]),
            ("`` `a`", &[" "]),
            ("`a\n`b` c", &["b"]),
            ("``a``b`", &["a", "b"]),
            ("none", &[]),
        ];
        for (text, wanted) in cases {
            assert_eq!(code_spans(text).collect::<Vec<_>>(), wanted, "{text}");
        }
    }

    #[test]
    fn a_list_is_read_whole_or_not_at_all() {
        for case in [
            "The possible values are described in the next section.",
            "Possible values are: `Style1` through `Style28`.",
            "Possible values are low, high, etc.",
            "Possible values are `0` - `100`.",
            "Possible values are between `0` and `100`.",
            "Possible values: 1-100",
            "Possible values are 1 to 65535.",
            "An enumeration with one possible value being `a`, which is weak. `b` can also be specified.",
            "A name.",
        ] {
            assert_eq!(members(case), Vec::<String>::new(), "{case}");
        }
        assert_eq!(members("Possible values are: 0 - `Not Ready`, 1 - `Ready`."), ["Not Ready", "Ready"]);
        assert_eq!(
            members("Possible values are: `#microsoft.graph.a`, `v1.0`."),
            ["#microsoft.graph.a", "v1.0"]
        );
        assert_eq!(
            members("Possible values are **Private**, **Public**, or empty.".replace('*', "").as_str()),
            ["Private", "Public"]
        );
        assert_eq!(members("Possible states are: Active, Failed and Error"), ["Active", "Failed", "Error"]);
    }
}
