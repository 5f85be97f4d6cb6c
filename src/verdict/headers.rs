//! Documented headers and the media type.

use super::violation::{Code, Judgement, Violation};
use crate::contract::{DocumentedResponse, media_type as type_and_subtype};
use crate::exchange::Response;

/// Documented response headers that did not come; their values are samples (decision 3).
pub(super) fn missing(promised: &DocumentedResponse, response: &Response) -> Vec<Violation> {
    let missing = promised.headers.iter().filter(|(name, _, _)| response.header(name).is_none());
    missing
        .map(|(name, _, at)| {
            Violation::new(Code::Header, "", format!("the header {name}"), "no such header", Some(at))
        })
        .collect()
}

/// Another media type, judged only where both sides have a body.
pub(super) fn media_type(promised: &DocumentedResponse, response: &Response) -> Option<Violation> {
    let (expected, at) = promised.media_type.as_ref().filter(|_| !response.body.is_empty())?;
    let has_body = !matches!(promised.body, crate::contract::DocumentedBody::None);
    let actual = response.header("content-type").map(type_and_subtype);
    let differs = has_body && actual.as_ref() != Some(expected);
    let actual = actual.unwrap_or_else(|| "no Content-Type".to_string());
    differs.then(|| Violation::new(Code::MediaType, "", expected, actual, Some(at)))
}

/// Judges one header by its value; a media type by type and subtype.
pub fn judge_header(name: &str, expected: &str, response: &Response) -> Judgement {
    let actual = response.header(name);
    let is_media_type = name.eq_ignore_ascii_case("content-type");
    let same = actual.is_some_and(|actual| match is_media_type {
        true => type_and_subtype(actual) == type_and_subtype(expected),
        false => actual == expected,
    });
    let code = if is_media_type { Code::MediaType } else { Code::Header };
    let actual = actual.unwrap_or("no such header");
    let expected = if is_media_type { expected.to_string() } else { format!("{name}: {expected}") };
    Judgement::of((!same).then(|| Violation::new(code, "", expected, actual, None)).into_iter().collect())
}
