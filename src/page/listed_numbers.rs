//! Numbers that a description lists: whether no others are possible.
//!
//! Numbers are also bounds, defaults, flags to be added up and examples, in any words. So only a list that is nothing but numbers,
//! what parts them, and what explains each of them is taken for all that may come.

use std::sync::LazyLock;

use regex::Regex;

use super::possible_values::INTRODUCTION;
use crate::pattern::pattern;

/// The list behind an introduction, to the end of its sentence or of its last line.
static LIST: LazyLock<Regex> = LazyLock::new(|| {
    // `null` may stand among them, and is none
    const NUMBER: &str = r"(?:[-*•·]\s+|\d+[.)]\s+)?(?:`-?\d+(?:\.\d+)?`|-?\d+(?:\.\d+)?\b|`?null\b`?)";
    const VERB: &str = r"(?:are|is|sind|ist|son|es|sont|est|sono|zijn|são|é|は|为|是)";
    const WORDS: &str = r"(?:only|either|as\s+follows|one\s+of(?:\s+the\s+following)?|the\s+following)";
    const EXPLAINED: &str = r"(?:\s*\([^()\d]*\)|(?:\s*[=:]|\s+(?:[-–—]|means|for|to|is|if|when|represents|indicates|stands\s+for)\s)[^,;.`\d\n]{1,80})";
    const PARTED: &str =
        r"(?:\s*(?:[,;、，；\n]|\s(?:and|or|und|oder|y|o|e|et|ou|of|en|и|или)\s|和|或)\s*(?:(?:and|or)\s+)?)";
    pattern(&format!(
        r"(?i)^\s*(?:(?:for|of|in)\s+[^:.`,\d]{{1,40}}?\s)?\s*{VERB}?\s*{WORDS}?\s*[:：、]?\s*(?:\([^()\d]*\)\s*)?{NUMBER}{EXPLAINED}?(?:{PARTED}{NUMBER}{EXPLAINED}?)+\s*(?:$|\n|[.。](?:\s|$)|です)"
    ))
});
/// What makes bounds or examples of the numbers in a list.
static BOUND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:between|within|rang\w*|from|up|until|till|least|most|m[ií]n\w*|m[aá]x\w*|low(?:er|est)|high(?:er|est)|great\w*|larg\w*|small\w*",
        r"|more|less|above|over|below|under|beyond|start\w*|end|ends|ending|exceed\w*|limit|inclusive|exclusive|any|every|others?|example",
        r"|e\.g|like|usual\w*|typical\w*|positive|negative|digits?)\b|[<>≤≥+%]|以上|以下|之间",
    ))
});
/// What says that numbers which are not listed are made of those that are.
static COMPOSED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\bflags\b|\bbit\s?-?(?:masks?|fields?|flags?|wise)\b|\bcombin\w*|\bsums?\b|\badded\s+up\b|\bmultiples?\b|\bincrements?\b|\bsteps\s+of\b",
    )
});
/// What may stand before "possible values" that makes no others of them: "the lowest possible value".
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)(?:^|[.:;()\]–—。：；\n])\s*(?:(?:the|its|all|only|los|las|les|le|i|os|de|die|der)\s*)*$")
});
static CONDITION: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:if|when|unless|once)\b"));
/// A number that is named elsewhere as a value: "the default is `3`", "-1 means unlimited".
static VALUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)`(-?\d+(?:\.\d+)?)`|\b(?:defaults?|values?|version)(?:\s+(?:is|of|to|are))?:?\s+(-?\d+(?:\.\d+)?)",
        r"|(?:^|[\s(])(-?\d+(?:\.\d+)?)\s*(?:=|\b(?:means|indicates|represents|is|if|when|for|stands)\b)",
    ))
});
static MORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:any|other|more|additional|further|new|all)\s+(?:\w+\s+)?(?:values?|numbers?|up)\b|^\s*[-*•·]\s",
    )
});

/// Whether `members`, which are numbers, are all that a description says is possible.
pub(super) fn are_all(members: &[String], description: &str) -> bool {
    let mut introductions = INTRODUCTION.find_iter(description);
    let (Some(introduction), None) = (introductions.next(), introductions.next()) else { return false };
    let (before, after) = (&description[..introduction.start()], &description[introduction.end()..]);
    let Some(list) = LIST.find(after) else { return false };
    let rest = &after[list.end()..];
    let sentence = before.rfind(". ").map_or(before, |at| &before[at..]);
    let is_listed = |number: &str| members.iter().any(|member| member == number);
    let mut named = [before, rest].into_iter().flat_map(|text| VALUE.captures_iter(text));
    let adds =
        |found: regex::Captures<'_>| found.iter().skip(1).flatten().any(|number| !is_listed(number.as_str()));
    BEFORE.is_match(before)
        && !CONDITION.is_match(sentence)
        && !BOUND.is_match(list.as_str())
        && !COMPOSED.is_match(description)
        && !MORE.is_match(rest)
        && !named.any(adds)
}

#[cfg(test)]
mod tests {
    use super::super::possible_values::members;
    use super::are_all;

    fn is_whole(description: &str) -> bool {
        are_all(&members(description), description)
    }

    #[test]
    fn a_list_of_numbers_may_explain_each() {
        for list in [
            "The possible values are: `0`, `1`, `2`. Read-only.",
            "Its state. Possible values: `0` (the default), `1` or `2`. The default is `0`.",
            "Possible values are 0, 1, and 2",
            "Possible values are `1`, `2`, or `null`. If the value is `null`, this defaults to `1`. It must be `2`.",
            "Possible values for the state are `0` and `1`.",
            "Possible values are `0` to disable, `1` to enable.",
            "Possible values are `0` for none; `1` for some.",
            "Possible values are:\n- `0` - none\n- `1` - some\nRead-only.",
            "Possible values are: `-1`, `0.5`. Since Windows 10.",
            "Mögliche Werte sind: `0`, `1` und `2`.",
            "The version. All the possible values are `0` and `1`.",
            "Los valores posibles son: `0` y `1`.",
            "可能的值为：`0`、`1`。",
        ] {
            assert!(is_whole(list), "{list} {:?}", members(list));
        }
    }

    #[test]
    fn bounds_parts_and_examples_are_no_list_of_numbers() {
        for said in [
            "Possible values are `0`..`100`.",
            "Possible values are `0` ~ `100`.",
            "Possible values are `0` and `100`, inclusive.",
            "Possible values are within `0` and `100`.",
            "Possible values start at `0` and end at `100`.",
            "Possible values are `0` until `100`.",
            "Possible values are `0`, `1`, and values not exceeding `30`.",
            "Possible values are:\n`0` - the minimum.\n`100` - the maximum.",
            "Possible values are:\n- `0` - none\n- `1` - one\n- any other number",
            "Possible values are `1`, `2`, `4` (flags).",
            "A bitmask. Possible values are `1`, `2`, `4`.",
            "Possible values are `1`, `2`, `4`. They can be combined.",
            "Possible values are `5`, `10`, in steps of `5`.",
            "Possible values are `1` or `2` digits.",
            "Possible values are `1`, `2`, `3`+.",
            "Possible values are `1`, `2`, ..",
            "Possible values include `1`, `2`.",
            "Possible values are usually `1` or `2`.",
            "Possible values: default `1`, limit `10`.",
            "Possible values are `1`, `2`. The default is `3`.",
            "Possible values are `1` and `2`. -1 means unlimited.",
            "Possible values are `1` and `2`. Other values may be added.",
            "If it is set, the possible values are `1` and `2`.",
            "Number of possible values (`5`, `10`).",
            "The lowest possible values are `1` and `2`.",
            "Some of the possible values are `1` and `2`.",
            "The lowest possible value is `0`. The highest possible value is `10`.",
            "Valores posibles: `0` (mínimo) y `100` (máximo).",
            "Mögliche Werte reichen von `0` bis zu `100`.",
            "Mogelijke waarden: `1` tot en met `100`.",
            "可能な値は `0` 以上 `100` 以下です。",
            "可能值介于 `0` 和 `100` 之间。",
        ] {
            assert!(!is_whole(said), "{said}");
        }
    }
}
