//! A line of a page as a person sees it, with marks below the part that is meant.

use std::fmt::Write as _;

/// How many columns of a page's line are shown; of a longer one, those around what is meant.
const WIDEST: usize = 120;

/// Writes a line with its number, and marks below so many characters from a column on.
pub(super) fn marked(
    text: &mut String,
    margin: usize,
    number: usize,
    line: &str,
    column: usize,
    length: usize,
) {
    let (shown, before, marks) = window(line, column.saturating_sub(1), length);
    let _ = writeln!(text, "{:margin$} |", "");
    let _ = writeln!(text, "{number:margin$} | {shown}");
    let _ = writeln!(text, "{:margin$} | {:before$}{}", "", "", "^".repeat(marks));
}

/// Writes a line with its number.
pub(super) fn plain(text: &mut String, margin: usize, number: usize, line: &str) {
    let (shown, ..) = window(line, 0, 0);
    let _ = writeln!(text, "{:margin$} |", "");
    let _ = writeln!(text, "{number:margin$} | {shown}");
}

/// The part of a line that is shown, how many columns stand before what is meant, and how many that takes.
fn window(line: &str, start: usize, length: usize) -> (String, usize, usize) {
    let (chars, start) = around(line.trim_end(), start);
    let columns = |part: &[char]| part.iter().map(|c| width(*c)).sum::<usize>();
    let end = (start + length).min(chars.len());
    let (mut first, mut last, mut room) = (start, start, WIDEST);
    let mut fits = |c: char| {
        let left = room.checked_sub(width(c));
        room = left.unwrap_or(0);
        left.is_some()
    };
    // what is meant comes first, then as much before it as there is room for, then what is behind
    while last < end && fits(chars[last]) {
        last += 1;
    }
    while first > 0 && fits(chars[first - 1]) {
        first -= 1;
    }
    while last < chars.len() && fits(chars[last]) {
        last += 1;
    }
    let (cut_before, cut_behind) = (first > 0, last < chars.len());
    let mut shown = String::from(if cut_before { "..." } else { "" });
    chars[first..last].iter().for_each(|c| push(&mut shown, *c));
    shown.push_str(if cut_behind { "..." } else { "" });
    let before = columns(&chars[first..start]) + if cut_before { 3 } else { 0 };
    (shown, before, columns(&chars[start..end.min(last)]).max(1))
}

/// As many characters on both sides of a column as there may be room for, and where the column is among them.
fn around(line: &str, column: usize) -> (Vec<char>, usize) {
    let at = line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    let mut chars: Vec<char> = line[..at].chars().rev().take(WIDEST + 1).collect();
    chars.reverse();
    let before = chars.len();
    chars.extend(line[at..].chars().take(WIDEST + 1));
    (chars, before)
}

fn push(shown: &mut String, c: char) {
    match c {
        '\t' => shown.push_str("    "),
        c if width(c) == 0 || c.is_control() => shown.push('\u{fffd}'),
        c => shown.push(c),
    }
}

/// How many columns of a terminal a character takes as `push` writes it.
fn width(c: char) -> usize {
    match c {
        '\t' => 4,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_below_what_is_meant() {
        assert_eq!(window("the word", 4, 4), ("the word".to_string(), 4, 4));
        assert_eq!(window("\tword", 1, 4), ("    word".to_string(), 4, 4));
        assert_eq!(window("日本 word", 3, 4), ("日本 word".to_string(), 5, 4));
        assert_eq!(window("", 0, 1), (String::new(), 0, 1));
        assert_eq!(window("ab", 7, 3), ("ab".to_string(), 2, 1));
    }

    #[test]
    fn of_a_long_line_the_part_that_is_meant_is_shown() {
        let line = format!("{}word{}", "a".repeat(300), "b".repeat(300));
        let (shown, before, marks) = window(&line, 300, 4);
        assert_eq!(&shown[before..before + marks], "word");
        assert!(shown.starts_with("...") && shown.ends_with("...") && shown.len() <= WIDEST + 6, "{shown}");
        let far = format!("{line}{line}");
        assert_eq!(&window(&far, 904, 4).0[before..before + marks], "word");
        let (shown, before, marks) = window(&line, 0, 600);
        assert_eq!((shown.len(), before, marks), (WIDEST + 3, 0, WIDEST));
    }

    #[test]
    fn what_would_disturb_a_terminal_is_not_shown() {
        assert_eq!(window("a\u{1b}[31m", 0, 1).0, "a\u{fffd}[31m");
    }
}
