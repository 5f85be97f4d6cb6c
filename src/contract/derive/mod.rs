//! Deriving a [`Contract`] from a [`Page`](crate::page::Page): one file for requests, one for responses, one for what may be sent.

mod request;
mod response;
mod sendable;

pub(super) use response::only_value;
pub(crate) use response::{is_echo, media_type};

use std::cell::OnceCell;
use std::sync::Arc;

use super::answered::AnsweredTypes;
use super::declared::Declared;
use super::documented_at::DocumentedAt;
use super::operation::Operation;
use super::request::DocumentedRequest;
use super::resources::Resources;
use super::response::DocumentedResponse;
use super::url_template::UrlTemplate;
use super::version::version_meant;
use crate::page::{Example, Page, Problem, Section};

/// What one page promises.
///
/// ```
/// use graph_contract::{contract::{Contract, Resources}, page::Page};
/// let text = "## HTTP request\n```http\nGET /things/{id}\n```\n## Examples\n```http\nGET https://graph.microsoft.com/v1.0/things/{id}\n```\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{ \"id\": \"1\" }\n```\n";
/// let contract = Contract::derive(&Page::read("api/thing-get.md", text), &Resources::default());
/// assert_eq!(contract.operations[0].to_string(), "GET /things/{id}");
/// assert_eq!(contract.examples[0].response.status, 200);
/// ```
#[derive(Debug)]
pub struct Contract {
    /// The page's path, as it was given.
    pub page: String,
    /// The page's title.
    pub title: String,
    /// What can be asked: the lines of the HTTP request section, or the example's request where there is none.
    pub operations: Vec<Operation>,
    /// The least that callers need, by their kind: "Application", "Thing.Read.All", and the row that says so.
    pub permissions: Vec<(String, String, DocumentedAt)>,
    /// The documented examples, in the order of the page.
    pub examples: Vec<DocumentedExample>,
    /// What of the page had to be repaired or could not be read, with its line: what it would have promised is not judged.
    pub problems: Vec<(DocumentedAt, String)>,
}

/// A documented request and the response promised for it.
#[derive(Debug)]
pub struct DocumentedExample {
    /// The annotated name.
    pub name: Option<String>,
    /// What the heading above it calls the example.
    pub heading: Option<String>,
    /// The request.
    pub request: DocumentedRequest,
    /// The response.
    pub response: DocumentedResponse,
}

impl DocumentedExample {
    /// Whether the example reads a collection.
    #[must_use]
    pub fn is_list(&self) -> bool {
        let collection = self.response.json().and_then(|body| body.collection_property.as_ref());
        self.request.method == "GET" && collection.is_some()
    }
}

impl Contract {
    /// Derives what `page` promises; types it names are looked up in `resources`.
    #[must_use]
    pub fn derive(page: &Page, resources: &Resources) -> Contract {
        let deriving = Deriving::of(page, resources);
        let problem = |found: &Problem| (deriving.at.at(found.line), found.message.clone());
        let problems = page.problems.iter().map(problem).collect();
        let mut operations = deriving.operations();
        let examples: Vec<DocumentedExample> =
            page.examples.iter().map(|example| deriving.example(example, &operations)).collect();
        if operations.is_empty() {
            operations = examples.iter().map(|example| Operation::of(&example.request)).collect();
        }
        let permissions = page
            .permissions
            .iter()
            .map(|row| (row.kind.clone(), row.least.join(", "), deriving.at.at(row.line)));
        let permissions = permissions.collect();
        Contract {
            page: page.path.clone(),
            title: page.title.clone(),
            operations,
            permissions,
            examples,
            problems,
        }
    }

    /// What a request's path has for the key of an example: on the example's own path, or on one of the HTTP request section that
    /// ends with the same placeholder.
    pub(crate) fn key(&self, example: &DocumentedExample, path: &str) -> Option<String> {
        let name = example.request.path().key_word()?;
        let listed = self.operations.iter().filter(|listed| listed.method == example.request.method);
        let paths = std::iter::once(example.request.path()).chain(listed.map(|listed| &listed.path));
        let values =
            paths.filter(|path| path.key_word() == Some(name)).find_map(|known| known.matches(path))?;
        values.into_iter().next_back().map(|(_, value)| value)
    }

    /// Where the example that a step names stands: `"name"` in quotes, or a number that starts at 1.
    #[must_use]
    pub fn position(&self, which: &str) -> Option<usize> {
        let number = which.parse().ok().and_then(|number: usize| number.checked_sub(1));
        let name = which.trim_matches('"');
        match number {
            Some(at) => (at < self.examples.len()).then_some(at),
            None => self.examples.iter().position(|example| example.name.as_deref() == Some(name)),
        }
    }

    /// The example of this name, else the one of this number, which starts at 1; without either, the first.
    #[must_use]
    pub fn example(&self, which: Option<&str>) -> Option<&DocumentedExample> {
        let Some(which) = which else { return self.examples.first() };
        let by_name = self.examples.iter().find(|example| example.name.as_deref() == Some(which));
        by_name.or_else(|| self.position(which).map(|at| &self.examples[at]))
    }

    /// What [`example`](Contract::example) finds, one line: `1 (update_thing), 2`.
    #[must_use]
    pub fn example_names(&self) -> String {
        let named = self.examples.iter().enumerate().map(|(at, example)| match &example.name {
            Some(name) => format!("{} ({name})", at + 1),
            None => (at + 1).to_string(),
        });
        named.collect::<Vec<_>>().join(", ")
    }
}

impl Operation {
    fn of(request: &DocumentedRequest) -> Operation {
        Operation {
            method: request.method.clone(),
            path: request.path().clone(),
            documented_at: request.documented_at.clone(),
        }
    }
}

pub(super) struct Deriving<'a> {
    page: &'a Page,
    resources: &'a Resources,
    pub(super) at: DocumentedAt,
    /// See [`version_meant`].
    version: OnceCell<Option<String>>,
    /// Those of the whole page.
    answered: OnceCell<Arc<AnsweredTypes>>,
}

impl<'a> Deriving<'a> {
    pub(super) fn of(page: &'a Page, resources: &'a Resources) -> Deriving<'a> {
        let at = DocumentedAt::new(&page.path, 1);
        Deriving { page, resources, at, version: OnceCell::new(), answered: OnceCell::new() }
    }

    fn operations(&self) -> Vec<Operation> {
        let lines = self.page.http_request.iter().map(|line| Operation {
            method: line.method.to_ascii_uppercase(),
            path: UrlTemplate::documented(&line.path).path,
            documented_at: self.at.at(line.line),
        });
        lines.collect()
    }

    fn version_meant(&self) -> Option<String> {
        self.version.get_or_init(|| version_meant(self.page)).clone()
    }

    fn answered(&self) -> Arc<AnsweredTypes> {
        let among = || Arc::new(AnsweredTypes::among(self.resources.pages()));
        Arc::clone(self.answered.get_or_init(among))
    }

    fn example(&self, example: &Example, operations: &[Operation]) -> DocumentedExample {
        let response = self.response(example);
        let request = self.request(example, operations, &response);
        DocumentedExample { name: example.name.clone(), heading: example.heading.clone(), request, response }
    }

    pub(super) fn request_table(&self) -> Vec<Declared> {
        let rows = self.page.properties.iter().filter(|row| row.section == Section::RequestBody);
        rows.map(|row| Declared::from_row(row, &self.at)).collect()
    }
}
