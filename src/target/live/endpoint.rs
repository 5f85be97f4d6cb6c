//! Where a token may go.

use std::net::IpAddr;

use reqwest::Url;

use crate::exchange::origin;
use crate::target::roots::UnusableRoots;

/// A base URL that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnusableEndpoint {
    /// It is no absolute http or https URL. What was given is not repeated: it may hold a secret.
    #[error("the base URL is no absolute http or https URL: give one such as https://graph.microsoft.com")]
    NotAUrl,
    /// It is plain http to another machine.
    #[error(
        "the base URL is plain http to {0}: use https, as a token is only sent in clear text to this machine itself"
    )]
    PlainHttp(String),
    /// It carries a user name, a password, a query or a fragment.
    #[error(
        "the base URL carries more than an origin and a path: leave out user name, password, query and fragment"
    )]
    TooMuch,
    /// Nobody knows who calls.
    #[error("{0}")]
    NoCredential(String),
    /// The trusted roots cannot be had.
    #[error(transparent)]
    Roots(#[from] UnusableRoots),
    /// No HTTP client can be had.
    #[error("no HTTP client can be had here: {0}")]
    NoClient(String),
}

/// A checked base URL.
#[derive(Debug, Clone)]
pub(super) struct Endpoint {
    /// Origin and path, without a trailing slash.
    pub(super) base: String,
    /// Whether the path stands for the documented version.
    has_path: bool,
    pub(super) is_loopback: bool,
}

impl Endpoint {
    pub(super) fn read(base_url: &str) -> Result<Endpoint, UnusableEndpoint> {
        let url = Url::parse(base_url.trim()).map_err(|_| UnusableEndpoint::NotAUrl)?;
        let host = url.host_str().filter(|_| matches!(url.scheme(), "http" | "https"));
        let host = host.ok_or(UnusableEndpoint::NotAUrl)?;
        let is_loopback = is_loopback(host);
        if !url.username().is_empty()
            || url.password().is_some()
            || url.query().is_some()
            || url.fragment().is_some()
        {
            return Err(UnusableEndpoint::TooMuch);
        }
        if url.scheme() == "http" && !is_loopback {
            return Err(UnusableEndpoint::PlainHttp(host.to_string()));
        }
        let path = url.path().trim_end_matches('/');
        let base = format!("{}{path}", url.origin().ascii_serialization());
        Ok(Endpoint { base, has_path: !path.is_empty(), is_loopback })
    }

    /// The one place that a token may go to.
    pub(super) fn origin(&self) -> &str {
        origin(&self.base).unwrap_or(&self.base)
    }

    /// Whether a URL is of that place.
    pub(super) fn is_origin_of(&self, url: &str) -> bool {
        let own = Url::parse(&self.base).map(|own| own.origin());
        let asked = Url::parse(url).ok();
        let asked = asked.filter(|url| url.username().is_empty() && url.password().is_none());
        own.ok().zip(asked).is_some_and(|(own, asked)| own == asked.origin())
    }

    /// Whether a `Host` header names that place: what stands before many services goes by it, and not by the URL.
    pub(super) fn is_host_of(&self, host: &str) -> bool {
        let scheme = self.base.split_once("://").map_or("", |(scheme, _)| scheme);
        !host.contains(['/', '?', '#', '\\']) && self.is_origin_of(&format!("{scheme}://{}", host.trim()))
    }

    /// What a URL starts with for a documented version.
    pub(super) fn prefix(&self, version: Option<&str>) -> String {
        match version.filter(|_| !self.has_path) {
            Some(version) => format!("{}/{version}", self.base),
            None => self.base.clone(),
        }
    }
}

/// Whether a URL leads to this machine.
pub(super) fn is_at_loopback(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| url.host_str().is_some_and(is_loopback))
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    address.map_or_else(|_| host.eq_ignore_ascii_case("localhost"), |address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_replaces_the_documented_version() {
        let bare = Endpoint::read("https://graph.microsoft.com/").unwrap();
        assert_eq!(bare.prefix(Some("beta")), "https://graph.microsoft.com/beta");
        let with_path = Endpoint::read("https://example.org/api/v9/").unwrap();
        assert_eq!(with_path.prefix(Some("beta")), "https://example.org/api/v9");
    }

    #[test]
    fn plain_http_goes_to_loopback_only() {
        for url in ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:1", "http://127.9.9.9"] {
            assert!(Endpoint::read(url).is_ok(), "{url}");
        }
        for url in [
            "http://example.org",
            "http://127.0.0.1.example.org",
            "http://localhost.example.org",
            "http://10.0.0.1",
            "http://0.0.0.0",
        ] {
            assert!(matches!(Endpoint::read(url), Err(UnusableEndpoint::PlainHttp(_))), "{url}");
        }
    }

    #[test]
    fn a_token_is_for_one_origin() {
        let endpoint = Endpoint::read("https://graph.example/v1.0/").unwrap();
        assert_eq!(endpoint.origin(), "https://graph.example");
        for url in ["https://graph.example/beta/x?y=1", "https://GRAPH.example:443/"] {
            assert!(endpoint.is_origin_of(url), "{url}");
        }
        for url in [
            "http://graph.example/v1.0",
            "https://graph.example:8443/v1.0",
            "https://graph.example.org/v1.0",
            "https://graph.example@other.example/v1.0",
            "https://user@graph.example/v1.0",
            "/v1.0",
        ] {
            assert!(!endpoint.is_origin_of(url), "{url}");
        }
    }

    #[test]
    fn a_host_header_names_that_origin_or_another() {
        let endpoint = Endpoint::read("https://graph.example/v1.0/").unwrap();
        for host in ["graph.example", "GRAPH.example:443"] {
            assert!(endpoint.is_host_of(host), "{host}");
        }
        for host in
            ["", "graph.example:80", "other.example", "graph.example@other.example", "graph.example/x"]
        {
            assert!(!endpoint.is_host_of(host), "{host}");
        }
    }

    #[test]
    fn what_is_more_than_an_endpoint_is_refused() {
        for url in ["https://user:pass@example.org", "https://example.org?key=1", "https://example.org#x"] {
            assert_eq!(Endpoint::read(url).unwrap_err(), UnusableEndpoint::TooMuch, "{url}");
        }
        for url in ["", "example.org", "ftp://example.org", "/beta"] {
            assert_eq!(Endpoint::read(url).unwrap_err(), UnusableEndpoint::NotAUrl, "{url}");
        }
    }
}
