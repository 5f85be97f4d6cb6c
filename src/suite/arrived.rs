//! The request as the other side received it, held to the documented one.

use crate::contract::{DocumentedRequest, media_type};
use crate::exchange::Request;
use crate::verdict::{Code, Judgement, Numbers, Violation, body_violations};

/// Method, path, documented headers and body, held against what arrived.
pub(super) fn arrived(documented: &DocumentedRequest, sent: &Request, received: &Request) -> Judgement {
    let at = Some(&documented.documented_at);
    let mut violations = Vec::new();
    let mut hold = |what: &str, expected: String, actual: String| {
        if expected != actual {
            let expected = format!("{what} {expected}");
            violations.push(Violation::new(Code::StepFailed, "", expected, actual, at));
        }
    };
    hold("the method", documented.method.clone(), received.method.clone());
    let path = documented.path();
    let is_on_path = crate::contract::UrlTemplate::read(&received.url).path;
    let matches = path.matches(is_on_path.as_str()).is_some();
    hold(
        "the path",
        path.as_str().to_string(),
        if matches { path.as_str().to_string() } else { received.path().to_string() },
    );
    for (name, value) in &documented.headers {
        let arrived = received.header(name).unwrap_or("no such header");
        let is_media_type = name.eq_ignore_ascii_case("content-type");
        let of = |value: &str| if is_media_type { media_type(value) } else { value.to_string() };
        hold(&format!("the header {name}"), of(value), of(arrived));
    }
    if documented.authorization.is_some() {
        let is_bearer = received.header("authorization").is_some_and(|value| value.starts_with("Bearer "));
        hold("Authorization", "Bearer".into(), if is_bearer { "Bearer" } else { "no bearer token" }.into());
    }
    let text =
        |request: &Request| String::from_utf8_lossy(request.body.as_deref().unwrap_or_default()).into_owned();
    hold("the body", text(sent), text(received));
    if documented.body.is_some() && received.body.is_none() {
        hold("a body", "as documented".to_string(), "no body".to_string());
    }
    if let (Some(body), Some(value)) = (&documented.body, received.json()) {
        violations.extend(body_violations(
            &body.schema,
            &value,
            Numbers::of(received.header("content-type")),
        ));
    }
    Judgement::of(violations)
}
