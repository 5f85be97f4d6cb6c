//! Repairs: edits applied to a page's text, and nothing else of it touched.

use super::finding::Edit;

/// A text with those edits applied that leave each other alone, and the places in `edits` of those that were. Of two edits that
/// overlap the first in the text is applied; two that are the same are one.
///
/// ```
/// use graph_contract::lint::{Edit, apply};
/// let comma = Edit { start: 7, end: 8, replacement: String::new() };
/// assert_eq!(apply("{\"a\": 1,}", &[comma]), ("{\"a\": 1}".to_string(), vec![0]));
/// ```
#[must_use]
pub fn apply(text: &str, edits: &[Edit]) -> (String, Vec<usize>) {
    let mut order: Vec<usize> = (0..edits.len()).filter(|at| is_inside(&edits[*at], text)).collect();
    order.sort_by_key(|at| (edits[*at].start, edits[*at].end, *at));
    let (mut repaired, mut applied) = (String::with_capacity(text.len()), Vec::new());
    let (mut upto, mut last): (usize, Option<&Edit>) = (0, None);
    for at in order {
        let edit = &edits[at];
        if last == Some(edit) {
            applied.push(at);
        } else if last
            .is_none_or(|last| last.end < edit.start || (last.end == edit.start && last.start < last.end))
        {
            repaired.extend([&text[upto..edit.start], &edit.replacement]);
            (upto, last) = (edit.end, Some(edit));
            applied.push(at);
        }
    }
    repaired.push_str(&text[upto..]);
    applied.sort_unstable();
    (repaired, applied)
}

fn is_inside(edit: &Edit, text: &str) -> bool {
    edit.start <= edit.end && text.is_char_boundary(edit.start) && text.is_char_boundary(edit.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edit(start: usize, end: usize, replacement: &str) -> Edit {
        Edit { start, end, replacement: replacement.to_string() }
    }

    #[test]
    fn edits_are_applied_wherever_they_stand_in_the_list() {
        let edits = [edit(4, 5, "E"), edit(0, 1, "A"), edit(2, 2, "-")];
        assert_eq!(apply("abcdef", &edits), ("Ab-cdEf".to_string(), vec![0, 1, 2]));
    }

    #[test]
    fn of_two_that_overlap_one_is_applied_and_two_alike_are_one() {
        assert_eq!(apply("abcdef", &[edit(1, 4, "x"), edit(2, 5, "y")]), ("axef".to_string(), vec![0]));
        assert_eq!(apply("abcdef", &[edit(1, 2, "x"), edit(1, 2, "x")]), ("axcdef".to_string(), vec![0, 1]));
        assert_eq!(apply("ab", &[edit(1, 1, "x"), edit(1, 1, "y")]), ("axb".to_string(), vec![0]));
    }

    #[test]
    fn what_is_no_place_of_the_text_is_left_alone() {
        assert_eq!(
            apply("é", &[edit(1, 2, "x"), edit(3, 4, "x"), edit(2, 1, "x")]),
            ("é".to_string(), vec![])
        );
    }

    proptest! {
        /// Between two edits that were applied every byte is where it was.
        #[test]
        fn other_bytes_stay(
            text in "[a-zé\r\n]{0,40}",
            places in prop::collection::vec((0usize..45, 0usize..6, "[X-Z]{0,3}"), 0..6),
        ) {
            let edits: Vec<Edit> = places.iter().map(|(start, length, with)| edit(*start, start + length, with)).collect();
            let (repaired, applied) = apply(&text, &edits);
            let mut kept: Vec<&Edit> = applied.iter().map(|at| &edits[*at]).collect();
            kept.sort_by_key(|edit| (edit.start, edit.end));
            kept.dedup();
            let (mut old, mut new) = (0, 0);
            for edit in kept {
                let length = edit.start - old;
                prop_assert_eq!(&text[old..edit.start], &repaired[new..new + length]);
                new += length;
                prop_assert_eq!(&repaired[new..new + edit.replacement.len()], &edit.replacement);
                (old, new) = (edit.end, new + edit.replacement.len());
            }
            prop_assert_eq!(&text[old..], &repaired[new..]);
        }
    }
}
