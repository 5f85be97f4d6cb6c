//! What a run says of a service's answers: the codes of errors.

use serde_json::json;

use super::server::{Answer, Request, Server, said};
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
