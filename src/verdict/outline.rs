//! What JSON looks like apart from its values, and where two such outlines differ: neither is right, they are two services'.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::contract::is_control;
use crate::pointer::child;

/// The kinds of a value, its members, and what the items of an array have in common.
///
/// ```
/// use graph_contract::verdict::Outline;
/// use serde_json::json;
/// let (one, other) = (Outline::of(&json!({"a": 1, "b": "x"})), Outline::of(&json!({"a": "1"})));
/// let told: Vec<_> = one.differences(&other).into_iter().map(|found| (found.pointer, found.one, found.other)).collect();
/// assert_eq!(told, [
///     ("/a".to_string(), "a number".to_string(), "a string".to_string()),
///     ("/b".to_string(), "a string".to_string(), "nothing".to_string()),
/// ]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    kinds: BTreeSet<&'static str>,
    members: BTreeMap<String, Outline>,
    /// What is in an array; `None`: there is none, or nothing is in it.
    items: Option<Box<Outline>>,
}

/// Where two outlines differ, and what is there in each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineDifference {
    /// Where; the items of an array are `*`.
    pub pointer: String,
    /// What is there in the one.
    pub one: String,
    /// What is there in the other.
    pub other: String,
}

impl Outline {
    /// The outline of a value. Control information (`@odata.type`) is not part of it: services leave it out as they like.
    #[must_use]
    pub fn of(value: &Value) -> Outline {
        let mut outline = Outline::default();
        outline.add(value);
        outline
    }

    fn add(&mut self, value: &Value) {
        self.kinds.insert(kind(value));
        match value {
            Value::Object(object) => {
                for (name, value) in object.iter().filter(|(name, _)| !is_control(name)) {
                    self.members.entry(name.clone()).or_default().add(value);
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.items.get_or_insert_default().add(item);
                }
            }
            _ => {}
        }
    }

    /// Members that one of the two lacks, and kinds that differ. What stands in a list is compared where both list something.
    #[must_use]
    pub fn differences(&self, other: &Outline) -> Vec<OutlineDifference> {
        let mut found = Vec::new();
        self.compare(other, String::new(), &mut found);
        found
    }

    fn compare(&self, other: &Outline, pointer: String, found: &mut Vec<OutlineDifference>) {
        if self.kinds != other.kinds {
            let difference =
                OutlineDifference { pointer: pointer.clone(), one: self.words(), other: other.words() };
            found.push(difference);
        }
        if self.kinds.is_disjoint(&other.kinds) {
            return;
        }
        let nothing = Outline::default();
        let names: BTreeSet<&String> = self.members.keys().chain(other.members.keys()).collect();
        for name in names {
            let [one, two] = [self, other].map(|outline| outline.members.get(name).unwrap_or(&nothing));
            one.compare(two, child(&pointer, name), found);
        }
        if let (Some(one), Some(two)) = (&self.items, &other.items) {
            one.compare(two, format!("{pointer}/*"), found);
        }
    }

    fn words(&self) -> String {
        match self.kinds.is_empty() {
            true => "nothing".to_string(),
            false => self.kinds.iter().copied().collect::<Vec<_>>().join(" or "),
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(one: Value, other: Value) -> Vec<String> {
        let found = Outline::of(&one).differences(&Outline::of(&other));
        found.into_iter().map(|found| format!("{} {} / {}", found.pointer, found.one, found.other)).collect()
    }

    #[test]
    fn values_and_control_information_are_no_difference() {
        assert_eq!(told(json!({"a": 1, "@odata.type": "x"}), json!({"a": 2, "b@odata.count": 1})), [""; 0]);
        assert_eq!(told(json!({"value": []}), json!({"value": [{"a": 1}]})), [""; 0]);
    }

    #[test]
    fn a_member_or_a_kind_is_told_where_it_is() {
        assert_eq!(told(json!({"a": {"b/c": 1}}), json!({"a": {}})), ["/a/b~1c a number / nothing"]);
        assert_eq!(told(json!({"a": {"b": 1}}), json!({"a": null})), ["/a an object / null"]);
        assert_eq!(told(json!([1]), json!({})), [" an array / an object"]);
    }

    #[test]
    fn the_items_of_a_list_are_taken_together() {
        let (one, other) = (json!([{"a": 1}, {"a": null, "b": 1}]), json!([{"a": 1, "b": 2}]));
        assert_eq!(told(one, other), ["/*/a a number or null / a number"]);
    }
}
