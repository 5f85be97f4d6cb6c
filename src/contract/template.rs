//! Paths with `{placeholders}`.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use memchr::memchr2_iter;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use regex::{Captures, Regex};

use super::format::is_guid;
use crate::pattern::pattern;

/// A documented path: `/industryData/operations/{longRunningOperationId}`.
///
/// ```
/// use graph_contract::contract::PathTemplate;
/// let path = PathTemplate::read("/users/{id | userPrincipalName}/events/{eventId}");
/// assert_eq!(path.placeholders(), ["id | userPrincipalName", "eventId"]);
/// assert_eq!(path.key(), Some("eventId"));
/// assert_eq!(path.fill(|_| Some("a b".to_string())).unwrap(), "/users/a%20b/events/a%20b");
/// assert!(path.matches("/Users/1/Events/2").is_some());
/// ```
#[derive(Debug, Clone)]
pub struct PathTemplate {
    text: String,
    placeholders: Vec<String>,
    /// Made when the first path is matched: most templates are only read and filled.
    matcher: OnceLock<Option<Regex>>,
}

/// A placeholder that nothing is known to stand for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no value for the placeholder {{{name}}}")]
pub struct NoValue {
    /// The placeholder's name.
    pub name: String,
}

/// RFC 3986, section 3.3: a segment's `pchar`s but for what a reader could take for structure.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b',')
    .remove(b':');

impl PathTemplate {
    /// Reads a path as a page writes it; a query, a trailing slash and white space are not part of it.
    #[must_use]
    pub fn read(text: &str) -> PathTemplate {
        let text = match without_query(text) {
            text if text.is_ascii() => Cow::Borrowed(text),
            text => Cow::Owned(text.replace('\u{a0}', "")),
        };
        let text = text.trim().trim_end_matches('/');
        let text = if text.starts_with('/') { text.to_string() } else { format!("/{text}") };
        let placeholders = placeholders(&text).map(|(_, name)| name.to_string()).collect();
        PathTemplate { text, placeholders, matcher: OnceLock::new() }
    }

    /// The template as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The names between braces, in order.
    #[must_use]
    pub fn placeholders(&self) -> &[String] {
        &self.placeholders
    }

    /// The placeholder the path ends with: the key of the addressed resource.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        let last = self.placeholders.last()?;
        self.text.ends_with('}').then_some(last)
    }

    /// The last placeholder that is a segment of its own: the key, or that of what the path leads into.
    pub(crate) fn last_key(&self) -> Option<&str> {
        let own = self.text.rsplit('/').find_map(|segment| {
            let name = segment.strip_prefix('{')?.strip_suffix('}')?.trim();
            self.placeholders.iter().find(|known| *known == name)
        });
        self.key().or(own.map(String::as_str))
    }

    /// The name of the key without a number behind it, which may be there to tell it from others in its path; `None` also for
    /// an alternate key, `kindId={kindId}`.
    pub(crate) fn key_word(&self) -> Option<&str> {
        let last = self.text.rsplit('/').next().unwrap_or_default();
        let key = self.key().filter(|_| !last.contains("={"))?;
        Some(key.trim_end_matches(|c: char| c.is_ascii_digit()))
    }

    /// The path with other names for its placeholders, in their order.
    pub(super) fn renamed(&self, names: Vec<String>) -> PathTemplate {
        let (mut text, mut at) = (String::with_capacity(self.text.len() + names.len()), 0);
        for ((whole, _), name) in placeholders(&self.text).zip(&names) {
            text.extend([&self.text[at..whole.start], "{", name, "}"]);
            at = whole.end;
        }
        text.push_str(&self.text[at..]);
        PathTemplate { text, placeholders: names, matcher: OnceLock::new() }
    }

    /// The path with every placeholder replaced by a percent-encoded value.
    ///
    /// # Errors
    /// The first placeholder that `value` has nothing for.
    pub fn fill(&self, value: impl Fn(&str) -> Option<String>) -> Result<String, NoValue> {
        fill(&self.text, value)
    }

    /// The same with the values of the placeholders in their order: two placeholders may have one name.
    pub(crate) fn fill_in_order(&self, values: &[(&str, String)]) -> String {
        let (mut filled, mut at) = (String::with_capacity(self.text.len()), 0);
        for ((whole, _), (_, value)) in placeholders(&self.text).zip(values) {
            filled.push_str(&self.text[at..whole.start]);
            filled.push_str(&encoded(value));
            at = whole.end;
        }
        filled.push_str(&self.text[at..]);
        filled
    }

    /// The decoded values that stand for the placeholders in `path`; `None`: it is another path. OData paths are matched
    /// ignoring case.
    #[must_use]
    pub fn matches(&self, path: &str) -> Option<Vec<(&str, String)>> {
        let path = plain(path.trim_end_matches('/'));
        let matcher = self.matcher.get_or_init(|| matcher(&plain(&self.text)));
        let found = matcher.as_ref()?.captures(&path)?;
        let values = found.iter().skip(1).map(|value| decode(value.map_or("", |value| value.as_str())));
        Some(self.placeholders.iter().map(String::as_str).zip(values).collect())
    }
}

/// A path whose parameters `top=top-value` stand in braces.
pub(super) fn with_braces(path: &str) -> Cow<'_, str> {
    static VALUE: LazyLock<Regex> =
        LazyLock::new(|| pattern("([(,] *)([A-Za-z0-9_]+)=([A-Za-z0-9_]+)-value"));
    if !path.contains("-value") {
        return Cow::Borrowed(path);
    }
    VALUE.replace_all(path, |found: &Captures<'_>| {
        let end = found.get(0).map_or(path.len(), |whole| whole.end());
        let is_whole = path[end..].trim_start().starts_with([',', ')']);
        match is_whole && found[2] == found[3] {
            true => format!("{}{}={{{}}}", &found[1], &found[2], &found[2]),
            false => found[0].to_string(),
        }
    })
}

/// A path without the percent-encoding that clients choose; what an encoded character keeps from being structure stays.
fn plain(path: &str) -> String {
    let mut parts = path.split('%');
    let mut plain = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let byte = part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte.filter(|byte| matches!(byte, b' '..=b'~') && !b"/%?#".contains(byte)) {
            Some(byte) => {
                plain.push(char::from(byte));
                plain.push_str(&part[2..]);
            }
            None => {
                plain.push('%');
                plain.push_str(part);
            }
        }
    }
    plain
}

fn decode(value: &str) -> String {
    percent_decode_str(value).decode_utf8_lossy().into_owned()
}

/// Where the placeholders of a text stand, and their names. A GUID in braces is a value.
pub(super) fn placeholders(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut opened = None;
    let braced = memchr2_iter(b'{', b'}', text.as_bytes()).filter_map(move |at| match text.as_bytes()[at] {
        b'{' => {
            opened = Some(at);
            None
        }
        _ => opened.take().filter(|open| at > open + 1).map(|open| open..at + 1),
    });
    let named = braced.map(|whole| (whole.clone(), text[whole.start + 1..whole.end - 1].trim()));
    named.filter(|(_, name)| !is_guid(name))
}

/// A text with every placeholder replaced.
pub(super) fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> Result<String, NoValue> {
    let mut filled = String::with_capacity(text.len());
    let mut at = 0;
    for (whole, name) in placeholders(text) {
        let value = value(name).ok_or_else(|| NoValue { name: name.to_string() })?;
        filled.push_str(&text[at..whole.start]);
        filled.push_str(&encoded(&value));
        at = whole.end;
    }
    filled.push_str(&text[at..]);
    Ok(filled)
}

/// A value as it stands in a segment or in a query.
pub(crate) fn encoded(value: &str) -> String {
    utf8_percent_encode(value, SEGMENT).to_string()
}

fn matcher(text: &str) -> Option<Regex> {
    let mut pattern = String::from("(?i)^");
    let mut at = 0;
    for (whole, _) in placeholders(text) {
        pattern.push_str(&regex::escape(&text[at..whole.start]));
        pattern.push_str("([^/]+?)");
        at = whole.end;
    }
    pattern.push_str(&regex::escape(&text[at..]));
    pattern.push('$');
    Regex::new(&pattern).ok()
}

pub(super) fn without_query(text: &str) -> &str {
    text.split('?').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_placeholders_of_one_name_have_values_of_their_own() {
        let path = PathTemplate::read("/calendars/{id}/events/{id}");
        let values = path.matches("/Calendars/work/events/7").unwrap();
        assert_eq!(path.fill_in_order(&values), "/calendars/work/events/7");
    }

    #[test]
    fn a_value_cannot_leave_its_segment() {
        let path = PathTemplate::read("/users/{id}");
        assert_eq!(path.fill(|_| Some("../a?b#c/d".to_string())).unwrap(), "/users/..%2Fa%3Fb%23c%2Fd");
        assert_eq!(path.matches("/users/..%2Fa").unwrap(), [("id", "../a".to_string())]);
    }

    #[test]
    fn the_last_key_is_that_of_what_a_path_leads_into() {
        let last = |path: &str| PathTemplate::read(path).last_key().map(str::to_string);
        assert_eq!(last("/teams/{id}/archive").as_deref(), Some("id"));
        assert_eq!(last("/teams/{id}/channels/{channelId}").as_deref(), Some("channelId"));
        assert_eq!(last("/teams/{ id | key }/usage(period='{period}')").as_deref(), Some("id | key"));
        assert_eq!((last("/usage(period='{period}')"), last("/teams")), (None, None));
    }

    #[test]
    fn a_missing_value_is_named() {
        let path = PathTemplate::read("/users/{id}");
        assert_eq!(path.fill(|_| None), Err(NoValue { name: "id".to_string() }));
    }

    #[test]
    fn a_placeholder_holds_no_brace_and_is_not_empty() {
        assert_eq!(PathTemplate::read("/x{}/{a{b}/}{c}}/{é}").placeholders(), ["b", "c", "é"]);
    }

    #[test]
    fn a_function_path_matches_its_parameters() {
        let path = PathTemplate::read("/reports/getUsage(period='{period}')");
        assert_eq!(path.matches("/reports/getUsage(period='D7')").unwrap(), [("period", "D7".to_string())]);
        assert_eq!(path.key(), None);
    }

    #[test]
    fn a_parameter_that_is_shown_by_its_name_is_a_placeholder() {
        assert_eq!(with_braces("/me/view(a=a-value, b=b-value,c=c-value)"), "/me/view(a={a}, b={b},c={c})");
        for other in ["/me/view(a=b-value)", "/me/view(a=a-values)", "/me/a=a-value"] {
            assert_eq!(with_braces(other), other);
        }
    }

    #[test]
    fn a_path_is_the_same_however_it_is_encoded() {
        let path = PathTemplate::read("/things(ids=[\"a b\"],x='{x}')");
        for written in ["/things(ids=[\"a b\"],x='1%2F2')", "/things%28ids%3D[%22a%20b%22],x=%271%2f2%27)"] {
            assert_eq!(path.matches(written).unwrap(), [("x", "1/2".to_string())], "{written}");
        }
        assert_eq!(PathTemplate::read("/a/{x}").matches("/a/%2541").unwrap(), [("x", "%41".to_string())]);
        assert!(PathTemplate::read("/a/{x}").matches("/a/1%").is_some());
    }
}
