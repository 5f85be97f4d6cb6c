//! What a request does to what a live endpoint holds, by its method and the page that documents it.

use serde_json::Value;

use crate::contract::{Contract, DocumentedExample, is_control};
use crate::exchange::{Effect, Request};
use crate::verdict::Sent;

/// What is known of a request beside itself.
pub(super) struct Around<'a> {
    /// The page and the example that document it.
    pub(super) documented: Option<(&'a Contract, &'a DocumentedExample)>,
    pub(super) sent: &'a Sent,
    /// It addresses the resource that does not exist.
    pub(super) is_to_unknown: bool,
    /// The scenario is tagged `@destructive`.
    pub(super) is_marked: bool,
}

/// The effect of a request. What is not known to be undone is an act.
pub(super) fn effect(request: &Request, around: &Around<'_>) -> Effect {
    let act = Effect::Act { is_marked: around.is_marked };
    let overriding: Vec<String> = overriding(request).collect();
    if overriding.iter().any(|method| method == "DELETE") || request.method == "DELETE" {
        return Effect::Delete;
    }
    if !overriding.is_empty() {
        return act; // which of the two methods counts, only the service knows
    }
    match request.method.as_str() {
        _ if is_read(request) => Effect::Read,
        "PATCH" if around.is_to_unknown => Effect::Nowhere,
        "PATCH" => Effect::Update { writable: writable(around) },
        "PUT" => Effect::Replace { writable: writable(around) },
        "POST" if around.documented.is_some_and(|(contract, example)| creates(contract, example)) => {
            Effect::Create
        }
        _ => act,
    }
}

/// The effect of a request that is sent as it is documented.
pub(super) fn documented_effect(contract: &Contract, example: &DocumentedExample) -> Effect {
    let documented = &example.request;
    let (method, headers) = (documented.method.clone(), documented.headers.clone());
    let request = Request { method, url: String::new(), headers, body: None };
    let documented = Some((contract, example));
    let sent = Sent::default();
    effect(&request, &Around { documented, sent: &sent, is_to_unknown: false, is_marked: false })
}

/// Whether a request changes nothing, whatever documents it.
pub(super) fn is_read(request: &Request) -> bool {
    matches!(request.method.as_str(), "GET" | "HEAD") && overriding(request).next().is_none()
}

/// Whether the page says that the request creates a resource in the collection that it is sent to: 201, or 200 on a page that is
/// called so, an answer that has an `id`, and a body that has members of it. An action answers with a resource too, but takes
/// parameters, and its page is called `thing: action`.
fn creates(contract: &Contract, example: &DocumentedExample) -> bool {
    let (request, response) = (&example.request, &example.response);
    let title = contract.title.trim().to_lowercase();
    let is_called_so = ["create ", "add "].iter().any(|word| title.starts_with(word));
    if title.contains(": ") || (response.status != 201 && !is_called_so) {
        return false;
    }
    let Some(sent) = request.body.as_ref().and_then(|body| body.example.as_object()) else { return false };
    let is_post = request.method == "POST" && request.path().key().is_none();
    let Some(body) = response.json() else { return is_post && response.status == 201 };
    let is_one = body.collection_property.is_none() && body.shape.member("id", &body.types).is_some();
    let is_shown = |name: &&String| !is_control(name) && body.shape.member(name, &body.types).is_some();
    is_post && matches!(response.status, 200 | 201) && is_one && sent.keys().any(|name| is_shown(&name))
}

/// The methods that headers ask for in the place of the request's own.
fn overriding(request: &Request) -> impl Iterator<Item = String> {
    let names = ["x-http-method", "x-http-method-override", "x-method-override"];
    let headers = request.headers.iter();
    let found = headers.filter(move |(name, _)| names.contains(&name.to_lowercase().as_str()));
    found.map(|(_, value)| value.trim().to_uppercase())
}

/// What an update may change: what the page lets be sent, and whatever else is sent.
fn writable(around: &Around<'_>) -> Vec<String> {
    let body = around.documented.and_then(|(_, example)| example.request.body.as_ref());
    let documented = body.and_then(|body| body.shape.object(&body.types)).into_iter();
    let mut names: Vec<String> =
        documented.flat_map(|object| &object.members).map(|member| member.name.clone()).collect();
    let others =
        around.sent.body.as_ref().and_then(Value::as_object).into_iter().flat_map(|members| members.keys());
    names.extend(others.cloned());
    names.sort();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Library;

    fn of(page: Option<&str>, method: &str, headers: &[(&str, &str)]) -> Effect {
        let library = Library::at("fixtures/pages");
        let contract = page.map(|page| library.contract(page).unwrap());
        let documented = contract.as_ref().map(|contract| (contract.as_ref(), &contract.examples[0]));
        let headers = headers.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let request = Request { method: method.into(), url: "https://x/y".into(), headers, body: None };
        let sent = Sent::default();
        effect(&request, &Around { documented, sent: &sent, is_to_unknown: false, is_marked: false })
    }

    const ACT: Effect = Effect::Act { is_marked: false };

    #[test]
    fn a_post_creates_where_the_page_says_so() {
        assert_eq!(of(Some("api/educationschool-post.md"), "POST", &[]), Effect::Create);
        for page in
            ["api/team-archive.md", "api/group-validateproperties.md", "api/educationschool-update.md"]
        {
            assert_eq!(of(Some(page), "POST", &[]), ACT, "{page}");
        }
        assert_eq!(of(None, "POST", &[]), ACT);
    }

    #[test]
    fn an_action_that_answers_with_a_resource_creates_nothing() {
        let posted = |title: &str, path: &str, status: u16, body: &str| {
            let shown = "Content-Type: application/json\n\n{ \"id\": \"1\", \"name\": \"x\" }";
            let text = format!(
                "# {title}\n\n## Examples\n```http\nPOST https://graph.microsoft.com/v1.0{path}\nContent-Type: application/json\n\n{body}\n```\n```http\nHTTP/1.1 {status} OK\n{shown}\n```\n"
            );
            let page = crate::page::Page::read("api/x.md", &text);
            let contract = crate::contract::Contract::derive(&page, &Default::default());
            creates(&contract, &contract.examples[0])
        };
        let name = "{ \"name\": \"x\" }";
        assert!(posted("Create thing", "/things", 201, name));
        assert!(posted("List things", "/things", 201, name));
        assert!(posted("Add thing", "/things", 200, name));
        assert!(!posted("Restore thing", "/things/{id}/restore", 200, name));
        assert!(!posted("thing: copy", "/things/{id}/copy", 201, name));
        assert!(!posted("Move thing", "/things/{id}/move", 201, "{ \"destinationId\": \"2\" }"));
        assert!(!posted("Create thing", "/things/{id}", 201, name));
        assert!(!posted("Create thing", "/things", 202, name));
    }

    #[test]
    fn only_get_and_head_read() {
        for method in ["GET", "HEAD"] {
            assert_eq!(of(None, method, &[]), Effect::Read);
        }
        for method in ["OPTIONS", "TRACE", "MERGE", "QUERY", "get", "CONNECT"] {
            assert_eq!(of(None, method, &[]), ACT, "{method}");
        }
    }

    #[test]
    fn a_header_that_overrides_the_method_makes_no_read_of_a_write() {
        let overridden = |method: &str, by: &str| of(None, method, &[("X-HTTP-Method-Override", by)]);
        assert_eq!(overridden("GET", "delete "), Effect::Delete);
        assert_eq!(overridden("DELETE", "GET"), Effect::Delete);
        assert_eq!(overridden("POST", "PATCH"), ACT);
        assert_eq!(overridden("GET", "GET"), ACT);
        assert_eq!(of(Some("api/educationschool-post.md"), "POST", &[("x-http-method", "MERGE")]), ACT);
    }
}
