//! The headings of a page.

use std::borrow::Cow;

use memchr::{memchr_iter, memchr2};

use super::source::{Place, Source};

/// A heading with its hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heading<'a> {
    /// 1-based line.
    pub(super) line: usize,
    pub(super) level: usize,
    /// What stands behind the hashes, as written.
    pub(super) text: &'a str,
}

/// The headings in the order of the page.
pub(super) fn headings<'s, 'a>(source: &'s Source<'a>) -> impl Iterator<Item = Heading<'a>> + use<'s, 'a> {
    let text = source.text().as_bytes();
    memchr_iter(b'#', text).filter_map(move |at| {
        let begins =
            at.checked_sub(1).is_none_or(|before| matches!(text[before], b'\n' | b'\r' | b' ' | b'>'));
        let line = begins.then(|| source.line_at(at))?;
        let is_indent = |before: &[u8]| before.iter().all(|byte| matches!(byte, b' ' | b'>'));
        let is_first = is_indent(&text[source.offset(line)..at]) && source.place(line) == Some(Place::Prose);
        is_first.then(|| heading(line, source.line(line))).flatten()
    })
}

fn heading(line: usize, text: &str) -> Option<Heading<'_>> {
    let indent = text.bytes().position(|byte| !matches!(byte, b' ' | b'>'))?;
    let text = &text[indent..];
    let level = text.bytes().take_while(|byte| *byte == b'#').count();
    let rest = &text[level..];
    let is_heading = (1..=6).contains(&level) && (rest.is_empty() || rest.starts_with([' ', '\t']));
    is_heading.then(|| Heading { line, level, text: rest.trim().trim_end_matches('#').trim_end() })
}

/// `notes--hints` of `Notes & hints`: letters in lower case, digits, `-` and `_`; spaces become hyphens, the rest goes.
pub(super) fn slug(heading: &str) -> String {
    let mut slug = String::with_capacity(heading.len());
    for c in shown(heading).trim().chars() {
        match c {
            ' ' => slug.push('-'),
            '-' | '_' => slug.push(c),
            c if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            c if c.is_alphanumeric() => slug.extend(c.to_lowercase()),
            _ => {}
        }
    }
    slug
}

/// The text that a reader sees: without tags, and of links only what they are called.
fn shown(heading: &str) -> Cow<'_, str> {
    if memchr2(b'<', b']', heading.as_bytes()).is_none() {
        return heading.into();
    }
    let mut shown = String::with_capacity(heading.len());
    let mut rest = heading;
    while let Some(at) = rest.find(['<', ']']) {
        shown.push_str(&rest[..at]);
        let (opened, ends) = if rest[at..].starts_with('<') { (1, '>') } else { (2, ')') };
        let is_markup = opened == 1 || rest[at..].starts_with("](");
        let end = rest[at..].find(ends).filter(|_| is_markup).map_or(at + 1, |end| at + end + 1);
        rest = &rest[end..];
    }
    (shown + rest).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_what_github_and_docfx_make_of_a_heading() {
        for (heading, anchor) in [
            ("HTTP request", "http-request"),
            ("Example 2: Create a [thing](thing.md)", "example-2-create-a-thing"),
            ("`a_b` values", "a_b-values"),
            ("<a name=\"x\"></a>Größe?", "größe"),
            ("I/O & more", "io--more"),
        ] {
            assert_eq!(slug(heading), anchor, "{heading}");
        }
    }

    #[test]
    fn hashes_in_code_and_without_a_space_are_no_heading() {
        let source = Source::read("# a\n```\n# b\n```\n#c\n  ## d ##\n");
        let found: Vec<_> =
            headings(&source).map(|heading| (heading.line, heading.level, heading.text)).collect();
        assert_eq!(found, [(1, 1, "a"), (6, 2, "d")]);
    }
}
