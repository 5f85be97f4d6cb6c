//! What a run says of a service's answers: its error codes, why nothing more is sent, who was refused, where a redirect leads.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use super::server::{Answer, Request, Server, nothing, said};
use super::suite::{self, Run};

const READ: &str = "    When GET \"/industryData/operations/{longRunningOperationId}\" is sent\n";

/// Runs these steps against a service that gives every request this answer.
fn answered(answer: impl Fn(&Request) -> Answer + Send + Sync + 'static, steps: &str) -> Run {
    let (_folder, feature) = suite::feature("", steps);
    suite::run(&Server::start(None, answer).url(), &[], &[&feature])
}

fn refused(status: u16, code: &str, message: &str) -> Answer {
    said(status, &json!({"error": {"code": code, "message": message, "innerError": {"code": code}}}))
}

fn reason(run: &Run) -> &str {
    run.scenario("S")["reason"].as_str().unwrap_or_default()
}

#[test]
fn the_code_of_an_error_is_shown() {
    for code in [
        "ResourceNotFound",
        "InvalidAuthenticationToken",
        "Authorization_RequestDenied",
        "quotaLimitReached",
        "Request_Http2NotSupported",
    ] {
        let steps = format!("{READ}    Then the request is refused with status 404 and code \"{code}X\"\n");
        let run = answered(move |_| refused(404, code, &format!("it is {code}")), &steps);
        let shown = [
            format!("refused with status 404 and code \"{code}X\""),
            format!("came      \"{code}\""),
            format!(
                "\"code\":\"{code}\",\"message\":\"it is {code}\",\"innerError\":{{\"code\":\"{code}\"}}"
            ),
        ];
        shown.iter().for_each(|shown| assert!(run.stdout.contains(shown), "{shown}\n{}", run.stdout));
        let body = &run.scenario("S")["exchanges"][0]["response"]["body"];
        assert_eq!(body["error"]["code"], code);
    }
}

#[test]
fn a_code_that_lets_somebody_in_is_not_shown() {
    let code = "0.AXoA1b2c3d4e5f6g7h8i9";
    let steps = format!("{READ}    Then the status is 201\n    And the property \"code\" is \"x\"\n");
    let run = answered(move |_| said(200, &json!({"code": code, "error": "none"})), &steps);
    assert_eq!(run.code, 1);
    assert!(!run.written.contains("AXoA1b2c"), "{}", run.written);
}

#[test]
fn a_wait_that_the_budget_does_not_hold_is_named() {
    let steps = format!("{READ}    Then the status is 200\n");
    let throttled = |_: &Request| {
        let mut answer = refused(429, "TooManyRequests", "later");
        answer.headers.push(("Retry-After".to_string(), "3600".to_string()));
        answer
    };
    let run = answered(throttled, &steps);
    assert_eq!((run.code, run.count("inconclusive")), (5, 1), "{}", run.stdout);
    let told = "the endpoint asks to wait 3600 s, and 120 s are left of --retry-budget";
    assert!(reason(&run).starts_with("429: ") && reason(&run).contains(told), "{}", reason(&run));
    let service = Server::start(None, throttled);
    let (_folder, feature) = suite::feature(
        "",
        &format!(
            "{steps}\n  Scenario: T\n    Given the API page \"api/longrunningoperation-get.md\"\n{steps}"
        ),
    );
    let run = suite::run(&service.url(), &[], &[&feature]);
    let rest = run.scenario("T")["reason"].as_str().unwrap();
    assert_eq!(rest, format!("not sent: {told}"));
}

#[test]
fn who_was_refused_is_told_why_and_what_the_page_documents() {
    let steps = format!(
        "    And the API page \"api/longrunningoperation-get.md\"\n{READ}    Then the status is 200\n"
    );
    let challenge = "Bearer realm=\"\", error=\"invalid_token\", error_description=\"The token has expired\"";
    let run = answered(
        move |_| {
            let mut answer = refused(401, "InvalidAuthenticationToken", "Lifetime validation failed.");
            answer.headers.push(("WWW-Authenticate".to_string(), challenge.to_string()));
            answer
        },
        &steps,
    );
    for told in [
        "401: the endpoint does not accept the token",
        "InvalidAuthenticationToken",
        "Lifetime validation failed.",
        "invalid_token",
        "The token has expired",
        "the page documents",
    ] {
        assert!(reason(&run).contains(told), "{told}: {}", reason(&run));
    }
    let run = answered(|_| refused(403, "Authorization_RequestDenied", "Insufficient privileges"), &steps);
    let told = "403: the caller lacks a permission (Authorization_RequestDenied, Insufficient privileges)";
    assert!(reason(&run).starts_with(told), "{}", reason(&run));
}

#[test]
fn who_was_refused_before_the_request_is_told_the_same() {
    let list = "    Given the API page \"api/industrydata-industrydataroot-list-operations.md\"\n    And the API page \"api/longrunningoperation-get.md\"\n    And an existing longRunningOperation\n";
    let then = "    When the documented request is sent\n    Then the status is 200\n";
    let folder = tempfile::tempdir().unwrap();
    let feature = folder.path().join("x.feature");
    for status in [401, 403] {
        let service = Server::start(None, move |_| refused(status, "RefusedBeforeAnything", "no"));
        let update =
            "    Given the API page \"api/educationschool-update.md\"\n    And an existing educationSchool\n";
        for (steps, environment) in [
            (
                format!("{list}{then}"),
                [("GRAPH_CONTRACT_VARS", String::new()), ("GRAPH_CONTRACT_ALLOW_WRITES", "0".into())],
            ),
            (
                format!("{update}{then}"),
                [
                    ("GRAPH_CONTRACT_VARS", "id=7,educationSchoolId=7".to_string()),
                    ("GRAPH_CONTRACT_ALLOW_WRITES", "1".into()),
                ],
            ),
        ] {
            std::fs::write(&feature, format!("Feature: F\n  Scenario: S\n{steps}")).unwrap();
            let environment: Vec<(&str, &str)> =
                environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let run = suite::run(&service.url(), &environment, &[feature.to_str().unwrap()]);
            assert_eq!((run.code, run.count("inconclusive")), (5, 1), "{}", run.stdout);
            for told in [status.to_string().as_str(), "RefusedBeforeAnything", "; the page documents "] {
                assert!(reason(&run).contains(told), "{told}: {}", reason(&run));
            }
        }
    }
}

#[test]
fn a_redirect_shows_where_it_leads_without_secrets_and_that_nobody_followed() {
    let to = "https://me:canary-1@files.example/drives/7/report.pdf?sig=canary-2&t=canary-3#canary-4";
    let steps = format!("{READ}    Then the status is 200\n    And the header \"Location\" is \"x\"\n");
    let run = answered(
        move |_| {
            let mut answer = nothing(302);
            answer.headers.push(("Location".to_string(), to.to_string()));
            answer
        },
        &steps,
    );
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(!run.written.contains("canary"), "{}", run.stdout);
    let shown = "https://files.example/drives/7/report.pdf";
    assert!(run.stdout.contains(&format!("location: {shown}")), "{}", run.stdout);
    assert!(
        run.stdout.contains(&format!("came      302, a redirect to {shown}: redirects are not followed")),
        "{}",
        run.stdout
    );
    let run = answered(
        |_| {
            let mut answer = nothing(302);
            let to = "https://up.example/up/fe6987415ace7X4e1eF866337/7d1c1c52-93ad-4b8e-9f0e-2a6c4b0f5e11";
            answer.headers.push(("Location".to_string(), to.to_string()));
            answer
        },
        &steps,
    );
    let shown = "location: https://up.example/up/[redacted]/7d1c1c52-93ad-4b8e-9f0e-2a6c4b0f5e11";
    assert!(run.stdout.contains(shown), "{}", run.stdout);
}

#[test]
fn of_a_wait_that_was_in_vain_the_first_and_the_last_answer_are_shown() {
    let asked = AtomicUsize::new(0);
    let answer = move |_: &Request| {
        said(200, &json!({"status": format!("answer {}", asked.fetch_add(1, Ordering::SeqCst) + 1)}))
    };
    let waiting = format!(
        "{READ}    And the same request is sent until the property \"status\" is \"done\", within 1 second\n"
    );
    let run = answered(answer, &format!("{waiting}    Then the status is 200\n"));
    let exchanges = run.scenario("S")["exchanges"].as_array().map_or(0, Vec::len);
    assert!(run.code == 1 && exchanges > 4, "{}", run.stdout);
    let shown = run.stdout.matches("  > GET ").count();
    let told = format!("  ... {} times more, in report.json", exchanges - 2);
    assert!(shown == 2 && run.stdout.contains(&told), "{exchanges}\n{}", run.stdout);
    assert!(run.stdout.contains("answer 1\"") && run.stdout.contains(&format!("answer {exchanges}\"")));
}

#[test]
fn every_answer_that_a_step_looks_at_is_shown() {
    let again = "    When the same request is sent again\n    Then the status is 201\n";
    let steps = format!("{READ}    Then the status is 201\n{}", again.repeat(3));
    let run = answered(|_: &Request| said(200, &json!({"status": "running"})), &steps);
    assert_eq!(run.stdout.matches("  > GET ").count(), 4, "{}", run.stdout);
}
