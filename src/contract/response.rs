//! What a page promises of a response.

use std::sync::Arc;

use serde_json::Value;

use super::answered::AnsweredTypes;
use super::documented_at::DocumentedAt;
use super::schema::Schema;
use super::shape::{Shape, Types};

/// A documented response.
#[derive(Debug)]
pub struct DocumentedResponse {
    /// The status line.
    pub documented_at: DocumentedAt,
    /// The status code.
    pub status: u16,
    /// The headers a service must send, with the line of each; the value is a sample.
    pub headers: Vec<(String, String, DocumentedAt)>,
    /// The media type of the body, without parameters.
    pub media_type: Option<(String, DocumentedAt)>,
    /// The body.
    pub body: DocumentedBody,
    /// Annotated `expectError`: the documented answer is an error.
    pub expects_error: bool,
}

/// A documented response body.
#[derive(Debug)]
pub enum DocumentedBody {
    /// The page shows none.
    None,
    /// JSON of this shape.
    Json(Box<JsonBody>),
    /// Something that is no JSON, as the page shows it.
    Other(String),
}

/// A documented JSON body.
#[derive(Debug)]
pub struct JsonBody {
    /// The example's literal.
    pub example: Value,
    /// What each member is.
    pub shape: Arc<Shape>,
    /// The named types that the shape refers to.
    pub types: Arc<Types>,
    /// The schema that bodies are judged by.
    pub schema: Schema,
    /// Where the body begins.
    pub documented_at: DocumentedAt,
    /// The member that holds the collection, for a collection.
    pub collection_property: Option<String>,
    /// The types that answers name and the page does not show.
    pub answered: Arc<AnsweredTypes>,
}

impl DocumentedResponse {
    /// The JSON body, if there is one.
    #[must_use]
    pub fn json(&self) -> Option<&JsonBody> {
        match &self.body {
            DocumentedBody::Json(body) => Some(body),
            DocumentedBody::None | DocumentedBody::Other(_) => None,
        }
    }

    /// Whether the body may have this property, `status/state` within `status`; a body that is no JSON says nothing of it.
    pub(crate) fn may_have(&self, property: &str) -> bool {
        self.json().is_none_or(|body| {
            let mut names = property.split('/');
            names.try_fold(&*body.shape, |shape, name| shape.member(name, &body.types)).is_some()
        })
    }
}
