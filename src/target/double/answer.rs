//! The one function behind every door of the double.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::paging::{DELTA_LINK, NEXT_LINK, Paging};
use super::refusal::{Refusal, refusal};
use super::state::State;
use super::writing::{create, sent_members, update};
use crate::contract::{
    DocumentedBody, DocumentedExample, DocumentedResponse, JsonBody, PathTemplate, Role, fill,
};
use crate::exchange::{Disturbance, Request, Response, Route, Subject, origin, route};

/// What the service that these pages document would answer to a request, and what it would hold afterwards.
///
/// `PATCH` merges, `PUT` merges, `POST` creates where the page shows `201`, `DELETE` removes, `GET` reads or lists, and `HEAD` does
/// the same: that its answer goes without its body is the server's to see to, which tells how long it would be; where a
/// page documents something else (an action, a function), the answer is the documented example, placeholders filled.
#[must_use]
pub fn answer(pages: &[Subject], state: &mut State, request: &Request, now: DateTime<Utc>) -> Response {
    if let Some(disturbance @ (Disturbance::Throttle | Disturbance::Fail)) = state.disturbance() {
        return disturbed(disturbance, request, now);
    }
    let answered = match route(pages, &request.method, &request.url, request.json().as_ref()) {
        Route::Example(found, template, path) => operate(found.example(), template, &path, state, request),
        Route::OtherMethods(methods) => {
            let message = format!("{} is documented here, {} is not", methods.join(", "), request.method);
            let refused = error(&Refusal::new(405, "MethodNotAllowed", message), request, now);
            return with_header(refused, "Allow", &methods.join(", "));
        }
        Route::Nowhere => Err(Refusal::not_found(request.path())),
    };
    answered.unwrap_or_else(|refused| error(&refused, request, now))
}

fn disturbed(disturbance: Disturbance, request: &Request, now: DateTime<Utc>) -> Response {
    let refusal = match disturbance {
        Disturbance::Throttle => {
            Refusal::new(429, "TooManyRequests", "too many requests: wait and ask again")
        }
        Disturbance::Fail | Disturbance::Delay(_) => {
            Refusal::new(503, "ServiceUnavailable", "the service cannot answer at the moment")
        }
    };
    let response = error(&refusal, request, now);
    match disturbance {
        Disturbance::Throttle => with_header(response, "Retry-After", "1"),
        _ => response,
    }
}

fn operate(
    example: &DocumentedExample,
    template: &PathTemplate,
    path: &str,
    state: &mut State,
    request: &Request,
) -> Result<Response, Refusal> {
    if let Some(refused) = refusal(&example.request, request) {
        return Err(refused);
    }
    if state.lacks(path, request.method == "PUT" || example.response.status == 201) {
        return Err(Refusal::not_found(path));
    }
    let is_resource = template.key().is_some() || state.get(path).is_some();
    let promised = &example.response;
    match request.method.as_str() {
        "PATCH" | "PUT" if is_resource => update(promised, path, state, request),
        "DELETE" if is_resource => match state.remove(path) {
            true => Ok(documented(promised, None)),
            false => Err(Refusal::not_found(path)),
        },
        "POST" if promised.status == 201 => Ok(create(promised, path, state, request)),
        "GET" | "HEAD" => read(promised, path, is_resource, state, request),
        _ => Ok(documented(promised, Some(&echoed(promised, request)))),
    }
}

/// Of what was sent, the members that the documented answer shows: an action answers with them (decision 10).
fn echoed(promised: &DocumentedResponse, request: &Request) -> Map<String, Value> {
    let shown = promised.json().map(|body| &body.example);
    let is_shown = |name: &str| shown.is_some_and(|shown| shown.get(name).is_some());
    sent_members(request).into_iter().filter(|(name, _)| is_shown(name)).collect()
}

fn read(
    promised: &DocumentedResponse,
    path: &str,
    is_resource: bool,
    state: &mut State,
    request: &Request,
) -> Result<Response, Refusal> {
    if let Some((body, property)) =
        promised.json().and_then(|body| Some((body, body.collection_property.as_ref()?)))
    {
        return Ok(response(promised, Some(list(body, property, path, state, request))));
    }
    match state.read(path) {
        Some(resource) => Ok(documented(promised, Some(&resource))),
        None if is_resource => Err(Refusal::not_found(path)),
        None => Ok(documented(promised, None)),
    }
}

/// A page of the collection: of what the double holds below the path, or, while it holds nothing there, of what the page
/// shows, which from then on is there.
fn list(body: &JsonBody, property: &str, path: &str, state: &mut State, request: &Request) -> Value {
    let mut filled = fill(&body.example, &body.shape, &body.types, Role::Held);
    let shown = filled[property].as_array().cloned().unwrap_or_default();
    let held: Vec<Value> = match state.is_untouched(path) {
        true => {
            state.put_all(path, &shown);
            shown.clone()
        }
        false => state.below(path).map(|resource| Value::Object(resource.clone())).collect(),
    };
    let paging = Paging::of(request, filled.get(NEXT_LINK).is_some().then_some(shown.len()));
    let next = paging.next_link(request, held.len());
    filled[property] = paging.part(held).into();
    if let Some(members) = filled.as_object_mut() {
        members.shift_remove(NEXT_LINK);
        members.extend(next.map(|url| (NEXT_LINK.to_string(), url.into())));
    }
    if let Some(Value::String(link)) = filled.get_mut(DELTA_LINK) {
        lead_here(link, request);
    }
    filled
}

/// Has a link of the page lead to where the request went.
pub(super) fn lead_here(link: &mut String, request: &Request) {
    if let (Some(documented), Some(here)) = (origin(link), origin(&request.url)) {
        *link = link.replacen(documented, here, 1);
    }
}

/// The documented response, its body overlaid with what the resource holds.
pub(super) fn documented(promised: &DocumentedResponse, resource: Option<&Map<String, Value>>) -> Response {
    let filled = promised.json().map(|body| fill(&body.example, &body.shape, &body.types, Role::Held));
    let body = match (filled, resource) {
        (Some(filled), Some(resource)) => Some(overlaid(filled, &Value::Object(resource.clone()))),
        (filled, _) => filled,
    };
    response(promised, body)
}

/// What is shown with what is held over it; what only the page shows stays, as a service sends it unasked.
fn overlaid(shown: Value, held: &Value) -> Value {
    match (shown, held) {
        (Value::Object(mut members), Value::Object(held)) => {
            for (name, value) in held {
                let shown = members.get(name).cloned().unwrap_or_default();
                members.insert(name.clone(), overlaid(shown, value));
            }
            Value::Object(members)
        }
        (Value::Array(shown), Value::Array(held)) if !shown.is_empty() => {
            let last = shown.len() - 1;
            let items = held.iter().enumerate();
            items.map(|(at, value)| overlaid(shown[at.min(last)].clone(), value)).collect()
        }
        (_, held) => held.clone(),
    }
}

fn response(promised: &DocumentedResponse, body: Option<Value>) -> Response {
    let shown = promised.headers.iter().map(|(name, value, _)| (name.clone(), value.clone()));
    let mut headers: Vec<(String, String)> = shown.collect();
    let body = match (&promised.body, body) {
        (_, Some(body)) => body.to_string().into_bytes(),
        (DocumentedBody::Other(text), None) => text.clone().into_bytes(),
        (_, None) => Vec::new(),
    };
    if let Some((media_type, _)) = promised.media_type.as_ref().filter(|_| !body.is_empty()) {
        headers.push(("Content-Type".to_string(), media_type.clone()));
    }
    Response { status: promised.status, headers, body }
}

fn error(refused: &Refusal, request: &Request, now: DateTime<Utc>) -> Response {
    let request_id = request.header("client-request-id").unwrap_or_default();
    let body = json!({"error": {
        "code": refused.code,
        "message": refused.message,
        "innerError": {
            "date": now.format("%Y-%m-%dT%H:%M:%S").to_string(),
            "request-id": request_id,
            "client-request-id": request_id,
        },
    }});
    let response =
        Response { status: refused.status, headers: Vec::new(), body: body.to_string().into_bytes() };
    let response = with_header(response, "Content-Type", "application/json");
    match refused.status {
        401 => with_header(response, "WWW-Authenticate", "Bearer"),
        _ => response,
    }
}

fn with_header(mut response: Response, name: &str, value: &str) -> Response {
    response.headers.push((name.to_string(), value.to_string()));
    response
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::contract::{Contract, Resources};
    use crate::page::Page;

    /// What is answered to a creation whose page shows this `Location`: the header, and the id of what was created.
    fn created(location: &str) -> (String, String) {
        let text = format!(
            "```http\nPOST https://graph.microsoft.com/v1.0/things\nContent-Type: application/json\n\n{{\"name\": \"x\"}}\n```\n```http\nHTTP/1.1 201 Created\nLocation: {location}\n\n{{\"id\": \"a1\", \"name\": \"x\"}}\n```\n"
        );
        let contract =
            Arc::new(Contract::derive(&Page::read("api/thing-post.md", &text), &Resources::default()));
        let pages = [Subject { contract, example: 0 }];
        let headers = vec![("Content-Type".to_string(), "application/json".to_string())];
        let (method, url) = ("POST".to_string(), "http://localhost/v1.0/things".to_string());
        let request = Request { method, url, headers, body: Some(b"{\"name\": \"y\"}".to_vec()) };
        let answer = answer(&pages, &mut State::default(), &request, Utc::now());
        let id = answer.json().unwrap()["id"].as_str().unwrap().to_string();
        (answer.header("location").unwrap().to_string(), id)
    }

    #[test]
    fn a_location_below_the_collection_leads_to_what_was_created() {
        let (location, id) = created("https://graph.microsoft.com/v1.0/things/a1");
        assert_eq!(location, format!("https://graph.microsoft.com/v1.0/things/{id}"));
        assert_eq!(created("/operations/17").0, "/operations/17");
    }

    #[test]
    fn a_path_that_is_spelled_out_is_no_key() {
        let page = |path: &str, body: &str| {
            let text = format!(
                "```http\nGET https://graph.microsoft.com/v1.0{path}\n```\n```http\nHTTP/1.1 200 OK\n\n{body}\n```\n"
            );
            let contract = Contract::derive(&Page::read("api/x.md", &text), &Resources::default());
            Subject { contract: Arc::new(contract), example: 0 }
        };
        let pages = [page("/things/{id}", "{\"id\": \"1\"}"), page("/things/$count", "2")];
        let (method, url) = ("GET".to_string(), "http://localhost/v1.0/things/$count".to_string());
        let request = Request { method, url, headers: Vec::new(), body: None };
        let answer = answer(&pages, &mut State::default(), &request, Utc::now());
        assert_eq!((answer.status, answer.body), (200, b"2".to_vec()));
    }

    #[test]
    fn a_body_that_is_no_json_has_its_content_type() {
        let text = "```http\nPUT https://graph.microsoft.com/v1.0/things/$value\nContent-Type: image/jpeg\n\nBinary data\n```\n```http\nHTTP/1.1 200 OK\n```\n";
        let contract = Arc::new(Contract::derive(&Page::read("api/x.md", text), &Resources::default()));
        let pages = [Subject { contract, example: 0 }];
        let answered = |content_type: Option<&str>| {
            let headers = content_type.map(|value| ("Content-Type".to_string(), value.to_string()));
            let (method, url) = ("PUT".to_string(), "http://localhost/v1.0/things/$value".to_string());
            let body = Some(b"\xff\xd8".to_vec());
            let request = Request { method, url, headers: headers.into_iter().collect(), body };
            answer(&pages, &mut State::default(), &request, Utc::now()).status
        };
        assert_eq!(
            [answered(Some("Image/JPEG")), answered(Some("text/plain")), answered(None)],
            [200, 415, 415]
        );
    }

    #[test]
    fn a_delta_link_leads_to_the_double() {
        let text = "```http\nGET https://graph.microsoft.com/v1.0/things/delta\n```\n```http\nHTTP/1.1 200 OK\n\n{\"@odata.deltaLink\": \"https://graph.microsoft.com/v1.0/things/delta?$deltatoken=7\", \"value\": []}\n```\n";
        let contract = Arc::new(Contract::derive(&Page::read("api/x.md", text), &Resources::default()));
        let (method, url) = ("GET".to_string(), "http://localhost/v1.0/things/delta".to_string());
        let request = Request { method, url, headers: Vec::new(), body: None };
        let answer = answer(&[Subject { contract, example: 0 }], &mut State::default(), &request, Utc::now());
        let link = &answer.json().unwrap()["@odata.deltaLink"];
        assert_eq!(link, "http://localhost/v1.0/things/delta?$deltatoken=7");
    }
}
