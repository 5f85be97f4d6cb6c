//! Contracts as one OpenAPI 3.1 document.
//!
//! The schemas are those that bodies are judged by; named types move to `components/schemas`. OpenAPI wants the names in a
//! path to be unique and takes two paths that differ in these names alone for one, so names are made so.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use super::derive::{Contract, DocumentedExample};
use super::documented_at::DocumentedAt;
use super::own_names::own_names;
use super::schema::Schema;
use super::template::PathTemplate;

/// The document for a set of contracts.
///
/// ```
/// use graph_contract::{contract::openapi, library::Library};
/// let contract = Library::at("fixtures/pages").contract("api/longrunningoperation-update.md").unwrap();
/// let document = openapi(&[contract]);
/// let update = &document["paths"]["/industryData/operations/{longRunningOperationId}"]["patch"];
/// assert_eq!(update["summary"], "Update longRunningOperation");
/// assert!(update["responses"]["200"]["content"]["application/json"]["schema"].is_object());
/// ```
#[must_use]
pub fn openapi(contracts: &[std::sync::Arc<Contract>]) -> Value {
    let mut document = Document::default();
    for contract in contracts {
        for example in &contract.examples {
            document.add(contract, example);
        }
    }
    contracts.iter().for_each(|contract| document.add_listed(contract));
    document.finish()
}

/// What a path of the document can be asked with.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

#[derive(Default)]
struct Document {
    paths: Map<String, Value>,
    /// The paths that are there, by what they are without the names in them.
    by_structure: HashMap<String, String>,
    schemas: Map<String, Value>,
    versions: Vec<String>,
    /// How often an operation's name was given out.
    names: HashMap<String, usize>,
}

impl Document {
    /// Adds an example to the operation of its own path, and to those of the other paths that the page gives its method.
    fn add(&mut self, contract: &Contract, example: &DocumentedExample) {
        let request = &example.request;
        if let Some(version) = request.url.version.as_ref().filter(|version| !self.versions.contains(version))
        {
            self.versions.push(version.clone());
        }
        let others = contract.operations.iter().filter(|operation| operation.method == request.method);
        let templates = std::iter::once(request.path()).chain(others.map(|operation| &operation.path));
        let mut paths: Vec<String> = templates.map(|template| self.path_like(template)).collect();
        paths.dedup();
        let (response, body) = (self.response(example), self.request_body(example));
        let mut done = BTreeSet::new();
        for path in paths.into_iter().filter(|path| done.insert(path.clone())) {
            self.add_at(path, contract, example, &response, body.as_ref());
        }
    }

    fn add_at(
        &mut self,
        path: String,
        contract: &Contract,
        example: &DocumentedExample,
        response: &Value,
        body: Option<&Value>,
    ) {
        let method = example.request.method.to_lowercase();
        if self.lacks(&path, &method) {
            let query = example.request.url.query.as_deref().unwrap_or_default();
            let at = &example.request.documented_at;
            let operation = self.operation(&method, &path, query, contract, at);
            self.paths.entry(path.clone()).or_insert_with(|| json!({}))[&method] = operation;
        }
        let operation = &mut self.paths[&path][&method];
        if let Some(body) = body {
            add_content(&mut operation["requestBody"], body);
        }
        add_content(&mut operation["responses"][example.response.status.to_string()], response);
    }

    /// Adds what the page lists and no example shows: that it can be asked, and nothing of what is answered.
    fn add_listed(&mut self, contract: &Contract) {
        for listed in &contract.operations {
            let (path, method) = (self.path_like(&listed.path), listed.method.to_lowercase());
            if METHODS.contains(&method.as_str()) && self.lacks(&path, &method) {
                let mut operation = self.operation(&method, &path, "", contract, &listed.documented_at);
                let said = format!("listed at {}, without an example", listed.documented_at);
                operation["responses"]["default"] = json!({"description": said});
                self.paths.entry(path).or_insert_with(|| json!({}))[&method] = operation;
            }
        }
    }

    fn lacks(&self, path: &str, method: &str) -> bool {
        self.paths.get(path).is_none_or(|item| item.get(method).is_none())
    }

    /// An operation without its messages.
    fn operation(
        &mut self,
        method: &str,
        path: &str,
        query: &str,
        contract: &Contract,
        at: &DocumentedAt,
    ) -> Value {
        json!({
            "operationId": self.operation_id(method, path),
            "summary": contract.title,
            "externalDocs": {"url": at.to_string()},
            "parameters": parameters(path, query),
            "responses": {},
        })
    }

    /// A name of letters, digits and underscores that no other operation has: `patch_industryData_operations`.
    fn operation_id(&mut self, method: &str, path: &str) -> String {
        let words = path.split('/').filter(|segment| !segment.is_empty() && !segment.starts_with('{'));
        let words = words.map(|segment| {
            let word = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
            segment.chars().map(word).collect::<String>().trim_matches('_').to_string()
        });
        let name = std::iter::once(method.to_string()).chain(words).collect::<Vec<_>>().join("_");
        let count = self.names.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 { name } else { format!("{name}__{count}") }
    }

    /// The path with unique names; a path that is there already under other names counts as the same.
    fn path_like(&mut self, template: &PathTemplate) -> String {
        let path = in_words(template).as_str().to_string();
        self.by_structure.entry(structure(&path)).or_insert(path).clone()
    }

    fn response(&mut self, example: &DocumentedExample) -> Value {
        let promised = &example.response;
        let mut response = json!({"description": format!("documented at {}", promised.documented_at)});
        let media_type = promised.media_type.as_ref().map_or("application/json", |(name, _)| name.as_str());
        if let Some(body) = promised.json() {
            let schema = self.moved(&body.schema);
            response["content"] = json!({media_type: {"schema": schema, "example": body.example}});
        }
        response
    }

    fn request_body(&mut self, example: &DocumentedExample) -> Option<Value> {
        let body = example.request.body.as_ref()?;
        let media_type =
            example.request.header("content-type").map_or("application/json".into(), super::media_type);
        let schema = self.moved(&body.schema);
        let content = json!({media_type: {"schema": schema, "example": body.example}});
        Some(json!({"required": true, "content": content}))
    }

    /// A schema whose named types are among the components. A request's types are closed and get names of their own.
    fn moved(&mut self, schema: &Schema) -> Value {
        let mut root = schema.root();
        let suffix = if schema.is_closed() { ".sent" } else { "" };
        refer(&mut root, suffix);
        for (name, definition) in schema.named() {
            let name = format!("{name}{suffix}");
            if !self.schemas.contains_key(&name) {
                let mut definition = definition();
                refer(&mut definition, suffix);
                self.schemas.insert(name, definition);
            }
        }
        root
    }

    fn finish(self) -> Value {
        let version = self.versions.join(", ");
        let servers: Vec<Value> = self
            .versions
            .iter()
            .map(|version| json!({"url": format!("https://graph.microsoft.com/{version}")}))
            .collect();
        json!({
            "openapi": "3.1.0",
            "info": {
                "title": "What the pages document",
                "version": if version.is_empty() { "1" } else { version.as_str() },
            },
            "servers": servers,
            "paths": self.paths,
            "components": {"schemas": self.schemas},
        })
    }
}

/// Adds a message to what is known of it: of each media type the first example is shown.
fn add_content(known: &mut Value, other: &Value) {
    if known.is_null() {
        known.clone_from(other);
    }
    for (media_type, content) in other["content"].as_object().into_iter().flatten() {
        if known["content"].get(media_type).is_none() {
            known["content"][media_type] = content.clone();
        }
    }
}

fn refer(schema: &mut Value, suffix: &str) {
    match schema {
        Value::Object(keywords) => {
            if let Some(Value::String(target)) = keywords.get_mut("$ref") {
                *target = format!("{}{suffix}", target.replace("#/$defs/", "#/components/schemas/"));
            }
            keywords.values_mut().for_each(|value| refer(value, suffix));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| refer(item, suffix)),
        _ => {}
    }
}

/// The path with names that are words, each its own.
fn in_words(template: &PathTemplate) -> PathTemplate {
    let word = |name: &String| {
        let part = |c: &char| c.is_ascii_alphanumeric() || "_-.".contains(*c);
        let word: String = name.chars().take_while(part).collect();
        if word.is_empty() { "key".to_string() } else { word }
    };
    let words: Vec<String> = template.placeholders().iter().map(word).collect();
    template.renamed(own_names(&words))
}

/// A path without the names in it.
fn structure(path: &str) -> String {
    let mut inside = false;
    path.chars()
        .filter(|c| {
            inside = (inside || *c == '{') && *c != '}';
            !inside || *c == '{'
        })
        .collect()
}

/// The names in the path, and those of the query that an example shows.
fn parameters(path: &str, query: &str) -> Vec<Value> {
    let in_path = path.split('{').skip(1).filter_map(|part| part.split('}').next());
    let in_path = in_path
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}));
    let mut names: Vec<&str> = query.split('&').filter_map(|pair| pair.split('=').next()).collect();
    names.retain(|name| !name.trim().is_empty() && !name.contains(['{', ' ']));
    names.sort_unstable();
    names.dedup();
    let in_query =
        names.into_iter().map(|name| json!({"name": name, "in": "query", "schema": {"type": "string"}}));
    in_path.chain(in_query).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Resources;
    use crate::page::Page;

    fn document(page: &str, resource: &str) -> Value {
        let resource = Page::read("resources/part.md", resource);
        let page = Page::read("api/thing-update.md", page);
        openapi(&[Contract::derive(&page, &Resources::from_pages([&resource])).into()])
    }

    #[test]
    fn every_media_type_of_an_answer_is_there() {
        let page = "```http\nGET /things\n```\n```http\nHTTP/1.1 200 OK\nContent-Type: text/csv\n\na,b\n```\n\
                    ```http\nGET /things\n```\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"a\": 1}\n```\n";
        let answer = &document(page, "")["paths"]["/things"]["get"]["responses"]["200"];
        assert_eq!(answer["content"]["application/json"]["example"], json!({"a": 1}));
    }

    #[test]
    fn what_is_listed_without_an_example_can_be_asked_all_the_same() {
        let page = "# Update thing\n## HTTP request\n```http\nPATCH /things/{id}\nPUT /things/{thing-id}\nDELETE /me/thing\n```\n## Examples\n\
                    ```http\nPATCH https://graph.microsoft.com/v1.0/things/{id}\n```\n```http\nHTTP/1.1 204 No Content\n```\n";
        let paths = &document(page, "")["paths"];
        let put = &paths["/things/{id}"]["put"];
        assert_eq!(put["operationId"], "put_things");
        assert_eq!(put["parameters"][0]["name"], "id");
        let said = "listed at api/thing-update.md:5, without an example";
        assert_eq!(put["responses"], json!({"default": {"description": said}}));
        assert!(paths["/me/thing"]["delete"].is_object(), "{paths}");
        assert!(paths["/things/{id}"]["patch"]["responses"].get("default").is_none(), "{paths}");
    }

    #[test]
    fn types_that_are_sent_are_closed_and_those_answered_are_open() {
        let page = "```http\nPATCH /things/{id}\n\n{\"part\": {\"@odata.type\": \"#microsoft.graph.part\", \"size\": 1}}\n```\n\
                    ```http\nHTTP/1.1 200 OK\n\n{\"part\": {\"@odata.type\": \"#microsoft.graph.part\", \"size\": 1}}\n```\n";
        let resource = "# part resource type\nNamespace: microsoft.graph\n## Properties\n|Property|Type|\n|:-|:-|\n|size|Int32|\n|inner|[part](part.md)|\n";
        let schemas = &document(page, resource)["components"]["schemas"];
        assert_eq!(schemas["microsoft.graph.part.sent"]["additionalProperties"], json!(false));
        assert_eq!(schemas["microsoft.graph.part"].get("additionalProperties"), None, "{schemas}");
    }

    #[test]
    fn names_in_a_path_are_unique_words() {
        let path = PathTemplate::read("/users/{id | userPrincipalName}/events/{id}");
        assert_eq!(in_words(&path).as_str(), "/users/{id}/events/{id2}");
        let path = PathTemplate::read("/{a}/{a2}/{a}/{<>}");
        assert_eq!(in_words(&path).as_str(), "/{a}/{a2}/{a3}/{key}");
        assert_eq!(structure("/users/{id}/x"), structure("/users/{userId}/x"));
        assert_ne!(structure("/users/{id}/x"), structure("/users/{id}/y"));
    }
}
