//! What was sent must come back where the documented response shows it (decision 10); and what a step says a body includes.

use serde_json::{Map, Value};

use super::evolved;
use super::on_page::{OnPage, is_of_one_kind};
use super::place::no_json;
use super::same::{items, same_value};
use super::sent::Sent;
use super::twice;
use super::violation::{Code, Judgement, Violation, shown};
use crate::contract::{DocumentedExample, Shape, Types, is_control};
use crate::exchange::Response;
use crate::pointer::child;

/// The members that were sent and came back with another value. A member that did not come back at all is missing, which
/// [`judge`](super::judge) says already; a write-only one is not shown in the documented response. What a GET sends asks
/// and writes nothing.
pub fn judge_sent(example: &DocumentedExample, sent: &Sent, body: &Value) -> Judgement {
    let (Some(Value::Object(members)), Some(promised)) = (&sent.body, example.response.json()) else {
        return Judgement::default();
    };
    let mut comparing =
        Comparing { may_be_unknown: !sent.asks_for_unknown, ..Comparing::new(example, Way::Sent) };
    let Value::Object(actual) = body else { return Judgement::default() };
    if example.request.method == "GET" {
        return Judgement::default();
    }
    let asked = example.request.body.as_ref().map(|body| &body.example);
    let page = OnPage { asked, shown: Some(&promised.example) };
    comparing.members("", members, actual, Some(&promised.shape), page);
    comparing.found
}

/// The members that were sent and that a read does not show as sent, of those that the page's answer does not show: what of the
/// others comes back [`judge_sent`] says. What a read showed neither before nor afterwards is write-only.
pub fn judge_kept(
    example: &DocumentedExample,
    sent: &Value,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) -> Judgement {
    let Some(request) = example.request.body.as_ref().filter(|_| sent.is_object()) else {
        return Judgement::default();
    };
    let (before, after) = (Value::Object(before.clone()), Value::Object(after.clone()));
    let shown = example.response.json().map(|promised| &promised.example);
    let wanted = readable(sent, shown, Some(&before), Some(&after)).unwrap_or(Value::Null);
    let (Value::Object(wanted), Value::Object(after)) = (&wanted, &after) else {
        return Judgement::default();
    };
    let mut comparing =
        Comparing { types: &request.types, may_be_unknown: true, ..Comparing::new(example, Way::Kept) };
    comparing.members("", wanted, after, Some(&request.shape), OnPage::default());
    comparing.found
}

/// What of a value that was sent a read is to show.
fn readable(
    sent: &Value,
    shown: Option<&Value>,
    before: Option<&Value>,
    after: Option<&Value>,
) -> Option<Value> {
    let is_read = [before, after].into_iter().flatten().any(|read| !read.is_null());
    let is_judged = shown.is_some() && after.is_some();
    match (sent, after) {
        (Value::Object(members), _) => {
            let of = |(name, sent): (&String, &Value)| {
                let [shown, before, after] = [shown, before, after].map(|body| body?.get(name));
                Some((name.clone(), readable(sent, shown, before, after)?))
            };
            let members: Map<String, Value> = members.iter().filter_map(of).collect();
            (!members.is_empty()).then_some(Value::Object(members))
        }
        _ if !is_read || is_judged || (is_empty(sent) && after.is_none()) => None,
        (Value::Array(sent), Some(Value::Array(after))) if sent.len() == after.len() => {
            Some(sent.iter().zip(after).map(|(sent, after)| readable_item(sent, after)).collect())
        }
        _ => Some(sent.clone()),
    }
}

/// Which item it was before nobody says.
fn readable_item(sent: &Value, after: &Value) -> Value {
    match sent {
        Value::Object(_) => readable(sent, None, None, Some(after)).unwrap_or_else(|| Map::new().into()),
        _ => sent.clone(),
    }
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

/// What a body lacks of `wanted`: every member of it, whether or not the page shows it. `control`: its control information
/// too; a service need not send back what it was sent of that.
pub fn judge_includes(example: &DocumentedExample, wanted: &Value, body: &Value, control: bool) -> Judgement {
    let way = if control { Way::Asked } else { Way::AskedWithoutControl };
    let mut comparing = Comparing::new(example, way);
    let shape = example.response.json().map(|promised| &promised.shape);
    comparing.value("", wanted, body, shape.map(AsRef::as_ref), OnPage::default());
    comparing.found
}

/// Whether the body is `wanted`: every member of it, and no other.
pub fn judge_body_is(example: &DocumentedExample, wanted: &Value, response: &Response) -> Judgement {
    let Some(body) = response.json() else { return no_json(example, response) };
    let mut judgement = judge_includes(example, wanted, &body, true);
    let mut more = Vec::new();
    excess("", wanted, &body, &mut more);
    let at = Some(&example.response.documented_at);
    let violation = |(pointer, value): (String, Value)| {
        Violation::new(Code::PropertyValue, pointer, "nothing", shown(&value), at)
    };
    judgement.add(Judgement::of(more.into_iter().map(violation).collect()));
    judgement.add(Judgement::of(twice::violation(&response.body, &body, at).into_iter().collect()));
    judgement
}

/// The members of `actual` that `wanted` does not have.
fn excess(pointer: &str, wanted: &Value, actual: &Value, found: &mut Vec<(String, Value)>) {
    match (wanted, actual) {
        (Value::Object(wanted), Value::Object(actual)) => {
            for (name, value) in actual {
                match wanted.get(name) {
                    Some(wanted) => excess(&child(pointer, name), wanted, value, found),
                    None => found.push((child(pointer, name), value.clone())),
                }
            }
        }
        (Value::Array(wanted), Value::Array(actual)) => {
            for (at, (wanted, actual)) in wanted.iter().zip(actual).enumerate() {
                excess(&format!("{pointer}/{at}"), wanted, actual, found);
            }
        }
        _ => {}
    }
}

/// What is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// What was sent, where the page shows it.
    Sent,
    /// What was sent, where a read is to show it.
    Kept,
    /// Everything a step asks for.
    Asked,
    /// The same without control information.
    AskedWithoutControl,
}

struct Comparing<'a> {
    example: &'a DocumentedExample,
    types: &'a Types,
    way: Way,
    /// Whether nobody asked for the members of enumerations that are answered `unknownFutureValue` else.
    may_be_unknown: bool,
    found: Judgement,
}

static NO_TYPES: Types = Types::new();

impl<'a> Comparing<'a> {
    fn new(example: &'a DocumentedExample, way: Way) -> Comparing<'a> {
        let types = example.response.json().map_or(&NO_TYPES, |promised| &promised.types);
        Comparing { example, types, way, may_be_unknown: false, found: Judgement::default() }
    }

    /// Objects are compared by the members of `wanted`, arrays member by member, everything else as a whole. `page`: what
    /// the documented bodies show in this place, where that matters.
    fn value(
        &mut self,
        pointer: &str,
        wanted: &Value,
        actual: &Value,
        shape: Option<&Shape>,
        page: OnPage<'_>,
    ) {
        match (wanted, actual) {
            (Value::Object(wanted), Value::Object(actual)) => {
                self.members(pointer, wanted, actual, shape, page);
            }
            (Value::Array(wanted), Value::Array(actual)) if wanted.len() == actual.len() => {
                for (at, (wanted, actual)) in wanted.iter().zip(actual).enumerate() {
                    let (pointer, shape) = (format!("{pointer}/{at}"), shape.and_then(items));
                    self.value(&pointer, wanted, actual, shape, page.item(at));
                }
            }
            _ if same_value(wanted, actual, shape, self.types) => {}
            _ if self.may_be_unknown && evolved::stands_for(actual, wanted, shape) => {}
            _ if is_of_one_kind(wanted, actual) && page.differs(shape, self.types)
                || page.turns(wanted, actual) =>
            {
                let drift = self.told(Code::PropertyValue, pointer, wanted, &shown(actual), shape);
                self.found.drift.push(drift);
            }
            _ => self.violated(Code::PropertyValue, pointer, wanted, &shown(actual), shape),
        }
    }

    fn members(
        &mut self,
        pointer: &str,
        wanted: &Map<String, Value>,
        actual: &Map<String, Value>,
        shape: Option<&Shape>,
        page: OnPage<'_>,
    ) {
        for (name, value) in wanted {
            if !self.is_looked_for(name, page.shown) {
                continue;
            }
            let pointer = child(pointer, name);
            let shape = shape.and_then(|shape| shape.member(name, self.types));
            let page = page.member(name);
            match actual.get(name) {
                Some(actual) => self.value(&pointer, value, actual, shape, page),
                None if self.way == Way::Sent => {} // a missing member is missing by the page alone
                None => self.violated(Code::PropertyMissing, &pointer, value, "nothing", shape),
            }
        }
    }

    fn is_looked_for(&self, name: &str, page: Option<&Value>) -> bool {
        let page = page.and_then(Value::as_object);
        let is_shown = self.way != Way::Sent || page.is_none_or(|page| page.contains_key(name));
        is_shown && (self.way == Way::Asked || !is_control(name))
    }

    fn violated(&mut self, code: Code, pointer: &str, wanted: &Value, actual: &str, shape: Option<&Shape>) {
        let violation = self.told(code, pointer, wanted, actual, shape);
        self.found.violations.push(violation);
    }

    fn told(
        &self,
        code: Code,
        pointer: &str,
        wanted: &Value,
        actual: &str,
        shape: Option<&Shape>,
    ) -> Violation {
        let as_sent = if matches!(self.way, Way::Sent | Way::Kept) { ", as sent" } else { "" };
        let expected = format!("{}{as_sent}", shown(wanted));
        let at = shape.map_or(&self.example.response.documented_at, |shape| &shape.documented_at);
        Violation::new(code, pointer, expected, actual, Some(at))
    }
}
