//! One member of a list of possible values, as a description writes it.

/// What may stand around a member.
pub(super) const DECORATION: [char; 8] = ['*', '"', '\'', ' ', '.', '“', '”', ':'];

/// A member without its number and decoration; `null` is none, but a word about nullability.
pub(super) fn member(text: &str) -> Option<String> {
    let text = text.split('=').next().unwrap_or_default().trim_matches(DECORATION);
    (!text.is_empty() && text != "null").then(|| text.to_string())
}
