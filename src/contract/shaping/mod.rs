//! From what a page shows and declares to a [`Shape`](super::shape::Shape).
//!
//! Decision 1: a type in a property table (this page's, else the resource's) wins over the resource's JSON
//! representation, and that over the literal in the example. Decision 3: what an example shows is required.

mod body;
mod declared;
mod items;
mod shown;

use serde_json::Value;

use super::declared::Declared;
use super::documented_at::DocumentedAt;
use super::resources::Resources;
use super::selection::Selection;
use super::shape::Types;
use crate::page::JsonText;

/// Derives the shapes of one page.
pub(super) struct Shaping<'a> {
    resources: &'a Resources,
    page_at: DocumentedAt,
    /// This page's table, where it speaks of the body being shaped.
    table: Vec<Declared>,
    /// What the request asks for by name, in lower case: no annotation of the resource makes it optional.
    asked_for: Vec<String>,
    types: Types,
    pending: Vec<String>,
}

/// A value on the page.
#[derive(Clone, Copy)]
struct Shown<'a> {
    json: &'a JsonText,
    pointer: &'a str,
    value: &'a Value,
}

impl<'a> Shown<'a> {
    fn at(self, page: &DocumentedAt) -> DocumentedAt {
        page.at(self.json.line_of(self.pointer))
    }
}

impl<'a> Shaping<'a> {
    pub(in crate::contract) fn new(
        resources: &'a Resources,
        page_at: DocumentedAt,
        table: Vec<Declared>,
    ) -> Shaping<'a> {
        Shaping { resources, page_at, table, asked_for: Vec::new(), types: Types::new(), pending: Vec::new() }
    }

    pub(in crate::contract) fn asked_for(self, selection: &Selection) -> Shaping<'a> {
        Shaping { asked_for: selection.properties().map(str::to_string).collect(), ..self }
    }

    /// The named types that the shapes made so far refer to, and those these refer to.
    pub(in crate::contract) fn finish(mut self) -> Types {
        while let Some(name) = self.pending.pop() {
            if !self.types.contains_key(&name) {
                let object = self.declared_object(&name);
                self.types.insert(name, object);
            }
        }
        self.types
    }
}
