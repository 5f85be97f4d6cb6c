//! The request as the other side received it, held to the documented one.

use crate::contract::{DocumentedRequest, RequestBody, UrlTemplate, media_type};
use crate::exchange::Request;
use crate::verdict::{Code, Judgement, Numbers, Violation, body_violations};

/// Method, path, documented headers and body, held against what arrived. `url`: what of its URL stands behind the
/// endpoint's base.
pub(super) fn arrived(
    documented: &DocumentedRequest,
    sent: &Request,
    received: &Request,
    url: &str,
) -> Judgement {
    let mut holding = Holding { documented, violations: Vec::new() };
    holding.hold("the method", &documented.method, &received.method);
    holding.path(url);
    holding.headers(received);
    holding.hold("the body", &text(sent), &text(received));
    holding.body(received);
    Judgement::of(holding.violations)
}

fn text(request: &Request) -> String {
    String::from_utf8_lossy(request.body.as_deref().unwrap_or_default()).into_owned()
}

struct Holding<'a> {
    documented: &'a DocumentedRequest,
    violations: Vec<Violation>,
}

impl Holding<'_> {
    fn hold(&mut self, what: &str, expected: &str, actual: &str) {
        if expected != actual {
            let at = Some(&self.documented.documented_at);
            let expected = format!("{what} {expected}");
            self.violations.push(Violation::new(Code::StepFailed, "", expected, actual, at));
        }
    }

    fn path(&mut self, url: &str) {
        let (documented, asked) = (self.documented.path(), UrlTemplate::read(url).path);
        if documented.matches(asked.as_str()).is_none() {
            self.hold("the path", documented.as_str(), asked.as_str());
        }
    }

    fn headers(&mut self, received: &Request) {
        for (name, value) in &self.documented.headers {
            let arrived = received.header(name).unwrap_or("no such header");
            let is_media_type = name.eq_ignore_ascii_case("content-type");
            let of = |value: &str| if is_media_type { media_type(value) } else { value.to_string() };
            self.hold(&format!("the header {name}"), &of(value), &of(arrived));
        }
        if self.documented.authorization.is_some() {
            let is_bearer =
                received.header("authorization").is_some_and(|value| value.starts_with("Bearer "));
            self.hold("Authorization", "Bearer", if is_bearer { "Bearer" } else { "no bearer token" });
        }
    }

    fn body(&mut self, received: &Request) {
        let came = received.body.as_deref().filter(|body| !body.is_empty());
        match (&self.documented.body, came, received.json()) {
            (None, None, _) => {}
            (None, Some(_), _) => self.hold("the body", "", &text(received)),
            (Some(_), None, _) => self.hold("a body", "as documented", "no body"),
            (Some(_), Some(_), None) => self.hold("a body that is", "JSON", &text(received)),
            (Some(RequestBody { schema, .. }), Some(_), Some(value)) => {
                let numbers = Numbers::of(received.header("content-type"));
                self.violations.extend(body_violations(schema, &value, numbers));
            }
        }
    }
}
