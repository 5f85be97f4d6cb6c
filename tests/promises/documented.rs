//! The verdict alone: the documented answer of the fixture page, wrong in one way at a time.

use std::sync::Arc;

use graph_contract::contract::Contract;
use graph_contract::exchange::Response;
use graph_contract::library::Library;
use graph_contract::verdict::{Judgement, Sent, judge, judge_includes, judge_refusal, judge_unchanged};
use serde_json::{Map, Value, json};

const ID: &str = "65ebabed-abed-65eb-edab-eb65edabeb65";

fn contract() -> Arc<Contract> {
    Library::at("fixtures/pages").contract("api/longrunningoperation-update.md").expect("the fixture page")
}

fn operation() -> Value {
    json!({
        "@odata.type": "#microsoft.graph.longRunningOperation",
        "id": ID,
        "createdDateTime": "2024-01-01T00:00:00Z",
        "lastActionDateTime": "2024-01-02T00:00:00Z",
        "status": "running",
        "statusDetail": "2 of 5",
        "resourceLocation": "https://example.org/1",
    })
}

fn sent() -> Sent {
    Sent {
        body: Some(json!({"status": "running", "lastActionDateTime": "2024-01-02T01:00:00+01:00"})),
        key: Some(ID.into()),
        ..Sent::default()
    }
}

fn response(status: u16, content_type: Option<&str>, body: &str) -> Response {
    let headers = content_type.map(|value| ("Content-Type".to_string(), value.to_string()));
    Response { status, headers: headers.into_iter().collect(), body: body.as_bytes().to_vec() }
}

fn judged(response: &Response) -> Judgement {
    judge(&contract().examples[0], Some(&sent()), response)
}

fn with(name: &str, value: Value) -> Response {
    let mut body = operation();
    body[name] = value;
    response(200, Some("application/json"), &body.to_string())
}

fn without(name: &str) -> Response {
    let mut body = operation();
    body.as_object_mut().unwrap().remove(name);
    response(200, Some("application/json"), &body.to_string())
}

/// The documented answer with a member of this name and value before all others.
fn twice(name: &str, value: Value) -> Response {
    let body = operation().to_string().replacen('{', &format!("{{\"{name}\": {value}, "), 1);
    response(200, Some("application/json"), &body)
}

fn told(judgement: &Judgement) -> Vec<String> {
    judgement.violations.iter().map(|found| format!("{} {}", found.code.as_str(), found.pointer)).collect()
}

fn drifted(judgement: &Judgement) -> Vec<String> {
    judgement.drift.iter().map(|found| format!("{} {}", found.code.as_str(), found.pointer)).collect()
}

#[test]
fn the_documented_answer_is_kept() {
    let right = response(200, Some("Application/JSON; charset=utf-8"), &operation().to_string());
    assert_eq!(judged(&right), Judgement::default());
}

#[test]
fn one_wrong_thing_is_one_violation() {
    let body = operation().to_string();
    let json_type = Some("application/json");
    let table = [
        (response(202, json_type, &body), "status "),
        (response(404, json_type, "{}"), "status "),
        (response(200, Some("text/plain"), &body), "media-type "),
        (response(200, None, &body), "media-type "),
        (response(200, json_type, ""), "body-missing "),
        (response(200, json_type, "{ \"id\": "), "body-not-json "),
        (response(200, json_type, "[]"), "property-type "),
        (response(200, json_type, "null"), "property-null "),
        (without("id"), "property-missing /id"),
        (without("statusDetail"), "property-missing /statusDetail"),
        (with("statusDetail", json!(1)), "property-type /statusDetail"),
        (with("createdDateTime", json!("2024-01-01")), "property-format /createdDateTime"),
        (with("createdDateTime", json!(1)), "property-type /createdDateTime"),
        (with("status", json!("paused")), "property-enum /status"),
        (with("status", json!("Running")), "property-enum /status"),
        (with("status", json!("failed")), "property-value /status"),
        (with("lastActionDateTime", json!("2024-01-02T00:00:01Z")), "property-value /lastActionDateTime"),
        (with("id", json!("00000000-abed-65eb-edab-eb65edabeb65")), "property-value /id"),
        (with("@odata.type", json!("#microsoft.graph.other")), "property-value /@odata.type"),
        (with("@odata.type", json!(1)), "property-type /@odata.type"),
        (twice("status", json!("paused")), "property-value /status"),
        (twice("status", json!("running")), "property-value /status"),
    ];
    for (answer, violation) in table {
        assert_eq!(told(&judged(&answer)), [violation], "{answer:?}");
    }
}

#[test]
fn all_violations_of_an_answer_are_found() {
    let body = json!({"id": 1, "createdDateTime": "x", "status": "paused"}).to_string();
    let wrong = response(201, Some("text/plain"), &body);
    let expected = [
        "status ",
        "media-type ",
        "property-format /createdDateTime",
        "property-type /id",
        "property-missing /lastActionDateTime",
        "property-missing /resourceLocation",
        "property-enum /status",
        "property-missing /statusDetail",
    ];
    assert_eq!(told(&judged(&wrong)), expected);
}

#[test]
fn control_information_may_be_left_out() {
    assert_eq!(judged(&without("@odata.type")), Judgement::default());
    assert_eq!(judged(&with("@odata.context", json!("https://example.org"))), Judgement::default());
}

#[test]
fn an_undocumented_property_and_an_unmentioned_null_are_drift() {
    let more = judged(&with("colour", json!("green")));
    assert_eq!((told(&more), drifted(&more)), (vec![], vec!["property-undocumented /colour".to_string()]));
    let null = judged(&with("statusDetail", json!(null)));
    assert_eq!((told(&null), drifted(&null)), (vec![], vec!["property-null /statusDetail".to_string()]));
}

#[test]
fn a_value_in_another_case_is_said_to_differ_in_case() {
    let judgement = judged(&with("status", json!("Running")));
    assert_eq!(judgement.violations[0].actual, "\"Running\", which differs from running in case");
}

#[test]
fn an_unknown_future_value_may_be_answered() {
    let example = contract();
    let answer = with("status", json!("unknownFutureValue"));
    assert_eq!(judge(&example.examples[0], None, &answer), Judgement::default());
}

#[test]
fn without_the_request_only_the_page_is_held_to() {
    let answer = with("id", json!("another"));
    assert_eq!(judge(&contract().examples[0], None, &answer), Judgement::default());
}

#[test]
fn an_alternate_key_is_answered_with_the_id_that_was_read_before() {
    let judged = |key: &str, known_id: Option<&str>, answered: &str| {
        let known_id = known_id.map(str::to_string);
        let sent = Sent { key: Some(key.into()), known_id, ..Sent::default() };
        told(&judge(&contract().examples[0], Some(&sent), &with("id", json!(answered))))
    };
    assert!(judged("latest", None, ID).is_empty());
    assert!(judged("latest", Some("op-7"), "op-7").is_empty());
    assert_eq!(judged("latest", Some("op-7"), "op-8"), ["property-value /id"]);
    assert_eq!(judged(ID, Some("op-7"), "op-7"), ["property-value /id"]);
    assert!(judged(ID, None, &ID.to_uppercase()).is_empty());
    assert_eq!(judged("op-7", None, "op-8"), ["property-value /id"]);
    assert!(judged("op-7", None, "op-7").is_empty());
    assert!(judged("reader1@example.org", None, ID).is_empty());
    assert!(judged("library7.example.org", None, ID).is_empty());
}

#[test]
fn a_refusal_needs_its_status_and_the_error_object() {
    let error = |body: Value| response(400, Some("application/json"), &body.to_string());
    let right = error(json!({"error": {"code": "BadRequest", "message": "no"}}));
    assert_eq!(told(&judge_refusal(400, &right, None)), Vec::<String>::new());
    assert_eq!(told(&judge_refusal(415, &right, None)), ["status "]);
    let table = [
        (error(json!({"message": "no"})), vec!["error-shape /error"]),
        (error(json!({"error": "no"})), vec!["error-shape /error"]),
        (error(json!({"error": {"code": "x"}})), vec!["error-shape /error/message"]),
        (
            error(json!({"error": {"code": 1, "message": null}})),
            vec!["error-shape /error/code", "error-shape /error/message"],
        ),
        (response(400, None, ""), vec!["error-shape /error"]),
        (response(200, Some("application/json"), &operation().to_string()), vec!["status "]),
    ];
    for (answer, violations) in table {
        assert_eq!(told(&judge_refusal(400, &answer, None)), violations, "{answer:?}");
    }
}

#[test]
fn what_was_not_sent_stays() {
    let contract = contract();
    let object = |value: Value| -> Map<String, Value> { value.as_object().cloned().unwrap() };
    let before = object(operation());
    let mut after = before.clone();
    after.insert("status".into(), json!("failed"));
    let sent = json!({"status": "failed"});
    let unchanged = |after: &Map<String, Value>, sent: Option<&Value>| {
        told(&judge_unchanged(&contract.examples[0], &before, after, sent))
    };
    assert!(unchanged(&after, Some(&sent)).is_empty());
    assert_eq!(unchanged(&after, None), ["property-value /status"]);
    after.insert("createdDateTime".into(), json!("2024-01-01T01:00:00+01:00"));
    after.insert("@odata.type".into(), json!("#microsoft.graph.other"));
    assert!(unchanged(&after, Some(&sent)).is_empty(), "another spelling, and control information");
    after.remove("statusDetail");
    assert_eq!(unchanged(&after, Some(&sent)), ["property-value /statusDetail"]);
}

#[test]
fn what_came_to_the_resource_is_a_change() {
    let contract = contract();
    let before = operation().as_object().cloned().unwrap();
    let mut after = before.clone();
    after.insert("colour".into(), json!("red"));
    let judged = |sent: Option<&Value>| told(&judge_unchanged(&contract.examples[0], &before, &after, sent));
    assert_eq!(judged(None), ["property-value /colour"]);
    assert_eq!(judged(Some(&json!({"status": "running"}))), ["property-value /colour"]);
    assert!(judged(Some(&json!({"colour": "red"}))).is_empty());
}

#[test]
fn a_body_includes_what_is_asked_for_and_no_less() {
    let contract = contract();
    let judged =
        |wanted: Value, body: Value| told(&judge_includes(&contract.examples[0], &wanted, &body, true));
    let body = json!({"a": {"b": 1}, "list": [{"c": 1, "d": 2}], "@odata.type": "#x"});
    assert!(
        judged(json!({"a": {"b": 1.0}, "list": [{"c": 1}], "@odata.type": "#x"}), body.clone()).is_empty()
    );
    assert_eq!(judged(json!({"a": {"c": null}}), body.clone()), ["property-missing /a/c"]);
    assert_eq!(judged(json!({"@odata.type": "#y"}), body.clone()), ["property-value /@odata.type"]);
    assert_eq!(judged(json!({"list": []}), body.clone()), ["property-value /list"]);
    assert_eq!(judged(json!({"list": [{"c": 2}]}), body), ["property-value /list/0/c"]);
}

#[test]
fn each_violation_names_the_line_of_its_promise() {
    let page = include_str!("../../fixtures/pages/api/longrunningoperation-update.md");
    let line = |start: &str| page.lines().position(|line| line.starts_with(start)).unwrap() + 1;
    let last = |text: &str| {
        page.lines().collect::<Vec<_>>().iter().rposition(|line| line.contains(text)).unwrap() + 1
    };
    let resource = include_str!("../../fixtures/pages/resources/longrunningoperation.md");
    let id = resource.lines().position(|line| line.starts_with("|id|")).unwrap() + 1;
    let api = "fixtures/pages/api/longrunningoperation-update.md";
    let table = [
        (response(202, None, ""), format!("{api}:{}", line("HTTP/1.1 200 OK"))),
        (with("status", json!("paused")), format!("{api}:{}", line("|status|"))),
        (without("status"), format!("{api}:{}", last("\"status\""))),
        (with("id", json!(1)), format!("fixtures/pages/resources/longrunningoperation.md:{id}")),
        (
            response(200, Some("a/b"), &operation().to_string()),
            format!("{api}:{}", last("Content-Type: application/json")),
        ),
    ];
    for (answer, at) in table {
        assert_eq!(judged(&answer).violations[0].documented_at, at, "{answer:?}");
    }
}
