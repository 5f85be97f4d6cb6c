//! For every fault of the two tenants the verdict that a careful person would give, and what a run does besides.

use serde_json::json;

use super::folder::{Feature, Folder};
use super::records::{Records, SCHOOL, Wrong};
use super::suite::{self, Run};
use super::tenant::{Fault, Tenant};

const EXAMPLE: &str = "The documented example";

/// What the documented update of an operation comes to: the verdict of the scenario and the exit code of the run.
fn of_update(fault: &Fault) -> (&'static str, i32) {
    match fault {
        Fault::None | Fault::ReadStatus(_) | Fault::TakesAnything => ("passed", 0),
        // these show in what other scenarios ask for
        Fault::ErrorWithoutShape | Fault::TakesWhatItRefuses => ("passed", 0),
        // nothing is wrong with the answer, but the old values are not taken back
        Fault::TakesOneUpdate => ("passed", 1),
        Fault::UnreadableReads => ("inconclusive", 5),
        Fault::ClosesEveryConnection => ("inconclusive", 5),
        Fault::ClosesConnection => ("inconclusive", 5),
        // it was taken, nobody knows, and it cannot be put back
        Fault::TakesAndCloses => ("inconclusive", 1),
        Fault::Always(401 | 403 | 429 | 503 | 504) => ("inconclusive", 5),
        Fault::UpdatesGet(401 | 403 | 429 | 503 | 504) => ("inconclusive", 5),
        // without a resource to read nothing is written
        Fault::Always(_) => ("inconclusive", 5),
        _ => ("violated", 1),
    }
}

#[test]
fn each_fault_has_its_verdict() {
    let faults = [
        Fault::None,
        Fault::Status(202),
        Fault::Missing("statusDetail"),
        Fault::Replaced("status", json!("paused")),
        Fault::ContentType(Some("text/plain")),
        Fault::Body("{ \"id\": "),
        Fault::Html,
        Fault::WrappedInValue,
        Fault::NotTakenOver,
        Fault::KeepsNothing,
        Fault::StatusOnce(202),
        Fault::TakesAnything,
        Fault::ErrorWithoutShape,
        Fault::ChangesAlso("createdDateTime", json!("2001-01-01T00:00:00Z")),
        Fault::TakesWhatItRefuses,
        Fault::ClosesConnection,
        Fault::TakesAndCloses,
        Fault::ClosesEveryConnection,
        Fault::Always(401),
        Fault::Always(403),
        Fault::Always(404),
        Fault::Always(429),
        Fault::Always(500),
        Fault::Always(503),
        Fault::Always(504),
        Fault::UpdatesGet(401),
        Fault::UpdatesGet(403),
        Fault::UpdatesGet(409),
        Fault::UpdatesGet(429),
        Fault::UpdatesGet(500),
        Fault::UpdatesGet(503),
        Fault::UpdatesGet(504),
        Fault::Redirects("http://127.0.0.1:1".to_string()),
        Fault::UnreadableReads,
        Fault::ReadStatus(203),
        Fault::TakesOneUpdate,
    ];
    for fault in faults {
        let run = suite::against(
            &Tenant::start(fault.clone()),
            &["--name", &format!("^{EXAMPLE}$"), "--retry-budget", "0", "--pause", "0"],
        );
        let came = (run.scenario(EXAMPLE)["verdict"].as_str().unwrap(), run.code);
        assert_eq!(came, of_update(&fault), "{fault:?}\n{}", run.stdout);
    }
}

const READ: Feature<'static> = Feature {
    pages: &["educationschool-get"],
    tags: "",
    steps: "    And an existing educationSchool\n    When the documented request is sent\n    Then the status is 200\n",
};

fn read(tenant: &Records) -> (Run, usize) {
    let run = Folder::new().run(&tenant.url(), &READ, &[]);
    (run, tenant.seen().len())
}

#[test]
fn a_violated_read_is_sent_again_once_and_stays_violated() {
    let (run, sent) = read(&Records::start(Wrong::AnswersOnce("GET", 404, None)));
    assert_eq!((run.code, sent, run.violations("S")), (1, 2, vec!["status ".to_string()]), "{}", run.stdout);
    assert_eq!(run.scenario("S")["unstable"], true);
    let (run, sent) = read(&Records::start(Wrong::Answers("GET", 404)));
    assert_eq!((run.code, sent, run.count("violated")), (1, 2, 1), "{}", run.stdout);
    assert_eq!(run.scenario("S").get("unstable"), None);
    let (run, sent) = read(&Records::start(Wrong::Nothing));
    assert_eq!((run.code, sent), (0, 1), "{}", run.stdout);
    let (run, sent) = read(&Records::start(Wrong::Answers("GET", 403)));
    assert_eq!((run.code, sent), (5, 1), "{}", run.stdout);
}

/// Creates a school and reads it; `created`: the status that the scenario asks for.
fn create_and_read(tenant: &Records, created: u16, of_read: &str) -> Run {
    let steps = format!(
        "    When the documented request is sent\n    Then the status is {created}\n    When the property \"id\" is remembered as \"new\"\n    And GET \"/education/schools/{{new}}\" is sent\n{of_read}"
    );
    let feature = Feature { pages: &["educationschool-post"], tags: "", steps: &steps };
    Folder::new().run(&tenant.url(), &feature, &[])
}

#[test]
fn a_violated_read_is_sent_again_where_the_scenario_wrote_before_it_and_nothing_else_is() {
    let both = "    Then the status is 200\n    And the property \"id\" is \"{new}\"\n";
    let late = Records::start(Wrong::ShowsLate);
    let run = create_and_read(&late, 201, both);
    assert_eq!((run.code, &run.scenario("S")["unstable"]), (1, &json!(true)), "{}", run.stdout);
    assert!(
        run.stdout.contains("unstable: violated, and not when the same was read again"),
        "{}",
        run.stdout
    );
    let kept = Records::start(Wrong::Nothing);
    assert_eq!(create_and_read(&kept, 201, both).code, 0);
    assert_eq!(late.seen().len(), kept.seen().len() + 1, "one read more for both checks");
    assert_eq!(late.writes(), kept.writes());
    // what a write was answered is not judged anew, so that the scenario is as violated as before
    let late = Records::start(Wrong::ShowsLate);
    let run = create_and_read(&late, 202, both);
    assert_eq!((run.code, run.scenario("S").get("unstable")), (1, None), "{}", run.stdout);
    // one check of the read fails again
    let late = Records::start(Wrong::ShowsLate);
    let run =
        create_and_read(&late, 201, "    Then the status is 200\n    And the property \"id\" is \"x\"\n");
    assert_eq!((run.code, run.scenario("S").get("unstable")), (1, None), "{}", run.stdout);
}

#[test]
fn what_is_asked_out_of_doubt_takes_no_patience_from_what_is_to_be_tested() {
    let tenant = Records::start(Wrong::AnswersReads(&[404, 429]));
    let read = format!("    When GET \"/education/schools/{SCHOOL}\" is sent\n    Then the status is 200\n");
    let run = Folder::new().run(
        &tenant.url(),
        &Feature { pages: READ.pages, tags: "", steps: &format!("{read}{read}") },
        &["--retry-budget", "0"],
    );
    assert_eq!((run.code, run.violations("S").len(), tenant.seen().len()), (1, 1, 3), "{}", run.stdout);
    assert_eq!(run.scenario("S").get("unstable"), None, "an answer that asks to wait shows nothing");
}

#[test]
fn an_error_that_comes_when_it_is_read_again_takes_nothing_back() {
    let steps = format!("{}    And the property \"phone\" is absent\n", READ.steps);
    let unstable = |second: &'static [u16]| {
        let tenant = Records::start(Wrong::AnswersReads(second));
        let with_id = steps
            .replace("And an existing educationSchool", &format!("And the variable \"id\" is \"{SCHOOL}\""));
        let run = Folder::new().run(&tenant.url(), &Feature { steps: &with_id, ..READ }, &[]);
        assert_eq!((run.code, tenant.seen().len()), (1, 2), "{}", run.stdout);
        run.scenario("S").get("unstable").is_some()
    };
    assert!(!unstable(&[200, 500]) && !unstable(&[200, 404]) && !unstable(&[200, 200]));
}

#[test]
fn a_list_that_is_empty_when_it_is_read_again_takes_nothing_back() {
    let steps = "    When the documented request is sent\n    Then every member of the collection has\n      | displayName | \"Another\" |\n";
    let feature = Feature { pages: &["educationschool-list"], tags: "", steps };
    let run = Folder::new().run(&Records::start(Wrong::EmptiesTheList).url(), &feature, &[]);
    assert_eq!((run.code, run.scenario("S").get("unstable")), (1, None), "{}", run.stdout);
}

#[test]
fn drift_that_is_a_violation_under_strict_is_read_again_too() {
    let times = |arguments: &[&str]| {
        let tenant = Records::start(Wrong::ShowsAlso("colour"));
        let shape = READ.steps.replace("the status is 200", "the body has the documented shape");
        let run = Folder::new().run(&tenant.url(), &Feature { steps: &shape, ..READ }, arguments);
        (run.code, tenant.seen().len())
    };
    assert_eq!((times(&[]), times(&["--strict"])), ((0, 1), (1, 2)));
}

#[test]
fn what_is_to_be_remembered_of_a_read_is_looked_for_again() {
    let remember =
        READ.steps.replace("Then the status is 200", "And the property \"id\" is remembered as \"it\"");
    let steps = format!("{remember}    Then the status is 200\n");
    let run = |wrong| {
        let run = Folder::new().run(&Records::start(wrong).url(), &Feature { steps: &steps, ..READ }, &[]);
        let scenario = run.scenario("S");
        (run.code, scenario["verdict"].as_str().map(str::to_string), scenario.get("unstable").is_some())
    };
    let came = |code, verdict: &str, unstable| (code, Some(verdict.to_string()), unstable);
    assert_eq!(run(Wrong::AnswersOnce("GET", 404, None)), came(1, "violated", true));
    assert_eq!(run(Wrong::Answers("GET", 404)), came(1, "violated", false));
    assert_eq!(run(Wrong::Answers("GET", 403)), came(5, "inconclusive", false));
}

#[test]
fn a_violated_write_is_not_sent_again() {
    for (page, method, status) in
        [("educationschool-update", "PATCH", 200), ("educationschool-post", "POST", 201)]
    {
        let tenant = Records::start(Wrong::Answers(method, 409));
        let steps = format!(
            "    And the variable \"id\" is \"{SCHOOL}\"\n    When the documented request is sent\n    Then the status is {status}\n"
        );
        let run = Folder::new().run(&tenant.url(), &Feature { pages: &[page], tags: "", steps: &steps }, &[]);
        assert_eq!((run.code, run.count("violated")), (1, 1), "{}", run.stdout);
        assert_eq!(tenant.writes().len(), 1);
    }
}

#[test]
fn what_shows_late_is_waited_for() {
    let waiting = |status: &str, seconds: u32| {
        format!(
            "    And an existing educationSchool\n    When the documented request is sent\n    And the same request is sent until the status is {status}, within {seconds} seconds\n    Then the property \"id\" is \"{SCHOOL}\"\n"
        )
    };
    let run = |wrong: Wrong, status: &str, seconds: u32| {
        let tenant = Records::start(wrong);
        let feature = Feature { pages: READ.pages, tags: "", steps: &waiting(status, seconds) };
        Folder::new().run(&tenant.url(), &feature, &[])
    };
    let late = run(Wrong::AnswersOnce("GET", 404, None), "OK", 60);
    assert_eq!((late.code, late.count("passed")), (0, 1), "{}", late.stdout);
    let never = run(Wrong::Answers("GET", 404), "200", 0);
    assert_eq!((never.code, never.violations("S")), (1, vec!["status ".to_string()]), "{}", never.stdout);
    let misspelt = run(Wrong::Nothing, "Fine", 1);
    assert_eq!(misspelt.code, 3, "{}", misspelt.stdout);
}

#[test]
fn who_lacks_a_permission_is_told_which_the_page_documents() {
    let folder = Folder::new();
    let page = include_str!("../../fixtures/pages/api/educationschool-get.md");
    let line = page.lines().position(|line| line.starts_with("|Delegated (work")).unwrap() + 1;
    for status in [401, 403] {
        let tenant = Records::start(Wrong::Answers("GET", status));
        let run = folder.run(&tenant.url(), &READ, &[]);
        assert_eq!((run.code, run.count("inconclusive")), (5, 1), "{}", run.stdout);
        let reason = run.scenario("S")["reason"].as_str().unwrap().to_string();
        assert!(reason.starts_with(&format!("{status}: ")), "{reason}");
        let named = "; the page documents Delegated (work or school account): EduRoster.ReadBasic; Application: EduRoster.Read.All (";
        assert!(
            reason.contains(named) && reason.ends_with(&format!("educationschool-get.md:{line})")),
            "{reason}"
        );
    }
}

#[test]
fn the_unknown_members_of_enumerations_are_asked_for_where_a_scenario_says_so() {
    let prefers = |given: &str| {
        let tenant = Records::start(Wrong::Nothing);
        let steps = format!("{given}{}", READ.steps);
        let run = Folder::new().run(&tenant.url(), &Feature { steps: &steps, ..READ }, &["--strict"]);
        let headers = run.scenario("S")["exchanges"][0]["request"]["headers"].as_array().unwrap().clone();
        headers
            .into_iter()
            .filter(|header| header[0] == "Prefer")
            .map(|header| header[1].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(prefers("").len(), 0);
    let asked = prefers("    And the unknown members of enumerations are asked for\n");
    assert_eq!(asked, [json!("include-unknown-enum-members")]);
}
