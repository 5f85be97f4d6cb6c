//! JSON pointers (RFC 6901): where in a body something stands.

use std::borrow::Cow;

/// A name as a pointer has it: `~` and `/` are escaped (section 3).
pub(crate) fn escaped(name: &str) -> Cow<'_, str> {
    match name.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        true => Cow::Owned(name.replace('~', "~0").replace('/', "~1")),
        false => Cow::Borrowed(name),
    }
}

/// A name that a pointer has, as it is.
pub(crate) fn unescaped(token: &str) -> Cow<'_, str> {
    match token.contains('~') {
        true => Cow::Owned(token.replace("~1", "/").replace("~0", "~")),
        false => Cow::Borrowed(token),
    }
}

/// The pointer of a member of what stands at `pointer`.
pub(crate) fn child(pointer: &str, name: &str) -> String {
    [pointer, "/", &escaped(name)].concat()
}

/// The pointer of an item of the array at `pointer`; the first is 0.
pub(crate) fn item(pointer: &str, at: usize) -> String {
    [pointer, "/", &at.to_string()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_leads_to_a_member_of_any_name() {
        for name in ["a", "a/b", "~", "~1", "/~0/", ""] {
            let value = serde_json::json!({"x": {name: 1}});
            assert_eq!(value.pointer(&child("/x", name)), Some(&serde_json::json!(1)), "{name}");
            assert_eq!(unescaped(&escaped(name)), name);
        }
    }
}
