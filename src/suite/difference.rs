//! The text beside two bodies that differ. No verdict depends on it.

pub(super) use assert_json_diff::CompareMode;
use assert_json_diff::{Config, assert_json_matches_no_panic};
use serde_json::Value;

use super::checking::Answer;
use crate::contract::{Shape, Types};
use crate::verdict::same_value;

/// The text of the difference, its parts in an order that does not change from run to run; `None`: the answer is no JSON, or
/// does not differ.
pub(super) fn difference(wanted: &Value, answer: &Answer<'_>, mode: CompareMode) -> Option<String> {
    let body = answer.response.json()?;
    let wanted = match answer.example.response.json() {
        Some(promised) => spelt_alike(wanted, &body, Some(&promised.shape), &promised.types),
        None => wanted.clone(),
    };
    let text = assert_json_matches_no_panic(&body, &wanted, Config::new(mode)).err()?;
    let mut parts: Vec<&str> = text.split("\n\n").collect();
    parts.sort_unstable();
    Some(parts.join("\n\n"))
}

/// What is wanted, spelt as it came where it is the same value: its text would differ, and nothing is wrong with it.
fn spelt_alike(wanted: &Value, came: &Value, shape: Option<&Shape>, types: &Types) -> Value {
    match (wanted, came) {
        (Value::Object(wanted), Value::Object(came)) => {
            let alike = |(name, value): (&String, &Value)| {
                let member = shape.and_then(|shape| shape.member(name, types));
                let alike = came.get(name).map(|came| spelt_alike(value, came, member, types));
                (name.clone(), alike.unwrap_or_else(|| value.clone()))
            };
            wanted.iter().map(alike).collect()
        }
        _ if same_value(wanted, came, shape, types) => came.clone(),
        _ => wanted.clone(),
    }
}
