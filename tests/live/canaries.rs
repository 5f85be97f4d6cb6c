//! Secrets in every place that a run reads, sends or is answered, and not one of them in anything that it writes.
//!
//! Each secret has the word "canary" in it: a single byte of one is found however it was cut.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;

use cucumber::then;
use graph_contract::suite::World;
use serde_json::{Value, json};

use super::identity::{called, issued};
use super::server::{Answer, Request, Server, said};
use super::suite::{self, Run};
use super::tenant::{self, ID};
use super::tls::Authority;

const CANARY: &str = "canary";
const TOKEN: &str = "canary.token~of/the+run-1f0a";
const SECRET: &str = "canary client~secret/2b1c==";
const OTHER: &str = "canary-token-of-another-3c2d";
/// Set in the process that a test starts to run steps of its own.
const CHILD: &str = "TEST_RUNS_STEPS_OF_ITS_OWN";

/// An answer with secrets in headers and body, and with what was sent in every text.
fn everything(request: &Request, status: u16) -> Answer {
    let sent = |name: &str| request.headers.get(name).cloned().unwrap_or_default();
    let repeated = format!(
        "refused {} and {} and {SECRET}, sent {}",
        sent("authorization"),
        sent("x-api-key"),
        String::from_utf8_lossy(&request.body)
    );
    let mut body = tenant::initial();
    let more = json!({
        "status": "no such status",
        "statusDetail": repeated,
        "secretText": "canary-4d3e", "password": "canary7", "access_token": "canary-5e4f",
        "nested": [{"clientSecret": "canary-6f5a", "apiKeys": ["canary-7a6b"], "text": "\"password\": \"canary9\""}],
        "settings": [{"name": "AccountKey", "value": "canary-8b7c"}],
        "blob": "https://x.example/blob?sv=1&sig=canary%2F9c8d&se=2",
        "again": "the password is canary-4d3e, and canary-5e4f",
        "canary-0d9e": "in a name, by value",
        "jwt-like": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.canary",
        "error": {"code": "Refused", "message": repeated},
    });
    body.extend(more.as_object().cloned().unwrap());
    body.remove("canary-0d9e");
    if status < 400 {
        body.remove("error");
    }
    let mut answer = said(status, &Value::Object(body));
    answer.headers = [
        ("Set-Cookie", "session=canary-cookie-1e0f; Path=/; HttpOnly"),
        ("X-Answer", "canary-header-2f1a"),
        ("WWW-Authenticate", "Bearer realm=\"canary-realm\", authorization_uri=\"https://x.example/canary\""),
        (
            "Location",
            "https://storage.example/x?X-Amz-Signature=canary-3a2b&sig=canary-4b3c#access_token=canary-5c4d",
        ),
        ("request-id", "an-id-of-the-service"),
    ]
    .map(|(name, value)| (name.to_string(), value.to_string()))
    .to_vec();
    answer
}

fn service() -> Server {
    Server::start(None, |request| match request.path.rsplit('/').next().unwrap_or_default() {
        "moved" => everything(request, 302),
        "refused" => everything(request, 403),
        "html" => {
            let mut answer = everything(request, 200);
            answer.content_type = Some("text/html");
            answer.body = [b"<form><secret>canary-6d5e</secret> ".as_slice(), &answer.body].concat();
            answer
        }
        "long" => {
            let mut answer = everything(request, 200);
            answer.body = format!("{{\"password\": \"canary-{}\"", "0".repeat(17 * 1024 * 1024)).into_bytes();
            answer
        }
        _ if request.method == "PATCH" => everything(request, 400),
        _ => everything(request, 200),
    })
}

/// Scenarios that are violated, inconclusive or drift, with secrets on every way.
const FEATURE: &str = r#"Feature: F
  Background:
    Given the API page "api/longrunningoperation-get.md"
    And an existing longRunningOperation

  Scenario: Judged whole
    When the documented request is sent with the header "X-Api-Key" as "canary-key-7e6f"
    Then the response is the documented one
    And the body includes
      """json
      { "secretText": "another canary-8f7a", "password": "canary8", "nested": [] }
      """
    And the property "secretText" is "canary-9a8b"
    And the property "password" is "canary6"
    And the property "again" is "x"
    And the property "blob" is "x"
    And the property "nested" is a number
    And the header "X-Answer" is "x"
    And the header "Set-Cookie" is "x"
    And the header "Location" is "x"

  Scenario: Secrets in a URL
    When GET "/industryData/operations/{longRunningOperationId}?sig=canary-0b9c&access_token=canary-1c0d" is sent
    Then the status is 418

  Scenario: A redirect
    When GET "/industryData/operations/moved" is sent
    Then the status is 200

  Scenario: A redirect's place
    When GET "/industryData/operations/moved" is sent
    And the header "Location" is remembered as "next"
    And GET "{next}" is sent
    Then the status is 200

  Scenario: A refusal
    When GET "/industryData/operations/refused" is sent
    Then the status is 200

  Scenario: Another caller
    Given a caller with another token
    When GET "/industryData/operations/{longRunningOperationId}" is sent
    Then the status is 418

  Scenario: No JSON
    When GET "/industryData/operations/html" is sent
    Then the body has the documented shape

  Scenario: A body without end
    When GET "/industryData/operations/long" is sent
    Then the status is 200

  Scenario: A write
    Given the API page "api/longrunningoperation-update.md"
    And an existing longRunningOperation
    When the documented request is sent with the body
      """json
      { "statusDetail": "{clientSecret}", "password": "canary-2d1e", "clientSecret": "canary-3e2f" }
      """
    Then the response is the documented one
    And the body includes what was sent
    And nothing has changed
"#;

fn environment<'a>(tls: &'a str, authority: &'a str, variables: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("AZURE_TENANT_ID", "contoso.example"),
        ("AZURE_CLIENT_ID", "an-application"),
        ("AZURE_CLIENT_SECRET", SECRET),
        ("AZURE_AUTHORITY_HOST", authority),
        ("SSL_CERT_FILE", tls),
        ("GRAPH_CONTRACT_OTHER_TOKEN", OTHER),
        ("GRAPH_CONTRACT_ALLOW_WRITES", "1"),
        ("GRAPH_CONTRACT_VARS", variables),
    ]
}

/// A text that holds no secret, whatever its case.
fn assert_silent(run: &Run) {
    let written = run.written.to_lowercase();
    if let Some(at) = written.find(CANARY) {
        let around = &written.as_bytes()[at.saturating_sub(200)..(at + 60).min(written.len())];
        panic!("...{}...", String::from_utf8_lossy(around));
    }
}

#[test]
fn no_secret_is_in_anything_that_a_run_writes() {
    let (tls, folder) = (Authority::new(), tempfile::tempdir().unwrap());
    let authority = Server::start(Some(&tls), |_| issued(TOKEN, 3600));
    let service = service();
    let feature = folder.path().join("x.feature");
    std::fs::write(&feature, FEATURE).unwrap();
    let variables = format!("longRunningOperationId={ID},clientSecret=canary-variable-4f3a");
    let roots = tls.roots().to_string_lossy().into_owned();
    let url = authority.url();
    for arguments in [&[][..], &["--strict"], &["--retry", "1"]] {
        let feature = feature.to_string_lossy();
        let arguments = [arguments, &[feature.as_ref()]].concat();
        let run = suite::run_as(&service.url(), &environment(&roots, &url, &variables), &arguments);
        assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
        for (name, verdict) in [
            ("Judged whole", "violated"),
            ("Secrets in a URL", "violated"),
            ("A redirect", "violated"),
            ("A redirect's place", "inconclusive"),
            ("A refusal", "inconclusive"),
            ("Another caller", "violated"),
            ("No JSON", "violated"),
            ("A body without end", "inconclusive"),
            ("A write", "inconclusive"), // the ledger would have to hold a secret
        ] {
            assert_eq!(run.scenario(name)["verdict"], verdict, "{name}: {}", run.stdout);
        }
        assert_silent(&run);
        assert!(run.written.contains("an-id-of-the-service") && run.written.contains("[redacted]"));
    }
    let sent = service.seen();
    let bearer = format!("Bearer {TOKEN}");
    assert!(sent.iter().any(|request| request.headers.get("authorization") == Some(&bearer)));
}

#[test]
fn no_secret_is_in_what_is_said_of_an_input() {
    let (tls, folder) = (Authority::new(), tempfile::tempdir().unwrap());
    let feature = folder.path().join("x.feature");
    let steps = format!("    When {OTHER} is sent\n    Then the status is 200\n");
    std::fs::write(&feature, format!("Feature: F\n  Scenario: S\n{steps}")).unwrap();
    let caller = [("GRAPH_CONTRACT_TOKEN", TOKEN), ("GRAPH_CONTRACT_OTHER_TOKEN", OTHER)];
    let feature = feature.to_string_lossy();
    let run = called("http://127.0.0.1:1", "https://127.0.0.1:1", &tls, &caller, &[feature.as_ref()]);
    assert_eq!(run.code, 3, "{}{}", run.stdout, run.stderr);
    assert_silent(&run);
}

#[then("a step of another crate panics with what came")]
fn panics(world: &mut World) {
    let exchange = world.exchange().expect("an exchange");
    panic!("{TOKEN} {SECRET} {:?} {:?}", exchange.response, exchange.request);
}

/// The suite with the step above, in a process of its own: whatever it writes is read.
#[test]
fn a_process_that_runs_steps_of_its_own() {
    let Ok(folder) = std::env::var(CHILD) else { return };
    std::env::set_current_dir(folder).unwrap();
    let _ = graph_contract::suite::main_with(["contract"], |name| std::env::var(name).ok());
}

/// The process that runs the steps above on the package in `folder`.
pub(super) fn with_steps_of_its_own(folder: &Path, reports: &Path) -> Command {
    let mut command = suite::program(&std::env::current_exe().unwrap(), reports);
    command.args(["--exact", "canaries::a_process_that_runs_steps_of_its_own", "--nocapture"]);
    // the process has a run of its own, whoever runs the tests
    command.env(CHILD, folder).env_remove("NEXTEST_RUN_ID").stdin(Stdio::null());
    command
}

#[test]
fn no_secret_is_in_what_is_said_of_a_panic() {
    let (tls, folder) = (Authority::new(), tempfile::tempdir().unwrap());
    let reports = tempfile::tempdir().unwrap();
    let (authority, service) = (Server::start(Some(&tls), |_| issued(TOKEN, 3600)), service());
    let page = "longrunningoperation-get.md";
    let steps = format!(
        "    Given the API page \"api/{page}\"\n    And an existing longRunningOperation\n    When the documented request is sent with the header \"X-Api-Key\" as \"canary-key-5a4b\"\n    Then a step of another crate panics with what came\n"
    );
    package(folder.path(), page, &steps);
    let variables = format!("longRunningOperationId={ID}");
    let (roots, url) = (tls.roots().to_string_lossy().into_owned(), authority.url());
    let mut command = with_steps_of_its_own(folder.path(), reports.path());
    command.env("GRAPH_CONTRACT_BASE_URL", service.url());
    command.envs(environment(&roots, &url, &variables));
    let run = suite::outcome(command.output().unwrap(), reports.path());
    assert_eq!(run.violations("S"), ["step-failed "], "{}{}", run.stdout, run.stderr);
    assert_silent(&run);
}

/// A folder with a page and a feature, as a package has them.
pub(super) fn package(folder: &Path, page: &str, steps: &str) {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages");
    for path in [&format!("api/{page}"), "resources/longrunningoperation.md"] {
        let (from, to) = (pages.join(path), folder.join("fixtures/pages").join(path));
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(from, to).unwrap();
    }
    std::fs::create_dir_all(folder.join("features")).unwrap();
    std::fs::write(folder.join("features/x.feature"), format!("Feature: F\n  Scenario: S\n{steps}")).unwrap();
}

/// Writes with secrets around them, one of which cannot be put back, and one that creates something with a secret for an id.
const WRITES: &str = r#"Feature: F
  Background:
    Given the API page "api/longrunningoperation-update.md"
    And the API page "api/educationschool-post.md"

  Scenario: What stays
    When PATCH "/industryData/operations/kept" is sent with the body
      """json
      { "statusDetail": "sent", "clientSecret": "canary-3b2a" }
      """
    Then the status is 200

  Scenario: What is created
    When the documented request is sent with the header "X-Api-Key" as "canary-key-8b7c"
    Then the status is 201

  Scenario: What repeats a secret
    When PATCH "/industryData/operations/repeating" is sent with the body
      """json
      { "statusDetail": "sent" }
      """
    Then the status is 200

  Scenario: Where a secret is in the way
    When PATCH "/industryData/operations/{clientSecret}" is sent with the body
      """json
      { "statusDetail": "sent", "password": "canary-4c3b" }
      """
    Then the status is 200
"#;

/// What can be written to, once.
fn writable() -> Server {
    let kept = Mutex::new("kept".to_string());
    Server::start(None, move |request| {
        let mut kept = kept.lock().unwrap();
        let is_kept = request.path.ends_with("/kept");
        match request.method.as_str() {
            "GET" if is_kept => {
                let mut body = tenant::initial();
                body.insert("statusDetail".to_string(), json!(*kept));
                body.insert("secretText".to_string(), json!("canary-5d4c"));
                said(200, &Value::Object(body))
            }
            "PATCH" if is_kept && *kept == "kept" => {
                *kept = "sent".to_string();
                everything(request, 200)
            }
            "GET" if request.path.ends_with("/repeating") => {
                let mut body = tenant::initial();
                body.insert("password".to_string(), json!("canary-6e5d"));
                body.insert("statusDetail".to_string(), json!("it is canary-6e5d"));
                said(200, &Value::Object(body))
            }
            "GET" if request.path.ends_with("/schools") => said(200, &json!({"value": []})),
            "POST" => {
                let mut answer = everything(request, 201);
                let mut body: Value = serde_json::from_slice(&answer.body).unwrap();
                body["id"] = json!(TOKEN);
                answer.body = body.to_string().into_bytes();
                answer
            }
            "GET" => everything(request, 200),
            _ => everything(request, 403),
        }
    })
}

#[test]
fn no_secret_is_in_a_ledger_a_plan_a_comparison_or_what_restore_says() {
    let (tls, folder) = (Authority::new(), tempfile::tempdir().unwrap());
    let reports = tempfile::tempdir().unwrap();
    let (authority, service) = (Server::start(Some(&tls), |_| issued(TOKEN, 3600)), writable());
    let feature = folder.path().join("x.feature");
    std::fs::write(&feature, WRITES).unwrap();
    let variables = format!("longRunningOperationId={ID},clientSecret=canary-variable-4f3a");
    let (roots, url) = (tls.roots().to_string_lossy().into_owned(), authority.url());
    let feature = feature.to_string_lossy().into_owned();
    let ran = |arguments: &[&str]| {
        let mut command = suite::command(reports.path());
        command.args(arguments).args(suite::SOON).env("GRAPH_CONTRACT_BASE_URL", service.url());
        command.envs(environment(&roots, &url, &variables));
        let run = suite::outcome(command.output().unwrap(), reports.path());
        assert_silent(&run);
        run
    };
    let plan = ran(&["run", "--plan", &feature]);
    assert!(plan.code == 0 && plan.stdout.contains("PATCH"), "{}{}", plan.stdout, plan.stderr);
    assert!(authority.seen().is_empty() && service.seen().is_empty(), "a plan asks nobody");

    let run = ran(&["run", "--against-double", &feature]);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    for (name, verdict) in [
        ("What stays", "passed"),
        ("What is created", "passed"),
        ("What repeats a secret", "inconclusive"),
        ("Where a secret is in the way", "inconclusive"),
    ] {
        assert_eq!(run.scenario(name)["verdict"], verdict, "{name}: {}", run.stdout);
    }
    assert_eq!(run.report["not_put_back"].as_array().unwrap().len(), 2, "{}", run.stdout);
    assert!(run.stdout.contains("differs from the double"), "{}", run.stdout);
    assert!(run.written.contains("\"to_put_back\"") && run.written.contains("\"to_look_for\""));
    let bearer = format!("Bearer {TOKEN}");
    assert!(service.seen().iter().all(|request| request.headers.get("authorization") == Some(&bearer)));

    let restored = ran(&["restore"]);
    assert_eq!(restored.code, 1, "{}{}", restored.stdout, restored.stderr);
    assert_eq!(restored.stdout.matches("NOT PUT BACK").count(), 2, "{}", restored.stdout);
}
