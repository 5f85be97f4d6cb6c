//! Markdown text as a flat list of elements, each with the line it starts on.
//!
//! `pulldown-cmark` does the tokenising; this file only forgets what a documentation page does not say anything with
//! (emphasis, nesting) and turns byte offsets into 1-based lines. What Markdown takes otherwise than the writer meant it is
//! mended first: [`fence_end`] and [`table_source`].

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use regex::Regex;

use super::element::{Element, Fence, Inline, Kind, Row, Table};
use super::fence_end::{self, Opening};
use super::joined::Joined;
use super::line_index::LineIndex;
use super::problem::Problem;
use super::{front_matter, html, sample_tabs, start_line, table_source};
use crate::pattern::pattern;

/// Splits `text` into its elements.
pub(super) fn elements(text: &str) -> Vec<Element<'static>> {
    let mut elements = Vec::new();
    for_each_element(text, |element| elements.push(element.into_owned()));
    elements
}

/// Takes each element of `text`, in its order.
pub(super) fn for_each_element(text: &str, take: impl FnMut(Element<'_>)) {
    let text = with_line_feeds(text);
    let (kept, cuts) = sample_tabs::without(&text);
    let kept = table_source::with_plain_delimiters(&kept);
    let reader = Reader::new(&kept, LineIndex::with_cuts(&kept, &cuts)).page();
    if !reader.has_open_fence {
        return reader.elements.into_iter().for_each(take);
    }
    let (mended, added) = fence_end::closed(&text);
    let mended = table_source::with_plain_delimiters(&mended);
    let reader = Reader::new(&mended, LineIndex::with_added(&mended, &added)).page();
    reader.elements.into_iter().for_each(take);
}

/// A carriage return that stands alone ends a line in Markdown; here it becomes a line feed, which is what lines are counted by.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    let is_alone = |at: usize| text.as_bytes().get(at + 1) != Some(&b'\n');
    if !memchr::memchr_iter(b'\r', text.as_bytes()).any(is_alone) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\u{0}\n").replace('\r', "\n").replace("\u{0}\n", "\r\n"))
}

/// A code, metadata or HTML block whose text is being collected.
struct Block<'a> {
    /// `None`: the block is not fenced.
    info: Option<String>,
    text: Joined<'a>,
    first: Option<usize>,
}

struct Reader<'a> {
    source: &'a str,
    lines: LineIndex<'a>,
    elements: Vec<Element<'a>>,
    /// The text that is being read, and its links.
    text: Joined<'a>,
    links: Vec<Cow<'a, str>>,
    text_start: usize,
    block: Option<Block<'a>>,
    table: Option<(usize, Table<'a>, Vec<Inline<'a>>)>,
    /// Where the last cell ends.
    cell_end: usize,
    /// The source is itself an indented block, in which a further one is code.
    is_indented: bool,
    has_open_fence: bool,
}

impl<'a> Reader<'a> {
    /// Reads the source as a page, which may begin with front matter.
    fn page(mut self) -> Reader<'a> {
        let (matter, start) = front_matter::split(self.source);
        if let Some(matter) = matter {
            self.push(0, Kind::FrontMatter(matter.into()));
        }
        self.run(start)
    }

    fn new(source: &'a str, lines: LineIndex<'a>) -> Reader<'a> {
        Reader {
            source,
            lines,
            elements: Vec::with_capacity(source.len() / 96), // about what pages have
            text: Joined::of(source),
            links: Vec::new(),
            text_start: 0,
            block: None,
            table: None,
            cell_end: 0,
            is_indented: false,
            has_open_fence: false,
        }
    }

    /// Reads the source from an offset on.
    fn run(mut self, start: usize) -> Reader<'a> {
        let source = self.source;
        for (event, range) in Parser::new_ext(&source[start..], Options::ENABLE_TABLES).into_offset_iter() {
            self.take(event, range.start + start..range.end + start);
        }
        self
    }

    fn line(&self, offset: usize) -> usize {
        self.lines.line(offset)
    }

    fn take(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.open(tag, range),
            Event::End(tag) => self.close(tag, range),
            Event::Text(text) => self.text(text, range.start),
            Event::Code(code) => self.code(&code, range),
            Event::Html(html) | Event::InlineHtml(html) => self.html(html, range.start),
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
                self.table = Some((self.line(range.start), Table::default(), Vec::new()));
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
            TagEnd::TableCell => self.close_cell(range.end),
            TagEnd::TableHead | TagEnd::TableRow => self.close_row(tag, range),
            TagEnd::Table => {
                if let Some((line, table, _)) = self.table.take() {
                    self.elements.push(Element { line, kind: Kind::Table(table) });
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: CowStr<'a>, start: usize) {
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

    fn html(&mut self, html: CowStr<'a>, start: usize) {
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
        if !inline.text.trim().is_empty() && self.table.is_none() {
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
        self.has_open_fence |= MARKS.is_match(&text) && holds_another(source);
        let first_line = first.map_or(line + 1, |start| self.line(start));
        let is_added = self.lines.is_added_in(&range);
        let closed = is_closed(source) && !is_added;
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

    fn close_cell(&mut self, end: usize) {
        self.cell_end = end;
        let cell = self.take_inline();
        if let Some((_, _, row)) = &mut self.table {
            row.push(cell);
        }
    }

    fn close_row(&mut self, tag: TagEnd, range: Range<usize>) {
        let source = &self.source[range.clone()];
        let behind_cells = self.source.get(self.cell_end..range.end).unwrap_or_default();
        let Some((first_line, table, row)) = &mut self.table else { return };
        let line = *first_line + DELIMITERS + table.rows.len() + 1; // each row is a line
        let mut cells = std::mem::replace(row, Vec::with_capacity(row.len()));
        let excess = || table_source::excess(source, table.head.len());
        let has_more = behind_cells.bytes().any(|byte| byte != b'|' && !byte.is_ascii_whitespace());
        if let (Some(last), Some(excess)) = (cells.last_mut(), has_more.then(excess).flatten()) {
            last.text = excess.into(); // a pipe that should have been escaped cuts no cell short
        }
        match tag {
            TagEnd::TableHead => table.head = cells,
            _ => table.rows.push(Row { line, cells }),
        }
    }

    fn push(&mut self, start: usize, kind: Kind<'a>) {
        self.elements.push(Element { line: self.line(start), kind });
    }
}

/// The lines of a table between its head and its first row.
const DELIMITERS: usize = 1;

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}

/// `http-request` of `<a name="http-request"></a>`.
fn anchor(source: &str) -> Option<&str> {
    memchr::memchr(b'<', source.as_bytes())?; // most headings have no tag
    let (_, after) = source.split_once("<a name=\"")?;
    after.split_once('"').map(|(name, _)| name)
}

/// Some of it stands in whatever [`holds_another`], and in few other blocks.
static MARKS: LazyLock<Regex> = LazyLock::new(|| pattern("```|~~~|<!--|##"));

/// Whether a fenced block holds what shows that it should have ended before.
fn holds_another(source: &str) -> bool {
    let Some(opening) = source.lines().next().and_then(Opening::read) else { return false };
    let begins_line = |at: usize| {
        let before = source[..at].trim_end_matches([' ', '\t', '>']);
        before.ends_with('\n').then_some(before.len())
    };
    let marks = memchr::memchr3_iter(b'`', b'<', b'#', source.as_bytes());
    marks.chain(memchr::memchr_iter(b'~', source.as_bytes())).filter_map(begins_line).any(|start| {
        let mut lines = source[start..].lines();
        let line = lines.next().unwrap_or_default();
        opening.should_end_before(line, lines.next().unwrap_or_default())
    })
}

/// Whether a fenced block's source ends with a line of its own fence characters.
fn is_closed(source: &str) -> bool {
    let opening = source.trim_start();
    let mark = opening.chars().next().unwrap_or('`');
    let width = opening.chars().take_while(|c| *c == mark).count();
    source.trim_end().rsplit_once('\n').is_some_and(|(_, last)| {
        let last = last.trim_start_matches(['>', ' ', '\t']);
        last.len() >= width && last.chars().all(|c| c == mark)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(text: &str) -> Kind<'static> {
        let mut elements = elements(text);
        assert_eq!(elements.len(), 1, "{elements:?}");
        elements.remove(0).kind
    }

    #[test]
    fn a_heading_keeps_its_line_and_level() {
        let elements = elements("\n\n## HTTP request\n");
        assert_eq!(elements[0].line, 3);
        assert!(matches!(&elements[0].kind, Kind::Heading { level: 2, text, .. } if text == "HTTP request"));
    }

    #[test]
    fn a_fence_keeps_the_line_of_its_content() {
        let Kind::Fence(fence) = only("``` http\nGET /me\n```\n") else { panic!() };
        assert_eq!((fence.info.as_str(), &*fence.text, fence.first_line), ("http", "GET /me\n", 2));
        assert!(fence.closed);
    }

    #[test]
    fn an_unclosed_fence_says_so() {
        let Kind::Fence(fence) = only("```http\nGET /me\n") else { panic!() };
        assert!(!fence.closed);
    }

    #[test]
    fn a_comment_directly_after_a_quote_is_found() {
        let elements = elements(">**Note:** short.\n<!-- {\n  \"a\": 1\n}\n-->\n");
        assert!(matches!(&elements[1].kind, Kind::Comment(text) if text.contains("\"a\"")));
        assert_eq!(elements[1].line, 2);
    }

    #[test]
    fn two_comments_in_one_block_are_two_elements() {
        let elements = elements("<!-- a --> <!-- b -->\n");
        assert_eq!(elements.len(), 2);
    }

    #[test]
    fn a_pipe_that_is_not_escaped_cuts_no_description_short() {
        let Kind::Table(table) = only("|A|B|\n|:--|:--|\n|x|one of a | b | c|\n|y|plain \\| escaped|\n")
        else {
            panic!()
        };
        assert_eq!(table.rows[0].cells[1].text, "one of a | b | c");
        assert_eq!(table.rows[1].cells[1].text, "plain | escaped");
    }

    #[test]
    fn every_comment_of_a_block_keeps_its_line() {
        let lines: Vec<usize> =
            elements("<!-- a\n--> <!-- b --> x\n<!-- c -->\n").iter().map(|element| element.line).collect();
        assert_eq!(lines[..2], [1, 2]);
    }

    #[test]
    fn a_heading_keeps_the_name_of_its_anchor() {
        let elements = elements("## <a name=\"http-request\"></a>HTTP-Anforderung\n");
        assert!(
            matches!(&elements[0].kind, Kind::Heading { anchor: Some(name), text, .. } if name == "http-request" && text == "HTTP-Anforderung")
        );
    }

    #[test]
    fn what_stands_behind_tabs_of_samples_keeps_its_line() {
        let tabs =
            "# [HTTP](#tab/http)\n```http\nGET /x\n```\n# [Go](#tab/go)\n[!INCLUDE [s](../i.md)]\n---\n";
        for (end, wanted) in [
            ("## B\n", vec![2, 8]),
            ("```http\nGET /y\n<!-- {\"blockType\": 1} -->\n", vec![1, 2, 5, 6, 8, 10]),
        ] {
            let lines: Vec<usize> =
                elements(&(tabs.to_string() + end)).iter().map(|element| element.line).collect();
            assert_eq!(lines, wanted, "{end}");
        }
    }

    #[test]
    fn a_table_row_keeps_its_line_code_and_links() {
        let Kind::Table(table) = only("|A|B|\n|:--|:--|\n|`x`|[T](t.md) it|\n") else { panic!() };
        assert_eq!(table.rows[0].line, 3);
        assert_eq!(table.rows[0].cells[0].text, "`x`");
        assert_eq!(table.rows[0].cells[1].text, "T it");
        assert_eq!(table.rows[0].cells[1].links, ["t.md"]);
    }
}
