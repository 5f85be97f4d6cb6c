//! Property tables: names, types, possible values and what the description says of them.

use super::markdown::{Inline, Row, Table};
use super::{Section, prose};

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
    /// Whether several members may stand in one value, separated by commas.
    pub multi_valued: bool,
    /// What the row says of being required.
    pub required: Option<bool>,
    /// What the row says of null.
    pub nullable: Option<bool>,
    /// Whether the row says "Read-only".
    pub read_only: bool,
}

/// A type as a table cell names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeName {
    /// The name without `collection`, brackets or markup.
    pub name: String,
    /// `X collection` or `Collection(X)`.
    pub collection: bool,
    /// Where the cell's link leads.
    pub link: Option<String>,
}

impl TypeName {
    /// Reads the text of a type cell.
    ///
    /// ```
    /// use graph_contract::page::TypeName;
    /// let collection = TypeName::read("String collection", None);
    /// assert_eq!((collection.name.as_str(), collection.collection), ("String", true));
    /// assert_eq!(TypeName::read("Collection(Edm.Int32)", None).name, "Edm.Int32");
    /// assert!(!TypeName::read("[itemReference][]", None).collection);
    /// ```
    #[must_use]
    pub fn read(cell: &str, link: Option<String>) -> TypeName {
        let text = cell.replace(['`', '*', '[', ']', '\\'], "");
        let text = text.trim();
        let lower = text.to_lowercase();
        let (name, collection) = if let Some(inner) = lower.strip_prefix("collection(") {
            let start = text.len() - inner.len();
            (text[start..].trim_end_matches(')'), true)
        } else if let Some(before) = lower.strip_suffix("collection") {
            (&text[..before.len()], true)
        } else {
            (text, false)
        };
        let name = name.split([',', '(']).next().unwrap_or_default().trim().trim_start_matches('#');
        TypeName { name: name.to_string(), collection, link }
    }
}

/// The rows of `table`, if it is a property table.
pub(super) fn rows(table: &Table, section: &Section) -> Option<Vec<PropertyRow>> {
    let columns = Columns::of(&table.head, section)?;
    Some(table.rows.iter().filter_map(|row| columns.row(row, section)).collect())
}

/// Whether the tables of a section are property tables, whatever language their headers are in.
fn speaks_of_properties(section: &Section) -> bool {
    matches!(section, Section::RequestBody | Section::Properties)
}

fn is_english(head: &[String]) -> bool {
    let words = [
        "property",
        "relationship",
        "parameter",
        "name",
        "type",
        "data type",
        "description",
        "value",
        "member",
    ];
    head.iter().any(|cell| words.contains(&cell.as_str()))
}

struct Columns {
    name: usize,
    type_name: usize,
    required: Option<usize>,
    description: Option<usize>,
}

impl Columns {
    fn of(head: &[Inline], section: &Section) -> Option<Columns> {
        let head: Vec<String> =
            head.iter().map(|cell| cell.text.trim().trim_matches('*').to_lowercase()).collect();
        let find = |names: &[&str]| head.iter().position(|cell| names.contains(&cell.as_str()));
        if let ([_, _, _], true) = (head.as_slice(), speaks_of_properties(section) && !is_english(&head)) {
            return Some(Columns { name: 0, type_name: 1, required: None, description: Some(2) });
        }
        Some(Columns {
            name: find(&["property", "relationship", "parameter", "name"])?,
            type_name: find(&["type", "data type"])?,
            required: find(&["required", "required?"]),
            description: find(&["description"]),
        })
    }

    fn row(&self, row: &Row, section: &Section) -> Option<PropertyRow> {
        let cell = |column: usize| row.cells.get(column).map_or("", |cell| cell.text.trim());
        let name = cell(self.name).trim_matches(['*', '`', ' ']).to_string();
        if name.is_empty() || cell(self.type_name).is_empty() {
            return None;
        }
        let description = self.description.map(cell).unwrap_or_default();
        let link = row.cells.get(self.type_name).and_then(|cell| cell.links.first().cloned());
        let column = self.required.and_then(|column| match cell(column).to_lowercase().as_str() {
            "yes" | "required" | "true" => Some(true),
            "no" | "optional" | "false" => Some(false),
            _ => None,
        });
        Some(PropertyRow {
            line: row.line,
            section: section.clone(),
            name,
            type_name: TypeName::read(cell(self.type_name), link),
            members: prose::members(description),
            multi_valued: prose::multi_valued(description),
            required: column.or_else(|| prose::required(description)),
            nullable: prose::nullable(description),
            read_only: prose::read_only(description),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::markdown::{Kind, elements};
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
    fn a_table_without_a_type_column_is_no_property_table() {
        assert!(read("|Name|Description|\n|:--|:--|\n|a|b|\n").is_none());
    }

    #[test]
    fn a_required_column_wins_over_prose() {
        let row = read("|Name|Type|Required|\n|:--|:--|:--|\n|a|String|Yes|\n").unwrap().remove(0);
        assert_eq!(row.required, Some(true));
    }
}
