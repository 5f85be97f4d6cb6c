//! Evolvable enumerations: whoever does not ask for the members behind `unknownFutureValue` is answered that in their place.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::contract::{Kind, Shape, UNKNOWN};
use crate::exchange::Request;

/// Whether a request asks for every member: `Prefer: include-unknown-enum-members`.
pub(crate) fn asks_for_unknown(request: &Request) -> bool {
    let preferences = request.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("prefer"));
    preferences
        .into_iter()
        .flat_map(|(_, value)| value.split([',', ';']))
        .any(|preference| preference.trim().eq_ignore_ascii_case("include-unknown-enum-members"))
}

/// Whether `actual` is what a value is answered as to whoever does not ask for every member of its enumeration.
pub(super) fn stands_for(actual: &Value, value: &Value, shape: Option<&Shape>) -> bool {
    let Some(Kind::Enumeration(enumeration)) = shape.map(|shape| &shape.kind) else { return false };
    let (Some(actual), Some(value)) = (actual.as_str(), value.as_str()) else { return false };
    let actual: BTreeSet<&str> = actual.split(',').map(str::trim).collect();
    let is_evolved = |member: &str| enumeration.evolved.iter().any(|evolved| evolved == member);
    let members = value.split(',').map(str::trim);
    let known = members.map(|member| if is_evolved(member) { UNKNOWN } else { member });
    actual.contains(UNKNOWN) && actual == known.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{DocumentedAt, Enumeration, Nullability};

    #[test]
    fn the_sentinel_stands_for_what_is_listed_behind_it() {
        let members = ["a", "b", UNKNOWN, "c", "d"].map(str::to_string).to_vec();
        let kind = Kind::Enumeration(Enumeration::of(members, true));
        let shape =
            Shape { kind, nullable: Nullability::Unsaid, documented_at: DocumentedAt::new("x.md", 1) };
        let stands = |actual: &str, value: &str| stands_for(&actual.into(), &value.into(), Some(&shape));
        assert!(stands(UNKNOWN, "c") && stands("a, unknownFutureValue", "c,d,a"));
        assert!(!stands(UNKNOWN, "a") && !stands("c", "c") && !stands(UNKNOWN, "a,c"));
        assert!(!stands(UNKNOWN, "x") && !stands_for(&UNKNOWN.into(), &"c".into(), None));
    }

    #[test]
    fn a_preference_may_stand_among_others() {
        let asks = |value: &str| {
            let headers = vec![("prefer".to_string(), value.to_string())];
            asks_for_unknown(&Request { method: "GET".into(), url: "https://x/".into(), headers, body: None })
        };
        assert!(asks("return=representation, Include-Unknown-Enum-Members"));
        assert!(!asks("return=minimal"));
    }
}
