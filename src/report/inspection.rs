//! What was read from a page, as one line of JSON: a line of `graph-contract inspect`.

use serde_json::Value;

use super::json_line::{JsonLine, member};
use crate::page::{
    Annotation, Block, Body, Example, HeaderRow, HttpRequest, HttpResponse, JsonText, Page, Problem,
    PropertyRow, RequestLine, ResourceBlock,
};

/// The facts of a page as one line of JSON, without its end.
///
/// ```
/// use graph_contract::{page::Page, report::inspection};
/// let page = Page::read("api/thing-get.md", "# Get thing\n");
/// let facts: serde_json::Value = serde_json::from_str(&inspection(&page)).unwrap();
/// assert_eq!(facts["title"], "Get thing");
/// ```
#[must_use]
pub fn inspection(page: &Page) -> String {
    let mut line = JsonLine::new();
    line.object(|line| {
        member!(line, "path").text(page.path.as_str());
        member!(line, "title").text(page.title.as_str());
        member!(line, "doc_type").text(page.doc_type.as_deref());
        member!(line, "namespace").text(page.namespace.as_deref());
        member!(line, "blocks").list(&page.blocks, block);
        member!(line, "http_request").list(&page.http_request, request_line);
        member!(line, "request_headers").list(&page.request_headers, header_row);
        member!(line, "properties").list(&page.properties, property);
        member!(line, "documented_statuses")
            .list(&page.documented_statuses, |line, found| line.value(&found.status));
        member!(line, "examples").list(&page.examples, example);
        member!(line, "resources").list(&page.resources, resource);
        member!(line, "problems").list(&page.problems, problem);
    });
    line.finish()
}

fn block(line: &mut JsonLine, block: &Block) {
    let annotation = block.annotation.as_deref();
    line.object(|line| {
        member!(line, "line").value(&block.line);
        member!(line, "block_type").text(annotation.and_then(Annotation::block_type));
        fields(member!(line, "annotation"), annotation);
        member!(line, "annotation_error").text(annotation.and_then(|annotation| annotation.error.as_deref()));
    });
}

/// The annotation's object; an empty one where there is none, or nothing could be read.
fn fields(line: &mut JsonLine, annotation: Option<&Annotation>) {
    let json = annotation.map(|annotation| &annotation.json);
    match json.filter(|json| json.is_strict() || json.value().is_some_and(Value::is_object)) {
        Some(found) => json_text(line, found),
        None => line.object(|_| {}),
    }
}

fn request_line(line: &mut JsonLine, found: &RequestLine) {
    line.object(|line| {
        member!(line, "line").value(&found.line);
        member!(line, "method").text(found.method.as_str());
        member!(line, "path").text(found.path.as_str());
    });
}

fn header_row(line: &mut JsonLine, row: &HeaderRow) {
    line.object(|line| {
        member!(line, "line").value(&row.line);
        member!(line, "name").text(row.name.as_str());
        member!(line, "required").value(&row.required);
        member!(line, "description").text(row.description.as_str());
    });
}

fn property(line: &mut JsonLine, row: &PropertyRow) {
    line.object(|line| {
        member!(line, "line").value(&row.line);
        member!(line, "section").text(row.section.name());
        member!(line, "name").text(row.name.as_str());
        member!(line, "type").text(row.type_name.name.as_str());
        member!(line, "collection").value(&row.type_name.collection);
        member!(line, "enum").list(&row.members, |line, member| line.text(member.as_str()));
        member!(line, "required").value(&row.required);
        member!(line, "nullable").value(&row.nullable);
        member!(line, "read_only").value(&row.read_only);
    });
}

fn example(line: &mut JsonLine, example: &Example) {
    line.object(|line| {
        member!(line, "name").text(example.name.as_deref());
        member!(line, "origin").text(if example.is_annotated() { "annotated" } else { "inferred" });
        request(member!(line, "request"), &example.request);
        response(member!(line, "response"), &example.response, example.response_annotation.as_deref());
    });
}

fn request(line: &mut JsonLine, request: &HttpRequest) {
    line.object(|line| {
        member!(line, "line").value(&request.line);
        member!(line, "method").text(request.method.as_str());
        member!(line, "url").text(request.url.as_str());
        headers(member!(line, "headers"), &request.headers);
        body(member!(line, "body"), &request.body);
    });
}

fn response(line: &mut JsonLine, response: &HttpResponse, annotation: Option<&Annotation>) {
    line.object(|line| {
        member!(line, "line").value(&response.line);
        member!(line, "status").value(&response.status);
        member!(line, "reason").text(response.reason.as_str());
        headers(member!(line, "headers"), &response.headers);
        body(member!(line, "body"), &response.body);
        fields(member!(line, "annotation"), annotation);
    });
}

fn headers(line: &mut JsonLine, headers: &[(String, String)]) {
    line.list(headers, |line, (name, value)| line.list([name, value], |line, text| line.text(text.as_str())));
}

fn body(line: &mut JsonLine, body: &Body) {
    let kind = match body {
        Body::None => "none",
        Body::Json(json) if json.is_strict() => "json",
        Body::Json(_) => "invalid-json",
        Body::Other(_) => "other",
    };
    line.object(|line| {
        member!(line, "kind").text(kind);
        match body.json() {
            Some(json) => json_text(member!(line, "json"), json),
            None => member!(line, "json").text(None),
        }
    });
}

fn resource(line: &mut JsonLine, block: &ResourceBlock) {
    line.object(|line| {
        member!(line, "line").value(&block.line);
        member!(line, "odata_type").text(block.odata_type());
        member!(line, "base_type").text(block.base_type());
        json_text(member!(line, "json"), &block.json);
    });
}

fn problem(line: &mut JsonLine, found: &Problem) {
    line.object(|line| {
        member!(line, "line").value(&found.line);
        member!(line, "message").text(found.message.as_str());
    });
}

/// A JSON text of the page: what is sound goes out as it stands, without a value made of it.
fn json_text(line: &mut JsonLine, json: &JsonText) {
    match json.is_strict() {
        true => line.sound(json.text()),
        false => line.value(&json.value()),
    }
}
