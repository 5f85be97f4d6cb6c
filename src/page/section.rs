//! Which part of a page a heading opens.

/// A part of a page, named by its heading.
///
/// ```
/// use graph_contract::page::Section;
/// assert_eq!(Section::named("Request headers"), Section::RequestHeaders);
/// assert_eq!(Section::RequestBody.to_string(), "request body");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Section {
    /// Before the first heading that names a part.
    Introduction,
    /// `## Permissions`
    Permissions,
    /// `## HTTP request`
    HttpRequest,
    /// `## Request headers`
    RequestHeaders,
    /// `## Request body`
    RequestBody,
    /// `## Response`: the prose, not an example's response.
    Response,
    /// `## Examples` and everything below it.
    Examples,
    /// `## Properties` of a resource page.
    Properties,
    /// Any other heading, in lower case.
    Other(String),
}

impl Section {
    /// The section that a heading of this text opens.
    #[must_use]
    pub fn named(heading: &str) -> Section {
        let heading = heading.trim().trim_end_matches(':');
        let is = |name: &str| heading.eq_ignore_ascii_case(name);
        match () {
            () if is("http request") => Section::HttpRequest,
            () if is("permissions") || is("prerequisites") => Section::Permissions,
            () if is("request headers") => Section::RequestHeaders,
            () if is("request body") => Section::RequestBody,
            () if is("response") || is("responses") => Section::Response,
            () if is("properties") => Section::Properties,
            () => Section::other(heading.to_lowercase()),
        }
    }

    fn other(name: String) -> Section {
        match () {
            () if name.starts_with("http request") => Section::HttpRequest,
            () if name.contains("request header") => Section::RequestHeaders,
            () if name.starts_with("example") => Section::Examples,
            () => Section::Other(name),
        }
    }

    /// The name in lower case: that of a known part in English, else the heading.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Section::Introduction => "introduction",
            Section::Permissions => "permissions",
            Section::HttpRequest => "http request",
            Section::RequestHeaders => "request headers",
            Section::RequestBody => "request body",
            Section::Response => "response",
            Section::Examples => "examples",
            Section::Properties => "properties",
            Section::Other(name) => name,
        }
    }
}

impl std::fmt::Display for Section {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
