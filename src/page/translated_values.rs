//! The members of an enumeration, as a translated description lists them.
//!
//! Only code counts: other words may be translated. Machine translation moves code, too: members run together, stand behind
//! the full stop and leave only their commas. What was moved is gathered again.

use std::sync::LazyLock;

use regex::Regex;

use super::listed::member;
use super::prose::sentence_end;
use crate::pattern::pattern;

static CODE: LazyLock<Regex> = LazyLock::new(|| pattern(r"`([^`\n]+)`"));
/// What says that more values than those listed are possible.
static OPEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\betc\b|\.\.\.|…|など|等`?$|\bи\s+т\b|\bи\s+др\b|\bи\s+так\s+далее|\bentre\s+outros\b",
        r"|`-?\d+`\s*[-–—]\s*`-?\d+`|\b(?:zwischen|entre|между)\s+`|\bund\s+weitere|\by\s+otr[oa]s\b|\bou\s+tout\s+autre",
        r"|\bentre\s+otros\b|\busw\b|`\s+(?:bis|a|hasta|a\s+través\s+de|até|por|à|до|по)\s+`|`\s*(?:から|～|至|到)\s*`",
    ))
});
/// A member that a comma stands for.
static HOLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"[,、，:：]\s*[,、，]|[,、，]\s*$"));
/// Members with nothing between them.
static GLUED: LazyLock<Regex> = LazyLock::new(|| pattern(r"[^\s`]`\s*`[^\s`]"));
/// Code directly behind a full stop.
static MOVED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[.。]\s*(?:`[^`\n]+`[\s,、，;.。]*)+"));
/// A word that opens with a quotation mark: a member whose marks of code are gone.
static QUOTED: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|[\s,、])['‘][A-Za-z]"));
static BULLET: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:[-*•·]\s+|\d+[.)]\s+)"));

/// How far behind the introduction a list may begin, in characters.
const NEAR: usize = 60;

/// The members listed `after` an introduction; empty: none are, or not all.
pub(super) fn members(after: &str) -> Vec<String> {
    let codes = lines(after).or_else(|| sentence(after)).unwrap_or_default();
    let codes = codes.into_iter().filter(|code| !code.starts_with('$'));
    codes.filter_map(|code| member(code.trim_end_matches(','))).collect()
}

/// One member a line.
fn lines(after: &str) -> Option<Vec<&str>> {
    let start = after.find('`').filter(|start| is_near(&after[..*start]))?;
    let lines = after[start..].lines().map(str::trim).filter(|line| !line.is_empty());
    let members: Vec<&str> = lines.map_while(item).collect();
    (members.len() > 1).then_some(members)
}

/// The code that opens a line, if no list goes on behind it.
fn item(line: &str) -> Option<&str> {
    let line = &line[BULLET.find(line).map_or(0, |bullet| bullet.end())..];
    let code = CODE.captures(line).filter(|code| code.get(0).is_some_and(|whole| whole.start() == 0))?;
    let (whole, code) = (code.get(0)?, code.get(1)?);
    let goes_on = line[whole.end()..].chars().take(6).any(|c| c == '`');
    (!goes_on).then(|| code.as_str().trim())
}

/// A list inside a sentence, with what was moved behind it.
fn sentence(after: &str) -> Option<Vec<&str>> {
    let end = after.find('。').unwrap_or(after.len()).min(sentence_end(after));
    let (list, behind) = after.split_at(end);
    if OPEN.is_match(list) || !is_near(&list[..list.find('`').unwrap_or(list.len())]) {
        return None;
    }
    let mut members = codes(list);
    members.extend(moved(list, behind));
    let is_mangled = QUOTED.is_match(&CODE.replace_all(list, ""))
        || members.iter().any(|code| code.trim_end() != *code && code.trim_end().ends_with(','));
    (!is_mangled).then_some(members)
}

fn is_near(before: &str) -> bool {
    before.chars().count() <= NEAR
}

fn codes(text: &str) -> Vec<&str> {
    CODE.captures_iter(text).filter_map(|code| code.get(1)).map(|code| code.as_str()).collect()
}

/// The code directly behind a list, unless it starts a sentence of its own.
fn moved<'a>(list: &str, behind: &'a str) -> Vec<&'a str> {
    let Some(run) = MOVED.find(behind) else {
        return Vec::new();
    };
    let next = behind[run.end()..].chars().next();
    let belongs = HOLE.is_match(list) || GLUED.is_match(list) || next.is_none_or(char::is_uppercase);
    if belongs { codes(run.as_str()) } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::members;

    #[test]
    fn members_are_what_stands_in_code() {
        for list in [
            " sind: `red`, `blue`. `x` ist keiner.",
            " são: `red` e `blue`.",
            "は、`red`、`blue` です。`x` は別です。",
            " são `red` (padrão, se vazio), `blue`. Opcional.",
            ": `red`,`blue,`",
            " son:\n`red` - rojo. Más.\n`blue` - azul.",
            "は次のいずれかです。\n`red`\n`blue`-青\nその他 `x`",
            " son: `red` y `blue`.\n`x` es otro.",
            " são os seguintes. `red`, `blue`",
        ] {
            assert_eq!(members(list), ["red", "blue"], "{list}");
        }
    }

    #[test]
    fn a_member_may_be_a_word_of_ranges() {
        assert_eq!(members(" son: `a`, `to`, `por`."), ["a", "to", "por"]);
    }

    #[test]
    fn members_that_were_moved_are_members() {
        for list in [
            " são: , `red`. `blue`",
            " são `red`. `blue` Consulte o resto.",
            ": `red`, , и `blue``green`.",
            ": `red`, , . `blue``green` Другое `x`.",
            "は`red`次`blue`です`green`。",
            "は`red`、、、です。 `blue` `green`",
        ] {
            let read = members(list);
            let wanted: &[&str] =
                if list.contains("green") { &["red", "blue", "green"] } else { &["red", "blue"] };
            assert!(
                wanted.iter().all(|wanted| read.iter().any(|member| member == wanted)),
                "{list} {read:?}"
            );
            assert_eq!(read.len(), wanted.len(), "{list}");
        }
    }

    #[test]
    fn a_list_that_is_open_mangled_or_in_words_is_none() {
        for list in [
            " son: `red`, `blue`, `etc.`.",
            ": `red`, `blue` и т. д.",
            " sind `Style1` bis `Style9`.",
            " sind `0` – `100`.",
            " están entre `1` y `10`.",
            "は、`red`、`blue` などです。",
            " são: vermelho, azul. Consulte `x`.",
            " são: `red` , 'blue.",
            " são: `red`, `blue`green `white, `''.",
            " dependem do que está escrito num outro lugar desta mesma página, onde `x` é dito",
        ] {
            assert_eq!(members(list), Vec::<String>::new(), "{list}");
        }
    }
}
