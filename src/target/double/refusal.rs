//! What the double refuses, because the page rules it out.

use serde_json::Value;

use crate::contract::{DocumentedRequest, RequestBody, media_type};
use crate::exchange::Request;
use crate::verdict::{Code, Numbers, Violation, body_violations};

/// A refusal: status, code and message of the error object.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl Refusal {
    pub(super) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Refusal {
        Refusal { status, code, message: message.into() }
    }

    pub(super) fn not_found(path: &str) -> Refusal {
        Refusal::new(404, "ResourceNotFound", format!("there is nothing at {path}"))
    }
}

/// The first promise of the page that the request breaks.
pub(super) fn refusal(documented: &DocumentedRequest, request: &Request) -> Option<Refusal> {
    unauthorized(documented, request).or_else(|| unusable(documented, request))
}

/// RFC 6750: a bearer token, where the page requires `Authorization`.
fn unauthorized(documented: &DocumentedRequest, request: &Request) -> Option<Refusal> {
    documented.authorization.as_ref()?;
    let message = match request.header("authorization").map(|value| value.split_once(' ')) {
        None => "the header Authorization is missing",
        Some(Some((scheme, token))) if scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty() => {
            return None;
        }
        Some(_) => "Authorization carries no bearer token",
    };
    Some(Refusal::new(401, "InvalidAuthenticationToken", message))
}

fn unusable(documented: &DocumentedRequest, request: &Request) -> Option<Refusal> {
    let Some(body) = &documented.body else {
        return unsupported_media_type(documented, request).filter(|_| documented.has_other_body);
    };
    let bytes = request.body.as_deref().unwrap_or_default();
    if bytes.is_empty() {
        return Some(Refusal::new(400, "BadRequest", "the body is missing"));
    }
    unsupported_media_type(documented, request).or_else(|| malformed(body, bytes, request))
}

fn unsupported_media_type(documented: &DocumentedRequest, request: &Request) -> Option<Refusal> {
    let wanted = media_type(documented.header("content-type")?);
    let message = match request.header("content-type").map(media_type) {
        Some(sent) if sent == wanted => return None,
        Some(sent) => format!("Content-Type is {sent}; {wanted} is documented"),
        None => format!("Content-Type is missing; {wanted} is documented"),
    };
    Some(Refusal::new(415, "UnsupportedMediaType", message))
}

fn malformed(body: &RequestBody, bytes: &[u8], request: &Request) -> Option<Refusal> {
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
        return Some(Refusal::new(400, "BadRequest", "the body is no JSON"));
    };
    let violations = body_violations(&body.schema, &value, Numbers::of(request.header("content-type")));
    violations.first().map(|violation| Refusal::new(400, "BadRequest", told(violation)))
}

fn told(violation: &Violation) -> String {
    let Violation { code, pointer, expected, actual, .. } = violation;
    match (code, pointer.as_str()) {
        (Code::PropertyUndocumented, _) => format!("{pointer} is no property that can be sent"),
        (_, "") => format!("the body is {actual}; {expected} is documented"),
        _ => format!("{pointer} is {actual}; {expected} is documented"),
    }
}
