//! The rows of the table below a step.

use cucumber::gherkin::Step;

/// A row that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WrongRow {
    /// Counted from 0.
    pub(super) row: usize,
    pub(super) problem: String,
}

/// Reads every row.
///
/// # Errors
/// All the rows that `read` finds wrong.
pub(super) fn rows<T>(
    step: &Step,
    read: impl Fn(&[String]) -> Result<T, String>,
) -> Result<Vec<T>, Vec<WrongRow>> {
    let rows = step.table.as_ref().map(|table| table.rows.as_slice()).unwrap_or_default();
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for (at, row) in rows.iter().enumerate() {
        match read(row) {
            Ok(row) => right.push(row),
            Err(problem) => wrong.push(WrongRow { row: at, problem }),
        }
    }
    if wrong.is_empty() { Ok(right) } else { Err(wrong) }
}

/// The step as if one of its rows stood in its place: what is found of a row is told with the row's own line.
pub(super) fn of_row(step: &Step, row: usize) -> Step {
    let mut of_row = step.clone();
    if let Some(table) = &step.table {
        of_row.position.line = table.position.line + row;
        of_row.value = format!("{} | {} |", step.value, table.rows[row].join(" | "));
    }
    of_row
}
