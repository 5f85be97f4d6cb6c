//! Where a fenced block ends that nobody closed.
//!
//! Markdown lets such a block go on to the end of the page, and a stray fence turns the page inside out. What no block of this
//! page format holds ends it: another opening fence, an annotation, or, in an HTTP message, a heading.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::Lines;
use crate::pattern::pattern;

/// An opening fence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opening<'a> {
    /// What stands before it: indentation, `>`.
    indent: &'a str,
    mark: char,
    width: usize,
    info: &'a str,
}

impl<'a> Opening<'a> {
    /// Reads a line; `None`: it opens no fence.
    pub(super) fn read(line: &'a str) -> Option<Opening<'a>> {
        let start = line.find(|c| !matches!(c, ' ' | '\t' | '>'))?;
        let rest = &line[start..];
        let mark = rest.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let width = rest.chars().take_while(|c| *c == mark).count();
        let info = rest[width..].trim();
        (width >= 3 && !(mark == '`' && info.contains('`'))).then_some(Opening {
            indent: &line[..start],
            mark,
            width,
            info,
        })
    }

    fn is_closed_by(&self, line: &Opening<'_>) -> bool {
        line.mark == self.mark && line.width >= self.width && line.info.is_empty()
    }

    /// Whether `line`, inside the block, shows that it should have ended. `next` is the line behind it.
    pub(super) fn should_end_before(&self, line: &str, next: &str) -> bool {
        let text = line.trim_start_matches([' ', '\t', '>']);
        match text.as_bytes().first() {
            Some(b'`' | b'~') => Opening::read(line).is_some_and(|other| {
                other.mark == self.mark && other.width >= self.width && !other.info.is_empty()
            }),
            Some(b'<') => {
                text.starts_with("<!--") && (text.contains("blockType") || next.contains("blockType"))
            }
            Some(b'#') => {
                text.starts_with("##") && text.trim_start_matches('#').starts_with(' ') && self.is_message()
            }
            _ => false,
        }
    }

    fn is_message(&self) -> bool {
        let language = self.info.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        matches!(language.as_str(), "" | "http" | "https" | "json" | "msgraph-interactive")
    }
}

/// The first line of `text` that opens a fence, counted from 0.
pub(super) fn first_opening(text: &str) -> Option<usize> {
    memchr::memchr2(b'`', b'~', text.as_bytes())?; // most texts have no such line
    Lines::of(text, 1).position(|line| Opening::read(line).is_some())
}

/// `text` with a closing fence where one is missing, and the offsets in the new text at which they stand.
pub(super) fn closed(text: &str) -> (String, Vec<usize>) {
    let (mut mended, mut added) = (String::with_capacity(text.len() + 64), Vec::new());
    let mut open: Option<Opening<'_>> = None;
    let mut in_comment = false;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let next = lines.peek().copied().unwrap_or_default();
        if let Some(fence) = open.take_if(|fence| fence.should_end_before(line, next)) {
            added.push(mended.len());
            mended.push_str(fence.indent);
            mended.extend(std::iter::repeat_n(fence.mark, fence.width));
            mended.push('\n');
        }
        match (&open, Opening::read(line)) {
            (Some(fence), Some(other)) if fence.is_closed_by(&other) => open = None,
            (None, Some(opening)) if !in_comment => open = Some(opening),
            (None, None) => in_comment = is_comment_open(line, in_comment),
            _ => {}
        }
        mended.push_str(line);
    }
    (mended, added)
}

fn is_comment_open(line: &str, was_open: bool) -> bool {
    match (line.rfind("<!--"), line.rfind("-->")) {
        (Some(opened), Some(closed)) => opened > closed,
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => was_open,
    }
}

/// Some of it stands in whatever goes on too far, and in few other blocks.
static MARKS: LazyLock<Regex> = LazyLock::new(|| pattern("```|~~~|<!--|##"));

/// Whether a fenced block of this text, and of this source, holds what shows that it should have ended before.
pub(super) fn holds_another(text: &str, source: &str) -> bool {
    if !MARKS.is_match(text) {
        return false;
    }
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
pub(super) fn is_closed(source: &str) -> bool {
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

    #[test]
    fn a_missing_fence_is_added_where_the_block_should_end() {
        for behind in
            ["```http\nGET /b\n```\n", "<!-- {\n \"blockType\": \"response\" } -->\n", "### Response\n"]
        {
            let text = format!("```http\nGET /a\n\n{behind}");
            let (mended, added) = closed(&text);
            assert_eq!((mended, added), (format!("```http\nGET /a\n\n```\n{behind}"), vec![16]));
        }
    }

    #[test]
    fn what_is_closed_stays_as_it_is() {
        for text in [
            "```http\nGET /a\n```\n## Next\n```json\n{}\n```\n",
            "````md\n```http\nGET /a\n```\n````\n",
            "~~~\n```http\n~~~\n",
            "<!--\n```http\n-->\n```http\nGET /a\n```\n",
            "```python\n## a comment\n```\n",
        ] {
            assert_eq!(closed(text), (text.to_string(), vec![]), "{text}");
        }
    }
}
