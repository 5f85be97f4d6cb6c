//! What a page's own request and answer show of each other.

use serde_json::Value;

use super::same::same_value;
use crate::contract::{Shape, Types, shows_a_value};

/// What the page's request and its response show in one place.
#[derive(Clone, Copy, Default)]
pub(super) struct OnPage<'a> {
    pub(super) asked: Option<&'a Value>,
    pub(super) shown: Option<&'a Value>,
}

impl<'a> OnPage<'a> {
    pub(super) fn member(self, name: &str) -> Self {
        let member = |body: Option<&'a Value>| body.and_then(|body| body.get(name));
        OnPage { asked: member(self.asked), shown: member(self.shown) }
    }

    /// What the response shows of an item. Which item of the request it answers nobody says.
    pub(super) fn item(self, at: usize) -> Self {
        OnPage { asked: None, shown: self.shown.and_then(|body| body.get(at).or(body.get(0))) }
    }

    /// Whether the page's own answer makes of what was sent what this one does: a null of a value, a value of a null, a list of
    /// another length. A member that is not there shows nothing, and neither does a placeholder.
    pub(super) fn turns(self, wanted: &Value, actual: &Value) -> bool {
        let (Some(asked), Some(shown)) = (self.asked, self.shown) else { return false };
        match (asked, shown, wanted, actual) {
            (Value::Array(asked), Value::Array(shown), Value::Array(wanted), Value::Array(actual)) => {
                let holds = |list: &[Value], all: &[Value]| all.iter().all(|item| list.contains(item));
                // what the page's own list keeps of what it was sent, another one keeps as well
                let is_kept = !holds(shown, asked) || holds(actual, wanted);
                let turns = asked.len() != shown.len() && shown.len() == actual.len();
                turns && is_kept && asked.iter().chain(shown).all(shows_a_value)
            }
            (Value::Null, ..) | (_, Value::Null, ..) => {
                let shows = |null: &Value, value: &Value| null.is_null() && shows_a_value(value);
                let shows = shows(asked, shown) || shows(shown, asked);
                shows && is_of_one_type(asked, wanted) && is_of_one_type(shown, actual)
            }
            _ => false,
        }
    }

    /// Whether the page shows that another value of the same kind comes back than was sent, as of a name that the service puts
    /// something before: then it does not promise that what is sent comes back, and a difference is drift. Placeholders show no
    /// value, and of what holds others each is looked at by itself.
    pub(super) fn differs(self, shape: Option<&Shape>, types: &Types) -> bool {
        let (Some(asked), Some(shown)) = (self.asked, self.shown) else { return false };
        is_of_one_kind(asked, shown)
            && shows_a_value(asked)
            && shows_a_value(shown)
            && !same_value(asked, shown, shape, types)
    }
}

/// Whether two values are plain ones of one JSON type: neither null, nor do they hold others.
pub(super) fn is_of_one_kind(one: &Value, other: &Value) -> bool {
    let is_plain = one.is_string() || one.is_number() || one.is_boolean();
    is_plain && is_of_one_type(one, other)
}

/// Whether two values are of one JSON type.
fn is_of_one_type(one: &Value, other: &Value) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}
