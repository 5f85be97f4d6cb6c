//! A table that is being read.

use std::ops::Range;

use super::element::{Element, Inline, Kind, Row, Table};
use super::table_source;

/// A table of which some rows have been read, and some cells of the next.
pub(super) struct OpenTable<'a> {
    line: usize,
    table: Table<'a>,
    cells: Vec<Inline<'a>>,
    /// Where the last of the cells ends.
    end: usize,
}

/// The lines of a table between its head and its first row.
const DELIMITERS: usize = 1;

impl<'a> OpenTable<'a> {
    /// A table that begins on a line.
    pub(super) fn at(line: usize) -> OpenTable<'a> {
        OpenTable { line, table: Table::default(), cells: Vec::new(), end: 0 }
    }

    /// Takes a cell, which ends at an offset of the source.
    pub(super) fn cell(&mut self, cell: Inline<'a>, end: usize) {
        self.cells.push(cell);
        self.end = end;
    }

    /// Makes the cells the head, which stands at `range`.
    pub(super) fn head(&mut self, source: &'a str, range: Range<usize>) {
        self.table.head = self.cells_of(source, range);
    }

    /// Makes the cells the next row, which stands at `range`. Each row is a line.
    pub(super) fn row(&mut self, source: &'a str, range: Range<usize>) {
        let line = self.line + DELIMITERS + self.table.rows.len() + 1;
        let cells = self.cells_of(source, range);
        self.table.rows.push(Row { line, cells });
    }

    /// The cells of a row; a pipe that should have been escaped cuts the last of them not short.
    fn cells_of(&mut self, source: &'a str, range: Range<usize>) -> Vec<Inline<'a>> {
        let room = Vec::with_capacity(self.cells.len());
        let mut cells = std::mem::replace(&mut self.cells, room);
        let behind = source.get(self.end..range.end).unwrap_or_default();
        let has_more = behind.bytes().any(|byte| byte != b'|' && !byte.is_ascii_whitespace());
        let excess = || table_source::excess(&source[range], self.table.head.len());
        if let (Some(last), Some(excess)) = (cells.last_mut(), has_more.then(excess).flatten()) {
            last.text = excess.into();
        }
        cells
    }

    pub(super) fn close(self) -> Element<'a> {
        Element { line: self.line, kind: Kind::Table(self.table) }
    }
}
