//! What was sent must come back where the documented response shows it (decision 10); and what a step says a body includes.

use serde_json::{Map, Value};

use super::judge::Sent;
use super::same::{items, same_value};
use super::violation::{Code, Judgement, Violation, child, shown};
use crate::contract::{DocumentedExample, Shape, Types, is_control};

/// The members that were sent and came back with another value. A member that did not come back at all is missing, which
/// [`judge`](super::judge) says already; a write-only one is not shown in the documented response.
pub fn judge_sent(example: &DocumentedExample, sent: &Sent, body: &Value) -> Judgement {
    let (Some(Value::Object(members)), Some(promised)) = (&sent.body, example.response.json()) else {
        return Judgement::default();
    };
    let Value::Object(actual) = body else { return Judgement::default() };
    let mut comparing = Comparing::new(example, Some(&promised.example));
    comparing.members("", members, actual, Some(&promised.shape));
    Judgement::of(comparing.violations)
}

/// What a body lacks of `wanted`: every member of it, whether or not the page shows it. `control`: its control information
/// too; a service need not send back what it was sent of that.
pub fn judge_includes(example: &DocumentedExample, wanted: &Value, body: &Value, control: bool) -> Judgement {
    let mut comparing = Comparing { control, ..Comparing::new(example, None) };
    let shape = example.response.json().map(|promised| &promised.shape);
    comparing.value("", wanted, body, shape);
    Judgement::of(comparing.violations)
}

struct Comparing<'a> {
    example: &'a DocumentedExample,
    types: &'a Types,
    /// The documented body, where only what it shows is looked for.
    documented: Option<&'a Value>,
    control: bool,
    violations: Vec<Violation>,
}

static NO_TYPES: Types = Types::new();

impl<'a> Comparing<'a> {
    fn new(example: &'a DocumentedExample, documented: Option<&'a Value>) -> Comparing<'a> {
        let types = example.response.json().map_or(&NO_TYPES, |promised| &promised.types);
        Comparing { example, types, documented, control: false, violations: Vec::new() }
    }

    /// Objects are compared by the members of `wanted`, arrays member by member, everything else as a whole.
    fn value(&mut self, pointer: &str, wanted: &Value, actual: &Value, shape: Option<&Shape>) {
        match (wanted, actual) {
            (Value::Object(wanted), Value::Object(actual)) => self.members(pointer, wanted, actual, shape),
            (Value::Array(wanted), Value::Array(actual)) if wanted.len() == actual.len() => {
                for (at, (wanted, actual)) in wanted.iter().zip(actual).enumerate() {
                    self.value(&format!("{pointer}/{at}"), wanted, actual, shape.and_then(items));
                }
            }
            _ if same_value(wanted, actual, shape, self.types) => {}
            _ => self.violated(Code::PropertyValue, pointer, wanted, &shown(actual), shape),
        }
    }

    fn members(
        &mut self,
        pointer: &str,
        wanted: &Map<String, Value>,
        actual: &Map<String, Value>,
        shape: Option<&Shape>,
    ) {
        for (name, value) in wanted {
            let pointer = child(pointer, name);
            let shape = shape.and_then(|shape| shape.member(name, self.types));
            match actual.get(name) {
                _ if !self.is_looked_for(&pointer, name) => {}
                Some(actual) => self.value(&pointer, value, actual, shape),
                None if self.documented.is_some() => {} // a missing member is missing by the page alone
                None => self.violated(Code::PropertyMissing, &pointer, value, "nothing", shape),
            }
        }
    }

    /// What was sent is looked for where the page shows it; what a step wants, everywhere.
    fn is_looked_for(&self, pointer: &str, name: &str) -> bool {
        let is_shown = self.documented.is_none_or(|documented| documented.pointer(pointer).is_some());
        is_shown && (self.control || !is_control(name))
    }

    fn violated(&mut self, code: Code, pointer: &str, wanted: &Value, actual: &str, shape: Option<&Shape>) {
        let as_sent = if self.documented.is_some() { ", as sent" } else { "" };
        let expected = format!("{}{as_sent}", shown(wanted));
        let at = shape.map_or(&self.example.response.documented_at, |shape| &shape.documented_at);
        self.violations.push(Violation::new(code, pointer, expected, actual, Some(at)));
    }
}
