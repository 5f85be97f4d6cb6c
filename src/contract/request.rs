//! What a page promises of a request.

use std::sync::Arc;

use serde_json::Value;

use super::documented_at::DocumentedAt;
use super::schema::Schema;
use super::shape::{Shape, Types};
use super::template::PathTemplate;
use super::url_template::UrlTemplate;

/// A documented request.
#[derive(Debug)]
pub struct DocumentedRequest {
    /// The request line.
    pub documented_at: DocumentedAt,
    /// The method, in capitals.
    pub method: String,
    /// The URL of the example; its path is the template of the HTTP request section where one matches.
    pub url: UrlTemplate,
    /// The version to ask: the URL's; where it names neither one nor a host, what the page's other requests name, else its folder.
    pub version: Option<String>,
    /// What the example's URL shows in the place of placeholders, by placeholder.
    pub path_samples: Vec<(String, String)>,
    /// Headers to send: the example's and the required ones, without `Content-Length` and `Authorization`.
    pub headers: Vec<(String, String)>,
    /// Where `Authorization` is said to be required.
    pub authorization: Option<DocumentedAt>,
    /// Where `Content-Type` is said to be required.
    pub content_type_at: Option<DocumentedAt>,
    /// The body; `None`: the example has none, or one that is no JSON.
    pub body: Option<RequestBody>,
    /// Whether the example has a body that is no JSON: of that, the page promises the `Content-Type` alone.
    pub has_other_body: bool,
}

/// A documented request body.
#[derive(Debug)]
pub struct RequestBody {
    /// The example's literal.
    pub example: Value,
    /// What each member is; it holds what may be sent, so no read-only members.
    pub shape: Arc<Shape>,
    /// The named types that the shape refers to.
    pub types: Arc<Types>,
    /// The schema of what may be sent.
    pub schema: Schema,
}

impl DocumentedRequest {
    /// The path template.
    #[must_use]
    pub fn path(&self) -> &PathTemplate {
        &self.url.path
    }

    /// The documented value of a header, by name in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}
