//! Texts that look like a secret wherever they stand.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::REDACTED;
use super::names::{is_secret, names_secret};
use crate::pattern::pattern_of_ascii_words;

/// One way to look like a secret.
struct Look {
    found: Regex,
    /// Whether it is a name (the second group) and a value (the third).
    is_named: bool,
    /// What stands there instead; `None`: it is no secret after all.
    instead: fn(&Captures<'_>, usize) -> Option<String>,
}

static LOOKS: LazyLock<Vec<Look>> = LazyLock::new(|| {
    let look = |pattern: &str, instead| Look { found: regex(pattern), is_named: false, instead };
    let named = |pattern: &str| Look { found: regex(pattern), is_named: true, instead: member };
    vec![
        // JSON Web Tokens, signed and encrypted (RFC 7519): their header is a JSON object
        look(r"\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){1,4}", whole),
        look(r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?s:.*?)(?:-----END [A-Z ]*-----|\z)", whole),
        // keys whose issuers made them easy to recognise
        look(
            r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{20,}|\bxox[abprs]-[A-Za-z0-9-]{10,}",
            whole,
        ),
        look(r"[A-Za-z0-9_~.-]{3}8Q~[A-Za-z0-9_~.-]{20,}", whole),
        // a user and a password in a URL
        look(r"(://)[^\s/?#@\x22]+@", |found, _| Some(format!("{}{REDACTED}@", &found[1]))),
        look(r"(?i)\b(bearer|basic|negotiate|sharedkey|pop)(\s+)([A-Za-z0-9+/=._~:-]{8,})", credentials),
        // a line of a header
        look(r"(?im)\b((?:proxy-)?authorization|(?:set-)?cookie)(\s*:\s*)([^\r\n\x22]+)", |found, _| {
            Some(format!("{}{}{REDACTED}", &found[1], &found[2]))
        }),
        // a line of another header, or words of a message
        look(
            r#"(?i)\b((?-i:[\w.-])*(?:password|passwd|pwd|secret|key|token))(\s*:\s*)'?([^\s"',;<>{}\[\]]{4,})"#,
            credentials,
        ),
        // a field of a form in HTML
        named(r#"(\bname=["']([\w.-]+)["'][^<>]*?\bvalue=["'])([^"'<>]+)"#),
        // a member of JSON, also of JSON that stands in a text of JSON
        named(r#"("([\w@.$-]+)"\s*:\s*")((?:[^"\\]|\\.)*)"#),
        named(r#"("(?:name|key|id)"\s*:\s*"([\w@.$-]+)"\s*,\s*"value"\s*:\s*")((?:[^"\\]|\\.)*)"#),
        named(r#"(\\"([\w@.$-]+)\\"\s*:\s*\\")((?:[^"\\]|\\[^"])*)"#),
        // a number, or a list or object of texts
        named(r#"("([\w@.$-]+)"\s*:\s*)(-?\d[\d.]*|\[[^\[\]]+\]?|\{[^{}]+\}?)"#),
        named(r"(<([A-Za-z][\w.:-]*)[^<>]*>)([^<>]+)"),
        // a parameter of a URL or a form, a part of a connection string; also where it is encoded once more
        named(r#"((?:%3F|%26|\b)([A-Za-z][\w.~-]*)(?:=|%3D))([^&\s"'<>;#,)\]}\\]+)"#),
    ]
});

/// A pattern whose `\w` is a letter or digit of ASCII, `_`, or whatever is no ASCII, and whose `\b` is that of ASCII. To compile
/// the tables of Unicode into all of them would take longer than many scenarios.
fn regex(text: &str) -> Regex {
    pattern_of_ascii_words(&text.replace(r"\w", r"0-9A-Za-z_\u{80}-\u{10FFFF}"))
}

/// What each of them has somewhere: most texts have none of it, and are not looked at any further. Members of JSON have a colon
/// after a quotation mark; what is quoted in a sentence has none.
static TRACES: LazyLock<Regex> = LazyLock::new(|| {
    let traces = r#"(?i)eyJ|-----BEGIN|AKIA|ASIA|gh[pousr]_|xox|8Q~|://|bearer|basic|negotiate|sharedkey|pop|authorization|cookie|(?:password|passwd|pwd|secret|key|token)\s*:|"\s*:|<|=|%3D"#;
    regex(traces)
});

/// So many values inside values are looked into.
const DEEPEST: usize = 4;

/// `text` without what looks like a secret.
pub(super) fn without(text: String) -> String {
    without_below(text, 0)
}

fn without_below(text: String, depth: usize) -> String {
    let mut shown = text;
    if !TRACES.is_match(&shown) {
        return shown;
    }
    for look in LOOKS.iter() {
        if look.found.is_match(&shown) {
            let instead =
                |found: &Captures<'_>| (look.instead)(found, depth).unwrap_or_else(|| found[0].to_string());
            shown = look.found.replace_all(&shown, instead).into_owned();
        }
    }
    shown
}

/// What stands in a text under the names of secrets.
pub(super) fn named_in(text: &str) -> Vec<String> {
    let members = LOOKS.iter().filter(|look| look.is_named);
    let found = members.flat_map(|look| look.found.captures_iter(text));
    let secret = |found: Captures<'_>| names_secret(&found[2]).then(|| found[3].to_string());
    found.filter_map(secret).collect()
}

fn whole(_: &Captures<'_>, _: usize) -> Option<String> {
    Some(REDACTED.to_string())
}

/// A scheme and what it is followed by, unless that is a word of a sentence.
fn credentials(found: &Captures<'_>, _: usize) -> Option<String> {
    let is_word = found[3].trim_end_matches(['.', ':']).bytes().all(|byte| byte.is_ascii_alphabetic());
    (!is_word || found[3].len() >= 20).then(|| format!("{}{}{REDACTED}", &found[1], &found[2]))
}

/// A name, and a value that is a secret under it, or holds one.
fn member(found: &Captures<'_>, depth: usize) -> Option<String> {
    let (name, value) = (&found[2], &found[3]);
    if names_secret(name) || is_secret(name, value) {
        // what was taken out by its value may have lost its bracket to the pattern
        let is_gone = value.trim_end_matches(']') == REDACTED.trim_end_matches(']');
        return (!is_gone).then(|| format!("{}{REDACTED}", &found[1]));
    }
    let may_hold_one = value.contains('=') || value.to_lowercase().contains("%3d");
    let within =
        || if depth < DEEPEST { without_below(value.to_string(), depth + 1) } else { REDACTED.to_string() };
    may_hold_one.then(|| format!("{}{}", &found[1], within()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A look and a text that has it, made from its own pattern.
    fn found() -> impl Strategy<Value = (usize, String)> {
        (0..LOOKS.len()).prop_flat_map(|look| {
            let pattern = LOOKS[look].found.as_str().replace(r"(?-u:\b)", "").replace(r"|\z", "");
            (Just(look), prop::string::string_regex(&pattern).expect("a pattern without anchors"))
        })
    }

    proptest! {
        #[test]
        fn whatever_looks_like_a_secret_has_a_trace((look, text) in found()) {
            prop_assume!(LOOKS[look].found.is_match(&text));
            prop_assert!(TRACES.is_match(&text));
        }
    }

    #[test]
    fn what_looks_like_a_secret_goes() {
        for (text, shown) in [
            ("got eyJhbGciOiJub25l.eyJzdWIiOiJjYW5hcnki.c2ln", "got [redacted]"),
            ("Authorization: Custom canary-1", "Authorization: [redacted]"),
            ("sent Bearer canary-0123", "sent Bearer [redacted]"),
            ("https://x/blob?sv=1&sig=canary%2B1&se=2", "https://x/blob?sv=1&sig=[redacted]&se=2"),
            ("/cb?next=%2Fa%3Fsig%3Dcanary", "/cb?next=%2Fa%3Fsig%3D[redacted]"),
            ("https://x/f?X-Amz-Signature=canary", "https://x/f?X-Amz-Signature=[redacted]"),
            ("https://me:canary@x/", "https://[redacted]@x/"),
            ("AccountName=n;AccountKey=canary==;E=1", "AccountName=n;AccountKey=[redacted];E=1"),
            (r#"{"password": "can\"ary", "a": "b"}"#, r#"{"password": "[redacted]", "a": "b"}"#),
            (r#""{\"password\":\"canary\"}""#, r#""{\"password\":\"[redacted]\"}""#),
            (r#"{"name":"AccountKey","value":"canary"}"#, r#"{"name":"AccountKey","value":"[redacted]"}"#),
            (r#"{"apiKeys": ["canary", "x"], "pin": 1}"#, r#"{"apiKeys": [redacted], "pin": 1}"#),
            (
                r#"{"token": {"value": "canary"}, "passcode": 123"#,
                r#"{"token": [redacted], "passcode": [redacted]"#,
            ),
            ("X-Api-Key: canary-1", "X-Api-Key: [redacted]"),
            ("wrong password: 'canary-2'", "wrong password: [redacted]'"),
            (r#"<input name="id_token" value="canary">"#, r#"<input name="id_token" value="[redacted]">"#),
            ("<Password>canary</Password>", "<Password>[redacted]</Password>"),
            ("-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----", "[redacted]"),
        ] {
            assert_eq!(without(text.to_string()), shown);
        }
    }

    #[test]
    fn values_inside_values_are_looked_into_for_a_while() {
        assert_eq!(without("a=b=c=d=e=f=g=h".to_string()), "a=b=c=d=e=[redacted]");
        assert_eq!(without("a=".repeat(1 << 20)), "a=a=a=a=a=[redacted]");
    }

    #[test]
    fn what_only_speaks_of_secrets_stays() {
        for text in [
            "Bearer authentication is needed",
            "/beta/x?$skiptoken=abc&$top=5",
            "promised \"one of a, b\"",
            r#"{"status": "running", "code": "BadRequest"}"#,
            "invalid token: expired, see the key: value pairs",
            "a token of the endpoint, see https://example.org/a?b=c#d",
        ] {
            assert_eq!(without(text.to_string()), text);
        }
    }
}
