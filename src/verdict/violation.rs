//! What a judgement says.

use std::collections::HashMap;

use serde_json::Value;

use crate::contract::DocumentedAt;

/// The kind of a broken promise: the `code` of a violation in reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// Another status code than the documented one.
    Status,
    /// Another media type, or none.
    MediaType,
    /// A documented response header is missing, or the header a step asked for is another.
    Header,
    /// A body is documented and none came.
    BodyMissing,
    /// No body is documented and one came.
    BodyUnexpected,
    /// The documented body is JSON and what came is not.
    BodyNotJson,
    /// A documented property is missing.
    PropertyMissing,
    /// A property is of another JSON type.
    PropertyType,
    /// A string or number is not spelt as its type asks.
    PropertyFormat,
    /// A value outside the listed members.
    PropertyEnum,
    /// Not the value that was sent, addressed or kept.
    PropertyValue,
    /// A property that the page does not document.
    PropertyUndocumented,
    /// A null that the page does not allow, or does not mention.
    PropertyNull,
    /// An error without `error.code` and `error.message`.
    ErrorShape,
    /// A step panicked: the failed check of a step that another crate defines.
    StepFailed,
}

impl Code {
    /// The code as reports spell it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Code::Status => "status",
            Code::MediaType => "media-type",
            Code::Header => "header",
            Code::BodyMissing => "body-missing",
            Code::BodyUnexpected => "body-unexpected",
            Code::BodyNotJson => "body-not-json",
            Code::PropertyMissing => "property-missing",
            Code::PropertyType => "property-type",
            Code::PropertyFormat => "property-format",
            Code::PropertyEnum => "property-enum",
            Code::PropertyValue => "property-value",
            Code::PropertyUndocumented => "property-undocumented",
            Code::PropertyNull => "property-null",
            Code::ErrorShape => "error-shape",
            Code::StepFailed => "step-failed",
        }
    }
}

/// A promise, what came instead, and where it is documented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// What kind of promise.
    pub code: Code,
    /// RFC 6901 pointer into the body; empty for the whole answer.
    pub pointer: String,
    /// What was promised.
    pub expected: String,
    /// What came.
    pub actual: String,
    /// The page and line of the promise; empty where no page is behind it.
    pub documented_at: String,
    /// A step asks for this value, and not the page.
    pub(crate) is_asked_for: bool,
}

/// Violations break the contract; drift does not, unless it is asked to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct Judgement {
    /// Broken promises.
    pub violations: Vec<Violation>,
    /// Differences that break no client.
    pub drift: Vec<Violation>,
}

impl Violation {
    pub(crate) fn new(
        code: Code,
        pointer: impl Into<String>,
        expected: impl Into<String>,
        actual: impl Into<String>,
        documented_at: Option<&DocumentedAt>,
    ) -> Violation {
        Violation {
            code,
            pointer: pointer.into(),
            expected: expected.into(),
            actual: actual.into(),
            documented_at: documented_at.map(ToString::to_string).unwrap_or_default(),
            is_asked_for: false,
        }
    }
}

impl Violation {
    /// The same for a body that stands at a pointer inside another.
    pub(super) fn below(self, pointer: &str) -> Violation {
        Violation { pointer: format!("{pointer}{}", self.pointer), ..self }
    }

    /// The same, where a step asks for a value of its own.
    pub(crate) fn asked_for(self) -> Violation {
        Violation { is_asked_for: true, ..self }
    }

    /// Whether `other` adds nothing to this one: it is the same, or it says of a member that is already wrong in itself
    /// that it is not the value that was sent. Two steps that ask for different values say different things.
    fn says_also(&self, other: &Violation) -> bool {
        if self.is_asked_for && other.is_asked_for && self.expected != other.expected {
            return false;
        }
        let same_place = self.pointer == other.pointer && !self.pointer.is_empty();
        let same = self.pointer == other.pointer && self.code == other.code && self.actual == other.actual;
        same || (same_place && other.code == Code::PropertyValue)
    }
}

impl Judgement {
    /// Whether a promise is broken; strict: by drift too.
    pub(crate) fn breaks(&self, strict: bool) -> bool {
        !self.violations.is_empty() || (strict && !self.drift.is_empty())
    }

    /// A judgement of violations alone.
    pub(crate) fn of(violations: Vec<Violation>) -> Judgement {
        Judgement { violations, drift: Vec::new() }
    }

    /// Adds what `other` found and this one did not say yet: one difference is reported once, however many checks see it.
    pub fn add(&mut self, other: Judgement) {
        add_new(&mut self.violations, other.violations);
        add_new(&mut self.drift, other.drift);
    }
}

/// What says the same stands at the same place, and there may be very many places.
fn add_new(known: &mut Vec<Violation>, found: Vec<Violation>) {
    if found.is_empty() {
        return;
    }
    let mut by_place: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, old) in known.iter().enumerate() {
        by_place.entry(old.pointer.clone()).or_default().push(at);
    }
    for new in found {
        let here = by_place.entry(new.pointer.clone()).or_default();
        if !here.iter().any(|at| known[*at].says_also(&new)) {
            here.push(known.len());
            known.push(new);
        }
    }
}

/// A value as a violation shows it: JSON, cut to a readable length.
pub(crate) fn shown(value: &Value) -> String {
    cut(&value.to_string())
}

/// A text cut to a readable length, and saying so.
pub(crate) fn cut(text: &str) -> String {
    const LONGEST: usize = 200;
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}... ({} bytes)", &text[..at], text.len()),
        None => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(code: Code, pointer: &str, actual: &str) -> Judgement {
        Judgement::of(vec![Violation::new(code, pointer, "", actual, None)])
    }

    fn together(one: Judgement, two: Judgement) -> usize {
        let mut all = one;
        all.add(two);
        all.violations.len()
    }

    #[test]
    fn one_difference_is_told_once() {
        let first = || found(Code::PropertyEnum, "/a", "1");
        assert_eq!(together(first(), first()), 1);
        assert_eq!(together(first(), found(Code::PropertyValue, "/a", "1")), 1);
    }

    #[test]
    fn very_many_differences_are_told_once_each() {
        let many = || {
            let found = |at: usize| Violation::new(Code::PropertyType, format!("/{at}"), "", "1", None);
            Judgement::of((0..100_000).map(found).collect())
        };
        assert_eq!(together(many(), many()), 100_000); // for hours, if each were held against all others
    }

    #[test]
    fn another_difference_is_told_too() {
        let first = || found(Code::PropertyEnum, "/a", "1");
        assert_eq!(together(first(), found(Code::PropertyEnum, "/b", "1")), 2);
        assert_eq!(together(first(), found(Code::PropertyType, "/a", "1")), 2);
        assert_eq!(together(first(), found(Code::PropertyEnum, "/a", "2")), 2);
        assert_eq!(together(found(Code::Status, "", "1"), found(Code::PropertyValue, "", "1")), 2);
    }

    #[test]
    fn another_wish_for_the_same_value_is_told_too() {
        let promise = |expected: &str| Violation::new(Code::PropertyValue, "/a", expected, "1", None);
        let wish = |expected: &str| Judgement::of(vec![promise(expected).asked_for()]);
        assert_eq!(together(wish("2"), wish("3")), 2);
        assert_eq!(together(wish("2"), wish("2")), 1);
        assert_eq!(together(Judgement::of(vec![promise("2")]), wish("2")), 1);
    }

    #[test]
    fn a_long_value_is_cut_and_says_so() {
        assert_eq!(cut("short"), "short");
        assert!(cut(&"x".repeat(300)).ends_with("... (300 bytes)"));
    }
}
