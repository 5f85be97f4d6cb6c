//! From elements to a [`Page`]: which table, fence and sentence belongs to which part.

use std::borrow::Cow;
use std::sync::Arc;

use super::annotation::Annotation;
use super::element::{Fence, Inline, Kind, Table};
use super::facts::{Block, Page, RequestLine};
use super::fence_end::first_opening;
use super::header_table;
use super::json::JsonText;
use super::lines::{Lines, is_blank};
use super::markdown;
use super::member_table::{self, Enumeration};
use super::messages::{self, Messages};
use super::permissions_table;
use super::problem::Problem;
use super::property_table;
use super::prose::{self, DocumentedStatus};
use super::resource_block::{ResourceBlock, base_type, derived_types, says_open};
use super::start_line;
use super::{Section, front_matter, translated_base};

/// Reads a page. `path` is only remembered.
pub(super) fn read(path: &str, text: &str) -> Page {
    let mut reading = Reading::new(path);
    markdown::for_each_element(text, |element| reading.take(element.line, element.kind));
    reading.finish()
}

struct Reading {
    page: Page,
    section: Section,
    section_level: u8,
    /// The last heading, of whatever level.
    heading: String,
    annotation: Option<Arc<Annotation>>,
    messages: Messages,
}

impl Reading {
    fn new(path: &str) -> Reading {
        Reading {
            page: Page { path: path.to_string(), ..Page::default() },
            section: Section::Introduction,
            section_level: 1,
            heading: String::new(),
            annotation: None,
            messages: Messages::default(),
        }
    }

    fn take(&mut self, line: usize, kind: Kind<'_>) {
        match kind {
            Kind::FrontMatter(text) => self.front_matter(&text),
            Kind::Heading { level, text, anchor } => self.heading(level, &text, anchor.as_deref()),
            Kind::Comment(text) => self.comment(&text, line),
            Kind::Fence(fence) => self.fence(line, &fence),
            Kind::Table(table) => self.table(&table),
            Kind::Text { inline, source } => self.text(line, inline, source.as_deref()),
            Kind::Problem(message) => self.page.problems.push(Problem::new(line, message)),
        }
    }

    fn finish(mut self) -> Page {
        self.drop_annotation();
        (self.page.examples, self.page.unanswered) = self.messages.finish(&mut self.page.problems);
        for block in &mut self.page.resources {
            block.base_in_prose.clone_from(&self.page.base_type);
        }
        self.page.problems.sort_by_key(|problem| problem.line);
        self.page
    }

    fn front_matter(&mut self, text: &str) {
        self.page.title = front_matter::value(text, "title").unwrap_or_default();
        self.page.doc_type = front_matter::value(text, "doc_type");
    }

    fn heading(&mut self, level: u8, text: &str, anchor: Option<&str>) {
        text.clone_into(&mut self.heading);
        if level == 1 {
            if self.section == Section::Introduction {
                self.page.title = text.trim().to_string();
            }
            return; // later first-level headings are tabs of code samples
        }
        self.messages.heading(text, anchor);
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
        if let Some(at) = first_opening(text) {
            self.page.problems.push(Problem::new(line + at, Problem::FENCE_IN_COMMENT));
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
            self.page.problems.push(Problem::new(annotation.line, Problem::NO_BLOCK));
        }
    }

    fn text(&mut self, line: usize, inline: Inline<'_>, source: Option<&str>) {
        self.messages.take_late_text(line, source, &mut self.page.problems);
        let text = inline.text;
        if self.page.namespace.is_none() && self.section == Section::Introduction {
            self.page.namespace = prose::namespace(&text).map(str::to_string);
        }
        self.types(&text, &inline.links);
        if self.section == Section::Introduction {
            let base = || translated_base::base_type(&text, &inline.links);
            self.page.base_type = self.page.base_type.take().or_else(base);
            self.page.is_open_type |= says_open(&text);
        }
        let links = inline.links.into_iter().map(Cow::into_owned);
        match self.section {
            Section::RequestBody => self.page.request_links.extend(links),
            Section::Response => {
                self.page.response_links.extend(links);
                self.statuses(line, &text);
            }
            _ => {}
        }
    }

    /// What a text says of the page's type: the sections of a request and its response say nothing of it.
    fn types(&mut self, text: &str, links: &[Cow<'_, str>]) {
        if !matches!(self.section, Section::Introduction | Section::Properties | Section::Other(_)) {
            return;
        }
        if let Some(base) = base_type(text, links) {
            self.page.base_type.get_or_insert(base);
        }
        self.page.derived_types.extend(derived_types(text, links));
    }

    fn statuses(&mut self, line: usize, text: &str) {
        for status in prose::statuses(text) {
            if self.page.documented_statuses.iter().all(|known| known.status != status) {
                self.page.documented_statuses.push(DocumentedStatus { line, status });
            }
        }
    }

    fn table(&mut self, table: &Table<'_>) {
        if self.section == Section::Permissions {
            self.page.permissions.extend(permissions_table::rows(table));
        } else if self.section == Section::RequestHeaders {
            self.page.request_headers.extend(header_table::rows(table));
        } else if let Some(rows) = property_table::rows(table, &self.section) {
            self.page.properties.extend(rows);
        } else if let Some(enumeration) = self.enumeration(table) {
            self.page.enumerations.push(enumeration);
        } else if self.section == Section::Response {
            let cells = table.rows.iter().flat_map(|row| row.cells.iter().map(|cell| (row.line, cell)));
            cells.for_each(|(line, cell)| self.statuses(line, &cell.text));
        }
    }

    fn enumeration(&self, table: &Table<'_>) -> Option<Enumeration> {
        let page_type = self.page.is_enumeration().then(|| self.page.type_word());
        member_table::read(table, &self.heading, &self.section, page_type)
    }

    fn fence(&mut self, line: usize, fence: &Fence<'_>) {
        let annotation = self.annotation.take();
        if !fence.closed {
            self.page.problems.push(Problem::new(line, Problem::UNCLOSED_FENCE));
        }
        self.page.blocks.push(Block { line, annotation: annotation.clone() });
        let is_message = messages::is_message(fence, annotation.as_deref());
        let problems = &mut self.page.problems;
        match annotation.as_ref().and_then(|annotation| annotation.block_type()) {
            Some("resource") => self.resource(line, fence, annotation),
            _ if self.messages.take_late_body(line, fence, problems) => {}
            Some("request") if self.section == Section::HttpRequest => {
                self.request_lines(fence);
                self.messages.take_template(fence, annotation);
            }
            _ if self.section == Section::HttpRequest => self.request_lines(fence),
            _ if is_message => self.messages.take(line, fence, annotation, problems),
            _ => {}
        }
    }

    fn resource(&mut self, line: usize, fence: &Fence<'_>, annotation: Option<Arc<Annotation>>) {
        let json = JsonText::read(fence.text.trim_end(), fence.first_line);
        let repairs = json
            .repairs()
            .iter()
            .map(|repair| Problem::new(repair.line, format!("JSON: {}", repair.message)));
        self.page.problems.extend(repairs);
        let Some(annotation) = annotation else { return };
        self.page.resources.push(ResourceBlock { line, annotation, json, base_in_prose: None });
    }

    fn request_lines(&mut self, fence: &Fence<'_>) {
        let lines = Lines::of(&fence.text, 1).zip(fence.first_line..);
        for (text, line) in lines.filter(|(text, _)| !is_blank(text)) {
            match start_line::request_line(text) {
                Some((method, path)) => self.page.http_request.push(RequestLine { line, method, path }),
                None => self.page.problems.push(Problem::new(line, Problem::NO_REQUEST_LINE)),
            }
        }
    }
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
    fn what_cannot_be_paired_is_a_problem_with_its_line() {
        assert_eq!(
            problems("<!-- {\"blockType\":\"response\"} -->\n\ntext\n"),
            ["1: an annotation with no fenced block behind it"]
        );
        assert_eq!(problems("## HTTP request\n```http\nnot http\n```\n"), ["3: not an HTTP request line"]);
        assert_eq!(problems("```http\nwords\n```\n"), ["1: a fenced block that is no HTTP message"]);
    }
}
