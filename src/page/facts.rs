//! What a documentation page says.

use std::sync::Arc;

use super::annotation::Annotation;
use super::example::{Example, Unanswered};
use super::header_table::HeaderRow;
use super::member_table::Enumeration;
use super::permissions_table::PermissionRow;
use super::problem::Problem;
use super::property_table::PropertyRow;
use super::prose::DocumentedStatus;
use super::read;
use super::resource_block::ResourceBlock;

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
    /// What the tables under "Permissions" name.
    pub permissions: Vec<PermissionRow>,
    /// The table of request headers.
    pub request_headers: Vec<HeaderRow>,
    /// The rows of every property table, in the order of the page.
    pub properties: Vec<PropertyRow>,
    /// The members of enumerations, where a table lists them.
    pub enumerations: Vec<Enumeration>,
    /// The status codes that the Response section names.
    pub documented_statuses: Vec<DocumentedStatus>,
    /// Where the links of the Request body section lead, outside of its tables.
    pub request_links: Vec<String>,
    /// Where the links of the Response section lead.
    pub response_links: Vec<String>,
    /// The request and response pairs.
    pub examples: Vec<Example>,
    /// The requests that no response answers.
    pub unanswered: Vec<Unanswered>,
    /// The JSON representations.
    pub resources: Vec<ResourceBlock>,
    /// The resource type this one is derived from, as the prose names it.
    pub base_type: Option<String>,
    /// Whether the page says that its type is an open one, whose objects may have more properties than it describes.
    pub is_open_type: bool,
    /// The resource types derived from this one, as the prose names them.
    pub derived_types: Vec<String>,
    /// What had to be repaired or could not be read.
    pub problems: Vec<Problem>,
}

impl Page {
    /// The word that a page about one type starts its title with: `thing` of "thing resource type".
    #[must_use]
    pub fn type_word(&self) -> &str {
        self.title.split_whitespace().next().unwrap_or_default()
    }

    /// Whether the page is that of an enumeration.
    #[must_use]
    pub fn is_enumeration(&self) -> bool {
        self.doc_type.as_deref() == Some("enumPageType") || self.title.ends_with("enum type")
    }

    /// Reads a page. `path` is only remembered.
    #[must_use]
    pub fn read(path: &str, text: &str) -> Page {
        read::read(path, text)
    }
}
