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

/// A pattern whose `\b` stands beside a letter, digit or `_` of ASCII alone. What looks for those of all scripts reads a text that
/// holds any of them a dozen times slower.
pub(crate) fn pattern_of_ascii_words(text: &str) -> Regex {
    pattern(&text.replace(r"\b", r"(?-u:\b)"))
}
