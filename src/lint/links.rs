//! The links of a page.

use memchr::{memchr, memchr_iter};

use super::source::{Place, Source};

/// Where a link leads, as written: a slice of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link<'a> {
    /// 1-based line.
    pub(super) line: usize,
    pub(super) target: &'a str,
}

/// A relative link, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Relative<'a> {
    /// The path to a file; empty: this page.
    pub(super) path: &'a str,
    /// What stands behind the `#`.
    pub(super) anchor: Option<&'a str>,
}

/// The links outside code, in the order of the page: `[text](target)` and `[name]: target`.
pub(super) fn links<'s, 'a>(source: &'s Source<'a>) -> impl Iterator<Item = Link<'a>> + use<'s, 'a> {
    source.lines_in(Place::Prose).flat_map(|(line, text)| {
        let definition = definition(text).map(|target| Link { line, target });
        let inline = Inline { text, at: 0, ticks: 0 }.map(move |target| Link { line, target });
        definition.into_iter().chain(inline)
    })
}

/// The files that the relative links of a text lead to, as paths from its own place.
///
/// ```
/// use graph_contract::lint::linked_files;
/// assert_eq!(linked_files("See [a](../a%20b.md#c), [d](https://d/e.md) and [f](#f).\n"), ["../a b.md"]);
/// ```
#[must_use]
pub fn linked_files(text: &str) -> Vec<String> {
    let source = Source::read(text);
    let relative = links(&source).filter_map(|link| link.relative());
    relative.filter(|relative| !relative.path.is_empty()).map(|relative| relative.file()).collect()
}

/// The target of `[name]: target`.
fn definition(text: &str) -> Option<&str> {
    let (_, behind) = text.trim_start().strip_prefix('[')?.split_once("]:")?;
    behind.split_whitespace().next()
}

/// The targets of `[text](target)` on a line.
struct Inline<'a> {
    text: &'a str,
    at: usize,
    /// How many marks of code stand before `at`.
    ticks: usize,
}

impl<'a> Iterator for Inline<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        while let Some(found) = memchr(b']', &self.text.as_bytes()[self.at..]) {
            let close = self.at + found;
            self.ticks += memchr_iter(b'`', &self.text.as_bytes()[self.at..close]).count();
            self.at = close + 1;
            let is_code = self.ticks % 2 == 1;
            if self.text[self.at..].starts_with('(') && !is_code {
                match target(&self.text[self.at + 1..]) {
                    Some(target) => return Some(target),
                    None => continue,
                }
            }
        }
        None
    }
}

/// How deep brackets may stand in each other in a target, as in other readers of Markdown.
const DEEPEST: i32 = 32;

/// The target at the start of a text: up to white space or the bracket that closes; `None`: a bracket inside it is not closed,
/// so that it is none.
fn target(text: &str) -> Option<&str> {
    let text = text.trim_start();
    if let Some(inner) = text.strip_prefix('<') {
        return inner.split_once('>').map(|(target, _)| target);
    }
    let mut depth = 0;
    let ends = |c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        !(0..=DEEPEST).contains(&depth) || c.is_whitespace()
    };
    let target = text.find(ends).map_or(text, |end| &text[..end]);
    (depth <= 0).then_some(target)
}

impl<'a> Link<'a> {
    /// The link taken apart; `None`: it leads to another site, or to the root of this one.
    pub(super) fn relative(&self) -> Option<Relative<'a>> {
        let is_relative = !self.target.is_empty()
            && !self.target.starts_with(['/', '\\', '~', '{', '&'])
            && !self.target.split(['/', '#', '?']).next().unwrap_or_default().contains(':');
        let (path, anchor) = match self.target.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor)),
            None => (self.target, None),
        };
        let path = path.split('?').next().unwrap_or_default();
        is_relative.then_some(Relative { path, anchor: anchor.filter(|anchor| !anchor.is_empty()) })
    }
}

impl Relative<'_> {
    /// The path as a file system knows it.
    pub(super) fn file(&self) -> String {
        percent_encoding::percent_decode_str(self.path).decode_utf8_lossy().replace('\\', "/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(text: &str) -> Vec<&str> {
        links(&Source::read(text)).map(|link| link.target).collect()
    }

    #[test]
    fn links_are_found_outside_code() {
        assert_eq!(targets("[a](b.md) `[x](y.md)` [c](d_(e).md \"title\")"), ["b.md", "d_(e).md"]);
        assert_eq!(targets("[ref]: ../c.md\n```\n[x](y)\n```\n[a](<b c.md>)"), ["../c.md", "b c.md"]);
        assert_eq!(targets("[a] (b) and [c] and [d](e(f"), Vec::<&str>::new());
        assert_eq!(targets(&"[a](".repeat(100)), [""], "the last one may go on on the next line");
    }

    #[test]
    fn a_relative_link_has_a_path_and_an_anchor() {
        let relative = |target| Link { line: 1, target }.relative();
        assert_eq!(relative("a.md?x=1#b"), Some(Relative { path: "a.md", anchor: Some("b") }));
        assert_eq!(relative("#b"), Some(Relative { path: "", anchor: Some("b") }));
        for elsewhere in ["https://a/b", "/graph/a", "mailto:a@b", "~/a.md", ""] {
            assert_eq!(relative(elsewhere), None, "{elsewhere}");
        }
        assert_eq!(Relative { path: "a%20b\\c.md", anchor: None }.file(), "a b/c.md");
    }
}
