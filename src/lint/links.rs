//! The links of a page.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr2};

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
    let bytes = source.text().as_bytes();
    let mut ticks = Ticks::default();
    memchr_iter(b']', bytes).filter_map(move |close| {
        let behind = *bytes.get(close + 1).filter(|behind| matches!(behind, b'(' | b':'))?;
        let line = source.line_at(close);
        let text = Some(source.line(line)).filter(|_| source.place(line) == Some(Place::Prose))?;
        let start = source.offset(line);
        let target = match behind {
            b'(' => target(&text[close - start + 2..]).filter(|_| !ticks.is_code(bytes, start, close)),
            _ => definition(text, close - start),
        };
        target.map(|target| Link { line, target })
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
    let files = relative.filter(|relative| !relative.path.is_empty());
    files.map(|relative| relative.file().into_owned()).collect()
}

/// The target of `[name]: target`, whose name is closed at an offset.
fn definition(line: &str, close: usize) -> Option<&str> {
    let name = line[..close].trim_start().strip_prefix('[')?;
    let is_first = !name.contains("]:");
    is_first.then(|| line[close + 2..].split_whitespace().next()).flatten()
}

/// The marks of code on a line, counted along it.
#[derive(Default)]
struct Ticks {
    /// Where the line begins.
    line: usize,
    /// Up to where they are counted.
    at: usize,
    count: usize,
}

impl Ticks {
    /// Whether code is open at an offset of the line that begins at `start`; places are asked for in their order.
    fn is_code(&mut self, text: &[u8], start: usize, at: usize) -> bool {
        if self.at < start || self.line != start {
            *self = Ticks { line: start, at: start, count: 0 };
        }
        self.count += memchr_iter(b'`', &text[self.at..at]).count();
        self.at = at;
        self.count % 2 == 1
    }
}

/// How deep brackets may stand in each other in a target, as in other readers of Markdown.
const DEEPEST: i32 = 32;

/// The target of `[text](target)` at the start of what follows the bracket: up to white space or the bracket that closes;
/// `None`: a bracket inside it is not closed, so that it is none.
fn target(text: &str) -> Option<&str> {
    let text = text.trim_start();
    if let Some(inner) = text.strip_prefix('<') {
        return inner.split_once('>').map(|(target, _)| target);
    }
    let mut depth = 0;
    let ends = |(at, byte): (usize, u8)| {
        depth += i32::from(byte == b'(') - i32::from(byte == b')');
        !(0..=DEEPEST).contains(&depth) || is_space_at(text, at, byte)
    };
    let end = text.bytes().enumerate().position(ends).unwrap_or(text.len());
    (depth <= 0).then_some(&text[..end])
}

/// Whether white space begins at an offset, where this byte stands.
fn is_space_at(text: &str, at: usize, byte: u8) -> bool {
    let is_space = |rest: &str| rest.starts_with(char::is_whitespace);
    (byte <= b' ' || !byte.is_ascii()) && text.get(at..).is_some_and(is_space)
}

impl<'a> Link<'a> {
    /// The link taken apart; `None`: it leads to another site, or to the root of this one.
    pub(super) fn relative(&self) -> Option<Relative<'a>> {
        let mut first = self.target.bytes().take_while(|byte| !matches!(byte, b'/' | b'#' | b'?'));
        let is_relative = !self.target.is_empty()
            && !self.target.starts_with(['/', '\\', '~', '{', '&'])
            && !first.any(|byte| byte == b':');
        let (path, anchor) = match memchr(b'#', self.target.as_bytes()) {
            Some(at) => (&self.target[..at], Some(&self.target[at + 1..])),
            None => (self.target, None),
        };
        let path = &path[..memchr(b'?', path.as_bytes()).unwrap_or(path.len())];
        is_relative.then_some(Relative { path, anchor: anchor.filter(|anchor| !anchor.is_empty()) })
    }
}

impl<'a> Relative<'a> {
    /// The path as a file system knows it.
    pub(super) fn file(&self) -> Cow<'a, str> {
        match memchr2(b'%', b'\\', self.path.as_bytes()) {
            Some(_) => {
                let decoded = percent_encoding::percent_decode_str(self.path).decode_utf8_lossy();
                decoded.replace('\\', "/").into()
            }
            None => self.path.into(), // as nearly all are
        }
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
        assert_eq!(targets("a ` [b](b.md)\n[c](c.md) `[x](x.md)` [d](d.md)"), ["c.md", "d.md"]);
        assert_eq!(targets("[ref]: ../c.md\n```\n[x](y)\n```\n[a](<b c.md>)"), ["../c.md", "b c.md"]);
        assert_eq!(targets("[a]: b.md [c]: d.md"), ["b.md"], "a definition says where its first name leads");
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
