//! What a double holds.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::contract::{DocumentedExample, PathTemplate, Role, fill, guid, is_control};
use crate::exchange::Variables;

/// Resources by the path that addresses them.
///
/// ```
/// use graph_contract::target::State;
/// let mut state = State::default();
/// state.put("/things/1", serde_json::Map::new());
/// assert!(state.get("/things/1").is_some());
/// assert!(state.get("/things/2").is_none());
/// ```
#[derive(Debug, Clone, Default)]
pub struct State {
    resources: BTreeMap<String, Map<String, Value>>,
    created: usize,
}

impl State {
    /// The resource at a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Map<String, Value>> {
        self.resources.get(path)
    }

    /// Puts a resource at a path.
    pub fn put(&mut self, path: &str, resource: Map<String, Value>) {
        self.resources.insert(path.to_string(), resource);
    }

    /// Takes a resource away; `false`: there was none.
    pub fn remove(&mut self, path: &str) -> bool {
        self.resources.remove(path).is_some()
    }

    /// The resources directly below a collection's path, in the order of their paths.
    pub fn below(&self, path: &str) -> impl Iterator<Item = &Map<String, Value>> {
        let prefix = format!("{path}/");
        let direct = move |(known, _): &(&String, _)| {
            known.strip_prefix(&prefix).is_some_and(|rest| !rest.contains('/'))
        };
        self.resources.iter().filter(direct).map(|(_, resource)| resource)
    }

    /// A new identifier, the same ones in the same order on every run.
    pub(super) fn new_id(&mut self) -> String {
        self.created += 1;
        guid(&format!("created {}", self.created), Role::Held)
    }

    /// Makes the resource that an example addresses exist; what it holds is what the example shows, placeholders filled,
    /// overlaid with `body`. Returns the values that address it.
    pub(super) fn seed(&mut self, example: &DocumentedExample, body: Option<&Value>) -> Variables {
        let mut resource = shown(example);
        for (name, value) in body.and_then(Value::as_object).into_iter().flatten() {
            resource.insert(name.clone(), value.clone());
        }
        let path = example.request.path();
        let variables = addresses(example, &resource);
        if let Some(key) =
            path.key().and_then(|key| variables.get(key)).filter(|_| resource.contains_key("id"))
        {
            resource.insert("id".to_string(), Value::String(key.clone()));
        }
        if let Ok(path) = canonical(path, &variables) {
            self.put(&path, resource);
        }
        variables
    }
}

/// The path that a template and its values name: the key of the state.
pub(super) fn canonical(
    path: &PathTemplate,
    variables: &Variables,
) -> Result<String, crate::contract::NoValue> {
    path.fill(|name| variables.get(name).cloned())
}

/// The members of the resource as the example shows them: in the response, or, where that shows none, in the request.
fn shown(example: &DocumentedExample) -> Map<String, Value> {
    let response = example.response.json().filter(|body| body.collection_property.is_none());
    let filled = match (response, &example.request.body) {
        (Some(body), _) => fill(&body.example, &body.shape, &body.types, Role::Held),
        (None, Some(body)) => fill(&body.example, &body.shape, &body.types, Role::Held),
        (None, None) => Value::Null,
    };
    let members = filled.as_object().cloned().unwrap_or_default();
    members.into_iter().filter(|(name, _)| !is_control(name)).collect()
}

/// Values for the placeholders of the example's path: what its URL shows, else the resource's own `id` for the key, else a
/// conforming identifier.
fn addresses(example: &DocumentedExample, resource: &Map<String, Value>) -> Variables {
    let path = example.request.path();
    let samples: Variables = example.request.path_samples.iter().cloned().collect();
    let id = resource.get("id").and_then(Value::as_str);
    let value = |name: &String| {
        let own = id.filter(|_| path.key() == Some(name)).map(str::to_string);
        let value = own.or_else(|| samples.get(name).cloned()).unwrap_or_else(|| guid(name, Role::Held));
        (name.clone(), value)
    };
    let in_query = example.request.url.query_placeholders().map(str::to_string);
    let names: Vec<String> = path.placeholders().iter().cloned().chain(in_query).collect();
    names.iter().map(value).collect()
}
