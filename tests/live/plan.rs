//! `run --plan`: what would be sent is shown, and nothing is.

use super::folder::{Feature, Folder};
use super::records::{Records, SCHOOLS, Wrong};
use super::suite::Run;
use super::tenant::TOKEN;

const PAGES: [&str; 4] =
    ["educationschool-get", "educationschool-update", "educationschool-delete", "educationschool-post"];

const STEPS: &str = "    When the documented request is sent
    Then the response is the documented one
    And the property \"id\" is a GUID
    When the property \"id\" is remembered as \"id\"
    And PATCH \"/education/schools/{id}\" is sent with the body
      \"\"\"json
      { \"fax\": \"1\" }
      \"\"\"
    Then the status is 200
    When GET \"/education/schools/{id}\" is sent
    And the same request is sent until the property \"fax\" is \"1\", within 600 seconds
    Then nothing else has changed
    When the header \"Location\" is remembered as \"next\"
    And GET \"{next}\" is sent
    Then the status is 200
    When DELETE \"/education/schools/{id}\" is sent
    Then the status is 204
";

fn planned(tenant: &Records, feature: &Feature<'_>, arguments: &[&str]) -> Run {
    let folder = Folder::new();
    let run = folder.run(&tenant.url(), feature, &[&["--plan"], arguments].concat());
    assert_eq!(tenant.seen(), [""; 0], "{}", run.stdout);
    assert!(!folder.ledger().exists() && run.report.is_null(), "a plan leaves nothing behind");
    assert!(!run.stdout.contains(TOKEN), "{}", run.stdout);
    run
}

fn requests(run: &Run) -> Vec<&str> {
    let is_request =
        |line: &&str| line.starts_with("  ") && line.contains("/v1.0/") && !line.starts_with("   ");
    run.stdout.lines().filter(is_request).map(str::trim).collect()
}

#[test]
fn every_request_of_a_scenario_is_shown_and_none_is_sent() {
    let tenant = Records::start(Wrong::Nothing);
    let run = planned(&tenant, &Feature { pages: &PAGES, tags: "", steps: STEPS }, &[]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let at = |text: &str| format!("{text} ").replacen(" ", &format!(" {}", tenant.url()), 1);
    let wanted = [
        at("POST /v1.0/education/schools"),
        at("PATCH /v1.0/education/schools/{id}"),
        at("GET /v1.0/education/schools/{id}"),
        at("GET /v1.0/education/schools/{id}"),
        at("DELETE /v1.0/education/schools/{id}"),
    ];
    let shown: Vec<String> = requests(&run).into_iter().map(|line| format!("{line} ")).collect();
    assert_eq!(shown.len(), wanted.len(), "{}", run.stdout);
    shown
        .iter()
        .zip(&wanted)
        .for_each(|(shown, wanted)| assert!(shown.starts_with(wanted.as_str()), "{shown}"));
    assert!(run.stdout.contains("  GET {next}\n"), "{}", run.stdout);
    assert!(run.stdout.contains("    Authorization: [redacted]\n    Content-Type: application/json\n"));
    assert!(run.stdout.contains("\n\n    {\"fax\":\"1\"}\n"), "{}", run.stdout);
    assert!(
        run.stdout
            .ends_with(&format!("6 requests of 1 scenario would be sent to {}; none was\n", tenant.url()))
    );
}

#[test]
fn a_placeholder_is_shown_with_its_value_or_by_its_name() {
    let tenant = Records::start(Wrong::Nothing);
    let steps = "    And an existing educationSchool\n    When the documented request is sent\n    Then the status is 200\n";
    let feature = Feature { pages: &["educationschool-get"], tags: "", steps };
    let run = planned(&tenant, &feature, &["--var", "educationSchoolId=a b"]);
    assert_eq!(requests(&run), [format!("GET {}{SCHOOLS}/a%20b", tenant.url())]);
    let folder = Folder::new();
    let mut command = folder.running(&tenant.url(), &feature, &["--plan"]);
    command.env("GRAPH_CONTRACT_VARS", "").env_remove("GRAPH_CONTRACT_TOKEN");
    let run = folder.outcome(command.output().unwrap());
    let by_name = format!("GET {}{SCHOOLS}/{{educationSchoolId}}  (not sent: ", tenant.url());
    assert!(requests(&run)[0].starts_with(&by_name), "{}", run.stdout);
    assert_eq!(run.code, 0, "no token is needed: {}", run.stderr);
}

#[test]
fn a_placeholder_without_a_value_is_said_and_its_request_not_counted() {
    let tenant = Records::start(Wrong::Nothing);
    let steps = "    And an existing educationSchool\n    When the documented request is sent\n    Then the status is 200\n";
    for (pages, said, counted) in [
        (&["educationschool-get"][..], true, "0 requests of 1 scenario"),
        (&["educationschool-list", "educationschool-get"], false, "1 request of 1 scenario"),
    ] {
        let feature = Feature { pages, tags: "", steps };
        let folder = Folder::new();
        let mut command = folder.running(&tenant.url(), &feature, &["--plan"]);
        let run = folder.outcome(command.env("GRAPH_CONTRACT_VARS", "").output().unwrap());
        let told = "not sent: no value for the placeholder {educationSchoolId}: set GRAPH_CONTRACT_VARS=educationSchoolId=...";
        assert_eq!(run.stdout.contains(told), said, "{}", run.stdout);
        assert!(run.stdout.contains(&format!("{counted} would be sent")), "{}", run.stdout);
        assert_eq!(run.code, 0);
    }
}

#[test]
fn what_would_not_be_sent_is_said_with_its_reason() {
    let tenant = Records::start(Wrong::Nothing);
    let folder = Folder::new();
    let update = "    And an existing educationSchool\n    When the documented request is sent\n    Then the status is 200\n";
    for (page, tags, consent, said) in [
        ("educationschool-update", "", "0", "GRAPH_CONTRACT_ALLOW_WRITES=1"),
        ("educationschool-update", "@writes", "0", "(@writes)"),
        ("educationschool-delete", "", "1", "only for what the same scenario created"),
        ("team-archive", "", "1", "@destructive"),
        ("educationschool-get", "@double", "1", "(@double)"),
    ] {
        let feature = Feature { pages: &[page], tags, steps: update };
        let mut command = folder.running(&tenant.url(), &feature, &["--plan"]);
        let run = folder.outcome(command.env("GRAPH_CONTRACT_ALLOW_WRITES", consent).output().unwrap());
        assert_eq!((run.code, requests(&run).len()), (0, 0), "{}", run.stdout);
        let reason = run.stdout.lines().find(|line| line.starts_with("  not sent: ")).unwrap_or_default();
        assert!(reason.contains(said), "{page} {tags}: {}", run.stdout);
    }
    assert_eq!(tenant.seen(), [""; 0]);
}

#[test]
fn a_plan_of_nothing_and_one_of_what_cannot_be_read_fail_as_a_run_does() {
    let tenant = Records::start(Wrong::Nothing);
    let feature = Feature { pages: &PAGES, tags: "", steps: STEPS };
    assert_eq!(planned(&tenant, &feature, &["--name", "no such scenario"]).code, 4);
    let wrong =
        Feature { pages: &PAGES, tags: "", steps: "    When the moon is full\n    Then the status is 200\n" };
    let run = planned(&tenant, &wrong, &[]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("the moon is full"), "{}", run.stderr);
    assert_eq!(planned(&tenant, &feature, &["--base-url", "http://example.org"]).code, 2);
}

#[test]
fn the_whole_suite_can_be_planned_without_an_endpoint() {
    let folder = Folder::new();
    let mut command = folder.command("", &["run", "--plan"]);
    let run = folder.outcome(command.env_remove("GRAPH_CONTRACT_BASE_URL").output().unwrap());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("would be sent to the embedded double; none was"), "{}", run.stdout);
}
