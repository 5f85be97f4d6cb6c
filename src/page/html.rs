//! HTML in a page: comments, which may be annotations, and what stands between tags, which Markdown does not read.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::element::{Element, Kind};
use super::fence_end::first_opening;
use super::problem::Problem;

static OPENING: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("<!--"));
static CLOSING: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("-->"));

/// The comments of an HTML block that starts on `line`, and a problem where a fenced block stands between them.
pub(super) fn elements(html: &str, mut line: usize) -> Vec<Element<'_>> {
    let (mut elements, mut at) = (Vec::new(), 0);
    while let Some(open) = OPENING.find(&html.as_bytes()[at..]).map(|found| at + found) {
        let inside = open + OPENING.needle().len();
        let end = CLOSING.find(&html.as_bytes()[inside..]).map_or(html.len(), |found| inside + found);
        elements.extend(fence(&html[at..open], line));
        line += newlines(&html[at..open]);
        elements.push(Element { line, kind: Kind::Comment(html[inside..end].into()) });
        line += newlines(&html[open..end]);
        at = end;
    }
    elements.extend(fence(&html[at..], line));
    elements
}

fn fence(html: &str, first_line: usize) -> Option<Element<'static>> {
    let at = first_opening(html)?;
    let kind = Kind::Problem(Problem::FENCE_IN_HTML);
    Some(Element { line: first_line + at, kind })
}

/// Whether a tag breaks the line of a text: `<br>`, `<li>`.
pub(super) fn is_line_break(html: &str) -> bool {
    let name = html.trim_start_matches(['<', '/']).trim_end_matches(['>', '/', ' ']);
    ["br", "li", "ul", "ol", "p"].iter().any(|tag| name.eq_ignore_ascii_case(tag))
}

fn newlines(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count()
}
