//! A name that stands twice in one object: which of the two a client reads is up to its parser (RFC 8259, section 4).

use super::violation::{Code, Violation};
use crate::contract::DocumentedAt;
use crate::page::name_twice;

/// The member of a JSON body that comes twice, whatever its values are.
pub(super) fn violation(body: &[u8], at: Option<&DocumentedAt>) -> Option<Violation> {
    let pointer = name_twice(std::str::from_utf8(body).ok()?).ok()??;
    Some(Violation::new(Code::PropertyValue, pointer, "one value", "two in one object", at))
}
