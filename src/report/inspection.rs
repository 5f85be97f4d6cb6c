//! What was read from a page, as one line of JSON: a line of `graph-contract inspect`.

use serde_json::Value;

use super::json_line::JsonLine;
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
        line.member("path").text(page.path.as_str());
        line.member("title").text(page.title.as_str());
        line.member("doc_type").text(page.doc_type.as_deref());
        line.member("namespace").text(page.namespace.as_deref());
        line.member("blocks").list(&page.blocks, block);
        line.member("http_request").list(&page.http_request, request_line);
        line.member("request_headers").list(&page.request_headers, header_row);
        line.member("properties").list(&page.properties, property);
        line.member("documented_statuses")
            .list(&page.documented_statuses, |line, found| line.value(&found.status));
        line.member("examples").list(&page.examples, example);
        line.member("resources").list(&page.resources, resource);
        line.member("problems").list(&page.problems, problem);
    });
    line.finish()
}

fn block(line: &mut JsonLine, block: &Block) {
    let annotation = block.annotation.as_deref();
    line.object(|line| {
        line.member("line").value(&block.line);
        line.member("block_type").text(annotation.and_then(Annotation::block_type));
        fields(line.member("annotation"), annotation);
        line.member("annotation_error").text(annotation.and_then(|annotation| annotation.error.as_deref()));
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
        line.member("line").value(&found.line);
        line.member("method").text(found.method.as_str());
        line.member("path").text(found.path.as_str());
    });
}

fn header_row(line: &mut JsonLine, row: &HeaderRow) {
    line.object(|line| {
        line.member("line").value(&row.line);
        line.member("name").text(row.name.as_str());
        line.member("required").value(&row.required);
        line.member("description").text(row.description.as_str());
    });
}

fn property(line: &mut JsonLine, row: &PropertyRow) {
    line.object(|line| {
        line.member("line").value(&row.line);
        line.member("section").text(row.section.name());
        line.member("name").text(row.name.as_str());
        line.member("type").text(row.type_name.name.as_str());
        line.member("collection").value(&row.type_name.collection);
        line.member("enum").list(&row.members, |line, member| line.text(member.as_str()));
        line.member("required").value(&row.required);
        line.member("nullable").value(&row.nullable);
        line.member("read_only").value(&row.read_only);
    });
}

fn example(line: &mut JsonLine, example: &Example) {
    line.object(|line| {
        line.member("name").text(example.name.as_deref());
        line.member("origin").text(if example.is_annotated() { "annotated" } else { "inferred" });
        request(line.member("request"), &example.request);
        response(line.member("response"), &example.response, example.response_annotation.as_deref());
    });
}

fn request(line: &mut JsonLine, request: &HttpRequest) {
    line.object(|line| {
        line.member("line").value(&request.line);
        line.member("method").text(request.method.as_str());
        line.member("url").text(request.url.as_str());
        headers(line.member("headers"), &request.headers);
        body(line.member("body"), &request.body);
    });
}

fn response(line: &mut JsonLine, response: &HttpResponse, annotation: Option<&Annotation>) {
    line.object(|line| {
        line.member("line").value(&response.line);
        line.member("status").value(&response.status);
        line.member("reason").text(response.reason.as_str());
        headers(line.member("headers"), &response.headers);
        body(line.member("body"), &response.body);
        fields(line.member("annotation"), annotation);
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
        line.member("kind").text(kind);
        match body.json() {
            Some(json) => json_text(line.member("json"), json),
            None => line.member("json").text(None),
        }
    });
}

fn resource(line: &mut JsonLine, block: &ResourceBlock) {
    line.object(|line| {
        line.member("line").value(&block.line);
        line.member("odata_type").text(block.odata_type());
        line.member("base_type").text(block.base_type());
        json_text(line.member("json"), &block.json);
    });
}

fn problem(line: &mut JsonLine, found: &Problem) {
    line.object(|line| {
        line.member("line").value(&found.line);
        line.member("message").text(found.message.as_str());
    });
}

/// A JSON text of the page: what is sound goes out as it stands, without a value made of it.
fn json_text(line: &mut JsonLine, json: &JsonText) {
    match json.is_strict() {
        true => line.sound(json.text()),
        false => line.value(&json.value()),
    }
}
