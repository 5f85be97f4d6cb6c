//! The tabs that show a sample in other languages: `# [C#](#tab/csharp)` and the `[!INCLUDE ...]` lines below it.
//!
//! They are the documentation builder's syntax, not Markdown's: taken for Markdown each is a first-level heading with
//! paragraphs, several times an example, that says nothing of the API.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::lines::Lines;

/// A place that lines were taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    /// The offset, in what is left, of the first byte behind it.
    pub(super) at: usize,
    /// How many lines are missing up to here, those of earlier cuts included.
    pub(super) lines: usize,
}

/// `text` with a blank line for each of its tabs, and where the others stood.
pub(super) fn without(text: &str) -> (Cow<'_, str>, Vec<Cut>) {
    let (mut kept, mut cuts) = (String::new(), Vec::new());
    let (mut seen, mut lines) = (0, 0);
    for mark in MARK.find_iter(text.as_bytes()) {
        let start = memchr::memrchr(b'\n', &text.as_bytes()[..mark]).map_or(0, |at| at + 1);
        if start < seen || !text[start..].starts_with("# [") || !may_follow(&text[..start]) {
            continue;
        }
        let end = start + length(&text[start..]);
        kept.reserve(text.len());
        kept.extend([&text[seen..start], "\n"]);
        lines += memchr::memchr_iter(b'\n', &text.as_bytes()[start..end]).count().saturating_sub(1);
        cuts.push(Cut { at: kept.len(), lines });
        seen = end;
    }
    if cuts.is_empty() {
        return (Cow::Borrowed(text), cuts);
    }
    kept.push_str(&text[seen..]);
    (Cow::Owned(kept), cuts)
}

static MARK: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new("](#tab/"));

/// Whether a tab may stand behind a text: in the middle of JSON or of a comment it is a slip, and not to be passed over.
fn may_follow(text: &str) -> bool {
    let lines = text.strip_suffix('\n').unwrap_or(text);
    let last = lines.rsplit('\n').next().unwrap_or_default().trim();
    last.is_empty() || ["```", "#", "[!"].iter().any(|start| last.starts_with(start))
}

/// How long the tab is whose heading starts `text`: to the first line that is neither included nor blank.
fn length(text: &str) -> usize {
    let is_its = |line: &str| line.starts_with("[!INCLUDE ") || line.trim_ascii().is_empty();
    let mut lines = Lines::of(text, 1);
    lines.next();
    while lines.peek().is_some_and(is_its) {
        lines.next();
    }
    text.len() - lines.rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_leaves_a_blank_line_and_is_counted() {
        let text = "a\n\n# [HTTP](#tab/http)\nGET /x\n\n# [Gö](#tab/go)\r\n[!INCLUDE [s](../i.md)]\n\n---\n[!INCLUDE [b](b.md)]\n";
        let (kept, cuts) = without(text);
        assert_eq!(kept, "a\n\n\nGET /x\n\n\n---\n[!INCLUDE [b](b.md)]\n");
        assert_eq!(cuts, [Cut { at: 4, lines: 0 }, Cut { at: 13, lines: 2 }]);
    }

    #[test]
    fn what_is_no_tab_stays() {
        let in_json = "```\n{\n# [A](#tab/a)\n}\n```\n";
        for text in ["# [A title](title.md)\n", "See [the tab](#tab/http).\n", "## [A](#tab/a)\n", in_json] {
            assert!(matches!(without(text).0, Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn a_tab_at_the_end_needs_no_line_end() {
        let (kept, cuts) = without("a\n\n# [Go](#tab/go)\n[!INCLUDE [s](../i.md)]");
        assert_eq!((kept.as_ref(), cuts[0]), ("a\n\n\n", Cut { at: 4, lines: 0 }));
    }
}
