//! Pages written for the tests, run on the double: which of its examples a request is, and where an answer leads.

use std::fs;

use super::graph_contract;

/// Two creations on one path, told apart by their types, and an operation that goes on.
const PAGE: &str = r##"## HTTP request
```http
POST /places
```
## Example 1
```http
POST https://graph.microsoft.com/v1.0/places
Content-Type: application/json

{ "@odata.type": "#microsoft.graph.room", "seats": 4 }
```
```http
HTTP/1.1 201 Created
Content-Type: application/json
Operation-Location: https://graph.microsoft.com/v1.0/places/operations/7

{ "@odata.type": "#microsoft.graph.room", "id": "r1", "seats": 4 }
```
## Example 2
```http
POST https://graph.microsoft.com/v1.0/places
Content-Type: application/json

{ "@odata.type": "#microsoft.graph.street", "cars": 2 }
```
```http
HTTP/1.1 201 Created
Content-Type: application/json

{ "@odata.type": "#microsoft.graph.street", "id": "s1", "cars": 2 }
```
## Example 3
```http
POST https://graph.microsoft.com/v1.0/places
Content-Type: application/json

{ "later": true }
```
```http
HTTP/1.1 202 Accepted
```
"##;

const OPERATION: &str = "## HTTP request\n```http\nGET /places/operations/{id}\n```\n## Example\n```http\nGET https://graph.microsoft.com/v1.0/places/operations/7\n```\n\
    ```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{ \"id\": \"7\", \"status\": \"running\" }\n```\n";

/// A PUT that creates what was unknown, and a path that is listed without an example.
const PUT: &str = "## HTTP request\n```http\nPUT /places/{id}\nDELETE /places/{id}/door\nPOST /places/{id}/close\n```\n## Example\n```http\nPUT https://graph.microsoft.com/v1.0/places/7\nContent-Type: application/json\n\n{ \"seats\": 4 }\n```\n\
    ```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{ \"id\": \"7\", \"seats\": 4 }\n```\n\
    ```http\nPOST https://graph.microsoft.com/v1.0/places/7/close\n```\n```http\nHTTP/1.1 204 No Content\n```\n";

/// A page that is about a read, and documents two creations beside it.
const READ: &str = "## HTTP request\n```http\nGET /rooms\nPOST /rooms\n```\n## Example\n```http\nGET https://graph.microsoft.com/v1.0/rooms\n```\n```http\nHTTP/1.1 204 No Content\n```\n\
    ```http\nPOST https://graph.microsoft.com/v1.0/rooms\nContent-Type: application/json\n\n{ \"later\": true }\n```\n```http\nHTTP/1.1 202 Accepted\n```\n\
    ```http\nPOST https://graph.microsoft.com/v1.0/rooms\nContent-Type: application/json\n\n{ \"@odata.type\": \"#microsoft.graph.room\" }\n```\n```http\nHTTP/1.1 204 No Content\n```\n";

/// A key that addresses a list.
const LIST: &str = "## HTTP request\n```http\nGET /shelves/{id}\n```\n## Example\n```http\nGET https://graph.microsoft.com/v1.0/shelves/7\n```\n\
    ```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{ \"value\": [ { \"id\": \"a\" } ] }\n```\n";

/// What a run of a scenario with these steps ends with and says.
fn run(steps: &str) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("api")).unwrap();
    fs::write(folder.path().join("api/place-post.md"), PAGE).unwrap();
    fs::write(folder.path().join("api/operation-get.md"), OPERATION).unwrap();
    fs::write(folder.path().join("api/place-put.md"), PUT).unwrap();
    fs::write(folder.path().join("api/shelf-get.md"), LIST).unwrap();
    fs::write(folder.path().join("api/room-get.md"), READ).unwrap();
    let feature = folder.path().join("x.feature");
    fs::write(&feature, format!("Feature: F\n  Scenario: S\n{steps}")).unwrap();
    let mut command = graph_contract();
    command.arg("run").arg("--pages").arg(folder.path()).arg("--report-dir").arg(folder.path()).arg(&feature);
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn a_body_that_names_its_type_is_that_of_the_example_which_names_the_same() {
    let body = "      \"\"\"json\n      { \"@odata.type\": \"#microsoft.graph.street\", \"cars\": 9 }\n      \"\"\"\n";
    let then = "    Then the status is 201\n    And the response is the documented one\n    And the property \"cars\" is 9\n";
    for when in ["the documented request is sent with the body", "POST \"/places\" is sent with the body"] {
        let (code, said) =
            run(&format!("    Given the API page \"api/place-post.md\"\n    When {when}\n{body}{then}"));
        assert_eq!(code, Some(0), "{when}: {said}");
    }
    let (code, said) = run(
        "    Given the API page \"api/room-get.md\"\n    When POST \"/rooms\" is sent with the body\n      \"\"\"json\n      { \"@odata.type\": \"#microsoft.graph.room\", \"seats\": 1 }\n      \"\"\"\n    Then the status is 204\n",
    );
    assert_eq!(code, Some(0), "{said}");
    let wrong = body.replace("9", "\"many\"");
    let (code, said) = run(&format!(
        "    Given the API page \"api/place-post.md\"\n    When the documented request is sent with the body\n{wrong}    Then the request is refused with status 400\n"
    ));
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn an_operation_is_asked_for_where_the_answer_says() {
    let (code, said) = run(
        "    Given the API page \"api/operation-get.md\"\n    And an existing operation\n    And the API page \"api/place-post.md\"\n    \
         When the documented request is sent\n    And the header \"Operation-Location\" is remembered as \"operation\"\n    \
         And GET \"{operation}\" is sent\n    Then the property \"status\" is \"running\"\n",
    );
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn what_is_unknown_may_be_made_by_a_put() {
    let put = "    Given the API page \"api/place-put.md\"\n    And an unknown place\n    When the documented request is sent\n    Then the status is 200\n";
    let (code, said) = run(put);
    assert_eq!(code, Some(0), "{said}");
    let close = "    When POST \"/places/{id}/close\" is sent\n    Then the status is";
    let (code, said) = run(&format!("{put}{close} 204\n"));
    assert_eq!(code, Some(0), "what is made is there for others: {said}");
    let (code, said) = run(&format!("{put}    And the response is the documented one\n"));
    assert_eq!(code, Some(0), "its id is its key: {said}");
    for (page, thing) in [("operation-get", "operation"), ("shelf-get", "shelf")] {
        let (code, said) = run(&format!(
            "    Given the API page \"api/{page}.md\"\n    And an unknown {thing}\n    When the documented request is sent\n    Then the request is refused with status 404\n"
        ));
        assert_eq!(code, Some(0), "{said}");
    }
    let (code, said) =
        run(&format!("    Given the API page \"api/place-put.md\"\n    And an unknown place\n{close} 404\n"));
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn a_404_of_a_path_that_is_listed_without_an_example_may_be_asked_for() {
    let delete = "    Given the API page \"api/place-put.md\"\n    When DELETE \"/places/7/door\" is sent\n    Then the request is refused with status 404\n";
    let (code, said) = run(delete);
    assert_eq!(code, Some(0), "{said}");
    for other in [delete.replace("/door", "/dor"), delete.replace("DELETE", "GET")] {
        let (code, said) = run(&other);
        assert_eq!(code, Some(3), "{said}");
    }
}

#[test]
fn a_short_name_is_a_word_of_its_own() {
    let (code, said) = run(
        "    Given the API page \"api/place-put.md\"\n    And an existing place\n    When the documented request is sent\n    Then the property \"seat\" is absent\n",
    );
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn an_example_whose_body_names_no_type_is_that_of_any() {
    let typed = "    When the documented request is sent with the properties\n      \"\"\"json\n      { \"@odata.type\": \"#microsoft.graph.street\" }\n      \"\"\"\n";
    let (code, said) = run(&format!(
        "    Given the API page \"api/place-put.md\"\n    And an existing place\n{typed}    Then the response is the documented one\n"
    ));
    assert_eq!(code, Some(0), "{said}");
    let third = typed.replace("the documented request", "the documented request 3");
    let (code, said) = run(&format!(
        "    Given the API page \"api/place-post.md\"\n{third}    Then the status is 202\n    And the response is the documented one\n"
    ));
    assert_eq!(code, Some(0), "{said}");
}
