//! The `key: value` lines between the two `---` at the top of a page.

/// The value of `key`, without its quotes.
pub(super) fn value(front_matter: &str, key: &str) -> Option<String> {
    let line = front_matter.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix(':'));
    line.map(|value| value.trim().trim_matches(['"', '\'']).to_string())
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn a_value_loses_its_quotes() {
        assert_eq!(value("title: \"Update x\"\ndoc_type: apiPageType", "title").as_deref(), Some("Update x"));
        assert_eq!(value("doc_type: apiPageType", "doc_type").as_deref(), Some("apiPageType"));
        assert_eq!(value("title: x", "doc_type"), None);
    }
}
