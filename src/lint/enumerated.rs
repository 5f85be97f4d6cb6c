//! Values of enumerations that are not among the documented members.

use serde_json::Value;

use super::finding::Finding;
use super::rule::Rule;
use super::subject::Subject;
use super::values::declared_here;
use crate::contract::Kind;

/// What a value is that is no member as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told {
    /// This member in another case.
    OtherCase(String),
    /// The word "String": a type where a value should be.
    Type,
    /// No member at all.
    Unknown,
}

/// Every such value, with a finding of `rule` about it.
pub(super) fn unlisted(subject: &Subject<'_>, rule: &'static Rule) -> impl Iterator<Item = (Told, Finding)> {
    declared_here(subject).filter_map(move |(body, member, declared)| {
        let (Kind::Enumeration(listed), Value::String(shown)) = (&declared.kind, member.value) else {
            return None;
        };
        let (told, word) = told(&listed.members, shown, member.is_placeholder)?;
        let line = body.json.line_of(&member.pointer);
        let message = format!(
            "\"{}\" is shown as \"{word}\", and the values are {}",
            member.name,
            list(&listed.members)
        );
        let at = &declared.documented_at;
        let finding = subject.on_word(rule, line, word, message).related(
            at.path(),
            at.line(),
            format!("the values of \"{}\" are listed here", member.name),
        );
        let is_named =
            at.path() == subject.page.path && subject.source.line(at.line()).contains(&format!("`{word}`"));
        Some((told, if declared.in_table && !is_named { finding } else { finding.unsure() }))
    })
}

/// The first part of a value that is no member, and what it is; `None`: all are.
fn told<'v>(members: &[String], shown: &'v str, is_placeholder: bool) -> Option<(Told, &'v str)> {
    let in_other_case = |part: &str| members.iter().find(|member| member.eq_ignore_ascii_case(part));
    let names_a_type = shown.eq_ignore_ascii_case("string");
    if names_a_type && in_other_case(shown).is_none() {
        return Some((Told::Type, shown));
    }
    if is_placeholder && !names_a_type || shown.trim().is_empty() {
        return None; // nothing is said
    }
    let is_listed = |part: &&str| members.iter().any(|member| member == part);
    let parts = shown.split(',').map(str::trim);
    let wrong = parts.clone().find(|part| !is_listed(part))?;
    let wrong = if is_listed(&shown) { return None } else { wrong };
    let told = in_other_case(wrong).map_or(Told::Unknown, |member| Told::OtherCase(member.clone()));
    Some((told, wrong))
}

/// As many members as a line holds.
fn list(members: &[String]) -> String {
    const SHOWN: usize = 6;
    let shown = members.iter().take(SHOWN).map(|member| format!("`{member}`")).collect::<Vec<_>>().join(", ");
    match members.len().checked_sub(SHOWN) {
        Some(more) if more > 0 => format!("{shown} and {more} more"),
        _ => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_string_is_a_value_where_the_list_has_it() {
        let told = |members: &[&str], shown, is_placeholder| {
            let members: Vec<String> = members.iter().map(ToString::to_string).collect();
            super::told(&members, shown, is_placeholder).map(|(told, _)| told)
        };
        assert_eq!(told(&["on", "off"], "String", true), Some(Told::Type));
        assert_eq!(told(&["on", "off"], "string", false), Some(Told::Type));
        assert_eq!(told(&["string", "int64"], "string", false), None);
        assert_eq!(told(&["String", "Integer"], "String", true), None);
        assert_eq!(told(&["String"], "string", false), Some(Told::OtherCase("String".to_string())));
        assert_eq!(told(&["on", "off"], "on | off", true), None);
    }
}
