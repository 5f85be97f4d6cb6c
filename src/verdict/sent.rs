//! The request behind an answer.

use serde_json::Value;

/// What is known of the request behind a response.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    /// The JSON body that was sent.
    pub body: Option<Value>,
    /// The key that addressed the resource.
    pub key: Option<String>,
    /// The resource's `id` as it was read before the request.
    pub known_id: Option<String>,
    /// Whether the members of evolvable enumerations were asked for that stand behind `unknownFutureValue`.
    pub asks_for_unknown: bool,
    /// Whether it was a HEAD: its answer has the status and the headers of a GET's, and no body (RFC 9110, section 9.3.2).
    pub is_head: bool,
}
