//! Markdown text as a flat list of elements, each with the line it starts on.
//!
//! `pulldown-cmark` does the tokenising; this file only forgets what a documentation page does not say anything with
//! (emphasis, nesting) and turns byte offsets into 1-based lines.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::line_index::LineIndex;

/// One thing a page says, in the order of the page.
#[derive(Debug)]
pub(super) struct Element {
    /// 1-based line of the element's first character.
    pub(super) line: usize,
    pub(super) kind: Kind,
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
}

/// A fenced code block.
#[derive(Debug)]
pub(super) struct Fence {
    pub(super) info: String,
    pub(super) text: String,
    /// Line of the first line of `text`.
    pub(super) first_line: usize,
    pub(super) closed: bool,
}

#[derive(Debug)]
pub(super) struct Table {
    pub(super) head: Vec<Inline>,
    pub(super) rows: Vec<Row>,
}

#[derive(Debug)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) cells: Vec<Inline>,
}

/// Running text: code spans keep their backticks, links keep their text here and their destination in `links`.
#[derive(Debug, Default, Clone)]
pub(super) struct Inline {
    pub(super) text: String,
    pub(super) links: Vec<String>,
}

/// Splits `text` into its elements.
pub(super) fn elements(text: &str) -> Vec<Element> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut reader = Reader {
        source: text,
        lines: LineIndex::of(text),
        elements: Vec::new(),
        inline: Inline::default(),
        inline_start: 0,
        fence: None,
        table: None,
    };
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        reader.take(event, range);
    }
    reader.elements
}

struct Reader<'a> {
    source: &'a str,
    lines: LineIndex,
    elements: Vec<Element>,
    inline: Inline,
    inline_start: usize,
    fence: Option<(String, String, Option<usize>)>,
    table: Option<(usize, Table, Vec<Inline>)>,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.open(tag, range),
            Event::End(tag) => self.close(tag, range),
            Event::Text(text) => self.text(&text, range),
            Event::Code(code) => {
                self.begin_inline(range.start);
                self.inline.text.extend(["`", &code, "`"]);
            }
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, range),
            Event::SoftBreak | Event::HardBreak => self.inline.text.push(' '),
            _ => {}
        }
    }

    fn open(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                self.flush_text();
                self.fence = Some((info.trim().to_string(), String::with_capacity(range.len()), None));
            }
            Tag::CodeBlock(CodeBlockKind::Indented) | Tag::MetadataBlock(_) => {
                self.flush_text();
                self.fence = Some((String::new(), String::new(), None));
            }
            Tag::HtmlBlock => {
                self.flush_text();
                self.fence = Some((String::new(), String::with_capacity(range.len()), Some(range.start)));
            }
            Tag::Table(_) => {
                self.flush_text();
                let line = self.lines.line(range.start);
                self.table = Some((line, Table { head: Vec::new(), rows: Vec::new() }, Vec::new()));
            }
            Tag::TableCell => self.inline = Inline::default(),
            Tag::Heading { .. } | Tag::Item | Tag::Paragraph | Tag::BlockQuote(_) => {
                self.flush_text();
                self.inline_start = range.start;
            }
            Tag::Link { dest_url, .. } => self.inline.links.push(dest_url.to_string()),
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::CodeBlock => self.close_fence(range),
            TagEnd::HtmlBlock => self.close_html(),
            TagEnd::MetadataBlock(_) => {
                let (_, text, _) = self.fence.take().unwrap_or_default();
                self.push(range.start, Kind::FrontMatter(text));
            }
            TagEnd::Heading(level) => {
                let text = std::mem::take(&mut self.inline).text;
                let anchor = anchor(&self.source[range.clone()]);
                self.push(range.start, Kind::Heading { level: depth(level), text, anchor });
            }
            TagEnd::Paragraph | TagEnd::Item | TagEnd::BlockQuote(_) => self.flush_text(),
            TagEnd::TableCell => self.close_cell(),
            TagEnd::TableHead | TagEnd::TableRow => self.close_row(tag, range),
            TagEnd::Table => {
                if let Some((line, table, _)) = self.table.take() {
                    self.elements.push(Element { line, kind: Kind::Table(table) });
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        match &mut self.fence {
            Some((_, fenced, first)) => {
                first.get_or_insert(range.start);
                fenced.push_str(text);
            }
            None => {
                self.begin_inline(range.start);
                self.inline.text.push_str(text);
            }
        }
    }

    fn html(&mut self, html: &str, range: Range<usize>) {
        if let Some((_, text, _)) = &mut self.fence {
            text.push_str(html);
        } else if let Some(comment) = html.strip_prefix("<!--") {
            let comment = comment.strip_suffix("-->").unwrap_or(comment).to_string();
            self.push(range.start, Kind::Comment(comment));
        } else if html.to_ascii_lowercase().starts_with("<br") {
            self.inline.text.push(' ');
        }
    }

    fn begin_inline(&mut self, start: usize) {
        if self.inline.text.is_empty() {
            self.inline_start = start;
        }
    }

    fn flush_text(&mut self) {
        let inline = std::mem::take(&mut self.inline);
        if !inline.text.trim().is_empty() && self.table.is_none() {
            self.push(self.inline_start, Kind::Text(inline));
        }
    }

    fn close_fence(&mut self, range: Range<usize>) {
        let Some((info, text, first)) = self.fence.take() else { return };
        let line = self.lines.line(range.start);
        let source = &self.source[range.clone()];
        if !source.trim_start().starts_with(['`', '~']) {
            return; // an indented block: code in prose, never an example of this page format
        }
        let first_line = first.map_or(line + 1, |start| self.lines.line(start));
        let closed = is_closed(source);
        let fence = Fence { info, text, first_line, closed };
        self.elements.push(Element { line, kind: Kind::Fence(fence) });
    }

    fn close_html(&mut self) {
        let Some((_, html, start)) = self.fence.take() else { return };
        let mut line = self.lines.line(start.unwrap_or(0));
        let mut at = 0;
        while let Some(open) = html[at..].find("<!--").map(|found| at + found) {
            let inside = open + "<!--".len();
            let end = html[inside..].find("-->").map_or(html.len(), |found| inside + found);
            line += newlines(&html[at..open]);
            let comment = html[inside..end].to_string();
            self.elements.push(Element { line, kind: Kind::Comment(comment) });
            line += newlines(&html[open..end]);
            at = end;
        }
    }

    fn close_cell(&mut self) {
        let cell = std::mem::take(&mut self.inline);
        if let Some((_, _, row)) = &mut self.table {
            row.push(cell);
        }
    }

    fn close_row(&mut self, tag: TagEnd, range: Range<usize>) {
        let line = self.lines.line(range.start);
        let source = &self.source[range];
        let Some((_, table, row)) = &mut self.table else { return };
        let mut cells = std::mem::take(row);
        if let (Some(last), Some(excess)) = (cells.last_mut(), excess(source, table.head.len())) {
            last.text = excess; // a pipe that should have been escaped cuts no cell short
        }
        match tag {
            TagEnd::TableHead => table.head = cells,
            _ => table.rows.push(Row { line, cells }),
        }
    }

    fn push(&mut self, start: usize, kind: Kind) {
        self.elements.push(Element { line: self.lines.line(start), kind });
    }
}

/// The source of the last column where a row has more cells than `columns`, its pipes included.
fn excess(row: &str, columns: usize) -> Option<String> {
    if memchr::memchr_iter(b'|', row.as_bytes()).count() <= columns {
        return None;
    }
    let row = row.trim().trim_start_matches('|').trim_end_matches('|');
    let mut bounds = row.match_indices('|').filter(|(at, _)| !row[..*at].ends_with('\\')).map(|(at, _)| at);
    let start = bounds.by_ref().nth(columns.checked_sub(2)?)?;
    bounds.next().map(|_| row[start + 1..].trim().to_string())
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}

/// `http-request` of `<a name="http-request"></a>`.
fn anchor(source: &str) -> Option<String> {
    let (_, after) = source.split_once("<a name=\"")?;
    after.split_once('"').map(|(name, _)| name.to_string())
}

fn newlines(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count()
}

/// Whether a fenced block's source ends with a line of its own fence characters.
fn is_closed(source: &str) -> bool {
    let mut lines = source.trim_end().lines();
    let opening = lines.next().unwrap_or_default().trim_start();
    let mark = opening.chars().next().unwrap_or('`');
    let width = opening.chars().take_while(|c| *c == mark).count();
    lines.next_back().is_some_and(|last| {
        let last = last.trim_start_matches(['>', ' ', '\t']);
        last.len() >= width && last.chars().all(|c| c == mark)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(text: &str) -> Kind {
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
        assert_eq!((fence.info.as_str(), fence.text.as_str(), fence.first_line), ("http", "GET /me\n", 2));
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
    fn a_table_row_keeps_its_line_code_and_links() {
        let Kind::Table(table) = only("|A|B|\n|:--|:--|\n|`x`|[T](t.md) it|\n") else { panic!() };
        assert_eq!(table.rows[0].line, 3);
        assert_eq!(table.rows[0].cells[0].text, "`x`");
        assert_eq!(table.rows[0].cells[1].text, "T it");
        assert_eq!(table.rows[0].cells[1].links, ["t.md"]);
    }
}
