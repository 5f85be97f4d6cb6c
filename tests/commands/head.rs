//! HEAD: answered and judged as GET is, but for the body (RFC 9110, section 9.3.2).

use std::fs;

use graph_contract::contract::{Contract, DocumentedBody, Resources};
use graph_contract::exchange::Response;
use graph_contract::page::Page;
use graph_contract::verdict::{Sent, judge};
use serde_json::Value;

use super::graph_contract;

const PATH: &str = "/industryData/operations/{longRunningOperationId}";

/// The exit code of a run of these steps on the double, and its report.
fn run(steps: &str) -> (Option<i32>, Value) {
    let folder = tempfile::tempdir().unwrap();
    let feature = folder.path().join("x.feature");
    let before = "    Given the API page \"api/longrunningoperation-get.md\"\n    And an existing longRunningOperation\n";
    fs::write(&feature, format!("Feature: F\n  Scenario: S\n{before}{steps}")).unwrap();
    let mut command = graph_contract();
    let command = command.arg("run").arg(&feature);
    let output = command.arg("--report-dir").arg(folder.path()).output().unwrap();
    let report = serde_json::from_slice(&fs::read(folder.path().join("report.json")).unwrap()).unwrap();
    (output.status.code(), report)
}

#[test]
fn the_double_answers_as_to_get_without_a_body() {
    let sent = format!("HEAD \"{PATH}\" is sent");
    for sent in [sent.as_str(), "the documented request is sent with the method HEAD"] {
        let (code, report) = run(&format!(
            "    When {sent}\n    Then the response is the documented one\n    And the status is 200\n    And there is no body\n    And the header \"Content-Type\" is \"application/json\"\n"
        ));
        assert_eq!(code, Some(0), "{report:#}");
        let response = &report["scenarios"][0]["exchanges"][0]["response"];
        assert_eq!((&response["status"], &response["body"]), (&200.into(), &Value::Null));
    }
}

#[test]
fn a_refusal_has_no_body_either() {
    let steps = format!(
        "    And an unknown longRunningOperation\n    When HEAD \"{PATH}\" is sent\n    Then the request is refused with status 404\n"
    );
    let (code, report) = run(&steps);
    assert_eq!(code, Some(0), "{report:#}");
    let (code, report) = run(&steps.replace("404", "403"));
    assert_eq!(code, Some(1), "{report:#}");
}

#[test]
fn a_step_about_the_body_is_found_before_anything_is_sent() {
    for step in [
        "the body has the documented shape",
        "the property \"status\" is \"running\"",
        "the property \"status\" is absent",
        "the collection has 2 members",
        "the request is refused with status 404 and code \"itemNotFound\"",
    ] {
        let steps = format!("    When HEAD \"{PATH}\" is sent\n    Then the status is 200\n    And {step}\n");
        let (code, report) = run(&steps);
        assert_eq!((code, &report["summary"]["exchanges"]), (Some(3), &0.into()), "{step}");
        assert_eq!(run(&steps.replace("HEAD", "GET")).1["summary"]["exchanges"], 1, "{step}");
    }
}

#[test]
fn an_answer_is_judged_without_its_body() {
    let contract = documenting("GET");
    let found = |status, headers: &[(&str, &str)], body: &str| {
        let headers = headers.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let answer = Response { status, headers, body: body.as_bytes().to_vec() };
        let sent = Sent { is_head: true, ..Sent::default() };
        let judgement = judge(&contract.examples[0], Some(&sent), &answer);
        judgement.violations.iter().map(|found| found.code.as_str()).collect::<Vec<_>>()
    };
    let headers = [("ETag", "1"), ("Content-Type", "application/json")];
    assert_eq!(found(200, &headers, ""), [""; 0]);
    assert_eq!(found(200, &headers, "{\"id\": \"1\"}"), ["body-unexpected"]);
    assert_eq!(found(200, &[], ""), ["header"]);
    assert_eq!(found(200, &[("ETag", "1")], ""), [""; 0], "it may leave out what only a body tells");
    assert_eq!(found(200, &[("ETag", "1"), ("Content-Type", "text/html")], ""), ["media-type"]);
    assert_eq!(found(404, &[], ""), ["status"]);
}

#[test]
fn a_documented_head_promises_no_body_whatever_is_shown() {
    let contract = documenting("HEAD");
    let headers = vec![("ETag".to_string(), "1".to_string())];
    let answer = Response { status: 200, headers, body: Vec::new() };
    assert_eq!(judge(&contract.examples[0], None, &answer).violations, []);
    assert!(matches!(contract.examples[0].response.body, DocumentedBody::None));
    let text = "```http\nHEAD /things/{id}\n```\n<!-- { \"blockType\": \"response\", \"expectError\": true } -->\n```http\nHTTP/1.1 404 Not Found\n```\n";
    let contract = Contract::derive(&Page::read("api/thing-get.md", text), &Resources::default());
    let answer = |status| Response { status, headers: Vec::new(), body: Vec::new() };
    assert_eq!(judge(&contract.examples[0], None, &answer(404)).violations, []);
    assert_eq!(judge(&contract.examples[0], None, &answer(403)).violations.len(), 1);
}

/// A page with one example of this method.
fn documenting(method: &str) -> Contract {
    let text = format!(
        "```http\n{method} https://graph.microsoft.com/v1.0/things/{{id}}\n```\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\nETag: 1\n\n{{ \"id\": \"1\" }}\n```\n"
    );
    Contract::derive(&Page::read("api/thing-get.md", &text), &Resources::default())
}
