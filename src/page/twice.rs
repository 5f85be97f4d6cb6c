//! Whether a JSON text is sound, and which name stands twice in one of its objects: one pass that keeps no values.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use crate::pointer::child;

/// The pointer of a member that some object of `text` has twice.
///
/// # Errors
/// What `serde_json` says of a text that is no JSON (RFC 8259).
pub(crate) fn name_twice(text: &str) -> serde_json::Result<Option<String>> {
    serde_json::from_str(text).map(|Twice(found)| found)
}

struct Twice(Found);

/// A pointer (RFC 6901).
type Found = Option<String>;

impl<'de> Deserialize<'de> for Twice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Looking).map(Twice)
    }
}

/// A name, borrowed from the text where it holds no escape.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

struct Looking;

impl<'de> Visitor<'de> for Looking {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Found, A::Error> {
        let (mut names, mut found) = (Vec::with_capacity(8), None);
        while let Some((Name(name), Twice(inside))) = map.next_entry()? {
            found = found.or_else(|| Some(below(&name, &inside?)));
            names.push(name);
        }
        Ok(found.or_else(|| Some(below(&equal(names)?, ""))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Found, A::Error> {
        let (mut found, mut at) = (None, 0);
        while let Some(Twice(inside)) = items.next_element()? {
            found = found.or_else(|| Some(below(&at.to_string(), &inside?)));
            at += 1;
        }
        Ok(found)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Found, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Found, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Found, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Found, E> {
        Ok(None)
    }

    fn visit_str<E>(self, _: &str) -> Result<Found, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Found, E> {
        Ok(None)
    }
}

fn below(name: &str, pointer: &str) -> String {
    child("", name) + pointer
}

/// A name that is among these twice.
fn equal(mut names: Vec<Cow<'_, str>>) -> Option<Cow<'_, str>> {
    if names.len() <= FEW {
        let at = (1..names.len()).find(|at| names[..*at].contains(&names[*at]))?;
        return Some(names.swap_remove(at));
    }
    names.sort_unstable();
    let at = names.windows(2).position(|pair| pair[0] == pair[1])?;
    Some(names.swap_remove(at))
}

/// So many names are compared sooner, mostly by their lengths alone, than sorted.
const FEW: usize = 16;

#[cfg(test)]
mod tests {
    use super::name_twice;

    fn found(text: &str) -> Option<String> {
        name_twice(text).unwrap()
    }

    #[test]
    fn a_name_that_stands_twice_is_found_at_any_depth() {
        assert_eq!(found(r#"{"a": [{}, {"b": 1, "c/d": 2, "c/d": 3}]}"#).as_deref(), Some("/a/1/c~1d"));
        assert_eq!(found(r#"{"\u0061": 1, "a": 2}"#).as_deref(), Some("/a"));
        assert_eq!(found(r#"{"a": {"b": 1}, "b": [1, 2.5, -1, true, null, "a"]}"#), None);
        assert!(name_twice(r#"{"a": 1,}"#).is_err());
    }

    #[test]
    fn a_name_that_stands_twice_is_found_among_many() {
        let members = |last: usize| (0..=last).map(|number| format!("\"{}\": 1", number % 40));
        let object = |last| format!("{{{}}}", members(last).collect::<Vec<_>>().join(","));
        assert_eq!(found(&object(40)).as_deref(), Some("/0"));
        assert_eq!(found(&object(39)), None);
    }
}
