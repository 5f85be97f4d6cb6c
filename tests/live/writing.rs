//! Creations, deletions, replacements and acts on a tenant: what is sent, and what is there afterwards.

use super::folder::{Feature, Folder};
use super::records::{Records, SCHOOL, SCHOOLS, Wrong};
use super::suite::Run;

const SENT: &str = "    When the documented request is sent\n";
const POST: &str = "POST /v1.0/education/schools";

fn run(tenant: &Records, pages: &[&str], tags: &str, steps: &str, arguments: &[&str]) -> Run {
    Folder::new().run(&tenant.url(), &Feature { pages, tags, steps }, arguments)
}

fn creation(tenant: &Records) -> Run {
    run(tenant, &["educationschool-post"], "", &format!("{SENT}    Then the status is 201\n"), &[])
}

fn reason(run: &Run) -> String {
    run.scenario("S")["reason"].as_str().unwrap_or_default().to_string()
}

fn left(run: &Run) -> String {
    run.report["not_put_back"][0]["reason"].as_str().unwrap_or_default().to_string()
}

#[test]
fn what_was_created_is_deleted() {
    for wrong in [Wrong::Nothing, Wrong::LeadsThere, Wrong::ReadsNothing] {
        let tenant = Records::start(wrong.clone());
        let before = tenant.state();
        let run = creation(&tenant);
        assert_eq!((run.code, run.count("passed")), (0, 1), "{wrong:?}\n{}", run.stdout);
        assert_eq!(tenant.writes(), [POST.to_string(), format!("DELETE {SCHOOLS}/n-1")]);
        assert_eq!(tenant.state(), before, "{wrong:?}");
    }
}

#[test]
fn what_is_not_known_to_be_this_runs_is_never_deleted() {
    for (wrong, said) in [
        (Wrong::NamesNothing, "nobody knows what"),
        (Wrong::LeadsTo("/v1.0/education/schools/s-1"), "which was there before"),
        (Wrong::LeadsTo("/v1.0/education/schools"), "nobody knows what"),
        (Wrong::LeadsTo("/v1.0/education"), "nobody knows what"),
        (Wrong::LeadsTo("http://127.0.0.1:1/v1.0/education/schools/n-1"), "nobody knows what"),
        (Wrong::NamesAnother, "which was there before"),
        (Wrong::TakesAndCloses("POST"), "no answer"),
        (Wrong::TakesAndAnswers("POST", 500), "answered 500"),
        (Wrong::TakesAndAnswers("POST", 504), "answered 504"),
    ] {
        let tenant = Records::start(wrong.clone());
        let run = creation(&tenant);
        assert_eq!(run.code, 1, "{wrong:?}\n{}", run.stdout);
        assert!(left(&run).contains(said), "{wrong:?}: {}", left(&run));
        assert_eq!(tenant.writes(), [POST], "{wrong:?}");
        assert_eq!(tenant.count(), 2, "{wrong:?}");
    }
}

#[test]
fn what_cannot_be_deleted_is_said() {
    for (wrong, said) in [
        (Wrong::KeepsWhatIsDeleted, "is still there: DELETE was answered 204"),
        (Wrong::Answers("DELETE", 405), "is still there: DELETE was answered 405"),
        (Wrong::KeepsElsewhere, "is not found at this URL: DELETE was answered 404"),
    ] {
        let tenant = Records::start(wrong.clone());
        let run = creation(&tenant);
        assert_eq!((run.code, run.count("passed")), (1, 1), "{wrong:?}\n{}", run.stdout);
        assert!(left(&run).contains(said), "{wrong:?}: {}", left(&run));
        assert!(run.stdout.contains("NOT PUT BACK"), "{}", run.stdout);
    }
}

#[test]
fn what_was_deleted_without_an_answer_is_looked_for() {
    let tenant = Records::start(Wrong::TakesAndCloses("DELETE"));
    let before = tenant.state();
    let run = creation(&tenant);
    assert_eq!((run.code, run.count("passed")), (0, 1), "{}", run.stdout);
    assert_eq!(tenant.state(), before);
}

#[test]
fn a_refused_creation_created_nothing() {
    let tenant = Records::start(Wrong::Nothing);
    let steps = "    When the documented request is sent with the properties\n      \"\"\"json\n      { \"externalSource\": \"hearsay\" }\n      \"\"\"\n    Then the request is refused with status 400\n";
    let run = run(&tenant, &["educationschool-post"], "", steps, &[]);
    assert_eq!((run.code, run.count("passed")), (0, 1), "{}", run.stdout);
    assert_eq!(tenant.writes(), [POST]);
}

#[test]
fn a_scenario_may_delete_what_it_created_and_nothing_else() {
    let tenant = Records::start(Wrong::Nothing);
    let before = tenant.state();
    let pages = ["educationschool-get", "educationschool-delete", "educationschool-post"];
    let own = format!(
        "{SENT}    Then the status is 201\n    When the property \"id\" is remembered as \"id\"\n    And DELETE \"/education/schools/{{id}}\" is sent\n    Then the status is 204\n    When GET \"/education/schools/{{id}}\" is sent\n    Then the status is 404\n"
    );
    let own = run(&tenant, &pages, "", &own, &[]);
    assert_eq!((own.code, own.count("passed")), (0, 1), "{}", own.stdout);
    assert_eq!((tenant.state(), tenant.writes().len()), (before.clone(), 2));

    let other = format!(
        "{SENT}    Then the status is 201\n    When DELETE \"/education/schools/{SCHOOL}\" is sent\n    Then the status is 204\n"
    );
    let other = run(&tenant, &pages, "", &other, &[]);
    assert!(reason(&other).contains("only for what the same scenario created"), "{}", other.stdout);
    assert_eq!((tenant.state(), tenant.writes().len()), (before.clone(), 4));

    let all_consent = ["--allow-destructive"];
    for (tags, arguments) in [("", &[][..]), ("@destructive", &all_consent[..])] {
        let tenant = Records::start(Wrong::Nothing);
        for steps in [
            format!("    And an existing educationSchool\n{SENT}    Then the status is 204\n"),
            format!("    When DELETE \"/education/schools/{SCHOOL}\" is sent\n    Then the status is 204\n"),
            format!("    And an unknown educationSchool\n{SENT}    Then the status is 404\n"),
        ] {
            let run = run(&tenant, &["educationschool-delete"], tags, &steps, arguments);
            assert_eq!((run.code, run.count("skipped")), (4, 1), "{}", run.stdout);
            assert!(reason(&run).contains("only for what the same scenario created"), "{}", reason(&run));
        }
        assert_eq!(tenant.seen(), [""; 0], "{tags}");
    }
}

#[test]
fn a_header_or_another_method_makes_no_way_around_the_rules() {
    for change in [
        "with the header \"X-HTTP-Method-Override\" as \"DELETE\"",
        "with the header \"X-HTTP-Method\" as \"MERGE\"",
        "with the method DELETE",
        "with the method POST",
        "with the method OPTIONS",
    ] {
        for page in ["educationschool-get", "educationschool-update"] {
            let tenant = Records::start(Wrong::Nothing);
            let steps = format!(
                "    And an existing educationSchool\n    When the documented request is sent {change}\n    Then the status is 200\n"
            );
            let run = run(&tenant, &[page], "", &steps, &["--allow-destructive"]);
            assert_eq!((run.code, run.count("skipped")), (4, 1), "{change}: {}", run.stdout);
            assert_eq!(tenant.seen(), [""; 0], "{change}");
        }
    }
}

#[test]
fn a_member_that_a_read_shows_only_when_it_is_asked_for_is_put_back() {
    let patch = |body: &str| {
        format!(
            "    When PATCH \"/education/schools/{SCHOOL}\" is sent with the body\n      \"\"\"json\n      {body}\n      \"\"\"\n"
        )
    };
    let (phone, fax) = (patch(r#"{ "phone": "1", "colour": "red" }"#), patch(r#"{ "fax": "1" }"#));
    for steps in [phone.clone(), format!("{fax}{phone}"), format!("{phone}{phone}"), format!("{phone}{fax}")]
    {
        let tenant = Records::start(Wrong::Hides("phone"));
        let phone = || tenant.state().split("\"phone\":").nth(1).unwrap()[..20].to_string();
        let before = phone();
        let steps = format!("{steps}    Then the status is 200\n");
        let run = run(&tenant, &["educationschool-update"], "", &steps, &[]);
        assert_eq!((run.code, run.count("passed")), (0, 1), "{}", run.stdout);
        assert_eq!(phone(), before, "{steps}");
    }
}

#[test]
fn a_member_that_a_read_shows_only_when_it_is_asked_for_is_no_change() {
    let tenant = Records::start(Wrong::Hides("phone"));
    for unchanged in ["nothing else has changed", "nothing has changed"] {
        let steps = format!(
            "    When PATCH \"/education/schools/{SCHOOL}\" is sent with the body\n      \"\"\"json\n      {{ \"phone\": \"1\" }}\n      \"\"\"\n    Then {unchanged}\n"
        );
        let run = run(&tenant, &["educationschool-update"], "", &steps, &[]);
        assert_eq!((run.code, run.count("passed")), (0, 1), "{}", run.stdout);
    }
}

#[test]
fn a_put_is_put_back_whole() {
    let tenant = Records::start(Wrong::Nothing);
    let before = tenant.state();
    let steps = format!(
        "    When PUT \"/education/schools/{SCHOOL}\" is sent with the body\n      \"\"\"json\n      {{ \"displayName\": \"Another\", \"fax\": \"1\" }}\n      \"\"\"\n    Then the status is 200\n"
    );
    let run = run(&tenant, &["educationschool-update"], "", &steps, &[]);
    assert_eq!((run.code, run.count("passed")), (0, 1), "{}", run.stdout);
    let url = format!("PUT {SCHOOLS}/{SCHOOL}");
    assert_eq!(tenant.writes(), [url.clone(), url]);
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(
        read(&tenant.state()),
        read(&before),
        "a replaced object's members may stand in another order"
    );
}

#[test]
fn a_put_that_could_not_be_put_back_is_not_sent() {
    for (url, body) in [
        (format!("/education/schools/{SCHOOL}"), "\"\"\"text\n      words\n      \"\"\""),
        (format!("/education/schools/{SCHOOL}"), "\"\"\"json\n      [1]\n      \"\"\""),
        ("/education/schools/nobody".to_string(), "\"\"\"json\n      {\"fax\": \"1\"}\n      \"\"\""),
        ("/education/schools".to_string(), "\"\"\"json\n      {\"fax\": \"1\"}\n      \"\"\""),
    ] {
        let tenant = Records::start(Wrong::Nothing);
        let steps = format!(
            "    When PUT \"{url}\" is sent with the body\n      {body}\n    Then the status is 200\n"
        );
        let run = run(&tenant, &["educationschool-update"], "", &steps, &[]);
        assert_ne!(run.code, 0, "{}", run.stdout);
        assert!(!reason(&run).is_empty());
        assert_eq!(tenant.writes(), [""; 0], "{url} {body}");
    }
}

#[test]
fn what_cannot_be_undone_needs_a_tag_and_a_consent_of_its_own() {
    let steps = format!("    And an existing team\n{SENT}    Then the status is 202\n");
    let page = ["team-archive"];
    let acts = |tags: &str, arguments: &[&str]| {
        let tenant = Records::start(Wrong::Nothing);
        let run = run(&tenant, &page, tags, &steps, arguments);
        (run.code, reason(&run), tenant.seen().len())
    };
    for (tags, arguments, named) in [
        ("", &[][..], "@destructive"),
        ("", &["--allow-destructive"][..], "@destructive"),
        ("@destructive", &[][..], "GRAPH_CONTRACT_ALLOW_DESTRUCTIVE=1"),
        ("@writes", &[][..], "@destructive"),
    ] {
        let (code, reason, seen) = acts(tags, arguments);
        assert_eq!((code, seen), (4, 0), "{tags} {arguments:?}");
        assert!(reason.contains(named), "{tags} {arguments:?}: {reason}");
    }
    assert_eq!(acts("@destructive", &["--allow-destructive"]), (0, String::new(), 1));
    let run = run(&Records::start(Wrong::Nothing), &page, "@destructive", &steps, &["--allow-destructive"]);
    let told = "1 request that cannot be undone was sent";
    assert!(run.stdout.contains(&format!("note: {told}\n  --> ")), "{}", run.stdout);
    assert_eq!(run.report["notes"][0]["message"], told);
    assert!(run.report["notes"][0]["documented_at"].as_str().unwrap().ends_with("x.feature:3"));
}

#[test]
fn an_act_needs_the_consent_to_write_as_well() {
    let tenant = Records::start(Wrong::Nothing);
    let steps = format!("    And an existing team\n{SENT}    Then the status is 202\n");
    let feature = Feature { pages: &["team-archive"], tags: "@destructive", steps: &steps };
    let folder = Folder::new();
    let mut command = folder.running(&tenant.url(), &feature, &[]);
    command.env_remove("GRAPH_CONTRACT_ALLOW_WRITES").env("GRAPH_CONTRACT_ALLOW_DESTRUCTIVE", "1");
    let run = folder.outcome(command.output().unwrap());
    assert_eq!((run.code, tenant.seen().len()), (4, 0), "{}", run.stdout);
    assert!(reason(&run).contains("GRAPH_CONTRACT_ALLOW_WRITES=1"), "{}", reason(&run));
}

#[test]
fn without_consent_only_reads_arrive_whatever_the_features_contain() {
    let pages = [
        "educationschool-list",
        "educationschool-get",
        "educationschool-update",
        "educationschool-delete",
        "educationschool-post",
        "team-archive",
        "group-validateproperties",
    ];
    let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "MERGE", "CONNECT"];
    let urls = ["/education/schools", "/education/schools/s-1", "/teams/t-1/archive", "/$batch"];
    let overrides = ["X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override"];
    let mut scenarios = String::new();
    let mut scenario = |page: &str, when: &str| {
        scenarios.push_str(&format!(
            "  Scenario: S{}\n    Given the API page \"api/{page}.md\"\n    And the variable \"id\" is \"s-1\"\n    And the variable \"teamId\" is \"t-1\"\n    And the variable \"educationSchoolId\" is \"s-1\"\n    When {when}\n    Then the status is 200\n",
            scenarios.len()
        ));
    };
    let body = " with the body\n      \"\"\"json\n      { \"fax\": \"1\" }\n      \"\"\"";
    for page in pages {
        scenario(page, "the documented request is sent");
        for method in methods {
            scenario(page, &format!("the documented request is sent with the method {method}"));
            for name in overrides {
                scenario(
                    page,
                    &format!("the documented request is sent with the header \"{name}\" as \"{method}\""),
                );
            }
        }
    }
    for (method, url) in methods.into_iter().flat_map(|method| urls.map(|url| (method, url))) {
        scenario(pages[0], &format!("{method} \"{url}\" is sent"));
        scenario(pages[0], &format!("{method} \"{url}\" is sent{body}"));
    }
    let tenant = Records::start(Wrong::Nothing);
    let folder = Folder::new();
    let path = folder.ledger().with_file_name("all.feature");
    std::fs::write(&path, format!("Feature: F\n{scenarios}")).unwrap();
    for destructive in ["0", "1"] {
        let mut command = folder.command(&tenant.url(), &["run", "--pause", "0"]);
        command.arg(&path).env("GRAPH_CONTRACT_ALLOW_DESTRUCTIVE", destructive);
        let run = folder.outcome(command.output().unwrap());
        assert!(run.count("skipped") > 200, "{}{}", run.stdout, run.stderr);
        assert!(tenant.seen().len() > 10);
        assert_eq!(tenant.writes(), [""; 0]);
        assert!(!folder.ledger().exists(), "nothing was about to be written");
    }
}
