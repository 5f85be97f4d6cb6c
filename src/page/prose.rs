//! Sentences that promise something: status codes, possible values, "Required", "Read-only", "Not nullable".

use std::sync::LazyLock;

use regex::Regex;

/// A status code that the prose names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentedStatus {
    /// 1-based line of the sentence.
    pub line: usize,
    /// The status code.
    pub status: u16,
}

static STATUS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b([1-5]\d\d)\b(?:\s*`?\s*[A-Z][A-Za-z]|`|\s+(?:response|status))"));
static VALUES: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\bpossible\s+values?(?:\s+(?:are|is|include))?\b\s*:?"));
static QUOTED: LazyLock<Regex> = LazyLock::new(|| pattern(r"`([^`]+)`"));
static MEMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[A-Za-z_][A-Za-z0-9_-]*$"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern written here")
}

/// The status codes a sentence promises: ``a `200 OK` response code``.
pub(super) fn statuses(text: &str) -> Vec<u16> {
    STATUS.captures_iter(text).filter_map(|found| found[1].parse().ok()).collect()
}

/// The members listed after "possible values are".
pub(super) fn members(description: &str) -> Vec<String> {
    let Some(found) = VALUES.find(description) else { return Vec::new() };
    let list = &description[found.end()..];
    let list = &list[..sentence_end(list)];
    let quoted: Vec<String> = QUOTED.captures_iter(list).filter_map(|code| member(&code[1])).collect();
    if !quoted.is_empty() {
        return quoted;
    }
    let bare: Vec<Option<String>> =
        list.split([',', ';']).flat_map(|part| part.split(" or ")).map(member).collect();
    match bare.iter().all(Option::is_some) {
        true => bare.into_iter().flatten().collect(),
        false => Vec::new(), // prose, not a list of members
    }
}

/// Whether a description says that a value may hold several members at once.
pub(super) fn multi_valued(description: &str) -> bool {
    let text = description.to_lowercase();
    ["multi-valued", "multivalued", "flags", "comma-separated", "combination of"]
        .iter()
        .any(|word| text.contains(word))
}

fn member(text: &str) -> Option<String> {
    let text = text.split('=').next().unwrap_or_default();
    let text = text.trim().trim_start_matches("and ").trim_matches(['*', '"', '\'', ' ', '.']);
    MEMBER.is_match(text).then(|| text.to_string())
}

/// Where the sentence that starts `text` ends: at a full stop outside code that a space or the end follows.
fn sentence_end(text: &str) -> usize {
    let mut in_code = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        in_code ^= c == '`';
        if c == '.' && !in_code && chars.peek().is_none_or(|(_, next)| next.is_whitespace()) {
            return at;
        }
    }
    text.len()
}

/// What a description says of being required: `None` when it does not say.
pub(super) fn required(description: &str) -> Option<bool> {
    let text = description.to_lowercase();
    let says = |word: &str| {
        text.split(['.', '(', ')', '*', ';', '|'])
            .any(|sentence| sentence.trim().trim_end_matches(',') == word)
            || text.trim_start_matches(['*', '_']).starts_with(&format!("{word}."))
    };
    match (says("required"), says("optional")) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// Whether a description says "Read-only".
pub(super) fn read_only(description: &str) -> bool {
    let text = description.to_lowercase();
    text.contains("read-only") || text.contains("read only") || text.contains("readonly")
}

/// What a description says of null: `None` when it does not say.
pub(super) fn nullable(description: &str) -> Option<bool> {
    let text = description.to_lowercase();
    if text.contains("not nullable") || text.contains("non-nullable") || text.contains("not be null") {
        return Some(false);
    }
    (text.contains("nullable") || text.contains("can be null") || text.contains("`null`")).then_some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_sentence_names_its_codes() {
        assert_eq!(statuses("returns a `200 OK` response code"), [200]);
        assert_eq!(statuses("returns `201 Created` or `202 Accepted`"), [201, 202]);
        assert_eq!(statuses("returns `200, OK` and 250 items in a 200-series answer"), Vec::<u16>::new());
        assert_eq!(statuses("a `204` response code"), [204]);
    }

    #[test]
    fn members_are_read_in_backticks_or_bare() {
        let wanted = ["notStarted", "running"];
        assert_eq!(members("State. The possible values are: `notStarted`, `running`. Optional."), wanted);
        assert_eq!(members("Possible values are notStarted, running."), wanted);
        assert_eq!(members("Possible values: `notStarted` and `running`. Not `other`."), wanted);
        assert!(members("The possible values are described in the next section.").is_empty());
        assert_eq!(members("Possible values are: `notStarted`=0, `running`=1."), wanted);
        assert_eq!(members("Possible values are: notStarted=0, running=1"), wanted);
        assert!(members("A name.").is_empty());
    }

    #[test]
    fn requiredness_is_a_sentence_of_its_own() {
        assert_eq!(required("Bearer {token}. Required."), Some(true));
        assert_eq!(required("A name. Optional."), Some(false));
        assert_eq!(required("The required reviewers."), None);
        assert_eq!(required("**Required**. A name"), Some(true));
    }

    #[test]
    fn null_is_said_or_not() {
        assert_eq!(nullable("Not nullable. Read-only."), Some(false));
        assert_eq!(nullable("Nullable."), Some(true));
        assert_eq!(nullable("A name."), None);
        assert!(read_only("Not nullable. Read-only."));
    }
}
