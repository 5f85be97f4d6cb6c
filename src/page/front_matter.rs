//! The `key: value` lines between the two `---` at the very top of a page.

use super::lines::Lines;

/// The front matter, and the offset behind it. A `---` anywhere else is a rule, whatever follows it.
pub(super) fn split(text: &str) -> (Option<&str>, usize) {
    let is_rule = |line: &str| line.starts_with("---") && line.trim_end() == "---";
    let mut lines = Lines::of(text, 1);
    if !lines.next().is_some_and(is_rule) {
        return (None, 0);
    }
    let matter = lines.rest;
    loop {
        let end = matter.len() - lines.rest.len();
        match lines.next() {
            Some(line) if is_rule(line) => return (Some(&matter[..end]), text.len() - lines.rest.len()),
            Some(_) => {}
            None => return (None, 0),
        }
    }
}

/// The value of `key`, without its quotes.
pub(super) fn value(front_matter: &str, key: &str) -> Option<String> {
    let line =
        Lines::of(front_matter, 1).find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix(':'));
    line.map(|value| value.trim().trim_matches(['"', '\'']).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_loses_its_quotes() {
        assert_eq!(value("title: \"Update x\"\ndoc_type: apiPageType", "title").as_deref(), Some("Update x"));
        assert_eq!(value("doc_type: apiPageType", "doc_type").as_deref(), Some("apiPageType"));
        assert_eq!(value("title: x", "doc_type"), None);
    }

    #[test]
    fn only_the_top_of_a_page_opens_front_matter() {
        assert_eq!(split("---\na: 1\n---\n# x\n"), (Some("a: 1\n"), 13));
        assert_eq!(split("# x\n---\na: 1\n---\n"), (None, 0));
        assert_eq!(split("---\nnever closed\n"), (None, 0));
    }
}
