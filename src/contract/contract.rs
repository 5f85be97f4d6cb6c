//! Deriving a [`Contract`] from a [`Page`].

use serde_json::Value;

use super::documented_at::DocumentedAt;
use super::operation::Operation;
use super::request::{DocumentedRequest, RequestBody};
use super::resources::{Declared, Resources};
use super::response::{DocumentedBody, DocumentedResponse, JsonBody};
use super::schema::{Schema, Undocumented};
use super::shape::{Kind, Object, Shape};
use super::shaping::Shaping;
use super::template::UrlTemplate;
use crate::page::{Annotation, Body, Example, HeaderRow, HttpRequest, HttpResponse, Page, Section, TypeName};

/// What one page promises.
///
/// ```
/// use graph_contract::{contract::{Contract, Resources}, page::Page};
/// let text = "## HTTP request\n```http\nGET /things/{id}\n```\n## Examples\n```http\nGET https://graph.microsoft.com/v1.0/things/{id}\n```\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{ \"id\": \"1\" }\n```\n";
/// let contract = Contract::derive(&Page::read("api/thing-get.md", text), &Resources::default());
/// assert_eq!(contract.operations[0].to_string(), "GET /things/{id}");
/// assert_eq!(contract.examples[0].response.status, 200);
/// ```
#[derive(Debug)]
pub struct Contract {
    /// The page's path, as it was given.
    pub page: String,
    /// What can be asked: the lines of the HTTP request section, or the example's request where there is none.
    pub operations: Vec<Operation>,
    /// The documented examples, in the order of the page.
    pub examples: Vec<DocumentedExample>,
}

/// A documented request and the response promised for it.
#[derive(Debug)]
pub struct DocumentedExample {
    /// The annotated name.
    pub name: Option<String>,
    /// The request.
    pub request: DocumentedRequest,
    /// The response.
    pub response: DocumentedResponse,
}

impl Contract {
    /// Derives what `page` promises; types it names are looked up in `resources`.
    #[must_use]
    pub fn derive(page: &Page, resources: &Resources) -> Contract {
        let deriving = Deriving { page, resources, at: DocumentedAt::new(&page.path, 1) };
        let mut operations = deriving.operations();
        let examples: Vec<DocumentedExample> =
            page.examples.iter().map(|example| deriving.example(example, &operations)).collect();
        if operations.is_empty() {
            operations = examples.iter().map(|example| Operation::of(&example.request)).collect();
        }
        Contract { page: page.path.clone(), operations, examples }
    }

    /// The example of this name; without a name, the first.
    #[must_use]
    pub fn example(&self, name: Option<&str>) -> Option<&DocumentedExample> {
        match name {
            Some(name) => self.examples.iter().find(|example| example.name.as_deref() == Some(name)),
            None => self.examples.first(),
        }
    }
}

impl Operation {
    fn of(request: &DocumentedRequest) -> Operation {
        Operation {
            method: request.method.clone(),
            path: request.path().clone(),
            documented_at: request.documented_at.clone(),
        }
    }
}

struct Deriving<'a> {
    page: &'a Page,
    resources: &'a Resources,
    at: DocumentedAt,
}

impl Deriving<'_> {
    fn operations(&self) -> Vec<Operation> {
        let lines = self.page.http_request.iter().map(|line| Operation {
            method: line.method.to_ascii_uppercase(),
            path: UrlTemplate::read(&line.path).path,
            documented_at: self.at.at(line.line),
        });
        lines.collect()
    }

    fn example(&self, example: &Example, operations: &[Operation]) -> DocumentedExample {
        let response = self.response(example);
        let request = self.request(example, operations, &response);
        DocumentedExample { name: example.name.clone(), request, response }
    }

    fn request(
        &self,
        example: &Example,
        operations: &[Operation],
        response: &DocumentedResponse,
    ) -> DocumentedRequest {
        let shown = &example.request;
        let method = shown.method.to_ascii_uppercase();
        let (url, path_samples) = addressed(&method, UrlTemplate::read(&shown.url), operations);
        let required = |name: &str| self.required_header(name);
        DocumentedRequest {
            documented_at: self.at.at(shown.line),
            method,
            url,
            path_samples,
            headers: self.headers_to_send(shown),
            authorization: required("Authorization").map(|row| self.at.at(row.line)),
            content_type_at: required("Content-Type").map(|row| self.at.at(row.line)),
            body: self.request_body(example, response),
        }
    }

    fn required_header(&self, name: &str) -> Option<&HeaderRow> {
        self.page.request_headers.iter().find(|row| row.required && row.name.eq_ignore_ascii_case(name))
    }

    /// The example's headers, completed by a required `Content-Type` it does not show.
    fn headers_to_send(&self, shown: &HttpRequest) -> Vec<(String, String)> {
        let never = ["authorization", "content-length", "host", "connection", "transfer-encoding"];
        let shown_headers =
            shown.headers.iter().filter(|(name, _)| !never.contains(&name.to_lowercase().as_str()));
        let mut headers: Vec<(String, String)> = shown_headers.cloned().collect();
        let has_content_type = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if let Some(row) = self.required_header("Content-Type").filter(|_| !has_content_type) {
            let media_type =
                row.description.split(['.', ' ', ';']).next().unwrap_or_default().trim_matches('`');
            if media_type.contains('/') && !matches!(shown.body, Body::None) {
                headers.push((row.name.clone(), media_type.to_string()));
            }
        }
        headers
    }

    fn request_body(&self, example: &Example, response: &DocumentedResponse) -> Option<RequestBody> {
        let json = example.request.body.json()?;
        let literal = json.value.clone()?;
        let table = self.request_table();
        let has_table = !table.is_empty();
        let type_name = self.request_type(&literal, response);
        let mut shaping = Shaping::new(self.resources, self.at.clone(), table.clone());
        let mut shape = shaping.body(json, type_name.as_deref());
        let mut types = shaping.finish();
        let shown = literal.as_object().map(|members| members.keys().cloned().collect()).unwrap_or_default();
        sendable(&mut shape, &Sendable { table: &table, has_table, shown, example });
        only_sendable_members(&mut shape);
        types.values_mut().for_each(only_sendable);
        let schema = Schema::of(&shape, &types, Undocumented::Refused);
        Some(RequestBody { example: literal, shape, types, schema })
    }

    fn request_table(&self) -> Vec<Declared> {
        let rows = self.page.properties.iter().filter(|row| row.section == Section::RequestBody);
        rows.map(|row| Declared::from_row(row, &self.at)).collect()
    }

    /// The type of a request body without `@odata.type`: what is created or updated is what comes back.
    fn request_type(&self, literal: &Value, response: &DocumentedResponse) -> Option<String> {
        let own = literal.get("@odata.type").and_then(Value::as_str);
        let answered =
            response.json().and_then(|body| body.example.get("@odata.type")).and_then(Value::as_str);
        own.or(answered).map(|name| name.trim_start_matches('#').to_string())
    }

    fn response(&self, example: &Example) -> DocumentedResponse {
        let shown = &example.response;
        let annotation = example.response_annotation.as_ref();
        let header_at = |position: usize| self.at.at(shown.line + 1 + position);
        let headers = shown.headers.iter().enumerate();
        let promised = headers.clone().filter(|(_, (name, _))| is_promised_header(name));
        let content_type = headers.clone().find(|(_, (name, _))| name.eq_ignore_ascii_case("content-type"));
        DocumentedResponse {
            documented_at: self.at.at(shown.line),
            status: shown.status,
            headers: promised
                .map(|(at, (name, value))| (name.clone(), value.clone(), header_at(at)))
                .collect(),
            media_type: content_type.map(|(at, (_, value))| (media_type(value), header_at(at))),
            body: self.response_body(example, shown, annotation),
            expects_error: annotation.is_some_and(|annotation| annotation.flag("expectError")),
        }
    }

    fn response_body(
        &self,
        example: &Example,
        shown: &HttpResponse,
        annotation: Option<&Annotation>,
    ) -> DocumentedBody {
        let json = match &shown.body {
            Body::None => return DocumentedBody::None,
            Body::Other(_) => return DocumentedBody::Other,
            Body::Json(json) => json,
        };
        let Some(literal) = json.value.clone() else { return DocumentedBody::Other };
        let table = if self.table_speaks_of_response(example) { self.request_table() } else { Vec::new() };
        let mut shaping = Shaping::new(self.resources, self.at.clone(), table);
        let collection = annotation.and_then(|annotation| collection_property(annotation, &literal));
        let (shape, types) = match &collection {
            Some(property) => {
                let type_name = annotation.and_then(annotated_type).map(|found| found.name);
                let empty = annotation.is_some_and(|annotation| annotation.flag("isEmpty"));
                let shape = shaping.collection(json, type_name.as_deref(), property, empty);
                (shape, shaping.finish())
            }
            None => {
                let type_name = self.response_type(annotation);
                let mut shape = shaping.body(json, type_name.as_deref());
                apply_annotation(&mut shape, annotation);
                (shape, shaping.finish())
            }
        };
        let documented_at = self.at.at(json.line_of(""));
        let schema = Schema::of(&shape, &types, Undocumented::Allowed);
        let body = JsonBody {
            example: literal,
            shape,
            types,
            schema,
            documented_at,
            collection_property: collection,
        };
        DocumentedBody::Json(Box::new(body))
    }

    /// This page's request table describes the answer where the answer is what was sent: in an update or a creation.
    fn table_speaks_of_response(&self, example: &Example) -> bool {
        match example.request.method.to_ascii_uppercase().as_str() {
            "PATCH" | "PUT" => true,
            "POST" => example.response.status == 201,
            _ => false,
        }
    }

    /// The annotated type, else that of the one resource page the Response section links to.
    fn response_type(&self, annotation: Option<&Annotation>) -> Option<String> {
        if let Some(found) = annotation.and_then(annotated_type) {
            return Some(found.name);
        }
        let mut links = self.page.response_links.iter().filter(|link| link.contains("resources/"));
        let link = links.next()?;
        let only = links.all(|other| other == link);
        let file = link.rsplit('/').next()?.split('.').next()?;
        (only && self.resources.knows(file)).then(|| file.to_string())
    }
}

/// The path template and what the example shows for its placeholders, where an operation of the page matches.
fn addressed(
    method: &str,
    url: UrlTemplate,
    operations: &[Operation],
) -> (UrlTemplate, Vec<(String, String)>) {
    let matching = operations.iter().filter(|operation| operation.method == method);
    let found =
        matching.filter_map(|operation| Some((operation, operation.path.matches(url.path.as_str())?))).next();
    let Some((operation, values)) = found else { return (url, Vec::new()) };
    let samples = values.into_iter().filter(|(_, value)| !value.contains(['{', '<']));
    let samples = samples.map(|(name, value)| (name.to_string(), value)).collect();
    (UrlTemplate { path: operation.path.clone(), ..url }, samples)
}

/// A documented response header must come, but for those a service or its gateway sends as it likes (decision 3).
fn is_promised_header(name: &str) -> bool {
    let free = [
        "content-type",
        "content-length",
        "date",
        "server",
        "connection",
        "transfer-encoding",
        "keep-alive",
        "vary",
        "request-id",
        "client-request-id",
        "x-ms-request-id",
        "x-ms-ags-diagnostic",
        "odata-version",
        "cache-control",
        "strict-transport-security",
        "expires",
        "pragma",
    ];
    !free.contains(&name.to_lowercase().as_str())
}

/// The type and subtype of a `Content-Type`, in lower case.
pub(crate) fn media_type(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_lowercase()
}

fn annotated_type(annotation: &Annotation) -> Option<TypeName> {
    annotation.text("@odata.type").map(|name| TypeName::read(name, None))
}

/// The member that holds a collection, for a response annotated as one.
fn collection_property(annotation: &Annotation, literal: &Value) -> Option<String> {
    let is_collection = annotation.flag("isCollection")
        || annotation.flag("isEmpty")
        || annotated_type(annotation).is_some_and(|found| found.collection);
    let property = annotation.text("collectionProperty").unwrap_or("value");
    (is_collection && literal.is_object()).then(|| property.to_string())
}

/// `nullableProperties` and `optionalProperties` of a response annotation.
fn apply_annotation(shape: &mut Shape, annotation: Option<&Annotation>) {
    let (Kind::Object(object), Some(annotation)) = (&mut shape.kind, annotation) else { return };
    let (nullable, optional) = (annotation.list("nullableProperties"), annotation.list("optionalProperties"));
    for member in &mut object.members {
        if nullable.contains(&member.name.as_str()) {
            member.shape.nullable = super::shape::Nullability::Nullable;
        }
        if optional.contains(&member.name.as_str()) {
            member.required_at = None;
        }
    }
}

struct Sendable<'a> {
    table: &'a [Declared],
    has_table: bool,
    shown: Vec<String>,
    example: &'a Example,
}

/// Narrows a body's shape to what may be sent: the rows of the request table where there is one, what the example shows,
/// and else what the resource declares and does not call read-only. Required is what a row of a creation says.
fn sendable(shape: &mut Shape, allowed: &Sendable<'_>) {
    let creates = !matches!(allowed.example.request.method.to_ascii_uppercase().as_str(), "PATCH" | "PUT");
    let Kind::Object(object) = &mut shape.kind else { return };
    object.members.retain(|member| {
        let row = allowed.table.iter().any(|row| row.name == member.name);
        allowed.shown.contains(&member.name) || row || (!allowed.has_table && !member.read_only)
    });
    for member in &mut object.members {
        let row = allowed.table.iter().find(|row| row.name == member.name);
        let required = creates && allowed.shown.contains(&member.name) && row.is_some_and(|row| row.required);
        member.required_at = row.filter(|_| required).map(|row| row.documented_at.clone());
    }
}

/// `unknownFutureValue` is never sent (decision 5), and below the root nothing is required of a sender.
fn only_sendable(object: &mut Object) {
    for member in &mut object.members {
        member.required_at = None;
        only_sendable_members(&mut member.shape);
    }
}

fn only_sendable_members(shape: &mut Shape) {
    match &mut shape.kind {
        Kind::Enumeration(enumeration) => enumeration.members.retain(|member| member != "unknownFutureValue"),
        Kind::Array { items, .. } => only_sendable_members(items),
        Kind::Object(object) => {
            for member in &mut object.members {
                only_sendable_members(&mut member.shape);
                if let Kind::Object(inner) = &mut member.shape.kind {
                    only_sendable(inner);
                }
            }
        }
        _ => {}
    }
}
