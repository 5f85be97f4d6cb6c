//! The ledger: what a run changes is written down before, and a run that is killed is cleaned up by it.

use super::folder::{Feature, Folder};
use super::records::{Records, Wrong};
use super::tenant::TOKEN;

const CHANGE: Feature<'static> = Feature {
    pages: &["educationschool-update"],
    tags: "",
    steps: "    And an existing educationSchool\n    When the documented request is sent\n    Then the status is 200\n",
};

const CREATE: Feature<'static> = Feature {
    pages: &["educationschool-post"],
    tags: "",
    steps: "    When the documented request is sent\n    Then the status is 201\n",
};

/// A run that is killed while the tenant, which has done what was asked, does not answer.
#[cfg(unix)]
fn killed(tenant: &Records, method: &str, feature: &Feature<'_>) -> Folder {
    let folder = Folder::new();
    let mut run = folder.running(&tenant.url(), feature, &[]).spawn().expect("the binary starts");
    tenant.wait_for(method);
    run.kill().expect("a process of this test's"); // SIGKILL
    run.wait().expect("it has ended");
    folder
}

#[cfg(unix)]
#[test]
fn after_a_run_that_was_killed_restore_brings_the_tenant_back_to_the_byte() {
    let tenant = Records::start(Wrong::TakesAndHangs("PATCH"));
    let before = tenant.state();
    let folder = killed(&tenant, "PATCH", &CHANGE);
    assert_ne!(tenant.state(), before, "the update was taken");
    let restored = folder.restore(&tenant.url());
    assert_eq!(restored.code, 0, "{}{}", restored.stdout, restored.stderr);
    assert!(restored.stdout.contains("put back: ") && restored.stdout.ends_with("1 put back\n"));
    assert_eq!(tenant.state(), before);
    let again = folder.restore(&tenant.url());
    assert_eq!((again.code, again.stdout), (0, folder.nothing_open()));
    let run = folder.run(&tenant.url(), &CHANGE, &[]);
    assert!(run.code == 0 && !run.stdout.contains("the ledger has"), "{}", run.stdout);
}

#[cfg(unix)]
#[test]
fn a_creation_that_nobody_saw_answered_is_left_to_a_person() {
    let tenant = Records::start(Wrong::TakesAndHangs("POST"));
    let folder = killed(&tenant, "POST", &CREATE);
    let restored = folder.restore(&tenant.url());
    assert_eq!(restored.code, 1, "{}", restored.stdout);
    assert!(restored.stdout.contains("something may have been created"), "{}", restored.stdout);
    let entry = restored.stdout.split("--forget ").nth(1).unwrap().split_whitespace().next().unwrap();
    let forget = |entry: &str| {
        let mut command = folder.command(&tenant.url(), &["restore", "--forget", entry]);
        command.output().unwrap().status.code()
    };
    assert_eq!(forget("another"), Some(2));
    assert_eq!(forget(entry), Some(0));
    assert_eq!(folder.restore(&tenant.url()).code, 0);
    assert!(tenant.writes() == ["POST /v1.0/education/schools"], "restore touched nothing");
}

#[cfg(unix)]
#[test]
fn what_was_created_and_not_yet_deleted_is_deleted_by_restore() {
    let tenant = Records::start(Wrong::TakesAndHangs("PATCH"));
    let before = tenant.state();
    let feature = Feature {
        pages: &["educationschool-update", "educationschool-post"],
        tags: "",
        steps: "    When the documented request is sent\n    And the property \"id\" is remembered as \"id\"\n    And PATCH \"/education/schools/{id}\" is sent with the body\n      \"\"\"json\n      { \"fax\": \"1\" }\n      \"\"\"\n    Then the status is 200\n",
    };
    let folder = killed(&tenant, "PATCH", &feature);
    assert_eq!(tenant.count(), 2);
    let other = Records::start(Wrong::Nothing);
    let run = folder.run(&other.url(), &CHANGE, &[]);
    let told = "the ledger has 1 change open: graph-contract restore --report-dir ";
    assert!(run.code == 0 && run.stdout.contains(told), "{}", run.stdout);
    let restored = folder.restore(&tenant.url());
    assert_eq!(restored.code, 0, "{}", restored.stdout);
    assert_eq!(tenant.state(), before);
}

#[cfg(unix)]
#[test]
fn restore_goes_to_the_base_urls_origin_alone() {
    let (tenant, other) = (Records::start(Wrong::TakesAndHangs("PATCH")), Records::start(Wrong::Nothing));
    let folder = killed(&tenant, "PATCH", &CHANGE);
    let seen = tenant.seen().len();
    let restored = folder.restore(&other.url());
    assert_eq!(restored.code, 1, "{}", restored.stdout);
    assert!(restored.stdout.contains("no token goes there"), "{}", restored.stdout);
    assert_eq!((other.seen().len(), tenant.seen().len()), (0, seen));
    assert_eq!(folder.restore(&tenant.url()).code, 0);
}

#[test]
fn a_ledger_says_what_was_there_before_and_that_it_is_there_again() {
    let tenant = Records::start(Wrong::Nothing);
    let folder = Folder::new();
    let before = tenant.state();
    let run = folder.run(&tenant.url(), &CHANGE, &[]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert_eq!(tenant.state(), before);
    let ledger = folder.ledger_text();
    let lines: Vec<&str> = ledger.lines().collect();
    assert_eq!(lines.len(), 2, "{ledger}");
    assert!(
        lines[0].contains("Mill Street School") && lines[1].contains("\"done\":\"put back\""),
        "{ledger}"
    );
    assert!(!ledger.contains(TOKEN) && !ledger.to_lowercase().contains("authorization"), "{ledger}");
    assert_eq!(folder.restore(&tenant.url()).stdout, folder.nothing_open());
}

#[test]
fn processes_at_work_at_the_same_time_share_a_ledger() {
    let tenants = [(); 6].map(|()| Records::start(Wrong::Nothing));
    let folder = Folder::new();
    let before = tenants[0].state();
    let start = |(at, tenant): (usize, &Records)| {
        let feature = if at % 2 == 0 { &CHANGE } else { &CREATE };
        folder
            .running_as(&format!("{at}.feature"), &tenant.url(), feature, &[])
            .spawn()
            .expect("the binary starts")
    };
    let runs: Vec<_> = tenants.iter().enumerate().map(start).collect();
    for run in runs {
        let output = run.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    tenants.iter().for_each(|tenant| assert_eq!(tenant.state(), before));
    assert_eq!(folder.restore(&tenants[0].url()).stdout, folder.nothing_open());
}

#[test]
fn what_could_not_be_put_back_stays_in_the_ledger() {
    let tenant = Records::start(Wrong::TakesAndAnswers("PATCH", 500));
    let folder = Folder::new();
    let before = tenant.state();
    let run = folder.run(&tenant.url(), &CHANGE, &[]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert_eq!(tenant.state(), before, "what was sent was taken, and taken back, whatever was answered");
    assert!(folder.ledger_text().contains("\"done\":\"put back\""));

    let tenant = Records::start(Wrong::Answers("DELETE", 403));
    let run = folder.run(&tenant.url(), &CREATE, &[]);
    assert_eq!((run.code, run.count("passed")), (1, 1), "{}", run.stdout);
    let restored = folder.restore(&tenant.url());
    assert_eq!(restored.code, 1);
    assert!(restored.stdout.contains("DELETE was answered 403"), "{}", restored.stdout);
}

#[test]
fn without_a_ledger_nothing_is_written() {
    for feature in [&CHANGE, &CREATE] {
        let tenant = Records::start(Wrong::Nothing);
        let folder = Folder::new();
        std::fs::create_dir(folder.ledger()).unwrap();
        let run = folder.run(&tenant.url(), feature, &[]);
        assert_eq!((run.code, run.count("inconclusive")), (5, 1), "{}", run.stdout);
        let reason = run.scenario("S")["reason"].as_str().unwrap().to_string();
        assert!(reason.contains("nothing was written") && reason.contains("ledger.jsonl"), "{reason}");
        assert_eq!(tenant.writes(), [""; 0]);
    }
}

#[test]
fn what_holds_the_token_is_not_written_down_and_so_not_written_to() {
    let tenant = Records::start(Wrong::HoldsTheToken);
    let folder = Folder::new();
    let run = folder.run(&tenant.url(), &CHANGE, &[]);
    assert_eq!((run.code, run.count("inconclusive")), (5, 1), "{}", run.stdout);
    assert!(run.scenario("S")["reason"].as_str().unwrap().contains("phone holds a secret"));
    assert_eq!((tenant.writes().len(), folder.ledger().exists()), (0, false));
    assert!(!format!("{}{}{}", run.stdout, run.stderr, run.report).contains(TOKEN));
}

#[test]
fn a_ledger_that_cannot_be_read_is_told_with_its_line() {
    let tenant = Records::start(Wrong::Nothing);
    let folder = Folder::new();
    std::fs::write(folder.ledger(), "\nwords\n").unwrap();
    let restored = folder.restore(&tenant.url());
    assert_eq!(restored.code, 3);
    assert!(restored.stderr.contains("ledger.jsonl:2: "), "{}", restored.stderr);
    let run = folder.run(&tenant.url(), &CHANGE, &[]);
    assert_eq!((run.code, tenant.writes().len()), (5, 0), "{}", run.stdout);
}

#[test]
fn restore_needs_to_know_the_endpoint() {
    let folder = Folder::new();
    let mut command = folder.command("", &["restore"]);
    let run = folder.outcome(command.env_remove("GRAPH_CONTRACT_BASE_URL").output().unwrap());
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("GRAPH_CONTRACT_BASE_URL"), "{}", run.stderr);
    assert_eq!(folder.restore("http://127.0.0.1:9").code, 4, "there is no ledger, so nobody is asked");
}
