//! Patterns that are written in this crate.

use regex::Regex;

/// A pattern whose `\d` is a digit of ASCII, as it is in every format that is read here. The digits of all scripts would be read as
/// well, and take longer to compile than a page does to be read.
///
/// # Panics
/// Where the pattern is none.
pub(crate) fn pattern(text: &str) -> Regex {
    Regex::new(&text.replace(r"\d", "[0-9]")).expect("a pattern written here")
}
