//! What was read from a page, as one line of JSON: a line of `graph-contract inspect`.

use std::io::{self, Write};

use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::ser::Formatter;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::page::{
    Annotation, Block, Body, Example, HttpRequest, HttpResponse, JsonText, Page, PropertyRow, ResourceBlock,
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
    let mut line = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut line, OneLine);
    Inspection::of(page).serialize(&mut serializer).expect("a page's facts have names that are texts");
    String::from_utf8(line).expect("JSON is UTF-8")
}

#[derive(serde::Serialize)]
struct Inspection<'a> {
    path: &'a str,
    title: &'a str,
    doc_type: Option<&'a str>,
    namespace: Option<&'a str>,
    blocks: Vec<BlockFacts<'a>>,
    http_request: Vec<RequestLineFacts<'a>>,
    request_headers: Vec<HeaderFacts<'a>>,
    properties: Vec<PropertyFacts<'a>>,
    documented_statuses: Vec<u16>,
    examples: Vec<ExampleFacts<'a>>,
    resources: Vec<ResourceFacts<'a>>,
    problems: Vec<ProblemFacts<'a>>,
}

impl<'a> Inspection<'a> {
    fn of(page: &'a Page) -> Self {
        let request_lines = page.http_request.iter();
        let headers = page.request_headers.iter();
        let problems = page.problems.iter();
        Inspection {
            path: &page.path,
            title: &page.title,
            doc_type: page.doc_type.as_deref(),
            namespace: page.namespace.as_deref(),
            blocks: page.blocks.iter().map(BlockFacts::of).collect(),
            http_request: request_lines
                .map(|found| RequestLineFacts { line: found.line, method: &found.method, path: &found.path })
                .collect(),
            request_headers: headers
                .map(|row| HeaderFacts {
                    line: row.line,
                    name: &row.name,
                    required: row.required,
                    description: &row.description,
                })
                .collect(),
            properties: page.properties.iter().map(PropertyFacts::of).collect(),
            documented_statuses: page.documented_statuses.iter().map(|found| found.status).collect(),
            examples: page.examples.iter().map(ExampleFacts::of).collect(),
            resources: page.resources.iter().map(ResourceFacts::of).collect(),
            problems: problems
                .map(|found| ProblemFacts { line: found.line, message: &found.message })
                .collect(),
        }
    }
}

#[derive(serde::Serialize)]
struct BlockFacts<'a> {
    line: usize,
    block_type: Option<&'a str>,
    annotation: Fields<'a>,
    annotation_error: Option<&'a str>,
}

impl<'a> BlockFacts<'a> {
    fn of(block: &'a Block) -> Self {
        let annotation = block.annotation.as_deref();
        BlockFacts {
            line: block.line,
            block_type: annotation.and_then(Annotation::block_type),
            annotation: Fields(annotation),
            annotation_error: annotation.and_then(|annotation| annotation.error.as_deref()),
        }
    }
}

/// The annotation's object; an empty one where there is none, or nothing could be read.
struct Fields<'a>(Option<&'a Annotation>);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = self.0.map(|annotation| &annotation.json);
        match json.filter(|json| json.is_strict() || json.value().is_some_and(Value::is_object)) {
            Some(json) => Shown(json).serialize(serializer),
            None => Map::<String, Value>::new().serialize(serializer),
        }
    }
}

#[derive(serde::Serialize)]
struct RequestLineFacts<'a> {
    line: usize,
    method: &'a str,
    path: &'a str,
}

#[derive(serde::Serialize)]
struct HeaderFacts<'a> {
    line: usize,
    name: &'a str,
    required: bool,
    description: &'a str,
}

#[derive(serde::Serialize)]
struct ProblemFacts<'a> {
    line: usize,
    message: &'a str,
}

#[derive(serde::Serialize)]
struct PropertyFacts<'a> {
    line: usize,
    section: String,
    name: &'a str,
    r#type: &'a str,
    collection: bool,
    r#enum: &'a [String],
    required: Option<bool>,
    nullable: Option<bool>,
    read_only: bool,
}

impl<'a> PropertyFacts<'a> {
    fn of(row: &'a PropertyRow) -> Self {
        PropertyFacts {
            line: row.line,
            section: row.section.to_string(),
            name: &row.name,
            r#type: &row.type_name.name,
            collection: row.type_name.collection,
            r#enum: &row.members,
            required: row.required,
            nullable: row.nullable,
            read_only: row.read_only,
        }
    }
}

#[derive(serde::Serialize)]
struct ExampleFacts<'a> {
    name: Option<&'a str>,
    origin: &'static str,
    request: RequestFacts<'a>,
    response: ResponseFacts<'a>,
}

impl<'a> ExampleFacts<'a> {
    fn of(example: &'a Example) -> Self {
        ExampleFacts {
            name: example.name.as_deref(),
            origin: if example.is_annotated() { "annotated" } else { "inferred" },
            request: RequestFacts::of(&example.request),
            response: ResponseFacts::of(&example.response, example.response_annotation.as_deref()),
        }
    }
}

#[derive(serde::Serialize)]
struct RequestFacts<'a> {
    line: usize,
    method: &'a str,
    url: &'a str,
    headers: &'a [(String, String)],
    body: BodyFacts<'a>,
}

impl<'a> RequestFacts<'a> {
    fn of(request: &'a HttpRequest) -> Self {
        RequestFacts {
            line: request.line,
            method: &request.method,
            url: &request.url,
            headers: &request.headers,
            body: BodyFacts::of(&request.body),
        }
    }
}

#[derive(serde::Serialize)]
struct ResponseFacts<'a> {
    line: usize,
    status: u16,
    reason: &'a str,
    headers: &'a [(String, String)],
    body: BodyFacts<'a>,
    annotation: Fields<'a>,
}

impl<'a> ResponseFacts<'a> {
    fn of(response: &'a HttpResponse, annotation: Option<&'a Annotation>) -> Self {
        ResponseFacts {
            line: response.line,
            status: response.status,
            reason: &response.reason,
            headers: &response.headers,
            body: BodyFacts::of(&response.body),
            annotation: Fields(annotation),
        }
    }
}

#[derive(serde::Serialize)]
struct BodyFacts<'a> {
    kind: &'static str,
    json: Option<Shown<'a>>,
}

impl<'a> BodyFacts<'a> {
    fn of(body: &'a Body) -> Self {
        let (kind, json) = match body {
            Body::None => ("none", None),
            Body::Json(json) if json.is_strict() => ("json", Some(Shown(json))),
            Body::Json(json) => ("invalid-json", Some(Shown(json))),
            Body::Other(_) => ("other", None),
        };
        BodyFacts { kind, json }
    }
}

#[derive(serde::Serialize)]
struct ResourceFacts<'a> {
    line: usize,
    odata_type: Option<&'a str>,
    base_type: Option<&'a str>,
    json: Shown<'a>,
}

impl<'a> ResourceFacts<'a> {
    fn of(block: &'a ResourceBlock) -> Self {
        ResourceFacts {
            line: block.line,
            odata_type: block.odata_type(),
            base_type: block.base_type(),
            json: Shown(&block.json),
        }
    }
}

/// A JSON text of the page: what is sound goes out as it stands, without a value made of it.
struct Shown<'a>(&'a JsonText);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.is_strict() {
            true => serde_json::from_str::<&RawValue>(self.0.text())
                .map_err(S::Error::custom)?
                .serialize(serializer),
            false => self.0.value().serialize(serializer),
        }
    }
}

/// Compact JSON in which the page's own JSON loses its white space too.
struct OneLine;

impl Formatter for OneLine {
    fn write_raw_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find('"') {
            write_without_space(writer, &rest[..at])?;
            let end = at + string_end(&rest[at..]);
            writer.write_all(&rest.as_bytes()[at..end])?;
            rest = &rest[end..];
        }
        write_without_space(writer, rest)
    }
}

fn write_without_space<W: ?Sized + Write>(writer: &mut W, json: &str) -> io::Result<()> {
    json.split_ascii_whitespace().try_for_each(|part| writer.write_all(part.as_bytes()))
}

/// The length of the JSON string that `json` starts with, its quotes included.
fn string_end(json: &str) -> usize {
    let mut escaped = false;
    let closing = json.bytes().skip(1).position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    });
    closing.map_or(json.len(), |at| at + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_line(json: &str) -> String {
        let mut line = Vec::new();
        OneLine.write_raw_fragment(&mut line, json).unwrap();
        String::from_utf8(line).unwrap()
    }

    #[test]
    fn only_white_space_outside_strings_goes() {
        assert_eq!(
            one_line("{\n  \"a b\": [1.50, \"\\\" \\\\\", \"\"],\r\n\t\"c\": {} }"),
            r#"{"a b":[1.50,"\" \\",""],"c":{}}"#
        );
    }
}
