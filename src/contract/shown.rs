//! What the bodies of a page's examples show, each member beside what is declared of it.
//!
//! A contract takes what a page shows and declares for one promise; whoever looks for contradictions needs the two side by
//! side. Only what is shown is looked up, so this is cheap where a whole documentation set is read.

use std::sync::Arc;

use serde_json::Value;

use super::derive::{Deriving, is_echo};
use super::documented_at::DocumentedAt;
use super::resources::Resources;
use super::shape::{Kind, Nullability};
use crate::page::{Example, JsonText, Page};

mod looking;

use looking::Looking;

/// Which half of an example a body belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// The request.
    Request,
    /// The response.
    Response,
}

/// A JSON body of an example.
#[derive(Debug)]
pub struct ShownBody<'a> {
    /// The example it belongs to.
    pub example: &'a Example,
    /// Its half.
    pub half: Half,
    /// The body's text.
    pub json: &'a JsonText,
    /// The type that the page says the body is, or its members are.
    pub type_name: Option<String>,
    /// Everything in it, in the order of the page, and before what it holds.
    pub members: Vec<ShownMember<'a>>,
}

impl ShownBody<'_> {
    /// Whether this is the body of a request.
    #[must_use]
    pub fn is_request(&self) -> bool {
        self.half == Half::Request
    }
}

/// A member of an object, or of an array, in a body.
#[derive(Debug)]
pub struct ShownMember<'a> {
    /// RFC 6901.
    pub pointer: String,
    /// The name of the property, for the items of an array too.
    pub name: &'a str,
    /// What is shown.
    pub value: &'a Value,
    /// Whether it is an item of an array that the member of this name holds.
    pub is_item: bool,
    /// Whether the value stands for a type, and is none itself (decision 2).
    pub is_placeholder: bool,
    /// What the page or a resource page declares of it.
    pub declared: Option<Declaration>,
    /// The type of the object that it is a member of, and what is known of that.
    pub owner: Arc<Owner>,
}

/// The object that a member belongs to.
#[derive(Debug, Clone, Default)]
pub struct Owner {
    /// Its type, as far as one is known.
    pub type_name: Option<String>,
    /// Whether all its members are described, so that another one is none of it.
    pub is_described: bool,
}

/// What is declared of a member.
#[derive(Debug, Clone)]
pub struct Declaration {
    /// What its values are.
    pub kind: Kind,
    /// The type as the table names it; empty where a JSON representation shows it.
    pub type_name: String,
    /// Whether a property table declares it, and not only a JSON representation.
    pub in_table: bool,
    /// What the page says of null.
    pub nullable: Nullability,
    /// Whether the page says "Read-only".
    pub read_only: bool,
    /// The row, or the line of the representation.
    pub documented_at: DocumentedAt,
}

/// The JSON bodies of a page's examples, requests before their responses.
///
/// ```
/// use graph_contract::{contract::{Resources, shown_bodies}, page::Page};
/// let text = "```http\nGET /things\n```\n```http\nHTTP/1.1 200 OK\n\n{ \"id\": 1 }\n```\n";
/// let page = Page::read("api/thing-get.md", text);
/// let resources = Resources::default();
/// let bodies = shown_bodies(&page, &resources);
/// assert_eq!(bodies[0].members[0].pointer, "/id");
/// ```
#[must_use]
pub fn shown_bodies<'a>(page: &'a Page, resources: &'a Resources) -> Vec<ShownBody<'a>> {
    let deriving = Deriving::of(page, resources);
    let table = deriving.request_table();
    let mut bodies: Vec<ShownBody<'a>> = Vec::new();
    let mut last: Option<&JsonText> = None;
    for example in &page.examples {
        let request = example.request.body.json();
        // several responses may answer one request
        if let Some(json) = request.filter(|json| last.is_none_or(|last| !std::ptr::eq(last, *json))) {
            last = Some(json);
            let type_name = deriving.shown_request_type(example, json);
            let looking = Looking::new(&deriving, resources, &table, true);
            bodies.push(looking.body(example, Half::Request, json, type_name));
        }
        if let Some(json) = example.response.body.json() {
            let table = if is_echo(example) { table.as_slice() } else { &[] };
            let annotation = example.response_annotation.as_deref();
            let type_name = deriving.response_type(annotation);
            let is_said = annotation.is_some_and(|annotation| {
                annotation.block_type() == Some("response") && annotation.text("@odata.type").is_some()
            });
            let looking = Looking::new(&deriving, resources, table, is_said);
            bodies.push(looking.body(example, Half::Response, json, type_name));
        }
    }
    bodies
}
