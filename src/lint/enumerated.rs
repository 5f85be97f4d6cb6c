//! Values of enumerations that are not among the documented members.

use serde_json::Value;

use super::finding::Finding;
use super::rule::Rule;
use super::subject::Subject;
use super::values::declared_here;
use crate::contract::{Enumeration, Kind};

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
        let (told, word) = told(listed, shown, member.is_placeholder)?;
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
fn told<'v>(listed: &Enumeration, shown: &'v str, is_placeholder: bool) -> Option<(Told, &'v str)> {
    if is_placeholder {
        return shown.eq_ignore_ascii_case("string").then_some((Told::Type, shown));
    }
    if shown.eq_ignore_ascii_case("string") {
        return Some((Told::Type, shown));
    }
    if shown.trim().is_empty() {
        return None; // nothing is said
    }
    let is_listed = |part: &&str| listed.members.iter().any(|member| member == part);
    let parts = shown.split(',').map(str::trim);
    let wrong = parts.clone().find(|part| !is_listed(part))?;
    let wrong = if is_listed(&shown) { return None } else { wrong };
    let other_case = listed.members.iter().find(|member| member.eq_ignore_ascii_case(wrong));
    Some((other_case.map_or(Told::Unknown, |member| Told::OtherCase(member.clone())), wrong))
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
