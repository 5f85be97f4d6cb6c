//! What of a URL says where it leads, and lets nobody in there.

use super::REDACTED;
use super::names::looks_made_up;

/// Origin and path of a URL, or a path alone, without user, query and fragment; a part of the path that nobody wrote and that is no
/// GUID may be a key, and goes. `None`: it is neither.
///
/// A part of at least 16 characters is meant, as the place of an upload or a download has one.
pub(crate) fn place(url: &str) -> Option<String> {
    let url = url.trim().trim_matches('"');
    let plain = url.split(['?', '#']).next().unwrap_or_default();
    if plain.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') {
        return None;
    }
    let lower = plain.to_lowercase();
    let behind_scheme = ["https://", "http://"].into_iter().find(|scheme| lower.starts_with(scheme));
    let (origin, path) = match behind_scheme {
        Some(scheme) => {
            let rest = &plain[scheme.len()..];
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let host = authority.rsplit('@').next().unwrap_or_default();
            (format!("{scheme}{host}"), path)
        }
        None if plain.starts_with('/') && !plain.starts_with("//") => (String::new(), plain),
        None => return None,
    };
    let shown = |part: &str| if may_be_a_key(part) { REDACTED.to_string() } else { part.to_string() };
    let parts: Vec<String> = path.split('/').map(shown).collect();
    Some(format!("{origin}{}", parts.join("/")))
}

/// Words with hyphens between them are written by a person.
fn may_be_a_key(part: &str) -> bool {
    let has_digit = part.bytes().any(|byte| byte.is_ascii_digit());
    looks_made_up(part)
        && (has_digit || part.contains(|c: char| !c.is_alphabetic() && c != '-' && c != '_' && c != '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_url_leads_is_shown_and_nothing_that_lets_in() {
        for (url, shown) in [
            ("https://me:pw@x.example:8443/a/b?c=d#e", Some("https://x.example:8443/a/b")),
            ("HTTP://x.example", Some("http://x.example")),
            ("/v1.0/things/7?a=b", Some("/v1.0/things/7")),
            (
                "https://x/longRunningOperations/provisioned-by-the-service",
                Some("https://x/longRunningOperations/provisioned-by-the-service"),
            ),
            ("https://x/y23vmagahszhxzlcvhasdhasg/f", Some("https://x/[redacted]/f")),
            (
                "https://x/7d1c1c52-93ad-4b8e-9f0e-2a6c4b0f5e11",
                Some("https://x/7d1c1c52-93ad-4b8e-9f0e-2a6c4b0f5e11"),
            ),
            ("//x.example/a", None),
            ("mailto:a@b", None),
            ("https://a b/", None),
            ("", None),
        ] {
            assert_eq!(place(url).as_deref(), shown, "{url}");
        }
    }
}
