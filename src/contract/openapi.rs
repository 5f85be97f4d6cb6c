//! Contracts as one OpenAPI 3.1 document.
//!
//! The schemas are those that bodies are judged by; named types move to `components/schemas`. OpenAPI wants the names in a
//! path to be unique and takes two paths that differ in these names alone for one, so names are made so.

use serde_json::{Map, Value, json};

use super::derive::{Contract, DocumentedExample};
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
    document.finish()
}

#[derive(Default)]
struct Document {
    paths: Map<String, Value>,
    schemas: Map<String, Value>,
    versions: Vec<String>,
}

impl Document {
    fn add(&mut self, contract: &Contract, example: &DocumentedExample) {
        let request = &example.request;
        if let Some(version) = request.url.version.as_ref().filter(|version| !self.versions.contains(version))
        {
            self.versions.push(version.clone());
        }
        let path = self.path_like(request.path());
        let responses = self.response(example);
        let request_body = self.request_body(example);
        let parameters = parameters(&path);
        let item = self.paths.entry(path).or_insert_with(|| json!({}));
        let method = request.method.to_lowercase();
        if item.get(&method).is_none() {
            item[&method] = json!({
                "summary": contract.title,
                "externalDocs": {"url": request.documented_at.to_string()},
                "parameters": parameters,
                "responses": {},
            });
        }
        let operation = &mut item[&method];
        if let (Some(body), None) = (request_body, operation.get("requestBody")) {
            operation["requestBody"] = body;
        }
        let status = example.response.status.to_string();
        if operation["responses"].get(&status).is_none() {
            operation["responses"][&status] = responses;
        }
    }

    /// The path with unique names; a path that is there already under other names counts as the same.
    fn path_like(&self, template: &PathTemplate) -> String {
        let path = unique_names(template);
        let known = self.paths.keys().find(|known| structure(known) == structure(&path));
        known.cloned().unwrap_or(path)
    }

    fn response(&mut self, example: &DocumentedExample) -> Value {
        let promised = &example.response;
        let mut response = json!({"description": format!("documented at {}", promised.documented_at)});
        let media_type = promised.media_type.as_ref().map_or("application/json", |(name, _)| name.as_str());
        if let Some(body) = promised.json() {
            response["content"] = json!({media_type: {"schema": self.moved(body.schema.json())}});
        }
        response
    }

    fn request_body(&mut self, example: &DocumentedExample) -> Option<Value> {
        let body = example.request.body.as_ref()?;
        let media_type =
            example.request.header("content-type").map_or("application/json".into(), super::media_type);
        let schema = self.moved(body.schema.json());
        Some(json!({"required": true, "content": {media_type: {"schema": schema}}}))
    }

    /// A schema with its named types moved to the components. A request's types are closed and get names of their own.
    fn moved(&mut self, schema: &Value) -> Value {
        let mut schema = schema.clone();
        let Value::Object(keywords) = &mut schema else { return schema };
        keywords.remove("$schema");
        let suffix = if keywords.get("additionalProperties").is_some() { ".sent" } else { "" };
        let types = keywords.remove("$defs");
        refer(&mut schema, suffix);
        for (name, mut type_schema) in
            types.as_ref().and_then(Value::as_object).cloned().into_iter().flatten()
        {
            refer(&mut type_schema, suffix);
            self.schemas.entry(format!("{name}{suffix}")).or_insert(type_schema);
        }
        schema
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

fn unique_names(template: &PathTemplate) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut path = template.as_str().to_string();
    for placeholder in template.placeholders() {
        let word: String =
            placeholder.chars().take_while(|c| c.is_ascii_alphanumeric() || "_-.".contains(*c)).collect();
        let word = if word.is_empty() { "key".to_string() } else { word };
        let numbered = (2..).map(|number| format!("{word}{number}"));
        let name =
            std::iter::once(word.clone()).chain(numbered).find(|name| !names.contains(name)).unwrap_or(word);
        let written = path.find(&format!("{{{placeholder}}}")).or_else(|| path.find('{'));
        if let Some((start, end)) = written.and_then(|start| Some((start, start + path[start..].find('}')?)))
        {
            path.replace_range(start..=end, &format!("\u{1}{name}\u{2}"));
        }
        names.push(name);
    }
    path.replace('\u{1}', "{").replace('\u{2}', "}")
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

fn parameters(path: &str) -> Vec<Value> {
    let names = path.split('{').skip(1).filter_map(|part| part.split('}').next());
    names
        .map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_a_path_are_unique_words() {
        let path = PathTemplate::read("/users/{id | userPrincipalName}/events/{id}");
        assert_eq!(unique_names(&path), "/users/{id}/events/{id2}");
        assert_eq!(structure("/users/{id}/x"), structure("/users/{userId}/x"));
        assert_ne!(structure("/users/{id}/x"), structure("/users/{id}/y"));
    }
}
