//! Whether a JSON text is sound, and whether a name stands twice in one of its objects: one pass that keeps no values.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

/// Whether some object of `text` has a name twice.
///
/// # Errors
/// What `serde_json` says of a text that is no JSON (RFC 8259).
pub(super) fn stands_in(text: &str) -> serde_json::Result<bool> {
    serde_json::from_str(text).map(|Twice(found)| found)
}

struct Twice(bool);

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
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let (mut names, mut found) = (Vec::with_capacity(8), false);
        while let Some((Name(name), Twice(inside))) = map.next_entry()? {
            names.push(name);
            found |= inside;
        }
        Ok(found || has_equals(names))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<bool, A::Error> {
        let mut found = false;
        while let Some(Twice(inside)) = items.next_element()? {
            found |= inside;
        }
        Ok(found)
    }

    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_str<E>(self, _: &str) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }
}

fn has_equals(mut names: Vec<Cow<'_, str>>) -> bool {
    if names.len() <= FEW {
        return (1..names.len()).any(|at| names[..at].contains(&names[at]));
    }
    names.sort_unstable();
    names.windows(2).any(|pair| pair[0] == pair[1])
}

/// So many names are compared sooner, mostly by their lengths alone, than sorted.
const FEW: usize = 16;

#[cfg(test)]
mod tests {
    use super::stands_in;

    #[test]
    fn a_name_that_stands_twice_is_found_at_any_depth() {
        assert!(stands_in(r#"{"a": [{"b": 1, "c": 2, "b": 3}]}"#).unwrap());
        assert!(stands_in(r#"{"\u0061": 1, "a": 2}"#).unwrap());
        assert!(!stands_in(r#"{"a": {"b": 1}, "b": [1, 2.5, -1, true, null, "a"]}"#).unwrap());
        assert!(stands_in(r#"{"a": 1,}"#).is_err());
    }

    #[test]
    fn a_name_that_stands_twice_is_found_among_many() {
        let members = |last: usize| (0..=last).map(|number| format!("\"{}\": 1", number % 40));
        let object = |last| format!("{{{}}}", members(last).collect::<Vec<_>>().join(","));
        assert!(stands_in(&object(40)).unwrap());
        assert!(!stands_in(&object(39)).unwrap());
    }
}
