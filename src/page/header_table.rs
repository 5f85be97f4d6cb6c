//! The table of request headers.

use super::element::Table;
use super::said::Said;

/// A row of the table under "Request headers".
#[derive(Debug, Clone)]
pub struct HeaderRow {
    /// 1-based line of the row.
    pub line: usize,
    /// The header's name.
    pub name: String,
    /// Whether the description says "Required".
    pub required: bool,
    /// The text of the last column: for `Content-Type` and `Authorization` it is the documented value.
    pub description: String,
}

pub(super) fn rows(table: &Table) -> Vec<HeaderRow> {
    let rows = table.rows.iter().filter_map(|row| {
        let name = row.cells.first()?.text.trim().trim_matches(['*', '`']).to_string();
        let description = row.cells.last().map(|cell| cell.text.trim().to_string()).unwrap_or_default();
        let required = Said::by(&description).required == Some(true);
        (!name.is_empty()).then_some(HeaderRow { line: row.line, name, required, description })
    });
    rows.collect()
}
