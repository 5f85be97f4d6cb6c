//! The Permissions section of a page about an operation, and its table by permission type.

use super::headings::{Heading, headings};
use super::source::{Place, Source};

/// The section from behind its heading to the next heading that does not stand below it.
#[derive(Debug)]
pub(super) struct Permissions<'a> {
    pub(super) heading: Heading<'a>,
    /// The lines of the section that are prose, with their numbers; empty ones are left out.
    pub(super) lines: Vec<(usize, &'a str)>,
}

/// A row of a table by permission type.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row<'a> {
    /// 1-based line.
    pub(super) line: usize,
    /// `Application`.
    pub(super) kind: &'a str,
    /// What stands behind the first cell.
    pub(super) cells: Vec<&'a str>,
}

/// A table whose first column is the permission type.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct PermissionTable<'a> {
    /// 1-based line of its head.
    pub(super) line: usize,
    pub(super) rows: Vec<Row<'a>>,
}

impl<'a> Permissions<'a> {
    /// The section; `None`: the page has none.
    pub(super) fn read(source: &Source<'a>) -> Option<Permissions<'a>> {
        let mut found = headings(source).skip_while(|heading| !is_permissions(heading.text));
        let heading = found.next()?;
        let next = found.find(|next| next.level <= heading.level);
        let end = next.map_or(source.len() + 1, |next| next.line);
        let is_prose = |line: &usize| source.place(*line) == Some(Place::Prose);
        let lines = (heading.line + 1..end).filter(is_prose).map(|line| (line, source.line(line)));
        Some(Permissions { heading, lines: lines.filter(|(_, text)| !text.trim().is_empty()).collect() })
    }

    /// Whether a table stands here by way of `[!INCLUDE [permissions-table](...)]`.
    pub(super) fn includes_table(&self) -> bool {
        let is_include = |text: &str| text.contains("[!INCLUDE") && text.contains("permission");
        self.lines.iter().any(|(_, text)| is_include(text))
    }

    /// The tables by permission type.
    pub(super) fn tables(&self) -> Vec<PermissionTable<'a>> {
        let mut tables: Vec<PermissionTable<'a>> = Vec::new();
        let mut is_inside = false;
        for (line, text) in self.lines.iter().copied() {
            let mut cells = cells(text);
            let kind = cells.next().filter(|_| text.contains('|'));
            match kind {
                Some(kind) if is_head(kind) => {
                    tables.push(PermissionTable { line, rows: Vec::new() });
                    is_inside = true;
                }
                Some(kind) if is_inside => {
                    let is_delimiter = text.bytes().all(|byte| b"|:- \t".contains(&byte));
                    let rows = tables.last_mut().map(|table| &mut table.rows).filter(|_| !is_delimiter);
                    rows.into_iter()
                        .for_each(|rows| rows.push(Row { line, kind, cells: cells.by_ref().collect() }));
                }
                _ => is_inside = false,
            }
        }
        tables
    }
}

fn is_permissions(heading: &str) -> bool {
    let starts = |word: &str| heading.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    starts("permission") || starts("prerequisite") || heading.contains("name=\"permissions\"")
}

fn is_head(cell: &str) -> bool {
    let word = "permission type";
    cell.trim_matches('*').get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

fn cells(row: &str) -> impl Iterator<Item = &str> {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    row.strip_suffix('|').unwrap_or(row).split('|').map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# Get thing\n\n## Permissions\n\nOne of:\n\n|Permission type|Permissions|\n|:--|:--|\n\
                        |Application|Thing.Read|\n|Delegated|\n\n### For others\n\n## HTTP request\n\n|a|b|\n";

    #[test]
    fn the_table_is_read_row_by_row() {
        let source = Source::read(PAGE);
        let permissions = Permissions::read(&source).unwrap();
        let rows = vec![
            Row { line: 9, kind: "Application", cells: vec!["Thing.Read"] },
            Row { line: 10, kind: "Delegated", cells: vec![] },
        ];
        assert_eq!(permissions.tables(), [PermissionTable { line: 7, rows }]);
        assert_eq!(permissions.lines.last().map(|(line, _)| *line), Some(12));
    }

    #[test]
    fn an_included_table_is_one() {
        let source =
            Source::read("## Permissions\n[!INCLUDE [permissions-table](../includes/permissions/x.md)]\n");
        let permissions = Permissions::read(&source).unwrap();
        assert!(permissions.includes_table() && permissions.tables().is_empty());
    }
}
