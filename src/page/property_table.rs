//! Property tables: names, types, possible values and what the description says of them.

use super::column::Columns;
use super::element::{Row, Table};
use super::said::Said;
use super::type_name::TypeName;
use super::{Section, listed_numbers, possible_values};

/// A row of a property table.
#[derive(Debug, Clone)]
pub struct PropertyRow {
    /// 1-based line of the row.
    pub line: usize,
    /// The part of the page the table stands in.
    pub section: Section,
    /// The property's name.
    pub name: String,
    /// The documented type.
    pub type_name: TypeName,
    /// The members listed as possible values; empty when none are.
    pub members: Vec<String>,
    /// Whether the members are all that is possible: listed numbers may as well bound a range, or be examples.
    pub closed: bool,
    /// Whether several members may stand in one value, separated by commas.
    pub multi_valued: bool,
    /// What the row says of being required.
    pub required: Option<bool>,
    /// What the row says of null.
    pub nullable: Option<bool>,
    /// Whether the row says "Read-only".
    pub read_only: bool,
}

/// The rows of `table`, if it is a property table.
pub(super) fn rows(table: &Table<'_>, section: &Section) -> Option<Vec<PropertyRow>> {
    let columns = Columns::of(&table.head, section)?;
    Some(table.rows.iter().filter_map(|row| read(row, columns, section)).collect())
}

/// A row; `None`: it names no property or no type, as rows that only group others do.
fn read(row: &Row<'_>, columns: Columns, section: &Section) -> Option<PropertyRow> {
    let cell = |column: usize| row.cells.get(column).map_or("", |cell| cell.text.trim());
    let name = without_remark(cell(columns.name)).trim_matches(['*', '`', ' ']).to_string();
    if name.is_empty() || cell(columns.type_name).is_empty() {
        return None;
    }
    let link = row.cells.get(columns.type_name).and_then(|cell| cell.links.first()).map(ToString::to_string);
    let description = columns.description.map(cell).unwrap_or_default();
    let said = Said::by(description);
    let type_name = TypeName::read(cell(columns.type_name), link);
    let members = possible_values::members(description);
    let closed = are_all(&members, &type_name, description, said.multi_valued);
    Some(PropertyRow {
        line: row.line,
        section: section.clone(),
        name,
        type_name,
        members,
        closed,
        multi_valued: said.multi_valued,
        required: columns.required.and_then(|column| yes_or_no(cell(column))).or(said.required),
        nullable: said.nullable,
        read_only: said.read_only,
    })
}

/// Whether no other values are possible than those listed: always, but for numbers of a numeric type.
fn are_all(members: &[String], type_name: &TypeName, description: &str, multi_valued: bool) -> bool {
    let are_numbers = members.iter().all(|member| member.parse::<f64>().is_ok());
    let is_text = type_name.name.eq_ignore_ascii_case("string");
    members.is_empty()
        || !are_numbers
        || is_text
        || (!multi_valued && listed_numbers::are_all(members, description))
}

/// `thing` of `thing (deprecated)`.
fn without_remark(name: &str) -> &str {
    const REMARK: &str = "(deprecated)";
    let at = name.len().checked_sub(REMARK.len()).filter(|at| name.is_char_boundary(*at));
    match at.map(|at| name.split_at(at)) {
        Some((name, end)) if end.eq_ignore_ascii_case(REMARK) => name.trim_end(),
        _ => name,
    }
}

fn yes_or_no(cell: &str) -> Option<bool> {
    match cell.to_lowercase().trim_matches(['*', '`', '.']) {
        "yes" | "y" | "required" | "true" | "✓" | "ja" | "sí" | "oui" | "sim" | "да" | "はい" | "是" => {
            Some(true)
        }
        "no" | "n" | "optional" | "false" | "nein" | "non" | "não" | "нет" | "いいえ" | "否" => {
            Some(false)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::element::Kind;
    use super::super::markdown::elements;
    use super::*;

    fn read(text: &str) -> Option<Vec<PropertyRow>> {
        match elements(text).remove(0).kind {
            Kind::Table(table) => rows(&table, &Section::RequestBody),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_row_gives_name_type_and_members() {
        let text = "|Property|Type|Description|\n|:--|:--|:--|\n|status|[state](../resources/state.md)|The possible values are: `a`, `b`. Optional.|\n";
        let row = read(text).unwrap().remove(0);
        assert_eq!((row.line, row.name.as_str(), row.type_name.name.as_str()), (3, "status", "state"));
        assert_eq!(row.type_name.link.as_deref(), Some("../resources/state.md"));
        assert_eq!((row.members, row.required), (vec!["a".to_string(), "b".to_string()], Some(false)));
    }

    #[test]
    fn a_remark_is_no_part_of_a_name() {
        let text = "|Property|Type|\n|:--|:--|\n|thing (Deprecated)|String|\n|`other`|String|\n";
        let names: Vec<String> = read(text).unwrap().into_iter().map(|row| row.name).collect();
        assert_eq!(names, ["thing", "other"]);
    }

    #[test]
    fn a_table_without_a_type_column_is_no_property_table() {
        assert!(read("|Name|Description|\n|:--|:--|\n|a|b|\n").is_none());
    }

    #[test]
    fn a_required_column_wins_over_prose() {
        let row = read("|Name|Type|Required|\n|:--|:--|:--|\n|a|String|Yes|\n").unwrap().remove(0);
        assert_eq!(row.required, Some(true));
    }
}
