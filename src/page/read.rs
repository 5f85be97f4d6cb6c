//! From elements to a [`Page`]: which table, fence and sentence belongs to which part.

use std::sync::Arc;

use super::annotation::Annotation;
use super::example::{Example, Pairing};
use super::header_table::{self, HeaderRow};
use super::http::{self, Message};
use super::json::JsonText;
use super::markdown::{self, Fence, Inline, Kind, Table};
use super::problem::Problem;
use super::property_table::{self, PropertyRow};
use super::prose::{self, DocumentedStatus};
use super::resource_block::{ResourceBlock, base_type};
use super::{Section, front_matter};

/// A fenced block with the annotation before it.
#[derive(Debug, Clone)]
pub struct Block {
    /// 1-based line of the opening fence.
    pub line: usize,
    /// The annotation; `None`: the block has none.
    pub annotation: Option<Arc<Annotation>>,
}

/// A line of the HTTP request section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestLine {
    /// 1-based line.
    pub line: usize,
    /// The method, as written.
    pub method: String,
    /// The path template, as written.
    pub path: String,
}

/// What a documentation page says, each fact with its line.
///
/// ```
/// use graph_contract::page::Page;
/// let page = Page::read("api/thing-get.md", "# Get thing\n\n## HTTP request\n\n``` http\nGET /things/{id}\n```\n");
/// assert_eq!(page.title, "Get thing");
/// assert_eq!((page.http_request[0].line, page.http_request[0].path.as_str()), (6, "/things/{id}"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The path the page was read from, as given.
    pub path: String,
    /// The first heading, else the front matter's `title`.
    pub title: String,
    /// The front matter's `doc_type`: `apiPageType`, `resourcePageType`.
    pub doc_type: Option<String>,
    /// What stands behind `Namespace:`.
    pub namespace: Option<String>,
    /// Every fenced block.
    pub blocks: Vec<Block>,
    /// The lines of the HTTP request section.
    pub http_request: Vec<RequestLine>,
    /// The table of request headers.
    pub request_headers: Vec<HeaderRow>,
    /// The rows of every property table, in the order of the page.
    pub properties: Vec<PropertyRow>,
    /// The status codes that the Response section names.
    pub documented_statuses: Vec<DocumentedStatus>,
    /// Where the links of the Response section lead.
    pub response_links: Vec<String>,
    /// The request and response pairs.
    pub examples: Vec<Example>,
    /// The JSON representations.
    pub resources: Vec<ResourceBlock>,
    /// The resource type this one is derived from, as the prose names it.
    pub base_type: Option<String>,
    /// What had to be repaired or could not be read.
    pub problems: Vec<Problem>,
}

impl Page {
    /// Reads a page. `path` is only remembered.
    #[must_use]
    pub fn read(path: &str, text: &str) -> Page {
        let mut reading = Reading::new(path);
        for element in markdown::elements(text) {
            reading.take(element.line, element.kind);
        }
        reading.finish()
    }
}

struct Reading {
    page: Page,
    section: Section,
    section_level: u8,
    annotation: Option<Arc<Annotation>>,
    pairing: Pairing,
    /// The last element was a response that may have its body outside its fence.
    awaits_body: bool,
}

impl Reading {
    fn new(path: &str) -> Reading {
        Reading {
            page: Page { path: path.to_string(), ..Page::default() },
            section: Section::Introduction,
            section_level: 1,
            annotation: None,
            pairing: Pairing::default(),
            awaits_body: false,
        }
    }

    fn take(&mut self, line: usize, kind: Kind) {
        if self.late_body(line, &kind) {
            return;
        }
        match kind {
            Kind::FrontMatter(text) => self.front_matter(&text),
            Kind::Heading { level, text, anchor } => self.heading(level, &text, anchor.as_deref()),
            Kind::Comment(text) => self.comment(&text, line),
            Kind::Fence(fence) => self.fence(line, &fence),
            Kind::Table(table) => self.table(&table),
            Kind::Text(inline) => self.text(line, inline),
        }
    }

    fn finish(mut self) -> Page {
        self.drop_annotation();
        self.page.examples = self.pairing.finish(&mut self.page.problems);
        self.page.problems.sort_by_key(|problem| problem.line);
        self.page
    }

    /// The body of a response that shows a `Content-Type` and none in its own fence: the JSON right behind it.
    fn late_body(&mut self, line: usize, kind: &Kind) -> bool {
        if !std::mem::take(&mut self.awaits_body) {
            return false;
        }
        let (text, first_line) = match kind {
            Kind::Fence(fence) if !is_http(&fence.info) => (fence.text.as_str(), fence.first_line),
            Kind::Text(inline) => (inline.text.as_str(), line),
            _ => return false,
        };
        if !text.trim_start().starts_with(['{', '[']) || !self.pairing.set_body(text, first_line) {
            return false;
        }
        if matches!(kind, Kind::Fence(_)) {
            self.page.blocks.push(Block { line, annotation: self.annotation.take() });
        }
        self.page.problems.push(Problem::new(line, "the body stands outside the response's fence"));
        true
    }

    fn front_matter(&mut self, text: &str) {
        self.page.title = front_matter::value(text, "title").unwrap_or_default();
        self.page.doc_type = front_matter::value(text, "doc_type");
    }

    fn heading(&mut self, level: u8, text: &str, anchor: Option<&str>) {
        if level == 1 {
            if self.section == Section::Introduction {
                self.page.title = text.trim().to_string();
            }
            return; // later first-level headings are tabs of code samples
        }
        let named =
            match (Section::named(text), anchor.map(|anchor| Section::named(&anchor.replace('-', " ")))) {
                (Section::Other(_), Some(by_anchor)) => by_anchor,
                (named, _) => named,
            };
        let inside = level > self.section_level && self.section != Section::Introduction;
        if inside && (self.section == Section::Examples || matches!(named, Section::Other(_))) {
            return;
        }
        self.section = named;
        self.section_level = level;
    }

    fn comment(&mut self, text: &str, line: usize) {
        if let Some(at) = text.lines().position(|line| line.trim_start().starts_with("```")) {
            self.page.problems.push(Problem::new(line + at, "a fenced block inside a comment"));
        }
        let Some(annotation) = Annotation::read(text, line) else { return };
        self.drop_annotation();
        if let Some(error) = &annotation.error {
            self.page.problems.push(Problem::new(line, format!("annotation: {error}")));
        }
        self.annotation = Some(Arc::new(annotation));
    }

    fn drop_annotation(&mut self) {
        if let Some(annotation) = self.annotation.take() {
            self.page
                .problems
                .push(Problem::new(annotation.line, "an annotation with no fenced block behind it"));
        }
    }

    fn text(&mut self, line: usize, inline: Inline) {
        let text = inline.text;
        let trimmed = text.trim();
        if let Some(namespace) = trimmed.strip_prefix("Namespace:") {
            self.page.namespace.get_or_insert_with(|| namespace.trim().to_string());
        }
        if let Some(base) = base_type(trimmed) {
            self.page.base_type.get_or_insert(base);
        }
        if self.section == Section::Response {
            self.page.response_links.extend(inline.links);
            let statuses = prose::statuses(&text).into_iter().map(|status| DocumentedStatus { line, status });
            self.page.documented_statuses.extend(statuses);
        }
    }

    fn table(&mut self, table: &Table) {
        if self.section == Section::RequestHeaders {
            self.page.request_headers.extend(header_table::rows(table));
        } else if let Some(rows) = property_table::rows(table, &self.section) {
            self.page.properties.extend(rows);
        }
    }

    fn fence(&mut self, line: usize, fence: &Fence) {
        let annotation = self.annotation.take();
        if !fence.closed {
            self.page.problems.push(Problem::new(line, "a fenced block that is never closed"));
        }
        self.page.blocks.push(Block { line, annotation: annotation.clone() });
        match annotation.as_deref().and_then(Annotation::block_type) {
            Some("resource") => self.resource(line, fence, annotation),
            _ if self.section == Section::HttpRequest => self.request_lines(fence),
            Some("request" | "response") => self.message(line, fence, annotation),
            _ if is_http(&fence.info) => self.message(line, fence, annotation),
            _ => {}
        }
    }

    fn resource(&mut self, line: usize, fence: &Fence, annotation: Option<Arc<Annotation>>) {
        let json = JsonText::read(fence.text.trim_end(), fence.first_line);
        let repairs = json
            .repairs()
            .iter()
            .map(|repair| Problem::new(repair.line, format!("JSON: {}", repair.message)));
        self.page.problems.extend(repairs);
        let Some(annotation) = annotation else { return };
        self.page.resources.push(ResourceBlock { line, annotation, json });
    }

    fn request_lines(&mut self, fence: &Fence) {
        for (at, text) in fence.text.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
            let line = fence.first_line + at;
            match http::request_line(text) {
                Some((method, path)) => self.page.http_request.push(RequestLine { line, method, path }),
                None => self.page.problems.push(Problem::new(line, "not an HTTP request line")),
            }
        }
    }

    fn message(&mut self, line: usize, fence: &Fence, annotation: Option<Arc<Annotation>>) {
        let problems = &mut self.page.problems;
        match http::read(&fence.text, fence.first_line, problems) {
            Some(Message::Request(request)) => {
                report_repairs(&request.body, problems);
                self.pairing.request(request, annotation);
            }
            Some(Message::Response(response)) => {
                report_repairs(&response.body, problems);
                let names_type =
                    response.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
                self.awaits_body = names_type && matches!(response.body, http::Body::None);
                self.pairing.response(response, annotation, problems);
            }
            None => problems.push(Problem::new(line, "a fenced block that is no HTTP message")),
        }
    }
}

fn report_repairs(body: &http::Body, problems: &mut Vec<Problem>) {
    let repairs = body.json().map(JsonText::repairs).unwrap_or_default();
    problems
        .extend(repairs.iter().map(|repair| Problem::new(repair.line, format!("body: {}", repair.message))));
}

fn is_http(info: &str) -> bool {
    let word = info.split_whitespace().next().unwrap_or_default();
    matches!(word.to_ascii_lowercase().as_str(), "http" | "https" | "msgraph-interactive")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../../fixtures/pages/api/longrunningoperation-update.md");

    fn problems(text: &str) -> Vec<String> {
        Page::read("x.md", text).problems.into_iter().map(|p| format!("{}: {}", p.line, p.message)).collect()
    }

    #[test]
    fn the_fixture_page_is_read_whole() {
        let page = Page::read("x.md", PAGE);
        assert_eq!(page.problems, []);
        assert_eq!(page.doc_type.as_deref(), Some("apiPageType"));
        assert_eq!(page.namespace.as_deref(), Some("microsoft.graph"));
        assert_eq!(page.http_request[0].path, "/industryData/operations/{longRunningOperationId}");
        assert_eq!(page.request_headers.iter().filter(|row| row.required).count(), 2);
        assert_eq!(page.properties.len(), 5);
        assert_eq!(page.properties[2].members.len(), 5);
        assert_eq!(page.documented_statuses[0].status, 200);
        assert_eq!(page.examples[0].name.as_deref(), Some("update_longrunningoperation"));
        assert!(page.examples[0].is_annotated());
    }

    #[test]
    fn a_response_is_paired_by_name_before_nearness() {
        let text = "<!-- {\"blockType\":\"request\",\"name\":\"a\"} -->\n``` http\nGET /a\n```\n\
                    <!-- {\"blockType\":\"request\",\"name\":\"b\"} -->\n``` http\nGET /b\n```\n\
                    <!-- {\"blockType\":\"response\",\"name\":\"a\"} -->\n``` http\nHTTP/1.1 200 OK\n```\n\
                    <!-- {\"blockType\":\"response\"} -->\n``` http\nHTTP/1.1 204 No Content\n```\n";
        let page = Page::read("x.md", text);
        let pairs: Vec<_> =
            page.examples.iter().map(|e| (e.request.url.as_str(), e.response.status)).collect();
        assert_eq!(pairs, [("/a", 200), ("/b", 204)]);
    }

    #[test]
    fn plain_fences_under_headings_are_an_example() {
        let text =
            "## Examples\n### Request\n```http\nGET /a\n```\n### Response\n```http\nHTTP/1.1 200 OK\n```\n";
        let page = Page::read("x.md", text);
        assert_eq!(page.examples.len(), 1);
        assert!(!page.examples[0].is_annotated());
    }

    #[test]
    fn what_cannot_be_paired_is_a_problem_with_its_line() {
        assert_eq!(problems("```http\nGET /a\n```\n"), ["2: a request with no response"]);
        assert_eq!(problems("```http\nHTTP/1.1 200 OK\n```\n"), ["2: a response with no request before it"]);
        assert_eq!(
            problems("<!-- {\"blockType\":\"response\"} -->\n\ntext\n"),
            ["1: an annotation with no fenced block behind it"]
        );
        assert_eq!(problems("## HTTP request\n```http\nnot http\n```\n"), ["3: not an HTTP request line"]);
        assert_eq!(problems("```http\nwords\n```\n"), ["1: a fenced block that is no HTTP message"]);
    }

    #[test]
    fn a_body_behind_its_fence_is_the_responses() {
        let response =
            "```http\nGET /a\n```\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n```\n";
        for body in ["```json\n{\"a\": 1}\n```\n", "\n{ \"a\": 1 }\n"] {
            let page = Page::read("x.md", &format!("{response}{body}"));
            let json = page.examples[0].response.body.json().and_then(|json| json.value().cloned());
            assert_eq!(json, Some(serde_json::json!({"a": 1})), "{body}");
            assert!(page.problems[0].message.contains("outside"), "{body}");
        }
    }

    #[test]
    fn a_commented_out_fence_is_a_problem() {
        assert_eq!(problems("<!--\n```http\nGET /a\n```\n-->\n"), ["2: a fenced block inside a comment"]);
    }

    #[test]
    fn a_translated_page_is_read_by_its_anchors_and_columns() {
        let text = "## <a name=\"http-request\"></a>HTTP-Anforderung\n```http\nGET /a\n```\n\
                    ## <a name=\"request-body\"></a>Anforderungstext\n|Eigenschaft|Typ|Beschreibung|\n|:--|:--|:--|\n|a|String|Ein Name.|\n";
        let page = Page::read("x.md", text);
        assert_eq!((page.http_request.len(), page.properties.len()), (1, 1));
        assert_eq!(
            (page.properties[0].name.as_str(), page.properties[0].type_name.name.as_str()),
            ("a", "String")
        );
    }

    #[test]
    fn a_base_type_is_read_from_the_prose() {
        let page = Page::read("x.md", "# thing resource type\n\nInherits from [entity](entity.md).\n");
        assert_eq!(page.base_type.as_deref(), Some("entity"));
    }
}
