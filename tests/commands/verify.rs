//! `graph-contract verify`: captured responses, judged offline.

use std::fs;
use std::process::Output;

use serde_json::{Value, json};

use super::graph_contract;

const PAGE: &str = "fixtures/pages/api/longrunningoperation-update.md";
const ID: &str = "65ebabed-abed-65eb-edab-eb65edabeb65";

fn verify(file: &str, content: &str, arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(file);
    fs::write(&file, content).unwrap();
    let mut command = graph_contract();
    command.args(["verify", PAGE]).arg(&file).args(arguments).output().unwrap()
}

fn as_json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

fn operation() -> Value {
    json!({
        "id": ID,
        "createdDateTime": "2024-01-01T00:00:00Z",
        "lastActionDateTime": "2024-01-02T00:00:00Z",
        "status": "running",
        "statusDetail": "2 of 5",
        "resourceLocation": "https://example.org/1",
    })
}

fn raw(status: u16, body: &Value) -> String {
    format!("HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\n\r\n{body}")
}

#[test]
fn a_captured_secret_is_not_shown() {
    let mut body = operation();
    body["statusDetail"] = json!({"password": "canary-1", "was": "canary-2-0123"});
    body["clientSecret"] = json!("canary-2-0123");
    let capture = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{body}");
    for format in ["text", "json"] {
        let output = verify("answer.txt", &capture, &["--format", format]);
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains("statusDetail") && text.contains("[redacted]"), "{text}");
        assert!(!text.contains("canary"), "{text}");
    }
}

fn entry(method: &str, url: &str, sent: &Value, status: u16, body: &Value) -> Value {
    json!({
        "request": {"method": method, "url": url, "headers": [], "postData": {"text": sent.to_string()}},
        "response": {
            "status": status,
            "headers": [{"name": "Content-Type", "value": "application/json"}],
            "content": {"text": body.to_string()},
        },
    })
}

#[test]
fn a_right_response_is_kept() {
    let output = verify("right.txt", &raw(200, &operation()), &["--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(as_json(&output), json!({"verdict": "passed", "violations": [], "drift": []}));
}

#[test]
fn a_wrong_response_is_violated_wherever_it_is_wrong() {
    let output = verify("wrong.txt", &raw(200, &json!({"id": 1})), &["--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(as_json(&output)["violations"].as_array().unwrap().len(), 6);
}

#[test]
fn a_captured_403_is_judged_like_any_other_status() {
    let error = json!({"error": {"code": "Forbidden", "message": "no"}});
    let output = verify("forbidden.txt", &raw(403, &error), &["--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(as_json(&output)["violations"][0]["code"], "status");
}

#[test]
fn drift_counts_under_strict() {
    let mut more = operation();
    more["colour"] = json!("green");
    assert_eq!(verify("drift.txt", &raw(200, &more), &[]).status.code(), Some(0));
    assert_eq!(verify("drift.txt", &raw(200, &more), &["--strict"]).status.code(), Some(1));
}

#[test]
fn what_cannot_be_read_names_the_file_and_the_line() {
    for (file, content, arguments) in [
        ("no.txt", "not http", vec![]),
        ("no.har", "{\"log\": 1}", vec![]),
        ("right.txt", "HTTP/1.1 200 OK\n\n{}", vec!["--example", "absent"]),
    ] {
        let output = verify(file, content, &arguments);
        assert_eq!(output.status.code(), Some(3), "{file}");
        assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: "), "{file}");
    }
}

#[test]
fn a_body_without_its_head_is_no_response() {
    let output = verify("body.json", &operation().to_string(), &[]);
    assert_eq!(output.status.code(), Some(3));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("line 1: this is no HTTP response") && told.contains("curl -i"), "{told}");
    let har = json!({"log": {"entries": []}}).to_string();
    for file in ["traffic.har", "traffic.json"] {
        let output = verify(file, &har, &[]);
        assert_eq!(output.status.code(), Some(4), "{file}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("holds no entry"), "{file}");
    }
}

#[test]
fn entries_of_a_har_are_matched_by_method_and_path() {
    let url = format!("https://graph.microsoft.com/beta/industryData/operations/{ID}?signature=canary");
    let entries = json!({"log": {"entries": [
        entry("PATCH", &url, &json!({"status": "running"}), 200, &operation()),
        entry("PATCH", &url, &json!({"status": "failed"}), 200, &operation()),
        entry("GET", &url, &json!(null), 200, &operation()),
        entry("PATCH", "https://graph.microsoft.com/beta/other", &json!({}), 200, &operation()),
        entry("PATCH", "https://graph.microsoft.com/beta/industryData/operations/another", &json!({}), 200, &operation()),
    ]}});
    let output = verify("traffic.har", &entries.to_string(), &["--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let found = as_json(&output);
    let verdicts: Vec<&Value> =
        found["entries"].as_array().unwrap().iter().map(|entry| &entry["verdict"]).collect();
    assert_eq!(verdicts, ["passed", "violated", "skipped", "skipped", "passed"]);
    assert_eq!(found["entries"][1]["violations"][0]["pointer"], "/status");
    assert_eq!(found["entries"][2]["reason"], "the page documents no such request");
    assert!(!String::from_utf8_lossy(&output.stdout).contains("canary"));
}

#[test]
fn an_answer_owes_only_what_its_request_selects() {
    let url = format!("https://graph.microsoft.com/beta/industryData/operations/{ID}?$select=id,status");
    for (body, verdict) in
        [(json!({"id": ID, "status": "running"}), "passed"), (json!({"id": ID}), "violated")]
    {
        let entries = json!({"log": {"entries": [entry("PATCH", &url, &json!({}), 200, &body)]}});
        let output = verify("traffic.har", &entries.to_string(), &["--format", "json"]);
        assert_eq!(as_json(&output)["entries"][0]["verdict"], verdict, "{body}");
    }
}

/// What is said of GETs of a thing, each a query with what was answered, by a page that shows one such query with its answer.
fn thing_got(shown: (&str, u16, &Value), got: &[(&str, Value)]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let url = "https://graph.microsoft.com/v1.0/things/1";
    let (query, status, answer) = shown;
    let page = format!(
        "## Example\n```http\nGET {url}{query}\n```\n```http\nHTTP/1.1 {status} Told\nContent-Type: application/json\n\n{answer}\n```\n"
    );
    let (page_file, file) = (folder.path().join("thing-get.md"), folder.path().join("a.har"));
    fs::write(&page_file, page).unwrap();
    let entries = got.iter();
    let entries =
        entries.map(|(query, body)| entry("GET", &format!("{url}{query}"), &Value::Null, status, body));
    let har = json!({"log": {"entries": entries.collect::<Vec<_>>()}});
    fs::write(&file, har.to_string()).unwrap();
    let mut command = graph_contract();
    as_json(&command.arg("verify").args([&page_file, &file]).args(["--format", "json"]).output().unwrap())
}

#[test]
fn a_request_that_selects_as_the_page_does_is_owed_all_that_the_page_shows() {
    let shown = json!({"id": "1", "title": "a"});
    let got = [("?$select=title", json!({"title": "b"})), ("?$select=id", json!({"id": "1"}))];
    let found = thing_got(("?$select=title", 200, &shown), &got);
    assert_eq!(found["entries"][0]["violations"][0]["pointer"], "/id", "{found}");
    assert_eq!(found["entries"][1]["verdict"], "passed", "{found}");
}

#[test]
fn an_answer_owes_what_the_page_expands_only_where_its_request_does() {
    let shown = json!({"id": "1", "parts": []});
    let got = [("", json!({"id": "1"})), ("?$expand=parts", json!({"id": "1"}))];
    let found = thing_got(("?$expand=parts($select=id)", 200, &shown), &got);
    assert_eq!(found["entries"][0]["verdict"], "passed", "{found}");
    assert_eq!(found["entries"][1]["violations"][0]["pointer"], "/parts", "{found}");
}

#[test]
fn an_error_is_owed_whole_whatever_was_selected() {
    let shown = json!({"error": {"code": "itemNotFound", "message": "It is gone."}});
    let got = [("?$select=id", json!({"error": {"message": "Gone."}})), ("?$select=id", json!({}))];
    let found = thing_got(("", 404, &shown), &got);
    assert_eq!(found["entries"][0]["violations"][0]["pointer"], "/error/code", "{found}");
    assert_eq!(found["entries"][1]["violations"][0]["pointer"], "/error", "{found}");
}

#[test]
fn an_entry_is_held_to_the_example_that_spells_out_the_most_of_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let example = |path: &str, body: &str| {
        format!(
            "```http\nGET https://graph.microsoft.com/v1.0{path}\n```\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{body}\n```\n"
        )
    };
    let page = example("/things/{id}", "{ \"id\": \"1\" }") + &example("/things/delta", "{ \"value\": [] }");
    let (page_file, file) = (folder.path().join("thing-get.md"), folder.path().join("a.har"));
    fs::write(&page_file, page).unwrap();
    let url = "https://graph.microsoft.com/v1.0/things/delta?$deltatoken=7";
    let entries = json!([entry("GET", url, &Value::Null, 200, &json!({"value": []}))]);
    fs::write(&file, json!({"log": {"entries": entries}}).to_string()).unwrap();
    let mut command = graph_contract();
    let output = command.arg("verify").args([&page_file, &file]).args(["--format", "json"]).output().unwrap();
    assert_eq!(as_json(&output)["entries"][0]["verdict"], "passed", "{}", as_json(&output));
}

#[test]
fn a_har_that_the_page_documents_nothing_of_checks_nothing() {
    let entries =
        json!({"log": {"entries": [entry("GET", "https://example.org/x", &json!(null), 200, &json!({}))]}});
    assert_eq!(verify("traffic.har", &entries.to_string(), &[]).status.code(), Some(4));
}

#[test]
fn an_exchange_that_the_capture_holds_half_of_is_inconclusive() {
    let url = format!("https://graph.microsoft.com/beta/industryData/operations/{ID}");
    let mut without_body = entry("PATCH", &url, &json!({"status": "running"}), 200, &operation());
    without_body["response"]["content"] = json!({"size": 512, "mimeType": "application/json"});
    let mut blocked = entry("PATCH", &url, &json!({"status": "running"}), 200, &operation());
    blocked["response"] = json!({"status": -1, "headers": [], "content": {"size": 0}});
    for (half, reason) in [(without_body, "body"), (blocked, "response")] {
        let har = json!({"log": {"entries": [half]}}).to_string();
        let output = verify("a.har", &har, &["--format", "json"]);
        assert_eq!(output.status.code(), Some(5), "{}", String::from_utf8_lossy(&output.stdout));
        let found = &as_json(&output)["entries"][0];
        assert_eq!(found["verdict"], "inconclusive");
        assert!(found["reason"].as_str().unwrap().contains(reason), "{found}");
    }
}

#[test]
fn another_version_of_the_service_is_not_what_the_page_documents() {
    let url = format!("https://graph.microsoft.com/v1.0/industryData/operations/{ID}");
    let har =
        json!({"log": {"entries": [entry("PATCH", &url, &json!({"status": "running"}), 200, &operation())]}});
    let output = verify("a.har", &har.to_string(), &["--format", "json"]);
    assert_eq!(as_json(&output)["entries"][0]["verdict"], "skipped");
}

#[test]
fn an_example_is_chosen_by_its_number_too() {
    let kept = verify("a.http", &raw(200, &operation()), &["--example", "1"]);
    assert_eq!(kept.status.code(), Some(0));
    let none = verify("a.http", &raw(200, &operation()), &["--example", "2"]);
    assert_eq!(none.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&none.stderr).contains("1 (update_longrunningoperation)"));
}

#[test]
fn a_folder_of_pages_finds_the_page_of_each_entry() {
    let folder = tempfile::tempdir().unwrap();
    let api = folder.path().join("api");
    fs::create_dir(&api).unwrap();
    let page = |path: &str, shown: &str| {
        format!(
            "## HTTP request\n```http\nGET {path}\n```\n## Example\n```http\nGET https://graph.microsoft.com/v1.0{path}\n```\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{shown}\n```\n"
        )
    };
    fs::write(api.join("any.md"), page("/things/{id}", "{ \"id\": \"1\" }")).unwrap();
    fs::write(api.join("first.md"), page("/things/first", "{ \"rank\": 1 }")).unwrap();
    fs::write(api.join("words.md"), "# Words\n").unwrap();
    let entries =
        [("things/first", json!({"rank": 2})), ("things/7", json!({"id": 7})), ("other", json!({}))];
    let entries: Vec<Value> = entries
        .iter()
        .map(|(path, body)| {
            entry("GET", &format!("https://graph.microsoft.com/v1.0/{path}"), &Value::Null, 200, body)
        })
        .collect();
    let file = folder.path().join("a.har");
    fs::write(&file, json!({"log": {"entries": entries}}).to_string()).unwrap();
    let mut command = graph_contract();
    let output = command.arg("verify").args([&api, &file]).args(["--format", "json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let found = as_json(&output);
    let told = |at: usize, key: &str| found["entries"][at][key].as_str().unwrap_or_default().to_string();
    assert_eq!(
        [told(0, "verdict"), told(1, "verdict"), told(2, "verdict")],
        ["passed", "violated", "skipped"]
    );
    assert!(told(0, "page").ends_with("api/first.md") && told(1, "page").ends_with("api/any.md"), "{found}");
}

#[test]
fn a_wrong_status_is_a_violation_even_where_the_body_was_lost() {
    let url = format!("https://graph.microsoft.com/beta/industryData/operations/{ID}");
    let mut lost = entry("PATCH", &url, &json!({"status": "running"}), 202, &operation());
    lost["response"]["content"] = json!({"size": 512, "mimeType": "application/json"});
    let output = verify("a.har", &json!({"log": {"entries": [lost]}}).to_string(), &["--format", "json"]);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
    let violations = as_json(&output)["entries"][0]["violations"].clone();
    assert_eq!(violations.as_array().map(Vec::len), Some(1), "of a lost body nothing is told: {violations}");
    assert_eq!(violations[0]["code"], "status");
}

#[test]
fn an_entry_is_held_to_the_example_that_it_is_most_like() {
    let example = |query: &str, sent: &str, status: u16, body: &str| {
        format!(
            "```http\nPOST https://graph.microsoft.com/v1.0/things/find{query}\nContent-Type: application/json\n\n{sent}\n```\n```http\nHTTP/1.1 {status} OK\nContent-Type: application/json\n\n{body}\n```\n"
        )
    };
    let (all, one) = (json!({"which": "all"}), json!({"which": "one"}));
    let examples = [
        example("", &all.to_string(), 200, "{ \"id\": \"1\", \"name\": \"x\" }"),
        example("?$select=id", &all.to_string(), 200, "{ \"id\": \"1\" }"),
        example("", &one.to_string(), 200, "{ \"size\": 1 }"),
        example("", &json!({"which": "none"}).to_string(), 202, "{ \"count\": 1 }"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("thing-find.md");
    fs::write(&page, format!("# thing: find\n\n## Examples\n{}", examples.concat())).unwrap();
    let asked = |query: &str, sent: &Value, status: u16, body: Value| {
        let url = format!("https://graph.microsoft.com/v1.0/things/find{query}");
        let har = json!({"log": {"entries": [entry("POST", &url, sent, status, &body)]}});
        let file = folder.path().join("a.har");
        fs::write(&file, har.to_string()).unwrap();
        let mut command = graph_contract();
        command.args(["verify"]).arg(&page).arg(&file).output().unwrap().status.code()
    };
    let other = json!({"which": "another"});
    assert_eq!(asked("?%24select=id", &all, 200, json!({"id": "1"})), Some(0));
    assert_eq!(asked("", &all, 200, json!({"id": "1"})), Some(1));
    assert_eq!(asked("", &one, 200, json!({"size": 1})), Some(0));
    assert_eq!(asked("", &one, 202, json!({"count": 1})), Some(1));
    assert_eq!(asked("", &other, 202, json!({"count": 1})), Some(0));
    assert_eq!(asked("", &other, 200, json!({"id": "1", "name": "x"})), Some(0));
    assert_eq!(asked("", &other, 200, json!({"size": 1})), Some(1));
}

#[test]
fn a_page_of_a_folder_that_is_kept_counts_among_those_that_document_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let example = |query: &str, body: &str| {
        format!(
            "```http\nGET https://graph.microsoft.com/v1.0/things{query}\n```\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{body}\n```\n"
        )
    };
    fs::write(folder.path().join("a-things.md"), example("", "{ \"other\": 1 }")).unwrap();
    fs::write(folder.path().join("things.md"), example("", "{ \"value\": [] }")).unwrap();
    fs::write(folder.path().join("asked.md"), example("?$count=true", "{ \"amount\": 1 }")).unwrap();
    let verdict = |query: &str, body: Value| {
        let url = format!("https://graph.microsoft.com/v1.0/things{query}");
        let entries = json!([entry("GET", &url, &Value::Null, 200, &body)]);
        let file = folder.path().join("a.har");
        fs::write(&file, json!({"log": {"entries": entries}}).to_string()).unwrap();
        let mut command = graph_contract();
        let output =
            command.arg("verify").args([folder.path(), &file]).args(["--format", "json"]).output().unwrap();
        let found = &as_json(&output)["entries"][0];
        (found["verdict"].as_str().unwrap().to_string(), found["page"].to_string())
    };
    for body in [json!({"value": []}), json!({"other": 2})] {
        assert_eq!(verdict("", body.clone()).0, "passed", "{body}");
    }
    assert!(verdict("", json!({"value": []})).1.contains("/things.md"));
    assert_eq!(verdict("", json!({})).0, "violated");
    // another page's query is not asked for, and a page that only lists the path shows no answer
    assert_eq!(verdict("?$top=1", json!({"amount": 1})).0, "violated");
    let listed = "## HTTP request\n```http\nGET /things\n```\n## Example\n".to_string()
        + &example("", "{}").replace("/things", "/others");
    fs::write(folder.path().join("a-listed.md"), listed).unwrap();
    assert_eq!(verdict("", json!({})).0, "violated");
    // the page that shows the very query is meant
    assert_eq!(verdict("?$count=true", json!({"value": []})).0, "violated");
    assert_eq!(verdict("?$count=true", json!({"amount": 1})).0, "passed");
}

#[test]
fn a_body_is_held_to_an_example_of_its_kind() {
    let folder = tempfile::tempdir().unwrap();
    let page = "```http\nPOST https://graph.microsoft.com/v1.0/messages\nContent-Type: application/json\n\n{ \"subject\": \"a\" }\n```\n```http\nHTTP/1.1 201 Created\n```\n\
        ```http\nPOST https://graph.microsoft.com/v1.0/messages\nContent-Type: text/plain\n\nbroken\n```\n```http\nHTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n{ \"error\": { \"code\": \"a\", \"message\": \"b\" } }\n```\n";
    let (page_file, file) = (folder.path().join("post.md"), folder.path().join("a.har"));
    fs::write(&page_file, page).unwrap();
    let error = json!({"error": {"code": "a", "message": "b"}});
    let url = "https://graph.microsoft.com/v1.0/messages";
    let mut text = entry("POST", url, &json!(null), 201, &json!({}));
    text["request"]["postData"] = json!({"mimeType": "text/plain", "text": "broken in another way"});
    let mut refused = text.clone();
    refused["response"] = entry("POST", url, &json!(null), 400, &error)["response"].clone();
    let entries = json!([entry("POST", url, &json!({"subject": "other"}), 400, &error), text, refused]);
    fs::write(&file, json!({"log": {"entries": entries}}).to_string()).unwrap();
    let mut command = graph_contract();
    let output = command.arg("verify").args([&page_file, &file]).args(["--format", "json"]).output().unwrap();
    let verdicts: Vec<Value> = (0..3).map(|at| as_json(&output)["entries"][at]["verdict"].clone()).collect();
    assert_eq!(verdicts, ["violated", "violated", "passed"], "{}", as_json(&output));
}

#[test]
fn a_body_that_names_its_type_is_held_to_the_example_which_names_it_too() {
    let folder = tempfile::tempdir().unwrap();
    let example = |sent: &str, answer: &str| {
        format!(
            "```http\nPOST https://graph.microsoft.com/v1.0/files\nContent-Type: application/json\n\n{sent}\n```\n```http\nHTTP/1.1 201 Created\nContent-Type: application/json\n\n{answer}\n```\n"
        )
    };
    let typed = |name: &str| json!({"@odata.type": "#microsoft.graph.fileThing", "name": name});
    let page = example("{ \"name\": \"a\" }", "{ \"id\": \"1\" }")
        + &example(&typed("b").to_string(), "{ \"id\": \"1\", \"size\": 2 }");
    let (page_file, file) = (folder.path().join("post.md"), folder.path().join("a.har"));
    fs::write(&page_file, page).unwrap();
    let url = "https://graph.microsoft.com/v1.0/files";
    let answers = [json!({"id": "2"}), json!({"id": "2", "size": 3})];
    let entries = answers.map(|answer| entry("POST", url, &typed("c"), 201, &answer));
    fs::write(&file, json!({"log": {"entries": entries}}).to_string()).unwrap();
    let mut command = graph_contract();
    let output = command.arg("verify").args([&page_file, &file]).args(["--format", "json"]).output().unwrap();
    let verdicts = [0, 1].map(|at| as_json(&output)["entries"][at]["verdict"].clone());
    assert_eq!(verdicts, ["violated", "passed"], "{}", as_json(&output));
}
