//! What a page consists of, as far as a page of this format says anything with it.
//!
//! Texts are parts of the page where they stand there as they are.

use std::borrow::Cow;

/// One thing a page says, in the order of the page.
#[derive(Debug)]
pub(super) struct Element<'a> {
    /// 1-based line of the element's first character.
    pub(super) line: usize,
    pub(super) kind: Kind<'a>,
}

impl Element<'_> {
    /// The same element so many lines further down.
    pub(super) fn moved(mut self, lines: usize) -> Self {
        self.line += lines;
        match &mut self.kind {
            Kind::Fence(fence) => fence.first_line += lines,
            Kind::Table(table) => table.rows.iter_mut().for_each(|row| row.line += lines),
            _ => {}
        }
        self
    }

    pub(super) fn into_owned(self) -> Element<'static> {
        let kind = match self.kind {
            Kind::FrontMatter(text) => Kind::FrontMatter(owned(text)),
            Kind::Heading { level, text, anchor } => {
                Kind::Heading { level, text: owned(text), anchor: anchor.map(owned) }
            }
            Kind::Fence(fence) => Kind::Fence(Fence { text: owned(fence.text), ..fence }),
            Kind::Comment(text) => Kind::Comment(owned(text)),
            Kind::Table(table) => Kind::Table(Table {
                head: table.head.into_iter().map(Inline::into_owned).collect(),
                rows: table.rows.into_iter().map(Row::into_owned).collect(),
            }),
            Kind::Text { inline, source } => {
                Kind::Text { inline: inline.into_owned(), source: source.map(owned) }
            }
            Kind::Problem(message) => Kind::Problem(message),
        };
        Element { line: self.line, kind }
    }
}

#[derive(Debug)]
pub(super) enum Kind<'a> {
    FrontMatter(Cow<'a, str>),
    /// `anchor`: the name of an `<a name="...">` in it, which stays English in a translated page.
    Heading {
        level: u8,
        text: Cow<'a, str>,
        anchor: Option<Cow<'a, str>>,
    },
    Fence(Fence<'a>),
    /// The text between `<!--` and `-->`.
    Comment(Cow<'a, str>),
    Table(Table<'a>),
    /// `source`: the text as it stands on the page, where it could be JSON.
    Text {
        inline: Inline<'a>,
        source: Option<Cow<'a, str>>,
    },
    /// Something that had to be mended to be read, or that is not read.
    Problem(&'static str),
}

/// A fenced code block, or an indented one that holds an HTTP message.
#[derive(Debug, Default)]
pub(super) struct Fence<'a> {
    pub(super) info: String,
    pub(super) text: Cow<'a, str>,
    /// Line of the first line of `text`.
    pub(super) first_line: usize,
    pub(super) closed: bool,
}

impl Fence<'_> {
    /// The first word of the info string, as written.
    pub(super) fn language(&self) -> &str {
        self.info.split_whitespace().next().unwrap_or_default()
    }
}

#[derive(Debug, Default)]
pub(super) struct Table<'a> {
    pub(super) head: Vec<Inline<'a>>,
    pub(super) rows: Vec<Row<'a>>,
}

#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) line: usize,
    pub(super) cells: Vec<Inline<'a>>,
}

impl Row<'_> {
    fn into_owned(self) -> Row<'static> {
        Row { line: self.line, cells: self.cells.into_iter().map(Inline::into_owned).collect() }
    }
}

/// Running text: code spans keep their backticks, `<br>` is a line break, links keep their text here and their destination
/// in `links`.
#[derive(Debug, Default)]
pub(super) struct Inline<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) links: Vec<Cow<'a, str>>,
}

impl Inline<'_> {
    fn into_owned(self) -> Inline<'static> {
        Inline { text: owned(self.text), links: self.links.into_iter().map(owned).collect() }
    }
}

fn owned(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}
