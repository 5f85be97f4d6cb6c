//! URLs with `{placeholders}`: their version, their path and their query.

use std::borrow::Cow;

use memchr::memchr_iter;

use super::own_names::own_names;
use super::template::{NoValue, PathTemplate, fill, placeholders, with_braces, without_query};

/// A documented URL: origin, version and query are optional.
///
/// ```
/// use graph_contract::contract::UrlTemplate;
/// let url = UrlTemplate::read("https://graph.microsoft.com/beta/users/{id}?$top=5");
/// assert_eq!(url.version.as_deref(), Some("beta"));
/// assert_eq!(url.path.as_str(), "/users/{id}");
/// assert_eq!(url.query.as_deref(), Some("$top=5"));
/// ```
#[derive(Debug, Clone)]
pub struct UrlTemplate {
    /// The version segment: `v1.0`, `beta`.
    pub version: Option<String>,
    /// The path below the version.
    pub path: PathTemplate,
    /// What stands behind `?`.
    pub query: Option<String>,
}

impl UrlTemplate {
    /// Reads a URL, or a path, as a page writes it.
    #[must_use]
    pub fn read(url: &str) -> UrlTemplate {
        // a query may hold a URL of its own
        let (url, query) = match url.split_once('?') {
            Some((url, query)) => (url, Some(query.trim().to_string())),
            None => (url, None),
        };
        let (version, path) = split_version(url);
        UrlTemplate { version: version.map(str::to_string), path: PathTemplate::read(path), query }
    }

    /// Reads a URL that a page documents: each placeholder of its path has a name of its own, and a function's parameter that is shown
    /// as `top=top-value` is one.
    pub(crate) fn documented(url: &str) -> UrlTemplate {
        let url = UrlTemplate::read(url);
        let path = match with_braces(url.path.as_str()) {
            Cow::Borrowed(_) => url.path,
            Cow::Owned(path) => PathTemplate::read(&path),
        };
        UrlTemplate { path: path.renamed(own_names(path.placeholders())), ..url }
    }

    /// The names between braces in the query.
    pub(crate) fn query_placeholders(&self) -> impl Iterator<Item = &str> {
        placeholders(self.query.as_deref().unwrap_or_default()).map(|(_, name)| name)
    }

    /// The query with its placeholders replaced.
    ///
    /// # Errors
    /// The first placeholder that `value` has nothing for.
    pub fn fill_query(&self, value: impl Fn(&str) -> Option<String>) -> Result<Option<String>, NoValue> {
        self.query.as_deref().map(|query| fill(query, value)).transpose()
    }
}

/// The version that a URL or a path names, as a page writes it.
pub(super) fn version_of(url: &str) -> Option<&str> {
    split_version(without_query(url)).0
}

/// The host of a URL that names one, and what follows.
pub(crate) fn behind_scheme(url: &str) -> Option<&str> {
    memchr_iter(b':', url.as_bytes()).find_map(|at| url[at..].strip_prefix("://"))
}

/// The version of a URL without its query, and the path below it.
fn split_version(url: &str) -> (Option<&str>, &str) {
    let path = match behind_scheme(url) {
        Some(rest) => rest.find('/').map_or("", |at| &rest[at..]),
        None => url,
    };
    versioned(path).map_or((None, path), |(version, below)| (Some(version), below))
}

/// A path whose first segment is a version such as `v1.0` or `beta`: that, and the path below it.
fn versioned(path: &str) -> Option<(&str, &str)> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let (first, below) = path.split_at(path.find('/').unwrap_or(path.len()));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_numbered = first.strip_prefix(['v', 'V']).is_some_and(|number| {
        number.split_once('.').map_or(is_number(number), |(one, two)| is_number(one) && is_number(two))
    });
    (is_numbered || first.eq_ignore_ascii_case("beta")).then_some((first, below))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_of_a_documented_path_have_names_of_their_own() {
        let path = UrlTemplate::documented("/groups/{id}/events/{id}/f(g='{h}')").path;
        assert_eq!(path.as_str(), "/groups/{id}/events/{id2}/f(g='{h}')");
        assert_eq!(path.placeholders(), ["id", "id2", "h"]);
        let url = UrlTemplate::documented("/view(a=a-value,b=b-value)?$filter=in(z=z-value)");
        assert_eq!(
            (url.path.as_str(), url.query.as_deref()),
            ("/view(a={a},b={b})", Some("$filter=in(z=z-value)"))
        );
        assert_eq!(UrlTemplate::documented("/groups/{id}/events/{id}").path.key_word(), Some("id"));
    }

    #[test]
    fn a_guid_in_braces_is_a_value() {
        let url = UrlTemplate::read(
            "/me/x?$filter=id eq 'String {66f5a359-4659-4830-9070-00050ec6ac6e} Name {name}'",
        );
        assert_eq!(url.query_placeholders().collect::<Vec<_>>(), ["name"]);
    }

    #[test]
    fn a_url_without_a_host_is_a_path() {
        let url = UrlTemplate::read("/me/events");
        assert_eq!((url.version, url.path.as_str()), (None, "/me/events"));
        assert_eq!(UrlTemplate::read("https://graph.microsoft.com/v1.0").path.as_str(), "/");
    }
}
