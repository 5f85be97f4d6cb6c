//! Markdown text as a flat list of elements, each with the line it starts on.
//!
//! What Markdown takes otherwise than the writer meant it is mended first ([`sample_tabs`], [`table_source`], [`fence_end`]); then
//! [`Reader`] reads it.

use std::borrow::Cow;

use super::element::Element;
use super::line_index::LineIndex;
use super::markdown_reader::Reader;
use super::{fence_end, sample_tabs, table_source};

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

#[cfg(test)]
mod tests {
    use super::super::element::Kind;
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
