//! The answer to a request that the page rules out.

use super::error;
use super::judge::came;
use super::violation::{Code, Judgement, Violation};
use crate::contract::DocumentedAt;
use crate::exchange::Response;

/// Judges an answer that must be this error status with the documented error object. `at` is the promise that the
/// request broke.
///
/// ```
/// use graph_contract::{exchange::Response, verdict::judge_refusal};
/// let body = br#"{"error": {"code": "BadRequest", "message": "no such property"}}"#.to_vec();
/// let answer = Response { status: 400, headers: vec![], body };
/// assert!(judge_refusal(400, &answer, None).violations.is_empty());
/// ```
pub fn judge_refusal(status: u16, response: &Response, at: Option<&DocumentedAt>) -> Judgement {
    let mut violations = Vec::new();
    if response.status != status {
        let (expected, actual) = (status.to_string(), came(response));
        violations.push(Violation::new(Code::Status, "", expected, actual, at));
    }
    if response.status >= 400 {
        violations.extend(error::shape(response, at));
    }
    Judgement::of(violations)
}
