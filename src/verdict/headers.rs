//! Documented headers and the media type.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::matcher::Matcher;
use super::place::Place;
use super::violation::{Code, Judgement, Violation};
use crate::contract::{DocumentedResponse, media_type as type_and_subtype};
use crate::exchange::Response;

/// Documented response headers that did not come, or came without a value; their values are samples (decision 3).
pub(super) fn missing(promised: &DocumentedResponse, response: &Response) -> Vec<Violation> {
    let missing = promised.headers.iter().filter_map(|(name, _, at)| {
        let actual = match response.header(name).map(str::trim) {
            None => "no such header",
            Some("") => "an empty one",
            Some(_) => return None,
        };
        Some(Violation::new(Code::Header, "", format!("the header {name}"), actual, Some(at)))
    });
    missing.collect()
}

/// Another media type, judged only where both sides have a body; an answer to HEAD names that of the body which it leaves out.
pub(super) fn media_type(
    promised: &DocumentedResponse,
    response: &Response,
    is_head: bool,
) -> Option<Violation> {
    let actual = response.header("content-type").map(type_and_subtype);
    let is_judged = !response.body.is_empty() || (is_head && actual.is_some());
    let (expected, at) = promised.media_type.as_ref().filter(|_| is_judged)?;
    let has_body = !matches!(promised.body, crate::contract::DocumentedBody::None);
    let differs = has_body && actual.as_ref() != Some(expected);
    let actual = actual.unwrap_or_else(|| "no Content-Type".to_string());
    differs.then(|| Violation::new(Code::MediaType, "", expected, actual, Some(at)))
}

/// Judges one header by what its value is said to be; a media type by type and subtype.
///
/// ```
/// use graph_contract::{exchange::Response, verdict::{Matcher, judge_header}};
/// let headers = vec![("Retry-After".to_string(), "7".to_string())];
/// let answer = Response { status: 202, headers, body: Vec::new() };
/// let wanted = Matcher::Value("7".into());
/// assert!(judge_header("retry-after", &wanted, &answer, chrono::Utc::now()).violations.is_empty());
/// assert_eq!(judge_header("Location", &wanted, &answer, chrono::Utc::now()).violations.len(), 1);
/// ```
pub fn judge_header(name: &str, matcher: &Matcher, response: &Response, now: DateTime<Utc>) -> Judgement {
    let is_media_type = name.eq_ignore_ascii_case("content-type");
    let actual = response.header(name);
    let value = actual.map(|actual| {
        Value::String(if is_media_type { type_and_subtype(actual) } else { actual.to_string() })
    });
    let place = Place::nowhere(value.as_ref().unwrap_or(&Value::Null));
    let is_kept = match (&value, matcher) {
        (None, matcher) => *matcher == Matcher::Absent,
        (Some(value), Matcher::Value(Value::String(wanted))) if is_media_type => {
            *value == type_and_subtype(wanted)
        }
        // a header is a text, whatever it stands for: 7 is that number, too
        (Some(Value::String(text)), matcher) => {
            let number = serde_json::from_str::<Value>(text).ok().filter(Value::is_number);
            let mut spellings = [value.clone(), number].into_iter().flatten();
            spellings.any(|value| place.holds(matcher, &value, None, now))
        }
        (Some(value), matcher) => place.holds(matcher, value, None, now),
    };
    let code = if is_media_type { Code::MediaType } else { Code::Header };
    let wanted = match matcher {
        Matcher::Value(Value::String(text)) => text.clone(),
        other => place.expected(other, None),
    };
    let expected = if is_media_type { wanted } else { format!("{name}: {wanted}") };
    let actual = actual.unwrap_or("no such header");
    Judgement::of(
        (!is_kept)
            .then(|| Violation::new(code, "", expected, actual, None).asked_for())
            .into_iter()
            .collect(),
    )
}
