//! What was read from a page, as one JSON object: a line of `graph-contract inspect`.

use serde_json::{Map, Value, json};

use crate::page::{
    Annotation, Block, Body, Example, HttpRequest, HttpResponse, Page, PropertyRow, ResourceBlock,
};

/// The facts of a page.
///
/// ```
/// use graph_contract::{page::Page, report::inspection};
/// let page = Page::read("api/thing-get.md", "# Get thing\n");
/// assert_eq!(inspection(&page)["title"], "Get thing");
/// ```
#[must_use]
pub fn inspection(page: &Page) -> Value {
    let request_lines = page
        .http_request
        .iter()
        .map(|line| json!({"line": line.line, "method": line.method, "path": line.path}));
    let headers = page.request_headers.iter().map(|row| {
        json!({"line": row.line, "name": row.name, "required": row.required, "description": row.description})
    });
    let problems = page.problems.iter().map(|found| json!({"line": found.line, "message": found.message}));
    json!({
        "path": page.path,
        "title": page.title,
        "doc_type": page.doc_type,
        "namespace": page.namespace,
        "blocks": page.blocks.iter().map(block).collect::<Vec<_>>(),
        "http_request": request_lines.collect::<Vec<_>>(),
        "request_headers": headers.collect::<Vec<_>>(),
        "properties": page.properties.iter().map(property).collect::<Vec<_>>(),
        "documented_statuses": page.documented_statuses.iter().map(|found| found.status).collect::<Vec<_>>(),
        "examples": page.examples.iter().map(example).collect::<Vec<_>>(),
        "resources": page.resources.iter().map(resource).collect::<Vec<_>>(),
        "problems": problems.collect::<Vec<_>>(),
    })
}

fn block(block: &Block) -> Value {
    let annotation = block.annotation.as_ref();
    json!({
        "line": block.line,
        "block_type": annotation.and_then(Annotation::block_type),
        "annotation": fields(annotation),
        "annotation_error": annotation.and_then(|annotation| annotation.error.as_deref()),
    })
}

fn fields(annotation: Option<&Annotation>) -> &Map<String, Value> {
    static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    annotation.map_or(&NONE, |annotation| &annotation.fields)
}

fn property(row: &PropertyRow) -> Value {
    json!({
        "line": row.line,
        "section": row.section.to_string(),
        "name": row.name,
        "type": row.type_name.name,
        "collection": row.type_name.collection,
        "enum": row.members,
        "required": row.required,
        "nullable": row.nullable,
        "read_only": row.read_only,
    })
}

fn example(example: &Example) -> Value {
    json!({
        "name": example.name,
        "origin": if example.is_annotated() { "annotated" } else { "inferred" },
        "request": request(&example.request),
        "response": response(&example.response, example.response_annotation.as_ref()),
    })
}

fn request(request: &HttpRequest) -> Value {
    json!({
        "line": request.line,
        "method": request.method,
        "url": request.url,
        "headers": request.headers,
        "body": body(&request.body),
    })
}

fn response(response: &HttpResponse, annotation: Option<&Annotation>) -> Value {
    json!({
        "line": response.line,
        "status": response.status,
        "reason": response.reason,
        "headers": response.headers,
        "body": body(&response.body),
        "annotation": fields(annotation),
    })
}

fn body(body: &Body) -> Value {
    let (kind, json) = match body {
        Body::None => ("none", None),
        Body::Json(json) if json.is_strict() => ("json", json.value.as_ref()),
        Body::Json(json) => ("invalid-json", json.value.as_ref()),
        Body::Other(_) => ("other", None),
    };
    json!({"kind": kind, "json": json})
}

fn resource(block: &ResourceBlock) -> Value {
    json!({
        "line": block.line,
        "odata_type": block.odata_type(),
        "base_type": block.base_type(),
        "json": block.value(),
    })
}
