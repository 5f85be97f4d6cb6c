//! What a page consists of, as far as a page of this format says anything with it.

/// One thing a page says, in the order of the page.
#[derive(Debug)]
pub(super) struct Element {
    /// 1-based line of the element's first character.
    pub(super) line: usize,
    pub(super) kind: Kind,
}

impl Element {
    /// The same element so many lines further down.
    pub(super) fn moved(mut self, lines: usize) -> Element {
        self.line += lines;
        match &mut self.kind {
            Kind::Fence(fence) => fence.first_line += lines,
            Kind::Table(table) => table.rows.iter_mut().for_each(|row| row.line += lines),
            _ => {}
        }
        self
    }
}

#[derive(Debug)]
pub(super) enum Kind {
    FrontMatter(String),
    /// `anchor`: the name of an `<a name="...">` in it, which stays English in a translated page.
    Heading {
        level: u8,
        text: String,
        anchor: Option<String>,
    },
    Fence(Fence),
    /// The text between `<!--` and `-->`.
    Comment(String),
    Table(Table),
    Text(Inline),
    /// Something that had to be mended to be read, or that is not read.
    Problem(&'static str),
}

/// A fenced code block, or an indented one that holds an HTTP message.
#[derive(Debug, Default)]
pub(super) struct Fence {
    pub(super) info: String,
    pub(super) text: String,
    /// Line of the first line of `text`.
    pub(super) first_line: usize,
    pub(super) closed: bool,
}

impl Fence {
    /// The first word of the info string, as written.
    pub(super) fn language(&self) -> &str {
        self.info.split_whitespace().next().unwrap_or_default()
    }
}

#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) head: Vec<Inline>,
    pub(super) rows: Vec<Row>,
}

#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) cells: Vec<Inline>,
}

/// Running text: code spans keep their backticks, `<br>` is a line break, links keep their text here and their destination
/// in `links`.
#[derive(Debug, Default, Clone)]
pub(super) struct Inline {
    pub(super) text: String,
    pub(super) links: Vec<String>,
    /// The text as it stands on the page, where it could be JSON.
    pub(super) source: Option<String>,
}

impl Inline {
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty() && self.links.is_empty() && self.source.is_none()
    }
}
