//! What steps come to on the double: each case is a scenario, and the verdict it must have.

use std::fs;

use serde_json::Value;

use super::graph_contract;

const GET: &str =
    "Given the API page \"api/longrunningoperation-get.md\"\nAnd an existing longRunningOperation";
const UPDATE: &str =
    "Given the API page \"api/longrunningoperation-update.md\"\nAnd an existing longRunningOperation";
const SENT: &str = "When the documented request is sent";

/// Runs scenarios, each below its own steps, and gives their verdicts with the codes of what was violated.
fn verdicts(scenarios: &[(&str, String)]) -> Vec<(String, String, Vec<String>)> {
    let folder = tempfile::tempdir().unwrap();
    let text: String = scenarios
        .iter()
        .map(|(name, steps)| {
            let steps: String = steps.lines().map(|line| format!("    {line}\n")).collect();
            format!("  Scenario: {name}\n{steps}\n")
        })
        .collect();
    let feature = folder.path().join("x.feature");
    fs::write(&feature, format!("Feature: F\n{text}")).unwrap();
    let mut command = graph_contract();
    command.arg("run").arg(&feature);
    let output = command.arg("--report-dir").arg(folder.path()).output().unwrap();
    let report: Value =
        serde_json::from_slice(&fs::read(folder.path().join("report.json")).unwrap()).unwrap();
    let ran = report["scenarios"].as_array().filter(|ran| ran.len() == scenarios.len());
    let ran = ran.unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&output.stdout)));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    ran.iter()
        .map(|scenario| {
            let violations = scenario["violations"].as_array().unwrap();
            let told = violations
                .iter()
                .map(|found| format!("{} {}", text(&found["code"]), text(&found["pointer"])));
            (text(&scenario["name"]), text(&scenario["verdict"]), told.collect())
        })
        .collect()
}

fn all(verdict: &str, scenarios: &[(&str, String)]) {
    for (name, came, violations) in verdicts(scenarios) {
        assert_eq!(came, verdict, "{name}: {violations:?}");
    }
}

#[test]
fn what_an_error_lacks_is_not_absent() {
    let fails = "Given the service fails the next request";
    all(
        "violated",
        &[
            ("a property", format!("{GET}\n{fails}\n{SENT}\nThen the property \"status\" is absent")),
            ("a row", format!("{GET}\n{fails}\n{SENT}\nThen the properties are\n  | status | absent |")),
            ("a header", format!("{GET}\n{fails}\n{SENT}\nThen the header \"X-Other\" is absent")),
            ("no parent", format!("{GET}\n{SENT}\nThen the property \"adress/city\" is absent")),
            ("no object", format!("{GET}\n{SENT}\nThen the property \"status/x\" is absent")),
        ],
    );
    all(
        "passed",
        &[
            (
                "an error that is asked for",
                format!(
                    "{GET}\n{fails}\n{SENT}\nThen the status is 503\nAnd the property \"status\" is absent"
                ),
            ),
            ("nothing of the kind", format!("{GET}\n{SENT}\nThen the property \"error\" is absent")),
            (
                "an error does not end the waiting",
                format!(
                    "{GET}\nGiven the service fails the next 3 requests\n{SENT}\nWhen the same request is sent until the property \"error\" is absent, within 30 seconds\nThen the status is 200"
                ),
            ),
        ],
    );
}

#[test]
fn a_variable_stands_wherever_a_text_does() {
    let variable = "Given the variable \"p\" is \"status\"\nAnd the variable \"v\" is \"running\"";
    all(
        "passed",
        &[
            (
                "a property's name",
                format!("{GET}\n{variable}\n{SENT}\nThen the property \"{{p}}\" is \"{{v}}\""),
            ),
            (
                "a row",
                format!(
                    "{GET}\n{variable}\n{SENT}\nThen the properties are\n  | {{p}} | one of \"{{v}}\", \"x\" |"
                ),
            ),
            (
                "a list of values",
                format!(
                    "{GET}\n{variable}\nGiven the service moves the property \"status\" on to \"failed\", \"{{v}}\"\n{SENT}\nWhen the same request is sent again\nAnd the same request is sent again\nThen the property \"status\" is \"running\""
                ),
            ),
            (
                "an error's code",
                format!(
                    "{GET}\nGiven the variable \"c\" is \"TooManyRequests\"\nAnd the service throttles the next request\n{SENT}\nThen the request is refused with status 429 and code \"{{c}}\""
                ),
            ),
        ],
    );
    all(
        "violated",
        &[
            (
                "a name that is there",
                format!("{GET}\n{variable}\n{SENT}\nThen the property \"{{p}}\" is absent"),
            ),
            (
                "another code",
                format!(
                    "{GET}\nGiven the service throttles the next request\n{SENT}\nThen the request is refused with status 429 and code \"Other\""
                ),
            ),
        ],
    );
}

#[test]
fn what_arrived_is_documented_only_where_the_body_is() {
    let arrived = "Then the request that arrived is the documented one";
    let broken = format!("{UPDATE}\n{SENT} with the body\n  \"\"\"text\n  {{ broken\n  \"\"\"\n{arrived}");
    all(
        "violated",
        &[
            ("a broken body", broken),
            ("no body", format!("{UPDATE}\n{SENT} without a body\n{arrived}")),
            (
                "a body that none documents",
                format!("{GET}\n{SENT} with the body\n  \"\"\"json\n  {{}}\n  \"\"\"\n{arrived}"),
            ),
        ],
    );
    all("passed", &[("the documented one", format!("{UPDATE}\n{SENT}\n{arrived}"))]);
}

#[test]
fn nothing_else_has_changed_is_about_the_last_write() {
    let update =
        format!("{UPDATE}\n{SENT} with the body\n  \"\"\"json\n  {{ \"status\": \"failed\" }}\n  \"\"\"");
    let read = "When GET \"/industryData/operations/{longRunningOperationId}\" is sent";
    all(
        "violated",
        &[(
            "read behind a write",
            format!(
                "Given the API page \"api/longrunningoperation-get.md\"\n{update}\n{read}\nThen nothing has changed"
            ),
        )],
    );
    all(
        "passed",
        &[(
            "the write itself",
            format!(
                "Given the API page \"api/longrunningoperation-get.md\"\n{update}\n{read}\nThen nothing else has changed"
            ),
        )],
    );
}

#[test]
fn a_complex_value_keeps_what_was_not_sent() {
    let school = "Given the API page \"api/educationschool-update.md\"\nAnd an existing educationSchool with\n  \"\"\"json\n  { \"address\": { \"city\": \"Rockmouth\", \"street\": \"1 Mill Row\" } }\n  \"\"\"";
    let city = "When the documented request is sent with the body\n  \"\"\"json\n  { \"address\": { \"city\": \"Elsewhere\" } }\n  \"\"\"";
    let street = "Then nothing else has changed\nAnd the property \"address/street\" is \"1 Mill Row\"";
    all("passed", &[("in part", format!("{school}\n{city}\n{street}"))]);
}

#[test]
fn a_collection_is_what_it_was_said_to_be() {
    let list = "Given the API page \"api/educationschool-list.md\"";
    all(
        "passed",
        &[
            ("empty", format!("{list}\nAnd 0 existing schools\n{SENT}\nThen the collection has 0 members")),
            (
                "said again",
                format!(
                    "{list}\nAnd 5 existing schools\nAnd 1 existing schools\n{SENT}\nThen the collection has 1 member"
                ),
            ),
            (
                "none asked for",
                format!(
                    "{list}\n{SENT} with the changes\n  | query $top | 0 |\nThen the collection has 0 members"
                ),
            ),
        ],
    );
    all(
        "inconclusive",
        &[(
            "no member to judge",
            format!(
                "{list}\nAnd 0 existing schools\n{SENT}\nThen every member of the collection has\n  | id | a string |"
            ),
        )],
    );
}

#[test]
fn an_id_is_found_however_it_is_spelt_in_a_url() {
    let steps = "Given the API page \"api/educationschool-get.md\"\nAnd the API page \"api/educationschool-post.md\"\nWhen the documented request is sent with the properties\n  \"\"\"json\n  { \"displayName\": \"Odd\" }\n  \"\"\"\nThen the status is Created\nWhen the property \"id\" is remembered as \"educationSchoolId\"\nAnd GET \"/education/schools/{educationSchoolId}?$filter=link eq 'https://example.org/'\" is sent\nThen the status is 200";
    all("passed", &[("a link in a query", steps.to_string())]);
}

#[test]
fn a_request_is_judged_by_the_example_it_is_most_like() {
    let page = "Given the API page \"api/group-validateproperties.md\"\nAnd an existing group";
    let taken = "When POST \"/groups/{id}/validateProperties\" is sent with the body\n  \"\"\"json\n  { \"displayName\": \"club_Stargazers_south\", \"mailNickname\": \"club_stargazers_south\" }\n  \"\"\"";
    all(
        "passed",
        &[(
            "the second",
            format!("{page}\n{taken}\nThen the status is 422\nAnd the response is the documented one"),
        )],
    );
}

#[test]
fn a_caller_is_another_one_from_here_on() {
    let again = "Given a caller without a token\nWhen the same request is sent again\nThen the request is refused with status 401";
    all("passed", &[("sent again", format!("{GET}\n{SENT}\nThen the status is 200\n{again}"))]);
}

#[test]
fn a_404_of_a_path_that_no_page_documents_proves_nothing() {
    let misspelt = "When GET \"/industryData/operation/nowhere\" is sent\nThen";
    all(
        "inconclusive",
        &[
            ("refused", format!("{GET}\n{misspelt} the request is refused with status 404")),
            ("a status", format!("{GET}\n{misspelt} the status is Not Found")),
            ("an error", format!("{GET}\n{misspelt} the property \"error/code\" is \"ResourceNotFound\"")),
            (
                "waited for",
                format!(
                    "{GET}\nWhen GET \"/industryData/operation/nowhere\" is sent\nAnd the same request is sent until the status is 404, within 5 seconds\nThen the header \"X-Other\" is absent"
                ),
            ),
        ],
    );
    let unknown = "When GET \"/industryData/operations/nowhere\" is sent\nThen";
    all(
        "passed",
        &[("a documented path", format!("{GET}\n{unknown} the request is refused with status 404"))],
    );
}

#[test]
fn a_list_keeps_the_order_of_its_page() {
    let list = "Given the API page \"api/informationprotection-list-threatassessmentrequests.md\"";
    let first = "When the property \"value/0/id\" is remembered as \"first\"\nAnd the same request is sent again\nThen the property \"value/0/id\" is \"{first}\"";
    all("passed", &[("read twice", format!("{list}\n{SENT}\n{first}"))]);
}

#[test]
fn a_property_of_an_object_moves_on() {
    let school = "Given the API page \"api/educationschool-get.md\"\nAnd an existing educationSchool\nAnd the service moves the property \"address/city\" on to \"Basel\"";
    let read = format!("{SENT}\nWhen the same request is sent again\nThen the property \"address/city\" is");
    let street = "And the property \"address/street\" is a string";
    all("passed", &[("a city", format!("{school}\n{read} \"Basel\"\n{street}"))]);
}

#[test]
fn a_refusal_has_a_name() {
    let refused = "Given a caller without a token\nWhen the documented request is sent\nThen the request is refused with status";
    all(
        "passed",
        &[
            ("a name", format!("{GET}\n{refused} Unauthorized")),
            ("and a code", format!("{GET}\n{refused} unauthorized and code \"InvalidAuthenticationToken\"")),
        ],
    );
    all("violated", &[("another", format!("{GET}\n{refused} Forbidden"))]);
}

#[test]
fn a_slip_in_the_name_of_what_is_absent_is_seen() {
    let absent = |name: &str| format!("{GET}\n{SENT}\nThen the property \"{name}\" is absent");
    let table = format!("{GET}\n{SENT}\nThen the properties are\n  | staus | absent |");
    all("inconclusive", &[("a property", absent("statsu")), ("a row", table)]);
    let there = absent("statusDetails")
        .replace(SENT, "Given an existing operation with\n  \"\"\"json\n  { \"statusDetails\": \"x\" }\n  \"\"\"\nWhen the documented request is sent");
    all("violated", &[("a documented one", absent("status")), ("one that came", there)]);
    all("passed", &[("another", absent("colour")), ("another word", absent("updatedDateTime"))]);
}

#[test]
fn nothing_is_done_to_what_does_not_exist() {
    let team = "Given the API page \"api/team-archive.md\"";
    let refused = "Then the request is refused with status 404 and code \"ResourceNotFound\"";
    all("passed", &[("an action", format!("{team}\nAnd an unknown team\n{SENT}\n{refused}"))]);
    let operation = "Given the API page \"api/teamsasyncoperation-get.md\"\nAnd an unknown operation";
    all(
        "passed",
        &[(
            "two of them",
            format!(
                "{team}\nAnd an unknown team\n{operation}\nAnd the API page \"api/team-archive.md\"\n{SENT}\n{refused}"
            ),
        )],
    );
    let again = "Given an existing team\nWhen the documented request is sent\nThen the status is Accepted";
    all("passed", &[("and again", format!("{team}\nAnd an unknown team\n{SENT}\n{refused}\n{again}"))]);
}
