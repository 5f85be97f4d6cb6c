//! What a double holds.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use serde_json::{Map, Value};

use crate::contract::{DocumentedExample, PathTemplate, Role, encoded, fill, guid, is_control};
use crate::exchange::{Disturbance, Variables};

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
    /// The paths in the order that they were put in first.
    order: Vec<String>,
    created: usize,
    /// The collections whose members were said.
    filled: BTreeSet<String>,
    /// Keys that address nothing, so that nothing is within it either.
    unknown: BTreeSet<String>,
    /// What happens to the next requests.
    disturbances: VecDeque<Disturbance>,
    delay: Duration,
    /// The values that a resource's property still takes, by path.
    moves: BTreeMap<String, (String, VecDeque<Value>)>,
}

impl State {
    /// The resource at a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Map<String, Value>> {
        self.resources.get(path)
    }

    /// Puts a resource at a path.
    pub fn put(&mut self, path: &str, resource: Map<String, Value>) {
        self.unknown.remove(path.rsplit('/').next().unwrap_or_default());
        if self.resources.insert(path.to_string(), resource).is_none() {
            self.order.push(path.to_string());
        }
    }

    /// Whether nobody has said what the collection at a path holds, and nothing is there.
    pub(super) fn is_untouched(&self, path: &str) -> bool {
        !self.filled.contains(path) && self.below(path).next().is_none()
    }

    /// Puts the members of a collection that have an `id` below its path.
    pub(super) fn put_all(&mut self, path: &str, members: &[Value]) {
        for member in members.iter().filter_map(Value::as_object) {
            if let Some(id) = member.get("id").and_then(Value::as_str) {
                self.put(&below(path, id), member.clone());
            }
        }
    }

    /// Takes a resource away; `false`: there was none.
    pub fn remove(&mut self, path: &str) -> bool {
        self.order.retain(|known| known != path);
        self.resources.remove(path).is_some()
    }

    /// The resources directly below a collection's path, in the order that they came there.
    pub fn below(&self, path: &str) -> impl Iterator<Item = &Map<String, Value>> {
        let prefix = format!("{path}/");
        let is_direct =
            move |known: &&String| known.strip_prefix(&prefix).is_some_and(|rest| !rest.contains('/'));
        self.order.iter().filter(is_direct).filter_map(|known| self.resources.get(known))
    }

    /// Has a key address nothing.
    pub(super) fn lack(&mut self, key: &str) {
        self.unknown.insert(encoded(key));
    }

    /// Whether a path leads to what a key addresses that addresses nothing, or into it. `makes`: what the last key addresses is made.
    pub(super) fn lacks(&self, path: &str, makes: bool) -> bool {
        let around = path.rsplit_once('/').map_or("", |(around, _)| around);
        let path = if makes { around } else { path };
        !self.unknown.is_empty() && path.split('/').any(|segment| self.unknown.contains(segment))
    }

    /// A new identifier, the same ones in the same order on every run.
    pub(super) fn new_id(&mut self) -> String {
        self.created += 1;
        guid(&format!("created {}", self.created), Role::Held)
    }

    /// Has the next requests disturbed.
    pub fn disturb(&mut self, disturbance: Disturbance, requests: usize) {
        self.disturbances.extend(std::iter::repeat_n(disturbance, requests));
    }

    /// What happens to the next request; it is used up.
    pub(super) fn disturbance(&mut self) -> Option<Disturbance> {
        let next = self.disturbances.pop_front();
        self.delay = match next {
            Some(Disturbance::Delay(delay)) => delay,
            _ => Duration::ZERO,
        };
        next
    }

    /// How long the last request waits for its answer.
    pub(super) fn delay(&self) -> Duration {
        self.delay
    }

    /// Has a property of the resource at `path` take these values, one with each read; `status/state` is within `status`.
    pub fn move_on(&mut self, path: &str, property: &str, values: Vec<Value>) {
        self.moves.insert(path.to_string(), (property.to_string(), values.into()));
    }

    /// The resource at a path as it is read now; what was read, it moves on.
    pub(super) fn read(&mut self, path: &str) -> Option<Map<String, Value>> {
        let resource = self.resources.get_mut(path)?;
        let read = resource.clone();
        if let Some((property, values)) = self.moves.get_mut(path)
            && let Some(value) = values.pop_front()
        {
            set(resource, property, value);
        }
        Some(read)
    }

    /// Makes the resource that an example addresses exist; what it holds is what the example shows, placeholders filled,
    /// overlaid with `body`. Returns the values that address it: the `known` ones first.
    pub(super) fn seed(
        &mut self,
        example: &DocumentedExample,
        body: Option<&Value>,
        known: &Variables,
    ) -> Variables {
        let mut resource = shown(example);
        merge(&mut resource, body.and_then(Value::as_object).into_iter().flatten());
        let path = example.request.path();
        let mut variables = addresses(example, &resource);
        for (name, value) in &mut variables {
            known.get(name).into_iter().for_each(|known| value.clone_from(known));
        }
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

    /// Makes the collection that an example lists hold so many members: those that the example shows, again and again, each
    /// with an `id` of its own. Returns the values that address the collection.
    pub(super) fn seed_several(
        &mut self,
        example: &DocumentedExample,
        count: usize,
        known: &Variables,
    ) -> Variables {
        let mut variables = addresses(example, &Map::new());
        for (name, value) in &mut variables {
            known.get(name).into_iter().for_each(|known| value.clone_from(known));
        }
        let Ok(path) = canonical(example.request.path(), &variables) else { return variables };
        let numbered = |(at, member): (usize, &Map<String, Value>)| {
            let id = guid(&format!("member {}", at + 1), Role::Held);
            Value::Object(member.clone().into_iter().chain([("id".to_string(), id.into())]).collect())
        };
        let members: Vec<Value> =
            listed(example).iter().cycle().take(count).enumerate().map(numbered).collect();
        let prefix = format!("{path}/");
        self.resources.retain(|known, _| !known.starts_with(&prefix));
        self.order.retain(|known| !known.starts_with(&prefix));
        self.put_all(&path, &members);
        self.filled.insert(path);
        variables
    }
}

/// The path of a collection's member.
pub(super) fn below(path: &str, id: &str) -> String {
    format!("{path}/{}", encoded(id))
}

/// Puts members into an object; into what is an object already, theirs (OData Protocol 4.01, section 11.4.3).
pub(super) fn merge<'a>(
    object: &mut Map<String, Value>,
    members: impl IntoIterator<Item = (&'a String, &'a Value)>,
) {
    for (name, value) in members {
        match (object.get_mut(name), value) {
            (Some(Value::Object(held)), Value::Object(members)) => merge(held, members),
            _ => drop(object.insert(name.clone(), value.clone())),
        }
    }
}

/// Gives a property its value, where `status/state` is a property of what `status` holds.
fn set(object: &mut Map<String, Value>, property: &str, value: Value) {
    let Some((name, rest)) = property.split_once('/') else {
        object.insert(property.to_string(), value);
        return;
    };
    let inner = object.entry(name).or_insert_with(|| Value::Object(Map::new()));
    if !inner.is_object() {
        *inner = Value::Object(Map::new());
    }
    if let Value::Object(inner) = inner {
        set(inner, rest, value);
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

/// The members of the collection that the example shows, placeholders filled.
fn listed(example: &DocumentedExample) -> Vec<Map<String, Value>> {
    let Some(body) = example.response.json() else { return Vec::new() };
    let filled = fill(&body.example, &body.shape, &body.types, Role::Held);
    let collection =
        body.collection_property.as_ref().and_then(|property| filled.get(property)?.as_array().cloned());
    collection.into_iter().flatten().filter_map(|member| member.as_object().cloned()).collect()
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
