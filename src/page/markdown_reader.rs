//! From the events of a Markdown tokeniser to the elements of a page.
//!
//! `pulldown-cmark` does the tokenising; this file only forgets what a documentation page does not say anything with
//! (emphasis, nesting) and turns byte offsets into 1-based lines.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::element::{Element, Fence, Inline, Kind};
use super::fence_end::{self, Opening};
use super::joined::Joined;
use super::line_index::LineIndex;
use super::lines::is_blank;
use super::open_table::OpenTable;
use super::problem::Problem;
use super::{front_matter, html, start_line, table_source};

/// A code, metadata or HTML block whose text is being collected.
struct Block<'a> {
    /// `None`: the block is not fenced.
    info: Option<String>,
    text: Joined<'a>,
    first: Option<usize>,
}

pub(super) struct Reader<'a> {
    source: &'a str,
    lines: LineIndex<'a>,
    pub(super) elements: Vec<Element<'a>>,
    /// The text that is being read, and its links.
    text: Joined<'a>,
    links: Vec<Cow<'a, str>>,
    text_start: usize,
    block: Option<Block<'a>>,
    table: Option<OpenTable<'a>>,
    /// The source is itself an indented block, in which a further one is code.
    is_indented: bool,
    pub(super) has_open_fence: bool,
}

impl<'a> Reader<'a> {
    /// Reads the source as a page, which may begin with front matter.
    pub(super) fn page(mut self) -> Reader<'a> {
        let (matter, start) = front_matter::split(self.source);
        if let Some(matter) = matter {
            self.push(0, Kind::FrontMatter(matter.into()));
        }
        self.run(start)
    }

    pub(super) fn new(source: &'a str, lines: LineIndex<'a>) -> Reader<'a> {
        Reader {
            source,
            lines,
            elements: Vec::with_capacity(source.len() / 96), // about what pages have
            text: Joined::of(source),
            links: Vec::new(),
            text_start: 0,
            block: None,
            table: None,
            is_indented: false,
            has_open_fence: false,
        }
    }

    /// Reads the source from an offset on.
    fn run(mut self, start: usize) -> Reader<'a> {
        let source = self.source;
        let events = Parser::new_ext(&source[start..], Options::ENABLE_TABLES).into_offset_iter();
        events.for_each(|(event, range)| self.take(event, range.start + start..range.end + start));
        self
    }

    fn line(&self, offset: usize) -> usize {
        self.lines.line(offset)
    }

    fn take(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.open(tag, range),
            Event::End(tag) => self.close(tag, range),
            Event::Text(text) => self.text(text.into(), range.start),
            Event::Code(code) => self.code(&code, range),
            Event::Html(html) | Event::InlineHtml(html) => self.html(html.into(), range.start),
            Event::SoftBreak | Event::HardBreak => self.text.add_own(" "),
            _ => {}
        }
    }

    fn open(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => self.open_block(Some(info.trim()), None),
            Tag::CodeBlock(CodeBlockKind::Indented) => self.open_block(None, None),
            Tag::HtmlBlock => self.open_block(None, Some(range.start)),
            Tag::Table(_) => {
                self.flush_text();
                self.table = Some(OpenTable::at(self.line(range.start)));
            }
            Tag::Heading { .. } | Tag::Paragraph | Tag::Item | Tag::BlockQuote(_) => {
                self.flush_text();
                self.text_start = range.start;
            }
            Tag::Link { dest_url, .. } => self.links.push(dest_url.into()),
            _ => {}
        }
    }

    fn open_block(&mut self, info: Option<&str>, first: Option<usize>) {
        self.flush_text();
        let text = Joined::of(self.source);
        self.block = Some(Block { info: info.map(str::to_string), text, first });
    }

    fn close(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::CodeBlock => self.close_fence(range),
            TagEnd::HtmlBlock => self.close_html(),
            TagEnd::Heading(level) => {
                let text = self.take_inline().text;
                let anchor = anchor(&self.source[range.clone()]).map(Cow::Borrowed);
                self.push(range.start, Kind::Heading { level: depth(level), text, anchor });
            }
            TagEnd::Paragraph => self.close_paragraph(range),
            TagEnd::Item | TagEnd::BlockQuote(_) => self.flush_text(),
            TagEnd::TableCell | TagEnd::TableHead | TagEnd::TableRow => self.close_in_table(tag, range),
            TagEnd::Table => self.elements.extend(self.table.take().map(OpenTable::close)),
            _ => {}
        }
    }

    fn text(&mut self, text: Cow<'a, str>, start: usize) {
        match &mut self.block {
            Some(block) => {
                block.first.get_or_insert(start);
                block.text.add(text, start);
            }
            None => {
                self.begin_text(start);
                self.text.add(text, start);
            }
        }
    }

    fn code(&mut self, code: &str, range: Range<usize>) {
        self.begin_text(range.start);
        let span = &self.source[range.clone()];
        match span.strip_prefix('`').and_then(|code| code.strip_suffix('`')) {
            Some(there) if there == code => self.text.add_part(span, range.start),
            _ => ["`", code, "`"].iter().for_each(|piece| self.text.add_own(piece)),
        }
    }

    fn html(&mut self, html: Cow<'a, str>, start: usize) {
        if let Some(block) = &mut self.block {
            block.text.add(html, start);
        } else if let Some(comment) = html.strip_prefix("<!--") {
            let comment = comment.strip_suffix("-->").unwrap_or(comment).to_string();
            self.push(start, Kind::Comment(comment.into()));
        } else if html::is_line_break(&html) {
            self.text.add_own("\n");
        }
    }

    fn begin_text(&mut self, start: usize) {
        if self.text.is_empty() {
            self.text_start = start;
        }
    }

    fn take_inline(&mut self) -> Inline<'a> {
        Inline { text: self.text.take(), links: std::mem::take(&mut self.links) }
    }

    fn flush_text(&mut self) {
        if !self.text.is_empty() || !self.links.is_empty() {
            let inline = self.take_inline();
            self.push_text(inline, None);
        }
    }

    fn push_text(&mut self, inline: Inline<'a>, source: Option<&'a str>) {
        if !is_blank(&inline.text) && self.table.is_none() {
            self.push(self.text_start, Kind::Text { inline, source: source.map(Cow::Borrowed) });
        }
    }

    /// Rows that Markdown does not count to the table before them are rows all the same.
    fn close_paragraph(&mut self, range: Range<usize>) {
        let source = self.source[range.clone()].trim_end();
        let inline = self.take_inline();
        if let (true, Some(Element { kind: Kind::Table(table), .. })) =
            (source.starts_with('|'), self.elements.last_mut())
        {
            let line = self.lines.line(range.start);
            table.rows.extend(table_source::rows(source, table.head.len(), line));
            self.elements.push(Element { line, kind: Kind::Problem(Problem::ROWS_APART) });
            return;
        }
        let could_be_json = source.starts_with(['{', '[']);
        self.push_text(inline, could_be_json.then_some(source));
    }

    fn close_fence(&mut self, range: Range<usize>) {
        let Some(Block { info, mut text, first }) = self.block.take() else { return };
        let text = text.take();
        let line = self.line(range.start);
        let source = &self.source[range.clone()];
        let Some(info) = info else { return self.close_indented(range.start, text) };
        self.has_open_fence |= fence_end::holds_another(&text, source);
        let first_line = first.map_or(line + 1, |start| self.line(start));
        let is_added = self.lines.is_added_in(&range);
        let closed = fence_end::is_closed(source) && !is_added;
        self.elements.push(Element { line, kind: Kind::Fence(Fence { info, text, first_line, closed }) });
    }

    /// Indented code is code in prose, unless it is an HTTP message, or holds fenced blocks that were indented with their text.
    fn close_indented(&mut self, start: usize, text: Cow<'a, str>) {
        let line = self.line(start);
        if !self.is_indented && text.lines().next().is_some_and(|first| Opening::read(first).is_some()) {
            let inner = Reader { is_indented: true, ..Reader::new(&text, LineIndex::of(&text)) }.run(0);
            let moved = |element: Element<'_>| element.moved(line - 1).into_owned();
            self.elements.extend(inner.elements.into_iter().map(moved));
        } else if start_line::is_message(&text) {
            let fence = Fence { info: String::new(), text, first_line: line, closed: true };
            self.elements.push(Element { line, kind: Kind::Fence(fence) });
        }
    }

    fn close_html(&mut self) {
        let Some(Block { mut text, first, .. }) = self.block.take() else { return };
        let line = self.line(first.unwrap_or(0));
        match text.take() {
            Cow::Borrowed(html) => self.elements.extend(html::elements(html, line)),
            Cow::Owned(html) => {
                let elements = html::elements(&html, line).into_iter();
                self.elements.extend(elements.map(|element| -> Element<'a> { element.into_owned() }));
            }
        }
    }

    fn close_in_table(&mut self, tag: TagEnd, range: Range<usize>) {
        let cell = self.take_inline();
        let Some(table) = &mut self.table else { return };
        match tag {
            TagEnd::TableCell => table.cell(cell, range.end),
            TagEnd::TableHead => table.head(self.source, range),
            _ => table.row(self.source, range),
        }
    }

    fn push(&mut self, start: usize, kind: Kind<'a>) {
        self.elements.push(Element { line: self.line(start), kind });
    }
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}

/// `http-request` of `<a name="http-request"></a>`.
fn anchor(source: &str) -> Option<&str> {
    memchr::memchr(b'<', source.as_bytes())?; // most headings have no tag
    let (_, after) = source.split_once("<a name=\"")?;
    after.split_once('"').map(|(name, _)| name)
}
