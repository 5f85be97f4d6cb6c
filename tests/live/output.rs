//! What people read, as golden files: `INSTA_UPDATE=always cargo test --test live` writes them anew.

use serde_json::json;

use super::suite::{self, Run};
use super::tenant::{Fault, Tenant};

fn golden(name: &str, run: &Run) {
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT");
    settings.add_filter(r"client-request-id: \S+", "client-request-id: [id]");
    settings.add_filter(r"\d+\.\d s", "0.0 s");
    settings.add_filter(r"report: \S+report\.json", "report: [folder]/report.json");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(name, run.stdout));
}

#[test]
fn a_failing_scenario() {
    let fault = Fault::Replaced("status", json!("paused"));
    let run = suite::against(&Tenant::start(fault), &["--name", "^status can be updated alone$"]);
    golden("a_failing_scenario", &run);
}

#[test]
fn a_difference_is_none_where_an_instant_is_spelt_otherwise() {
    let tenant = Tenant::start(Fault::Replaced("createdDateTime", json!("2024-03-02T08:30:00+01:00")));
    let wanted = r#"{"createdDateTime": "2024-03-02T07:30:00Z", "status": "nonsense"}"#;
    let steps = format!(
        "    When the documented request is sent\n    Then the body includes\n      \"\"\"json\n      {wanted}\n      \"\"\"\n"
    );
    let run = suite::scenario(&tenant, &steps, &[]);
    assert!(run.stdout.contains("json atoms at path \".status\""), "{}", run.stdout);
    assert!(!run.stdout.contains("json atoms at path \".createdDateTime\""), "{}", run.stdout);
}

#[test]
fn a_difference() {
    let run = suite::against(&Tenant::start(Fault::NotTakenOver), &["--name", "^Several properties"]);
    golden("a_difference", &run);
}

#[test]
fn a_run_that_is_skipped() {
    let tenant = Tenant::start(Fault::None);
    golden("a_run_that_is_skipped", &suite::run(&tenant.url(), &[], &["--name", "^The documented"]));
}

#[test]
fn a_run_that_is_inconclusive() {
    let run = suite::against(&Tenant::start(Fault::Always(403)), &["--name", "^The documented"]);
    golden("a_run_that_is_inconclusive", &run);
}

#[test]
fn drift() {
    let fault = Fault::Replaced("colour", json!("green"));
    golden("drift", &suite::against(&Tenant::start(fault), &["--name", "^The documented example$"]));
}

#[test]
fn an_unstable_scenario() {
    let tenant = Tenant::start(Fault::StatusOnce(202));
    let run = suite::against(&tenant, &["--retry", "2", "--name", "^status can be updated alone$"]);
    golden("an_unstable_scenario", &run);
}
