//! The suite against a tenant that is wrong in one way at a time: for each way, the verdict and the exit code.

mod beside;
mod canaries;
mod folder;
mod identity;
mod late;
mod ledger;
mod mutations;
mod output;
mod paging;
mod plan;
mod records;
mod said;
mod server;
mod suite;
mod tenant;
mod throttling;
mod tls;
mod together;
mod transport;
mod verdicts;
mod writing;

use serde_json::json;
use tenant::{Fault, ID, Tenant};

const EXAMPLE: &str = "The documented example";
const REFUSED: &str = "A body is needed";

/// Runs against a tenant with this fault: the exit code, and the violations of the documented example.
fn example(fault: Fault) -> (i32, Vec<String>) {
    let tenant = Tenant::start(fault);
    let run = suite::against(&tenant, &[]);
    (run.code, run.violations(EXAMPLE))
}

fn all(code: &str, names: &[&str]) -> Vec<String> {
    let mut all: Vec<String> = names.iter().map(|name| format!("{code} /{name}")).collect();
    all.sort();
    all
}

#[test]
fn a_right_tenant_passes() {
    let tenant = Tenant::start(Fault::None);
    let run = suite::against(&tenant, &[]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert_eq!(
        (run.count("violated"), run.count("inconclusive"), run.count("drift")),
        (0, 0, 0),
        "{}",
        run.stdout
    );
    assert_eq!(run.report["target"]["kind"], "live");
    assert_eq!(run.count("passed") + run.count("skipped"), 43);
    assert_eq!(run.scenario("PUT is not documented")["verdict"], "skipped");
    assert!(run.scenario("PUT is not documented")["reason"].as_str().unwrap().contains("@double"));
    assert_eq!(tenant.operation(), tenant::initial(), "what was changed is put back");
}

#[test]
fn a_tenant_that_lists_reads_and_updates_passes_all_that_is_said_of_operations() {
    let tenant = Tenant::start(Fault::None);
    for run in [
        suite::against(&tenant, &["features/industry-data"]),
        suite::without_variables(&tenant, &["features/industry-data/read-long-running-operations.feature"]),
    ] {
        assert_eq!((run.count("violated"), run.count("inconclusive")), (0, 0), "{}", run.stdout);
        assert_eq!(run.scenario("The documented operation")["verdict"], "passed");
        assert_eq!(run.scenario("What is listed can be read")["verdict"], "passed");
        let skipped = run.report["scenarios"].as_array().unwrap().iter();
        let mut skipped = skipped.filter(|scenario| scenario["verdict"] == "skipped");
        assert!(skipped.all(|scenario| scenario["reason"].as_str().unwrap().contains("@double")));
    }
}

#[test]
fn a_write_is_put_back_however_it_was_addressed() {
    let path = format!("/industryData/operations/{ID}");
    let body = |detail: &str| {
        format!("      \"\"\"json\n      {{ \"statusDetail\": \"{detail}\" }}\n      \"\"\"\n")
    };
    let patch =
        |url: &str, detail: &str| format!("    When PATCH \"{url}\" is sent with the body\n{}", body(detail));
    let ok = "    Then the status is 200\n";
    let again = format!("{path}?x=1");
    for steps in [
        format!("    And an unknown longRunningOperation\n{}{ok}", patch(&path, "left behind")),
        format!(
            "    And an unknown longRunningOperation\n    And the variable \"longRunningOperationId\" is \"{ID}\"\n    When the documented request is sent with the body\n{}{ok}",
            body("left behind")
        ),
        format!("{}{}{ok}", patch(&path, "first"), patch(&again, "second")),
        format!("{}{}{ok}", patch(&again, "first"), patch(&path, "second")),
    ] {
        let tenant = Tenant::start(Fault::None);
        let run = suite::scenario(&tenant, &steps, &[]);
        assert_eq!((run.code, run.count("passed")), (0, 1), "{}", run.stdout);
        assert_eq!(tenant.operation(), tenant::initial(), "{steps}");
    }
}

#[test]
fn without_consent_a_header_makes_no_write_of_a_read() {
    let tenant = Tenant::start(Fault::None);
    let steps = "    And the API page \"api/longrunningoperation-get.md\"\n    When the documented request is sent with the header \"X-HTTP-Method-Override\" as \"DELETE\"\n    Then the status is 200\n";
    let run = suite::scenario(&tenant, steps, &[]);
    assert_eq!(run.count("skipped"), 1, "{}", run.stdout);
    assert!(tenant.seen().is_empty());
}

#[test]
fn no_token_leaves_its_origin_whatever_a_url_looks_like() {
    let tenant = Tenant::start(Fault::None);
    let other = Tenant::start(Fault::None);
    let port = other.address.port();
    for url in [
        format!("http://127.0.0.1:{port}/x"),
        format!("HTTP://localhost:{port}/x"),
        format!("http://{}@127.0.0.1:{port}/x", tenant.address),
        format!("http://{}\\\\@127.0.0.1:{port}/x", tenant.address),
    ] {
        let steps = format!(
            "    And the variable \"url\" is \"{url}\"\n    When GET \"{{url}}\" is sent\n    Then the status is 200\n"
        );
        let run = suite::scenario(&tenant, &steps, &[]);
        assert_ne!(run.code, 0, "{url}: {}", run.stdout);
        assert!(other.seen().is_empty(), "{url}");
    }
}

#[test]
fn a_base_url_with_a_path_judges_as_one_without() {
    let tenant = Tenant::start(Fault::None);
    let read = format!(
        "    And the API page \"api/longrunningoperation-get.md\"\n    When GET \"/industryData/operations/{ID}\" is sent\n    Then the response is the documented one\n"
    );
    let folder = tempfile::tempdir().unwrap();
    let feature = folder.path().join("x.feature");
    std::fs::write(&feature, format!("Feature: F\n  Scenario: S\n{}", read.replacen("And", "Given", 1)))
        .unwrap();
    let base = format!("{}/beta", tenant.url());
    let run = suite::run(&base, &[], &[feature.to_str().unwrap()]);
    assert_eq!((run.code, run.count("passed")), (0, 1), "{}", run.stdout);
}

#[test]
fn wrong_in_one_way_is_violated_in_that_way() {
    let sent = ["lastActionDateTime", "resourceLocation", "status", "statusDetail"];
    let shown = ["id", "createdDateTime", "lastActionDateTime", "resourceLocation", "status", "statusDetail"];
    let one = |violation: &str| vec![violation.to_string()];
    let table = [
        (Fault::Status(202), one("status ")),
        (Fault::Missing("statusDetail"), one("property-missing /statusDetail")),
        (Fault::Replaced("statusDetail", json!(17)), one("property-type /statusDetail")),
        (Fault::Replaced("status", json!("paused")), one("property-enum /status")),
        (Fault::Replaced("status", json!("Failed")), one("property-enum /status")),
        (Fault::Replaced("createdDateTime", json!("yesterday")), one("property-format /createdDateTime")),
        (
            Fault::Replaced("lastActionDateTime", json!("2024-03-02T07:30:00")),
            one("property-format /lastActionDateTime"),
        ),
        (Fault::Replaced("id", json!("0f0e0d0c-0b0a-4908-8706-050403020100")), one("property-value /id")),
        (Fault::ContentType(Some("text/plain")), one("media-type ")),
        (Fault::ContentType(None), one("media-type ")),
        (Fault::WrappedInValue, all("property-missing", &shown)),
        (Fault::Body("{ \"id\": "), one("body-not-json ")),
        (Fault::Body(""), one("body-missing ")),
        (Fault::Html, vec!["body-not-json ".to_string(), "media-type ".to_string()]),
        (Fault::NotTakenOver, all("property-value", &sent)),
        (Fault::KeepsNothing, all("property-value", &sent)),
        (
            Fault::ChangesAlso("createdDateTime", json!("2001-01-01T00:00:00Z")),
            one("property-value /createdDateTime"),
        ),
    ];
    for (fault, violations) in table {
        assert_eq!(example(fault.clone()), (1, violations), "{fault:?}");
    }
}

#[test]
fn an_error_without_the_error_shape_is_violated() {
    let run = suite::against(&Tenant::start(Fault::ErrorWithoutShape), &[]);
    assert_eq!(run.code, 1);
    assert_eq!(run.violations(REFUSED), ["error-shape /error"]);
    assert_eq!(run.scenario(EXAMPLE)["verdict"], "passed");
}

#[test]
fn a_refusal_that_changes_something_is_violated() {
    let run = suite::against(&Tenant::start(Fault::TakesWhatItRefuses), &[]);
    assert_eq!(run.code, 1);
    assert_eq!(run.violations("statusDetail is not taken as a list"), ["property-value /statusDetail"]);
}

#[test]
fn what_cannot_be_tested_is_inconclusive() {
    for fault in [
        Fault::ClosesEveryConnection,
        Fault::Always(403),
        Fault::Always(401),
        Fault::Always(429),
        Fault::Always(503),
        Fault::UpdatesGet(403),
        Fault::UpdatesGet(429),
        Fault::UnreadableReads,
    ] {
        let tenant = Tenant::start(fault.clone());
        let run = suite::against(&tenant, &["--retry-budget", "0"]);
        assert_eq!(run.code, 5, "{fault:?}\n{}", run.stdout);
        assert_eq!(run.scenario(EXAMPLE)["verdict"], "inconclusive", "{fault:?}");
        assert!(!run.scenario(EXAMPLE)["reason"].as_str().unwrap().is_empty(), "{fault:?}");
        assert_eq!(run.count("violated"), 0, "{fault:?}\n{}", run.stdout);
    }
}

#[test]
fn a_lost_connection_names_its_cause() {
    let run = suite::run("http://127.0.0.1:1", &[("GRAPH_CONTRACT_ALLOW_WRITES", "1")], &[]);
    assert_eq!((run.code, run.count("exchanges")), (5, 0));
    assert!(run.scenario(REFUSED)["reason"].as_str().unwrap().contains("refused"), "{}", run.stdout);
}

#[test]
fn a_token_with_white_space_inside_is_wrong_usage_and_not_shown() {
    let run = suite::run("https://example.org", &[("GRAPH_CONTRACT_TOKEN", "Bearer canary")], &[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("GRAPH_CONTRACT_TOKEN") && !run.stderr.contains("canary"), "{}", run.stderr);
}

#[test]
fn a_tenant_that_throttles_for_ever_is_not_asked_for_ever() {
    let tenant = Tenant::start(Fault::Always(429));
    let run = suite::against(&tenant, &[]);
    assert_eq!((run.code, run.count("violated")), (5, 0));
    assert_eq!(
        tenant.seen().len(),
        4 + 36,
        "four attempts of the first request, one of each other scenario's first"
    );
}

#[test]
fn a_resource_that_cannot_be_read_is_not_written() {
    let tenant = Tenant::start(Fault::UnreadableReads);
    suite::against(&tenant, &["--name", EXAMPLE]);
    assert!(tenant.seen().iter().all(|request| request.method == "GET"));
}

#[test]
fn a_wrong_status_of_a_read_does_not_stop_the_write() {
    assert_eq!(example(Fault::ReadStatus(203)), (0, vec![]));
}

#[test]
fn a_redirect_is_an_answer_and_is_not_followed() {
    let elsewhere = Tenant::start(Fault::None);
    let tenant = Tenant::start(Fault::Redirects(elsewhere.url()));
    let run = suite::against(&tenant, &["--name", EXAMPLE]);
    assert_eq!(run.code, 1);
    assert!(run.violations(EXAMPLE).contains(&"status ".to_string()));
    assert!(elsewhere.seen().is_empty());
}

#[test]
fn drift_passes_unless_it_is_asked_to_count() {
    let fault = Fault::Replaced("colour", json!("green"));
    let run = suite::against(&Tenant::start(fault.clone()), &[]);
    assert_eq!(run.code, 0);
    assert_eq!(run.scenario(EXAMPLE)["drift"][0]["code"], "property-undocumented");
    assert_eq!(run.scenario(EXAMPLE)["drift"][0]["pointer"], "/colour");
    let tenant = Tenant::start(fault);
    let strict = suite::run(
        &tenant.url(),
        &[("GRAPH_CONTRACT_ALLOW_WRITES", "1"), ("GRAPH_CONTRACT_STRICT", "1")],
        &[],
    );
    assert_eq!(strict.code, 1);
    assert_eq!(strict.violations(EXAMPLE), ["property-undocumented /colour"]);
}

#[test]
fn a_null_is_drift_where_the_page_does_not_speak_of_it() {
    let fault = Fault::Replaced("createdDateTime", json!(null));
    let run = suite::against(&Tenant::start(fault), &["--name", "^status can be updated alone"]);
    assert_eq!(run.scenario("status can be updated alone")["drift"][0]["code"], "property-null");
}

#[test]
fn another_spelling_of_the_instant_is_what_was_sent() {
    let fault = Fault::Replaced("lastActionDateTime", json!("2024-03-02T01:30:00.000-06:00"));
    let run = suite::against(&Tenant::start(fault), &["--name", "lastActionDateTime can be updated alone"]);
    assert_eq!((run.code, run.count("passed")), (0, 1), "{}", run.stdout);
}

#[test]
fn without_consent_nothing_is_written_and_nothing_was_checked() {
    let tenant = Tenant::start(Fault::None);
    let run = suite::run(&tenant.url(), &[], &[]);
    assert_eq!(run.code, 4);
    assert_eq!(run.count("skipped"), 43);
    assert!(run.stdout.contains("GRAPH_CONTRACT_ALLOW_WRITES=1"), "{}", run.stdout);
    assert!(tenant.seen().iter().all(|request| request.method == "GET"));
}

#[test]
fn a_missing_variable_is_inconclusive_and_named() {
    let tenant = Tenant::start(Fault::None);
    let environment = [("GRAPH_CONTRACT_ALLOW_WRITES", "1"), ("GRAPH_CONTRACT_VARS", "other=1")];
    let run = suite::run(&tenant.url(), &environment, &[]);
    assert_eq!(run.code, 5);
    assert!(run.scenario(EXAMPLE)["reason"].as_str().unwrap().contains("{longRunningOperationId}"));
    assert!(tenant.seen().is_empty());
}

#[test]
fn without_consent_a_write_is_skipped_before_a_variable_is_missed() {
    let tenant = Tenant::start(Fault::None);
    let write = "    When the documented request is sent\n    Then the status is 200\n";
    let read = "    When GET \"/industryData/operations/{longRunningOperationId}\" is sent\n    Then the status is 200\n";
    let act = "    When POST \"/industryData/operations/{longRunningOperationId}/stop\" is sent\n    Then the status is 200\n";
    for (steps, consent, verdict) in [
        (write.to_string(), "0", "skipped"),
        (act.to_string(), "1", "skipped"),
        (write.to_string(), "1", "inconclusive"),
        (read.to_string(), "0", "inconclusive"),
        (format!("{read}{write}"), "0", "inconclusive"),
    ] {
        let (_folder, feature) = suite::feature("", &steps);
        let environment = [("GRAPH_CONTRACT_ALLOW_WRITES", consent), ("GRAPH_CONTRACT_VARS", "")];
        let run = suite::run(&tenant.url(), &environment, &[&feature]);
        assert_eq!(run.scenario("S")["verdict"], verdict, "{steps}{}", run.stdout);
        let reason = run.scenario("S")["reason"].as_str().unwrap();
        assert_eq!(reason.contains("{longRunningOperationId}"), verdict == "inconclusive", "{reason}");
    }
    assert!(tenant.seen().is_empty());
}

const RED: &str = "    When the documented request is sent with the body\n      \"\"\"json\n      { \"colour\": \"red\" }\n      \"\"\"\n";

#[test]
fn a_refusal_that_adds_something_is_violated() {
    let run = suite::against(
        &Tenant::start(Fault::TakesWhatItRefuses),
        &["--name", "does not document is not taken"],
    );
    let name = "A property that the page does not document is not taken";
    assert_eq!((run.code, run.violations(name)), (1, vec!["property-value /colour".to_string()]));
}

#[test]
fn what_each_write_of_a_scenario_changed_is_put_back() {
    let tenant = Tenant::start(Fault::TakesAnything);
    let steps = format!(
        "    When the documented request is sent\n    Then the status is 200\n{RED}    Then the status is 200\n"
    );
    let run = suite::scenario(&tenant, &steps, &[]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    let mut operation = tenant.operation();
    assert_eq!(operation.remove("colour"), Some(json!(null)));
    assert_eq!(operation, tenant::initial());
}

#[test]
fn an_id_that_was_taken_over_is_put_back_too() {
    let tenant = Tenant::start(Fault::TakesAnything);
    let id = "      \"\"\"json\n      { \"id\": \"0f0e0d0c-0b0a-4908-8706-050403020100\" }\n      \"\"\"\n";
    let steps =
        format!("    When the documented request is sent with the body\n{id}    Then the status is 200\n");
    let run = suite::scenario(&tenant, &steps, &[]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert_eq!(tenant.operation(), tenant::initial());
}

#[test]
fn a_key_that_would_lead_to_another_resource_is_wrong_usage() {
    let tenant = Tenant::start(Fault::None);
    for value in ["longRunningOperationId=..", "longRunningOperationId=", "longRunningOperationId=."] {
        let environment = [("GRAPH_CONTRACT_ALLOW_WRITES", "1"), ("GRAPH_CONTRACT_VARS", value)];
        let run = suite::run(&tenant.url(), &environment, &[]);
        assert_eq!(run.code, 2, "{value}: {}", run.stderr);
    }
    assert!(tenant.seen().is_empty());
}

#[test]
fn nothing_has_changed_after_a_refusal_on_a_tenant_that_keeps_its_word() {
    let tenant = Tenant::start(Fault::None);
    let steps =
        format!("{RED}    Then the request is refused with status 400\n    And nothing has changed\n");
    let run = suite::scenario(&tenant, &steps, &["--concurrency", "8"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
}

#[test]
fn scenarios_that_may_write_run_one_after_another_whatever_is_asked() {
    let sent = |arguments: &[&str]| {
        let tenant = Tenant::start(Fault::None);
        let run = suite::against(&tenant, arguments);
        assert_eq!(run.code, 0, "{}", run.stdout);
        tenant.seen().into_iter().map(|request| (request.method, request.body)).collect::<Vec<_>>()
    };
    let in_turn = sent(&["--concurrency", "1"]);
    assert!(in_turn.iter().any(|(method, _)| method == "PATCH"));
    assert!(sent(&["--concurrency", "8"]) == in_turn, "requests of scenarios came between each other");
}

#[test]
fn a_scenario_that_was_violated_stays_violated_when_it_is_tried_again() {
    let tenant = Tenant::start(Fault::StatusOnce(202));
    let steps = "    When the documented request is sent\n    Then the status is 200\n";
    let run = suite::tagged(&tenant, "@retry(2)", steps, &["--fail-fast"]);
    assert!(
        tenant.seen().iter().filter(|request| request.method == "PATCH").count() > 2,
        "it was tried again"
    );
    assert_eq!((run.code, run.violations("S")), (1, vec!["status ".to_string()]), "{}", run.stdout);
}

const SENT: &str = "    When the documented request is sent\n    Then the status is 200\n";

#[test]
fn a_violation_that_goes_away_on_a_retry_is_unstable_and_stays() {
    let run = suite::scenario(&Tenant::start(Fault::StatusOnce(202)), SENT, &["--retry", "3"]);
    assert_eq!((run.code, run.count("violated")), (1, 1));
    assert_eq!(run.scenario("S")["unstable"], true);
    assert_eq!(run.violations("S"), ["status "]);
    assert!(run.stdout.contains("unstable: violated, and passed on try 2"), "{}", run.stdout);
}

#[test]
fn a_violation_that_stays_is_tried_as_often_as_asked_and_is_not_unstable() {
    let tenant = Tenant::start(Fault::Status(202));
    let run = suite::scenario(&tenant, SENT, &["--retry", "2"]);
    assert_eq!((run.code, run.count("violated")), (1, 1));
    assert_eq!(run.scenario("S").get("unstable"), None);
    assert!(run.stdout.contains("tried 3 times"), "{}", run.stdout);
    let sent = tenant.seen().iter().filter(|request| request.method == "PATCH").count();
    assert_eq!(sent, 3 * 2, "each try sends one and puts it back");
}

#[test]
fn a_tag_says_how_often_its_scenario_is_tried() {
    for (tag, tries) in [("@retry", 2), ("@retry(2)", 3), ("@retry(2).after(1ms)", 3), ("@smoke", 1)] {
        let tenant = Tenant::start(Fault::Status(202));
        suite::tagged(&tenant, tag, SENT, &[]);
        let sent = tenant.seen().iter().filter(|request| request.method == "PATCH").count();
        assert_eq!(sent, tries * 2, "{tag}");
    }
}

#[test]
fn what_cannot_be_tested_is_tried_as_often_as_asked_and_no_more() {
    let tenant = Tenant::start(Fault::Always(403));
    let run = suite::tagged(&tenant, "@retry(2)", SENT, &[]);
    assert_eq!((run.code, tenant.seen().len()), (5, 3));
}

#[test]
fn what_could_not_be_tested_at_first_is_what_the_retry_makes_of_it() {
    let run = suite::scenario(&Tenant::start(Fault::StatusOnce(403)), SENT, &["--retry", "1"]);
    assert_eq!((run.code, run.count("passed")), (0, 1), "{}", run.stdout);
    assert_eq!(run.scenario("S").get("unstable"), None);
    let once = suite::scenario(&Tenant::start(Fault::StatusOnce(403)), SENT, &[]);
    assert_eq!((once.code, once.count("inconclusive")), (5, 1));
}

#[test]
fn a_run_that_stops_at_the_first_failure_goes_on_where_a_retry_made_it_none() {
    let tenant = Tenant::start(Fault::StatusOnce(403));
    let run = suite::against(&tenant, &["--fail-fast", "--retry", "1", "--name", "can be updated alone"]);
    assert_eq!((run.code, run.count("passed")), (0, 5), "{}", run.stdout);
    let run = suite::against(
        &Tenant::start(Fault::StatusOnce(202)),
        &["--fail-fast", "--retry", "1", "--name", "can be updated alone"],
    );
    assert_eq!((run.code, run.count("violated"), run.count("skipped")), (1, 1, 4), "{}", run.stdout);
}

#[test]
fn a_scenario_that_says_it_writes_sends_nothing_without_consent() {
    let tenant = Tenant::start(Fault::None);
    let without = suite::tagged_without_consent(&tenant, "@writes", SENT);
    assert_eq!((without.code, without.count("skipped")), (4, 1));
    assert!(without.scenario("S")["reason"].as_str().unwrap().contains("GRAPH_CONTRACT_ALLOW_WRITES=1"));
    assert!(tenant.seen().is_empty());
    let with = suite::tagged(&tenant, "@writes @live", SENT, &[]);
    assert_eq!((with.code, with.count("passed")), (0, 1), "{}", with.stdout);
}

#[test]
fn what_could_not_be_put_back_is_said() {
    let tenant = Tenant::start(Fault::TakesOneUpdate);
    let run = suite::against(&tenant, &["--name", EXAMPLE]);
    assert_eq!(run.code, 1);
    assert_eq!(run.scenario(EXAMPLE)["verdict"], "passed");
    let left = &run.report["not_put_back"][0];
    assert!(left["reason"].as_str().unwrap().contains("statusDetail"), "{left}");
    assert!(run.stdout.contains("NOT PUT BACK"), "{}", run.stdout);
}

#[test]
fn an_update_that_was_taken_without_an_answer_is_inconclusive_and_said_to_be_left() {
    let run = suite::against(&Tenant::start(Fault::TakesAndCloses), &["--name", EXAMPLE]);
    assert_eq!(run.scenario(EXAMPLE)["verdict"], "inconclusive");
    assert_eq!(run.code, 1, "what could not be put back outranks inconclusive");
}

#[test]
fn an_answer_owes_only_what_its_request_selects() {
    for (selected, code) in [("id,status", 0), ("id,statusDetail", 1)] {
        let steps = format!(
            "    When the documented request is sent with the changes\n      | query $select | \"{selected}\" |\n    \
             Then the response is the documented one\n    And the body has the documented shape\n"
        );
        let run = suite::scenario(&Tenant::start(Fault::Missing("statusDetail")), &steps, &[]);
        assert_eq!(run.code, code, "{selected}\n{}", run.stdout);
    }
}

#[test]
fn the_report_names_pointer_promise_and_line() {
    let run = suite::against(&Tenant::start(Fault::Missing("statusDetail")), &[]);
    let violation = &run.scenario(EXAMPLE)["violations"][0];
    let page = include_str!("../../fixtures/pages/api/longrunningoperation-update.md");
    let shown = page.lines().collect::<Vec<_>>();
    let line = shown.iter().rposition(|line| line.contains("\"statusDetail\"")).unwrap() + 1;
    assert_eq!(violation["pointer"], "/statusDetail");
    assert_eq!(violation["expected"], "a String");
    assert_eq!(violation["actual"], "nothing");
    let at = format!("fixtures/pages/api/longrunningoperation-update.md:{line}");
    assert_eq!(violation["documented_at"], json!(at));
}

#[test]
fn an_enumeration_is_documented_in_its_row() {
    let run = suite::against(&Tenant::start(Fault::Replaced("status", json!("paused"))), &[]);
    let violation = &run.scenario(EXAMPLE)["violations"][0];
    let page = include_str!("../../fixtures/pages/api/longrunningoperation-update.md");
    let line = page.lines().position(|line| line.starts_with("|status|")).unwrap() + 1;
    assert_eq!(violation["expected"], "one of notStarted, running, succeeded, failed, unknownFutureValue");
    assert_eq!(violation["actual"], "\"paused\"");
    assert!(
        violation["documented_at"]
            .as_str()
            .unwrap()
            .ends_with(&format!("longrunningoperation-update.md:{line}"))
    );
}

#[test]
fn the_token_is_sent_and_never_shown() {
    let tenant = Tenant::start(Fault::Body(tenant::TOKEN));
    let run = suite::against(&tenant, &[]);
    let bearer = format!("Bearer {}", tenant::TOKEN);
    assert!(tenant.seen().iter().any(|request| request.headers.get("authorization") == Some(&bearer)));
    for written in [&run.stdout, &run.stderr, &run.report.to_string()] {
        assert!(!written.contains(tenant::TOKEN));
    }
}

#[test]
fn an_endpoint_that_no_token_may_go_to_is_wrong_usage() {
    for url in ["http://example.org", "", "graph.microsoft.com", "https://user:pass@example.org"] {
        let run = suite::run(url, &[], &[]);
        assert_eq!(run.code, 2, "{url}: {}", run.stderr);
        assert!(run.stderr.starts_with("error: ") && !run.stderr.contains("user:pass"), "{}", run.stderr);
    }
    let run = suite::run("https://example.org", &[("GRAPH_CONTRACT_TOKEN", "")], &[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("GRAPH_CONTRACT_TOKEN"));
}

#[test]
fn every_request_can_be_looked_up() {
    let tenant = Tenant::start(Fault::None);
    suite::against(&tenant, &["--name", EXAMPLE]);
    let seen = tenant.seen();
    let ids: std::collections::BTreeSet<_> =
        seen.iter().map(|request| &request.headers["client-request-id"]).collect();
    assert_eq!(ids.len(), seen.len());
}

#[test]
fn the_report_has_what_a_services_support_asks_for() {
    for (fault, verdict) in [(Fault::Status(202), "violated"), (Fault::UpdatesGet(403), "inconclusive")] {
        let tenant = Tenant::start(fault);
        let run = suite::against(&tenant, &["--name", "^The documented example$"]);
        assert_eq!(run.scenario(EXAMPLE)["verdict"], verdict);
        let sent = tenant.seen().into_iter().find(|request| request.method == "PATCH").unwrap();
        let exchanges = run.scenario(EXAMPLE)["exchanges"].as_array().unwrap();
        let update = exchanges.iter().find(|exchange| exchange["request"]["method"] == "PATCH").unwrap();
        let id = &sent.headers["client-request-id"];
        let support =
            json!({"client_request_id": id, "request_id": tenant::REQUEST_ID, "date": tenant::DATE});
        assert_eq!(update["support"], support);
        for told in [id, tenant::REQUEST_ID, tenant::DATE] {
            assert!(run.stdout.contains(told), "{told}: {}", run.stdout);
        }
    }
}

#[test]
fn a_documented_content_length_is_not_sent() {
    let tenant = Tenant::start(Fault::None);
    suite::against(&tenant, &["--name", EXAMPLE]);
    let update = tenant.seen().into_iter().find(|request| request.method == "PATCH").unwrap();
    assert_eq!(update.headers["content-length"], update.body.len().to_string());
    assert_ne!(update.body.len(), 194);
}

#[test]
fn a_pass_in_a_later_attempt_of_the_test_runners_takes_no_violation_back() {
    let tenant = Tenant::start(Fault::StatusOnce(202));
    let reports = tempfile::tempdir().unwrap();
    let test = "features/industry-data/update-long-running-operation.feature::The documented example";
    let attempt = |number: usize| {
        let environment = |name: &str| match name {
            "GRAPH_CONTRACT_BASE_URL" => Some(tenant.url()),
            "GRAPH_CONTRACT_TOKEN" => Some(tenant::TOKEN.to_string()),
            "GRAPH_CONTRACT_VARS" => Some(format!("longRunningOperationId={ID}")),
            "GRAPH_CONTRACT_ALLOW_WRITES" => Some("1".to_string()),
            "GRAPH_CONTRACT_REPORT_DIR" => Some(reports.path().to_string_lossy().into_owned()),
            "NEXTEST_RUN_ID" => Some("run".to_string()),
            "NEXTEST_ATTEMPT" => Some(number.to_string()),
            _ => None,
        };
        let ended =
            graph_contract::suite::main_with(["contract", "--exact", test, "--nocapture"], environment);
        format!("{ended:?}") == format!("{:?}", std::process::ExitCode::SUCCESS)
    };
    assert_eq!([attempt(1), attempt(2)], [false, false]);
    let folder = std::fs::read_dir(reports.path().join("fragments/run")).unwrap().flatten();
    let second =
        folder.map(|entry| entry.path()).find(|path| path.to_string_lossy().ends_with("-attempt-2.json"));
    let report: serde_json::Value = serde_json::from_slice(&std::fs::read(second.unwrap()).unwrap()).unwrap();
    let scenario = &report["scenarios"][0];
    assert_eq!(
        (scenario["verdict"].as_str(), scenario["unstable"].as_bool()),
        (Some("violated"), Some(true))
    );
    assert!(!scenario["exchanges"].as_array().unwrap().is_empty());
}
