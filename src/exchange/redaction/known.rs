//! Secrets that are known by their text, wherever they stand.

use std::fmt;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::REDACTED;
use crate::pointer::escaped;

/// A shorter text is a word of a test and no secret: taking it out by value would make reports unreadable. In headers it
/// is not shown either way.
const SHORTEST: usize = 8;

/// What stands where a long text was cut.
const CUT: &str = "...";

/// Every secret in each of its spellings, the longest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Known(Vec<Secret>);

/// A text, and what finds it: that is made once, and many texts are searched.
#[derive(Clone)]
struct Secret {
    text: String,
    finder: Finder<'static>,
}

impl Known {
    /// These, each also as it stands in a URL and in a JSON pointer.
    pub(super) fn of<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Known {
        Known::default().and(secrets)
    }

    /// The same, with more secrets.
    pub(super) fn with(&self, secrets: &[String]) -> Known {
        self.clone().and(secrets.iter().map(String::as_str))
    }

    fn and<'a>(mut self, secrets: impl IntoIterator<Item = &'a str>) -> Known {
        let is_new =
            |text: &&str| text.len() >= SHORTEST && !self.0.iter().any(|secret| secret.text == *text);
        let new: Vec<Secret> =
            secrets.into_iter().filter(is_new).flat_map(spellings).map(Secret::of).collect();
        if new.is_empty() {
            return self;
        }
        self.0.extend(new);
        self.0.sort_by(|one, other| other.length_and_text().cmp(&one.length_and_text()));
        self.0.dedup_by(|one, other| one.text == other.text);
        self
    }

    /// `text` without any of them.
    pub(super) fn taken_out_of(&self, text: &str) -> String {
        static CUTS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(CUT));
        let mut shown = text.to_string();
        let is_cut = !self.0.is_empty() && CUTS.find(text.as_bytes()).is_some();
        for secret in &self.0 {
            if secret.finder.find(shown.as_bytes()).is_some() {
                shown = shown.replace(&secret.text, REDACTED);
            }
            if is_cut {
                shown = without_cut(shown, &secret.text);
            }
        }
        shown
    }
}

impl Secret {
    fn of(text: String) -> Secret {
        let finder = Finder::new(&text).into_owned();
        Secret { text, finder }
    }

    fn length_and_text(&self) -> (usize, &str) {
        (self.text.len(), &self.text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// As it is, and where that is another text: in a path, encoded whole, and in a JSON pointer.
fn spellings(secret: &str) -> Vec<String> {
    let encoded = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let pointer = escaped(secret).into_owned();
    let mut all = vec![secret.to_string(), crate::contract::encoded(secret), encoded, pointer];
    all.dedup();
    all
}

/// A long text is cut before it is shown, perhaps in the middle of a secret: what is left of one before the cut goes too.
fn without_cut(text: String, secret: &str) -> String {
    let Some(cut) = text.find(CUT) else { return text };
    let begins = (SHORTEST..secret.len()).rev().filter(|length| secret.is_char_boundary(*length));
    let left = begins.map(|length| &secret[..length]).find(|begin| text[..cut].ends_with(begin));
    match left {
        Some(begin) => format!("{}{REDACTED}{}", &text[..cut - begin.len()], &text[cut..]),
        None => text,
    }
}
