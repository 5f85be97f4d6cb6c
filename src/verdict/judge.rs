//! A response held to the documented one.

use serde_json::Value;

use super::sent::Sent;
use super::violation::{Code, Judgement, Violation, cut};
use super::{answered, body, control, drift, error, headers, included, key, twice};
use crate::contract::{DocumentedAt, DocumentedBody, DocumentedExample};
use crate::exchange::{Response, place};

/// Judges a response by everything the example promises: status, headers, media type, and the body's every member.
///
/// `sent` is `None` where the request is not known; then what was sent cannot be looked for in the answer. With a
/// differing status the body is still judged, unless the answer is a 4xx or 5xx (decision 11).
///
/// ```
/// use graph_contract::{contract::{Contract, Resources}, exchange::Response, page::Page, verdict::{judge, Code}};
/// let text = "```http\nGET https://graph.microsoft.com/v1.0/me\n```\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{ \"id\": \"1\" }\n```\n";
/// let contract = Contract::derive(&Page::read("api/me.md", text), &Resources::default());
/// let headers = vec![("Content-Type".to_string(), "application/json".to_string())];
/// let answer = Response { status: 200, headers, body: b"{}".to_vec() };
/// let judgement = judge(&contract.examples[0], None, &answer);
/// assert_eq!((judgement.violations[0].code, judgement.violations[0].pointer.as_str()), (Code::PropertyMissing, "/id"));
/// assert_eq!(judgement.violations[0].documented_at, "api/me.md:8");
/// ```
pub fn judge(example: &DocumentedExample, sent: Option<&Sent>, response: &Response) -> Judgement {
    let promised = &example.response;
    let is_head = example.request.method == "HEAD" || sent.is_some_and(|sent| sent.is_head);
    let mut judgement = judge_status(promised.status, response, Some(&promised.documented_at));
    if response.status != promised.status && response.status >= 400 {
        if promised.expects_error && !is_head {
            judgement.violations.extend(error::shape(response, Some(&promised.documented_at)));
        }
        return judgement;
    }
    judgement.violations.extend(headers::missing(promised, response));
    judgement.violations.extend(headers::media_type(promised, response, is_head));
    judgement.add(match is_head {
        true => judge_no_body(example, response),
        false => judge_body(example, sent, response),
    });
    judgement
}

/// Judges the status alone.
pub fn judge_status(expected: u16, response: &Response, at: Option<&DocumentedAt>) -> Judgement {
    let differs = expected != response.status;
    let violation = || Violation::new(Code::Status, "", expected.to_string(), came(response), at).asked_for();
    Judgement::of(differs.then(violation).into_iter().collect())
}

/// The status, and where a redirect leads: whoever expects another status may think that it is followed.
pub(super) fn came(response: &Response) -> String {
    let status = response.status;
    let leads_to = response.header("location").filter(|_| (300..400).contains(&status)).and_then(place);
    match leads_to {
        Some(place) => format!("{status}, a redirect to {place}: redirects are not followed"),
        None => status.to_string(),
    }
}

/// Judges the body alone, by its documented shape.
pub fn judge_shape(example: &DocumentedExample, response: &Response) -> Judgement {
    judge_body(example, None, response)
}

/// Judges that there is no body.
pub fn judge_no_body(example: &DocumentedExample, response: &Response) -> Judgement {
    let came = match (response.body.is_empty(), said_of_body(response)) {
        (true, None) => return Judgement::default(),
        (true, Some(said)) => said,
        (false, _) => cut(&String::from_utf8_lossy(&response.body)),
    };
    let at = Some(&example.response.documented_at);
    Judgement::of(vec![Violation::new(Code::BodyUnexpected, "", "no body", came, at)])
}

/// What a 204 says of a body, which it must not have: a client passes over it, and takes it for the next answer or breaks off
/// (RFC 9110, section 8.6; RFC 9112, section 6.1).
fn said_of_body(response: &Response) -> Option<String> {
    // several lengths that are the same count as one (RFC 9110, section 8.6)
    let is_of_none = |length: &str| length.split(',').all(|length| matches!(length.trim().parse(), Ok(0)));
    let announces = |(name, value): &&(String, String)| match name.to_ascii_lowercase().as_str() {
        "content-length" => !value.trim().is_empty() && !is_of_none(value),
        "transfer-encoding" => true,
        _ => false,
    };
    let (name, value) = response.headers.iter().find(announces).filter(|_| response.status == 204)?;
    Some(format!("{name}: {value}"))
}

fn judge_body(example: &DocumentedExample, sent: Option<&Sent>, response: &Response) -> Judgement {
    let promised = &example.response;
    let numbers = body::Numbers::of(response.header("content-type"));
    if promised.expects_error {
        return Judgement::of(error::shape(response, Some(&promised.documented_at)));
    }
    let at = Some(&promised.documented_at);
    match &promised.body {
        DocumentedBody::None => judge_no_body(example, response),
        _ if response.body.is_empty() => {
            Judgement::of(vec![Violation::new(Code::BodyMissing, "", "a body", "no body", at)])
        }
        DocumentedBody::Other(shown) => {
            let came = String::from_utf8_lossy(&response.body);
            let is_broken = is_whole_number(shown) && !is_whole_number(&came);
            let violation = || Violation::new(Code::PropertyType, "", "a number", cut(&came), at);
            Judgement::of(is_broken.then(violation).into_iter().collect())
        }
        DocumentedBody::Json(promised) => match response.json() {
            None => {
                let came = cut(&String::from_utf8_lossy(&response.body));
                let at = Some(&promised.documented_at);
                Judgement::of(vec![Violation::new(Code::BodyNotJson, "", "JSON", came, at)])
            }
            Some(value) => {
                let mut told = body::violations(&promised.schema, &value, numbers);
                told.retain(|found| {
                    found.code != Code::PropertyMissing || !is_of_removed(example, &value, &found.pointer)
                });
                let mut judgement = Judgement::default();
                judgement.add(Judgement::of(answered::violations(promised, &value, numbers, told)));
                let at = &promised.documented_at;
                judgement.add(Judgement::of(control::violations(promised, &value, numbers)));
                judgement.add(Judgement::of(
                    twice::violation(&response.body, &value, Some(at)).into_iter().collect(),
                ));
                judgement.drift = drift::differences(promised, &value);
                if let Some(sent) = sent {
                    judgement.add(Judgement::of(key::violations(example, sent, &value)));
                    judgement.add(included::judge_sent(example, sent, &value));
                }
                judgement
            }
        },
    }
}

/// Whether a member is one of an item that a delta says to be gone: it has its id, and need not have more (OData JSON format 4.01,
/// section 15.3).
fn is_of_removed(example: &DocumentedExample, body: &Value, pointer: &str) -> bool {
    let path = example.request.path().as_str().to_lowercase();
    let function = path.rsplit(['/', '.']).next().unwrap_or_default();
    let is_delta = function == "delta" || function.starts_with("delta(");
    let collection = example.response.json().and_then(|body| body.collection_property.as_deref());
    let Some((item, name)) = pointer.rsplit_once('/').filter(|_| is_delta) else { return false };
    let is_item = item
        .rsplit_once('/')
        .is_some_and(|(list, _)| Some(list) == collection.map(|name| format!("/{name}")).as_deref());
    let removed = body.pointer(item).and_then(|item| item.get("@removed"));
    is_item && name != "id" && removed.is_some_and(Value::is_object)
}

/// A text that is a number, such as `$count` answers; services put a mark of the byte order before it.
fn is_whole_number(text: &str) -> bool {
    let digits = text.trim_start_matches('\u{feff}').trim();
    !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
}
