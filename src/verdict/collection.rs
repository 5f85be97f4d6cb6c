//! The members of a collection: how many there are, and what each of them, or one of them, is.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::matcher::Matcher;
use super::place::{Place, no_json};
use super::same::items;
use super::violation::{Code, Judgement, Violation};
use crate::contract::DocumentedExample;
use crate::exchange::Response;
use crate::pointer::child;

/// Properties by path, each with what it is said to be.
pub type Matchers = [(String, Matcher)];

/// How many members a collection is said to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// So many.
    Exactly(usize),
    /// So many or more.
    AtLeast(usize),
}

impl Amount {
    /// Whether a page of so many members does not tell, where others may follow. As many as are said are what a request asked
    /// for with `$top`.
    #[must_use]
    pub fn is_open(self, members: usize) -> bool {
        match self {
            Amount::Exactly(count) => members < count || count == 0,
            Amount::AtLeast(count) => members < count,
        }
    }
}

/// How many members the collection in an answer has; `None`: there is no collection.
#[must_use]
pub fn collection_size(example: &DocumentedExample, response: &Response) -> Option<usize> {
    let body = response.json()?;
    members(example, &body).map(|(_, members)| members.len())
}

/// Whether the answer is one page of a collection that goes on behind a link (OData JSON format 4.01, section 4.5.5).
#[must_use]
pub fn collection_goes_on(response: &Response) -> bool {
    response.json().is_some_and(|body| body.get("@odata.nextLink").is_some_and(Value::is_string))
}

/// Whether the collection in the answer has so many members.
pub fn judge_amount(example: &DocumentedExample, amount: Amount, response: &Response) -> Judgement {
    held(example, response, |place, members| {
        let (is_kept, expected) = match amount {
            Amount::Exactly(count) => (members.len() == count, number(count)),
            Amount::AtLeast(count) => (members.len() >= count, format!("at least {}", number(count))),
        };
        let wrong = || wrong(example, Code::PropertyValue, &place.pointer, expected, number(members.len()));
        if is_kept { Vec::new() } else { vec![wrong()] }
    })
}

/// Whether every member of the collection in the answer is as the matchers say. An empty collection breaks nothing.
pub fn judge_every_member(
    example: &DocumentedExample,
    matchers: &Matchers,
    response: &Response,
    now: DateTime<Utc>,
) -> Judgement {
    held(example, response, |_, members| {
        members.iter().flat_map(|member| violations(member, matchers, now)).collect()
    })
}

/// Whether one member of the collection in the answer is as all the matchers say.
pub fn judge_some_member(
    example: &DocumentedExample,
    matchers: &Matchers,
    response: &Response,
    now: DateTime<Utc>,
) -> Judgement {
    held(example, response, |place, members| {
        if members.iter().any(|member| violations(member, matchers, now).is_empty()) {
            return Vec::new();
        }
        let names: Vec<&str> = matchers.iter().map(|(name, _)| name.as_str()).collect();
        let expected = format!("a member whose {} are as said", names.join(", "));
        let actual = format!("{}, none like it", number(members.len()));
        vec![wrong(example, Code::PropertyValue, &place.pointer, expected, actual)]
    })
}

fn violations(member: &Place<'_>, matchers: &Matchers, now: DateTime<Utc>) -> Vec<Violation> {
    matchers.iter().filter_map(|(name, matcher)| member.violation(name, matcher, now)).collect()
}

fn held(
    example: &DocumentedExample,
    response: &Response,
    judge: impl FnOnce(&Place<'_>, &[Place<'_>]) -> Vec<Violation>,
) -> Judgement {
    let Some(body) = response.json() else { return no_json(example, response) };
    match members(example, &body) {
        Some((collection, members)) => Judgement::of(judge(&collection, &members)),
        None => {
            let expected = "a collection".to_string();
            Judgement::of(vec![wrong(
                example,
                Code::PropertyType,
                "",
                expected,
                super::violation::shown(&body),
            )])
        }
    }
}

/// The collection: in the documented member, in `value` (OData JSON 4.01, section 12), or the body itself.
fn members<'a>(example: &'a DocumentedExample, body: &'a Value) -> Option<(Place<'a>, Vec<Place<'a>>)> {
    let whole = Place::body(example, body);
    let documented = example.response.json().and_then(|body| body.collection_property.as_deref());
    let name = documented.unwrap_or("value");
    let collection = match body {
        Value::Array(_) => whole,
        _ => Place {
            pointer: child("", name),
            value: body.get(name)?,
            shape: whole.shape.and_then(|shape| shape.member(name, whole.types)),
            types: whole.types,
        },
    };
    let list = collection.value.as_array()?;
    let shape = collection.shape.and_then(items);
    let member = |(at, value): (usize, &'a Value)| Place {
        pointer: child(&collection.pointer, &at.to_string()),
        value,
        shape,
        types: collection.types,
    };
    let members = list.iter().enumerate().map(member).collect();
    Some((collection, members))
}

fn wrong(
    example: &DocumentedExample,
    code: Code,
    pointer: &str,
    expected: String,
    actual: String,
) -> Violation {
    Violation::new(code, pointer, expected, actual, Some(&example.response.documented_at)).asked_for()
}

fn number(count: usize) -> String {
    if count == 1 { "1 member".to_string() } else { format!("{count} members") }
}
