//! What is noted of a run beside its verdicts, as text: of each page the first few, as one page can have dozens.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How many notes of one page are told.
const SOME: usize = 3;

/// Writes notes, each with its place; what is left out is counted.
pub(super) fn write(notes: &[(String, String)], text: &mut String) {
    let mut of_page: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, message) in notes {
        let told = page(at).map_or(0, |page| {
            let told = of_page.entry(page).or_default();
            *told += 1;
            *told
        });
        if told <= SOME {
            let _ = writeln!(text, "\nnote: {message}\n  --> {at}");
        }
    }
    for (page, told) in of_page.into_iter().filter(|(_, told)| *told > SOME) {
        let more = told - SOME;
        let _ = writeln!(text, "\nnote: {more} more of {page}: graph-contract inspect \"{page}\"");
    }
}

/// The page that a place is on; `None`: it is on none.
fn page(at: &str) -> Option<&str> {
    at.rsplit_once(':').map(|(page, _)| page).filter(|page| page.ends_with(".md"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_page_has_too_much_of_is_counted() {
        let note = |at: &str, line: usize| (format!("{at}:{line}"), format!("m{line}"));
        let notes: Vec<_> = (1..=5).map(|line| note("api/a.md", line)).chain([note("api/b.md", 9)]).collect();
        let mut text = String::new();
        write(&notes, &mut text);
        assert_eq!(text.matches("note: m").count(), 4);
        assert!(text.contains("m3\n") && !text.contains("m4") && text.contains("api/b.md:9"));
        assert!(text.ends_with("note: 2 more of api/a.md: graph-contract inspect \"api/a.md\"\n"), "{text}");
        let acts: Vec<_> = (1..=5).map(|line| note("x.feature", line)).collect();
        let mut text = String::new();
        write(&acts, &mut text);
        assert_eq!(text.matches("note: m").count(), 5);
    }
}
