//! Tables as they are typed: what Markdown does not take for the table that the writer meant.

use std::borrow::Cow;

use super::element::{Kind, Row};
use super::markdown;

/// `text` with spaces for the tabs of its delimiter rows (`|:--\t|:--|`), with which Markdown reads no table.
pub(super) fn with_plain_delimiters(text: &str) -> Cow<'_, str> {
    let mut mended: Option<Vec<u8>> = None;
    let mut seen = 0; // up to here every line has been looked at
    for tab in memchr::memchr_iter(b'\t', text.as_bytes()) {
        if tab < seen {
            continue;
        }
        let start = memchr::memrchr(b'\n', &text.as_bytes()[seen..tab]).map_or(seen, |at| seen + at + 1);
        let end = memchr::memchr(b'\n', &text.as_bytes()[tab..]).map_or(text.len(), |at| tab + at);
        seen = end;
        if is_delimiter_row(&text[start..end]) {
            let bytes = mended.get_or_insert_with(|| text.as_bytes().to_vec());
            bytes[start..end].iter_mut().filter(|byte| **byte == b'\t').for_each(|byte| *byte = b' ');
        }
    }
    match mended.map(String::from_utf8) {
        Some(Ok(mended)) => Cow::Owned(mended),
        _ => Cow::Borrowed(text),
    }
}

fn is_delimiter_row(line: &str) -> bool {
    line.contains("--") && line.contains('|') && line.bytes().all(|byte| b"|:- \t\r".contains(&byte))
}

/// The rows in `source`, whose first line is `line`, for a table of so many columns.
pub(super) fn rows(source: &str, columns: usize, line: usize) -> Vec<Row<'static>> {
    let mut table = "|x".repeat(columns) + "|\n" + &"|-".repeat(columns) + "|\n";
    let (head, lines) = (2, source.lines());
    for row in lines {
        table.push_str(if row.trim() == "|" { "| |" } else { row });
        table.push('\n');
    }
    let rows = markdown::elements(&table).into_iter().find_map(|element| match element.kind {
        Kind::Table(table) => Some(table.rows),
        _ => None,
    });
    let moved = |row: Row<'static>| Row { line: row.line + line - 1 - head, ..row };
    rows.unwrap_or_default().into_iter().map(moved).collect()
}

/// The source of the last column where a row has more cells than `columns`, its pipes included.
pub(super) fn excess(row: &str, columns: usize) -> Option<&str> {
    let row = row.trim();
    let outer = usize::from(row.starts_with('|')) + usize::from(row.ends_with('|'));
    if memchr::memchr_iter(b'|', row.as_bytes()).count() < columns + outer {
        return None;
    }
    let row = row.trim_start_matches('|').trim_end_matches('|');
    let mut bounds = row.match_indices('|').filter(|(at, _)| !row[..*at].ends_with('\\')).map(|(at, _)| at);
    let start = bounds.by_ref().nth(columns.checked_sub(2)?)?;
    bounds.next().map(|_| row[start + 1..].trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(usize, String)> {
        let tables = markdown::elements(text).into_iter().filter_map(|element| match element.kind {
            Kind::Table(table) => Some(table.rows),
            _ => None,
        });
        tables.flatten().map(|row| (row.line, row.cells[0].text.to_string())).collect()
    }

    #[test]
    fn tabs_in_a_delimiter_row_are_no_matter() {
        assert_eq!(read("|A|B|\n|:--\t|:--\t|\n|x\t|y|\n"), [(3, "x".to_string())]);
        assert!(matches!(with_plain_delimiters("a\tb\n|\tc|\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn rows_apart_from_their_table_are_rows() {
        let wanted = [(3, "x".to_string()), (5, "y".to_string())];
        for apart in ["\n", "|\n"] {
            let rows = read(&format!("|A|B|\n|:--|:--|\n|x|1|\n{apart}|y|2|\n"));
            let named: Vec<_> = rows.into_iter().filter(|(_, name)| !name.is_empty()).collect();
            assert_eq!(named, wanted, "{apart:?}");
        }
    }
}
