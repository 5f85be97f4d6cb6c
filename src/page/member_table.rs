//! Tables of an enumeration's members: on a page of its own, or under a heading such as "printEvent values".

use super::Section;
use super::element::{Inline, Table};

/// The members of an enumeration, as a table lists them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enumeration {
    /// 1-based line of the table's first row.
    pub line: usize,
    /// The enumeration's type, as the heading or the page names it.
    pub name: String,
    /// The members in the order of the table.
    pub members: Vec<String>,
}

/// The enumeration in a table below `heading`; `page_type` is what the page describes where it is an enumeration's own.
pub(super) fn read(
    table: &Table<'_>,
    heading: &str,
    section: &Section,
    page_type: Option<&str>,
) -> Option<Enumeration> {
    let of_heading = named_by(heading);
    let name = match is_members(section) {
        true => page_type.or(of_heading)?,
        false => of_heading?,
    };
    table.head.first().filter(|title| is_member_title(title))?;
    let members: Option<Vec<String>> = table.rows.iter().map(|row| member(row.cells.first()?)).collect();
    let members = members.filter(|members| !members.is_empty())?;
    Some(Enumeration { line: table.rows.first()?.line, name: name.to_string(), members })
}

fn is_members(section: &Section) -> bool {
    let words = [
        "members",
        "member",
        "mitglieder",
        "elemente",
        "miembros",
        "membres",
        "membros",
        "элементы",
        "メンバー",
        "成员",
    ];
    matches!(section, Section::Other(name) if words.contains(&name.as_str()))
}

/// `printEvent` of "printEvent values".
fn named_by(heading: &str) -> Option<&str> {
    let words: Vec<&str> =
        heading.split_whitespace().map(|word| word.trim_matches(['*', '`', '_'])).collect();
    match words.as_slice() {
        [name, "values"]
        | [name, "enum" | "enumeration", "type" | "values"]
        | [name, "enumeration" | "enum"] => Some(name),
        _ => None,
    }
}

fn is_member_title(title: &Inline<'_>) -> bool {
    let words = [
        "member",
        "members",
        "value",
        "name",
        "mitglied",
        "element",
        "miembro",
        "membre",
        "membro",
        "элемент",
        "メンバー",
        "成员",
    ];
    words.contains(&title.text.trim().trim_matches('*').to_lowercase().as_str())
}

/// One word; a cell that holds more is no member, and the table none of members.
fn member(cell: &Inline<'_>) -> Option<String> {
    let name = cell.text.trim().trim_matches(['*', '`', '"', '\'']);
    let is_word = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
    is_word.then(|| name.to_string())
}
