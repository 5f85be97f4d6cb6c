//! Requests and responses as they were sent and received.

use serde_json::Value;

/// A request: the method, an absolute URL, headers in order, and the bytes of the body.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The absolute URL.
    pub url: String,
    /// Names and values in the order sent.
    pub headers: Vec<(String, String)>,
    /// `None`: no body at all.
    pub body: Option<Vec<u8>>,
}

/// A response.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Names and values in the order received.
    pub headers: Vec<(String, String)>,
    /// The body; empty when there was none.
    pub body: Vec<u8>,
}

/// A request and its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    /// What was sent.
    pub request: Request,
    /// What came back.
    pub response: Response,
    /// How long the answer took, in seconds.
    pub seconds: f64,
}

impl Request {
    /// The first header of this name, in any case.
    ///
    /// ```
    /// use graph_contract::exchange::Request;
    /// let headers = vec![("Content-Type".to_string(), "application/json".to_string())];
    /// let request = Request { method: "GET".into(), url: "http://localhost/".into(), headers, body: None };
    /// assert_eq!(request.header("content-type"), Some("application/json"));
    /// ```
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// The body as JSON.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(self.body.as_deref()?).ok()
    }

    /// The path of the URL, without origin, query and fragment.
    #[must_use]
    pub fn path(&self) -> &str {
        let url = self.url.split(['?', '#']).next().unwrap_or_default();
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        rest.find('/').map_or("/", |at| &rest[at..])
    }
}

impl Response {
    /// The first header of this name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// The body as JSON.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// The origin of an absolute URL (RFC 6454): scheme, host and port as they are written.
pub(crate) fn origin(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let is_scheme = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    (is_scheme && !scheme.is_empty()).then(|| &url[..scheme.len() + "://".len() + end])
}

fn find<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}
