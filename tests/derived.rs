//! Promises of pages written for the tests: one oddity each, from the page to the verdict.

use graph_contract::contract::{Contract, Resources};
use graph_contract::exchange::Response;
use graph_contract::page::Page;
use graph_contract::verdict::{Judgement, judge};
use serde_json::{Value, json};

const PERSON: &str = "# person resource type\n\nNamespace: microsoft.graph\n\n## Properties\n\
    |Property|Type|Description|\n|:--|:--|:--|\n|name|String|Not nullable.|\n|age|Int32|Nullable.|\n|big|Int64||\n\
    |size|Double||\n|tags|String collection||\n|days|day|Multi-valued. Possible values are: `mon`, `tue`, `wed`.|\n\
    |friend|[person](person.md)||\n\n\
    <!-- {\"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.person\"} -->\n``` json\n{ \"name\": \"String\" }\n```\n";

/// The verdict on `answer`, where the page shows `shown` with this response annotation.
fn judged(annotation: &str, shown: &Value, answer: &Value) -> Judgement {
    judged_as("application/json", annotation, shown, answer)
}

fn judged_as(content_type: &str, annotation: &str, shown: &Value, answer: &Value) -> Judgement {
    let page = format!(
        "## HTTP request\n```http\nGET /people\n```\n## Examples\n```http\nGET https://graph.microsoft.com/v1.0/people\n```\n\
         <!-- {annotation} -->\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{shown}\n```\n"
    );
    let resources = Resources::from_pages([&Page::read("resources/person.md", PERSON)]);
    let contract = Contract::derive(&Page::read("api/people.md", &page), &resources);
    let headers = vec![("Content-Type".to_string(), content_type.to_string())];
    let response = Response { status: 200, headers, body: answer.to_string().into_bytes() };
    judge(&contract.examples[0], None, &response)
}

fn told(judgement: &Judgement) -> Vec<String> {
    judgement.violations.iter().map(|found| format!("{} {}", found.code.as_str(), found.pointer)).collect()
}

const ONE: &str = "{\"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.person\"}";
const MANY: &str =
    "{\"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.person\", \"isCollection\": true}";

fn one(shown: Value, answer: Value) -> Vec<String> {
    told(&judged(ONE, &shown, &answer))
}

fn many(shown: Value, answer: Value) -> Vec<String> {
    told(&judged(MANY, &json!({"value": shown}), &json!({"value": answer})))
}

#[test]
fn the_resource_says_what_the_example_does_not_show() {
    assert!(one(json!({"name": "A"}), json!({"name": "B", "age": 3, "tags": ["x"]})).is_empty());
    assert_eq!(one(json!({"name": "A"}), json!({"name": "B", "age": "3"})), ["property-type /age"]);
    assert_eq!(one(json!({"name": "A"}), json!({"name": "B", "tags": ["x", 1]})), ["property-type /tags/1"]);
    assert_eq!(
        one(json!({"name": "A"}), json!({"name": "B", "age": 3_000_000_000_i64})),
        ["property-format /age"]
    );
    assert_eq!(
        one(json!({"name": "A"}), json!({"name": "B", "friend": {"name": 1}})),
        ["property-type /friend/name"]
    );
    assert_eq!(one(json!({"name": "A"}), json!({"name": "B", "friend": 1})), ["property-type /friend"]);
}

#[test]
fn a_wrong_type_is_documented_somewhere() {
    let judgement = judged(ONE, &json!({"name": "A"}), &json!({"name": "B", "friend": 1}));
    assert_eq!(judgement.violations[0].documented_at, "resources/person.md:14");
}

#[test]
fn null_is_what_the_page_says_of_it() {
    assert_eq!(one(json!({"name": "A"}), json!({"name": null})), ["property-null /name"]);
    let judgement = judged(ONE, &json!({"age": 1, "size": 1.5}), &json!({"age": null, "size": null}));
    assert!(judgement.violations.is_empty());
    assert_eq!(judgement.drift.iter().map(|found| found.pointer.as_str()).collect::<Vec<_>>(), ["/size"]);
}

#[test]
fn each_member_of_a_multi_valued_enumeration_is_judged() {
    assert!(one(json!({"days": "mon"}), json!({"days": "tue, mon"})).is_empty());
    assert_eq!(one(json!({"days": "mon"}), json!({"days": "tue,sun"})), ["property-enum /days"]);
}

#[test]
fn numbers_are_strings_only_where_odata_has_them_so() {
    let shown = json!({"big": 1, "size": 1.5});
    let compatible = "application/json;IEEE754Compatible=true";
    assert!(
        told(&judged_as(compatible, ONE, &shown, &json!({"big": "9007199254740993", "size": "INF"})))
            .is_empty()
    );
    assert_eq!(one(shown.clone(), json!({"big": "1", "size": 2})), ["property-type /big"]);
    assert!(one(shown.clone(), json!({"big": 1, "size": "-INF"})).is_empty());
    assert_eq!(one(shown, json!({"big": 1, "size": "1.5"})), ["property-type /size"]);
}

#[test]
fn every_member_of_a_collection_is_checked() {
    assert!(many(json!([{"name": "A"}]), json!([])).is_empty());
    assert_eq!(
        many(json!([{"name": "A"}]), json!([{"name": "A"}, {"name": 1}])),
        ["property-type /value/1/name"]
    );
    assert_eq!(many(json!([{"name": "A"}]), json!([{"age": 1}])), ["property-missing /value/0/name"]);
    assert_eq!(told(&judged(MANY, &json!({"value": []}), &json!({}))), ["property-missing /value"]);
    assert_eq!(told(&judged(MANY, &json!({"value": []}), &json!({"value": {}}))), ["property-type /value"]);
}

#[test]
fn what_some_members_leave_out_keeps_its_type_and_is_not_required() {
    let shown = json!([{"name": "A", "friend": {"name": "F"}}, {"name": "B"}]);
    assert!(many(shown.clone(), json!([{"name": "C"}])).is_empty());
    assert_eq!(many(shown.clone(), json!([{"name": "C", "friend": 17}])), ["property-type /value/0/friend"]);
    assert_eq!(
        many(shown, json!([{"name": "C", "friend": {"name": 5}}])),
        ["property-type /value/0/friend/name"]
    );
}

#[test]
fn members_that_disagree_promise_nothing() {
    let shown = json!([{"extra": "s"}, {"extra": 7}, {"extra": "s"}]);
    assert!(many(shown.clone(), shown).is_empty());
}

#[test]
fn an_empty_collection_is_meant() {
    let empty = MANY.replace('}', ", \"isEmpty\": true}");
    assert!(told(&judged(&empty, &json!({"value": []}), &json!({"value": []}))).is_empty());
    assert_eq!(
        told(&judged(&empty, &json!({"value": []}), &json!({"value": [{}]}))),
        ["property-value /value"]
    );
}

#[test]
fn a_body_that_http_cannot_carry_is_not_promised() {
    let page = "```http\nDELETE https://graph.microsoft.com/v1.0/people/1\n```\n```http\nHTTP/1.1 204 No Content\nContent-Type: application/json\n\n{}\n```\n";
    let contract = Contract::derive(&Page::read("api/x.md", page), &Resources::default());
    let answer = Response { status: 204, headers: vec![], body: vec![] };
    assert!(judge(&contract.examples[0], None, &answer).violations.is_empty());
}
