//! The variables that a scenario knows, step by step.

use std::collections::BTreeSet;

use cucumber::gherkin::Step;

use super::Fault;
use super::found::Found;
use crate::contract::{Contract, DocumentedRequest};
use crate::library::Library;
use crate::suite::document::Document;
use crate::suite::variables::names;

/// The names of variables that stand for something.
#[derive(Debug, Default)]
pub(super) struct Names {
    known: BTreeSet<String>,
    /// A step of another crate ran, which may have set any.
    is_open: bool,
}

impl Names {
    /// The placeholders of a page's paths are variables.
    pub(super) fn take(&mut self, contract: &Contract) {
        self.known.extend(placeholders(contract).map(str::to_string));
    }

    pub(super) fn define(&mut self, name: &str) {
        self.known.insert(name.to_string());
    }

    pub(super) fn open(&mut self) {
        self.is_open = true;
    }

    /// A variable in the step, or below it, that stands for nothing; `contract`: the page that is meant.
    pub(super) fn fault(
        &self,
        step: &Step,
        found: &Found,
        library: &Library,
        contract: Option<&Contract>,
    ) -> Option<Fault> {
        if self.is_open {
            return None;
        }
        let in_words = found.groups.iter().skip(1).flat_map(|(_, text)| names(text).map(str::to_string));
        let fixture = found.group("fixture").and_then(|file| Document::of_file(&library.beside(file)).ok());
        let in_fixture = fixture.map(|document| document.variables()).unwrap_or_default();
        let mut all = in_words.chain(below(step)).chain(in_fixture);
        let unknown = all.find(|name| !self.is_known(name))?;
        if contract.is_some_and(|contract| placeholders(contract).any(|name| name == unknown)) {
            return Some(no_value(step, &unknown));
        }
        let known: Vec<&str> = self.known.iter().map(String::as_str).collect();
        let known = if known.is_empty() { "none".to_string() } else { known.join(", ") };
        let help = format!(
            "known here: {known}; set one with: Given the variable \"{unknown}\" is \"...\", or write {{{{{unknown}}}}} for the text itself"
        );
        Some(Fault::new(step.position.line, &format!("no variable {{{unknown}}} is known here"), &help))
    }

    /// A placeholder of the documented request that nothing stands for.
    pub(super) fn unaddressed(&self, step: &Step, request: &DocumentedRequest) -> Option<Fault> {
        if self.is_open {
            return None;
        }
        let in_query = request.url.query_placeholders();
        let mut placeholders = request.path().placeholders().iter().map(String::as_str).chain(in_query);
        let missing = placeholders.find(|name| !self.is_known(name))?;
        Some(no_value(step, missing))
    }

    /// `{id|name}` is `{id | name}`, and either of its names will do.
    fn is_known(&self, name: &str) -> bool {
        let plain = |name: &str| name.replace(' ', "");
        self.known.iter().any(|known| plain(known) == plain(name))
            || name.split('|').any(|part| self.known.contains(part.trim()))
    }
}

/// The placeholders of a page's paths and queries.
fn placeholders(contract: &Contract) -> impl Iterator<Item = &str> {
    let of_examples = contract.examples.iter().flat_map(|example| {
        let in_query = example.request.url.query_placeholders();
        example.request.path().placeholders().iter().map(String::as_str).chain(in_query)
    });
    let operations = contract.operations.iter().flat_map(|operation| operation.path.placeholders());
    of_examples.chain(operations.map(String::as_str))
}

fn no_value(step: &Step, placeholder: &str) -> Fault {
    let help = "say which resource is meant: Given an existing ..., or remember its key under the placeholder's name: \
                the property \"id\" is remembered as \"...\"";
    Fault::new(step.position.line, &format!("no value for the placeholder {{{placeholder}}}"), help)
}

fn below(step: &Step) -> Vec<String> {
    let document = step.docstring.as_deref().and_then(|text| Document::read(text).ok());
    let of_document = document.map(|document| document.variables()).unwrap_or_default();
    let cells = step.table.iter().flat_map(|table| &table.rows).flatten();
    let of_cells = cells.flat_map(|cell| names(cell).map(str::to_string));
    of_document.into_iter().chain(of_cells).collect()
}
