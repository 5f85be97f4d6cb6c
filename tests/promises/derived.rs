//! Promises of pages written for the tests: one oddity each, from the page to the verdict.

use graph_contract::capture::{Captured, verify};
use graph_contract::contract::{Contract, Resources};
use graph_contract::exchange::{Request, Response};
use graph_contract::page::Page;
use graph_contract::verdict::{
    Judgement, Matcher, Sent, ValueKind, Violation, judge, judge_header, judge_kept, judge_property,
    judge_sent, judge_shape, judge_unchanged,
};
use serde_json::{Value, json};

const PERSON: &str = "# person resource type\n\nNamespace: microsoft.graph\n\n## Properties\n\
    |Property|Type|Description|\n|:--|:--|:--|\n|name|String|Not nullable.|\n|age|Int32|Nullable.|\n|big|Int64||\n\
    |size|Double||\n|price|Decimal||\n|tags|String collection||\n|days|day|Multi-valued. Possible values are: `mon`, `tue`, `wed`.|\n\
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
    assert_eq!(judgement.violations[0].documented_at, "resources/person.md:15");
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

/// What a resource page says, beside an example that shows `shown` and an answer that is `answer`.
fn of_resource(resource: &[(&str, &str)], shown: &Value, answer: &Value) -> Vec<String> {
    let pages: Vec<Page> = resource.iter().map(|(path, text)| Page::read(path, text)).collect();
    let page = format!(
        "```http\nGET /things/{{id}}\n```\n<!-- {{ \"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.thing\" }} -->\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{shown}\n```\n"
    );
    let contract = Contract::derive(&Page::read("api/thing-get.md", &page), &Resources::from_pages(&pages));
    let headers = vec![("Content-Type".to_string(), "application/json".to_string())];
    let answer = Response { status: 200, headers, body: answer.to_string().into_bytes() };
    told(&judge(&contract.examples[0], None, &answer))
}

const THING: &str = "# thing resource type\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|level|[level](level.md)|A level.|\n|kind|String|Possible values are: `a`, `b`.|\n";
const LEVEL: &str = "# level enum type\n\n## Members\n|Member|Value|Description|\n|:--|:--|:--|\n|low|0|Low.|\n|high|1|High.|\n";

#[test]
fn an_enumeration_page_lists_what_may_come() {
    let pages = [("resources/thing.md", THING), ("resources/level.md", LEVEL)];
    let shown = json!({"level": "low", "kind": "a"});
    assert_eq!(of_resource(&pages, &shown, &json!({"level": "high", "kind": "b"})), Vec::<String>::new());
    assert_eq!(
        of_resource(&pages, &shown, &json!({"level": "low, high", "kind": "b"})),
        Vec::<String>::new()
    );
    assert_eq!(of_resource(&pages, &shown, &json!({"level": "odd", "kind": "b"})), ["property-enum /level"]);
}

#[test]
fn an_example_that_shows_several_members_lets_several_come() {
    let pages = [("resources/thing.md", THING)];
    let several = json!({"level": "low", "kind": "a,b"});
    assert_eq!(of_resource(&pages, &several, &json!({"level": "low", "kind": "b,a"})), Vec::<String>::new());
    let one = json!({"level": "low", "kind": "a"});
    assert_eq!(of_resource(&pages, &one, &several), ["property-enum /kind"]);
}

#[test]
fn a_type_that_no_page_describes_has_what_the_annotated_type_has() {
    let shown = json!({"@odata.type": "#microsoft.graph.special", "kind": "a"});
    let answer = json!({"@odata.type": "#microsoft.graph.special", "kind": "c"});
    assert_eq!(of_resource(&[("resources/thing.md", THING)], &shown, &answer), ["property-enum /kind"]);
}

#[test]
fn numbers_are_strings_only_where_odata_has_them_so() {
    let shown = json!({"big": 1, "size": 1.5, "price": 2.5});
    let compatible =
        |answer: Value| told(&judged_as("application/json;IEEE754Compatible=true", ONE, &shown, &answer));
    assert!(compatible(json!({"big": "9007199254740993", "size": "INF", "price": "2.50"})).is_empty());
    let wrong = ["property-type /big", "property-type /price", "property-type /size"];
    assert_eq!(compatible(json!({"big": "1.5", "size": "1.5", "price": "x"})), wrong);
    assert!(one(shown.clone(), json!({"big": 1, "size": "-INF", "price": 3})).is_empty());
    assert_eq!(one(shown.clone(), json!({"big": "1", "size": "1.5", "price": "2.5"})), wrong);
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
fn what_is_shown_inside_a_member_counts_though_others_leave_that_member_out() {
    let shown =
        json!([{"name": "A", "friend": {"name": "F", "age": 1}}, {"name": "B"}, {"friend": {"name": "G"}}]);
    assert!(many(shown.clone(), json!([{"name": "C"}, {"friend": {"name": "H"}}])).is_empty());
    assert_eq!(many(shown, json!([{"friend": {"age": 2}}])), ["property-missing /value/0/friend/name"]);
}

#[test]
fn members_that_disagree_promise_nothing() {
    let shown = json!([{"extra": "s"}, {"extra": 7}, {"extra": "s"}]);
    assert!(many(shown.clone(), shown).is_empty());
}

#[test]
fn a_list_of_resources_has_no_null_in_place_of_one() {
    assert_eq!(many(json!([{"name": "A"}]), json!([null])), ["property-null /value/0"]);
    assert!(many(json!([{"name": "A"}, null]), json!([null])).is_empty(), "the page shows it");
    let drift = judged(MANY, &json!({"value": ["a"]}), &json!({"value": [null]}));
    assert_eq!((told(&drift).len(), drift.drift.len()), (0, 1));
}

#[test]
fn control_information_is_of_its_kind_shown_or_not() {
    let found = |control: Value| {
        let mut answer = json!({"value": [{"name": "A"}]});
        answer.as_object_mut().unwrap().extend(control.as_object().cloned().unwrap());
        told(&judged(MANY, &json!({"value": [{"name": "A"}]}), &answer))
    };
    for kept in [
        json!({"@odata.nextLink": "https://example.org/2", "@odata.count": 7, "@odata.context": "x"}),
        json!({"@odata.nextLink": null, "@microsoft.graph.tips": 5, "@odata.count": 0}),
    ] {
        assert!(found(kept.clone()).is_empty(), "{kept}");
    }
    assert_eq!(found(json!({"@odata.nextLink": 5})), ["property-type /@odata.nextLink"]);
    assert_eq!(found(json!({"@odata.count": "7"})), ["property-type /@odata.count"]);
    assert_eq!(found(json!({"@odata.count": 1.5})), ["property-type /@odata.count"]);
    assert_eq!(
        one(json!({"name": "A"}), json!({"name": "A", "@odata.type": {}})),
        ["property-type /@odata.type"]
    );
    assert_eq!(
        one(json!({"name": "A"}), json!({"name": "A", "friend": {"name": "B", "tags@odata.count": []}})),
        ["property-type /friend/tags@odata.count"]
    );
    let as_shown = json!({"@odata.count": "7", "value": [{"name": "A", "@odata.etag": 5}]});
    assert!(told(&judged(MANY, &as_shown, &as_shown)).is_empty(), "the page shows it so");
    let compatible = "application/json;IEEE754Compatible=true";
    let (shown, answer) = (json!({"value": []}), json!({"@odata.count": "7", "value": []}));
    assert!(told(&judged_as(compatible, MANY, &shown, &answer)).is_empty());
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

/// The contract of a page that shows this request and this response.
fn contract_of(request: &str, response: &str) -> Contract {
    let page = format!("## Examples\n```http\n{request}\n```\n\n```http\n{response}\n```\n");
    Contract::derive(&Page::read("api/x.md", &page), &Resources::default())
}

fn answer(headers: &[(&str, &str)], body: &str) -> Response {
    let headers = headers.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    Response { status: 200, headers, body: body.as_bytes().to_vec() }
}

const JSON: (&str, &str) = ("Content-Type", "application/json");

#[test]
fn a_documented_header_must_come_and_its_value_is_a_sample() {
    let contract =
        contract_of("GET /x", "HTTP/1.1 200 OK\nLocation: https://a\nETag: 1\nDate: now\nrequest-id: 1");
    let judged = |headers: &[(&str, &str)]| told(&judge(&contract.examples[0], None, &answer(headers, "")));
    assert!(judged(&[("location", "https://b"), ("etag", "2")]).is_empty());
    assert_eq!(judged(&[("location", "https://b")]), ["header "]);
    assert_eq!(judged(&[("location", "https://b"), ("etag", "")]), ["header "], "an empty one says nothing");
    assert_eq!(judged(&[]), ["header ", "header "]);
}

#[test]
fn a_header_is_held_to_its_value() {
    let answer = answer(&[("Content-Type", "Application/JSON; charset=utf-8"), ("ETag", "1")], "");
    let judged = |name: &str, value: &str| {
        told(&judge_header(name, &Matcher::Value(value.into()), &answer, chrono::Utc::now()))
    };
    assert!(judged("content-type", "application/json").is_empty() && judged("etag", "1").is_empty());
    assert_eq!(judged("Content-Type", "text/plain"), ["media-type "]);
    assert_eq!(judged("ETag", "2"), ["header "]);
    assert_eq!(judged("Location", "x"), ["header "]);
}

#[test]
fn a_body_where_none_is_shown_is_unexpected_and_none_where_one_is_shown_is_missing() {
    let none = contract_of("GET /x", "HTTP/1.1 200 OK");
    assert!(told(&judge(&none.examples[0], None, &answer(&[], ""))).is_empty());
    assert_eq!(told(&judge(&none.examples[0], None, &answer(&[JSON], "{}"))), ["body-unexpected "]);
    let text = contract_of("GET /x", "HTTP/1.1 200 OK\nContent-Type: text/plain\n\nsome text");
    assert!(
        told(&judge(&text.examples[0], None, &answer(&[("Content-Type", "text/plain")], "other"))).is_empty()
    );
    assert_eq!(told(&judge(&text.examples[0], None, &answer(&[], ""))), ["body-missing "]);
}

#[test]
fn the_shape_alone_is_judged_alone() {
    let contract = contract_of("GET /x", "HTTP/1.1 201 Created\nContent-Type: a/b\n\n{\"a\": 1}");
    assert!(told(&judge_shape(&contract.examples[0], &answer(&[JSON], "{\"a\": 2}"))).is_empty());
    assert_eq!(told(&judge_shape(&contract.examples[0], &answer(&[JSON], "{}"))), ["property-missing /a"]);
}

#[test]
fn a_type_is_the_annotated_one_or_one_derived_from_it() {
    let resource = |name: &str, base: &str| {
        let annotation = format!("{{\"blockType\": \"resource\", \"@odata.type\": \"ms.{name}\"{base}}}");
        Page::read(
            &format!("resources/{name}.md"),
            &format!("<!-- {annotation} -->\n``` json\n{{ \"id\": \"String\" }}\n```\n"),
        )
    };
    let pages = [
        resource("animal", ""),
        resource("dog", ", \"baseType\": \"ms.animal\""),
        resource("cat", ", \"baseType\": \"ms.animal\""),
        resource("stone", ""),
    ];
    let page = "```http\nGET /x\n```\n<!-- {\"blockType\": \"response\", \"@odata.type\": \"ms.animal\", \"isCollection\": true} -->\n```http\nHTTP/1.1 200 OK\n\n{\"value\": [{\"@odata.type\": \"#ms.dog\", \"id\": \"1\"}]}\n```\n";
    let contract = Contract::derive(&Page::read("api/x.md", page), &Resources::from_pages(&pages));
    for (name, kept) in [("dog", true), ("cat", true), ("animal", true), ("stone", false)] {
        let body = format!("{{\"value\": [{{\"@odata.type\": \"#ms.{name}\", \"id\": \"1\"}}]}}");
        let judged = told(&judge_shape(&contract.examples[0], &answer(&[JSON], &body)));
        assert_eq!(judged.is_empty(), kept, "{name}: {judged:?}");
    }
}

#[test]
fn one_property_is_held_to_what_a_step_says() {
    let page = "## Request body\n|Property|Type|Description|\n|:--|:--|:--|\n|state|string|Possible values are: `on`, `off`.|\n\n\
                ## Examples\n```http\nPATCH /x\n\n{\"state\": \"on\"}\n```\n\n```http\nHTTP/1.1 200 OK\n\n{\"state\": \"on\", \"at\": \"String (timestamp)\", \"free\": \"x\"}\n```\n";
    let contract = Contract::derive(&Page::read("api/x.md", page), &Resources::default());
    let example = &contract.examples[0];
    let answer = answer(&[JSON], "{\"state\": \"off\", \"at\": \"2024-01-01T00:00:00Z\", \"free\": \"on\"}");
    let held = |name: &str, matcher: Matcher, answer: &Response| {
        told(&judge_property(example, name, &matcher, answer, chrono::Utc::now()))
    };
    assert!(held("state", Matcher::Documented, &answer).is_empty());
    assert_eq!(held("free", Matcher::Documented, &answer), ["property-enum /free"]);
    assert_eq!(held("absent", Matcher::Documented, &answer), ["property-missing /absent"]);
    let on = self::answer(&[JSON], "{\"state\": \"on1\"}");
    assert_eq!(held("state", Matcher::Documented, &on), ["property-enum /state"]);
    let timestamp = || Matcher::Kind(ValueKind::Timestamp);
    assert!(held("at", timestamp(), &answer).is_empty());
    assert_eq!(held("state", timestamp(), &answer), ["property-format /state"]);
    assert_eq!(held("absent", timestamp(), &answer), ["property-missing /absent"]);
    assert!(held("at", Matcher::Value(json!("2024-01-01T01:00:00+01:00")), &answer).is_empty());
    let wrong = judge_property(example, "state", &Matcher::Value(json!("on")), &answer, chrono::Utc::now());
    assert_eq!(told(&wrong), ["property-value /state"]);
    assert_eq!(wrong.violations[0].documented_at, "api/x.md:4");
}

#[test]
fn a_timestamp_that_the_service_keeps_may_change_with_an_update() {
    let page = "## Request body\n|Property|Type|Description|\n|:--|:--|:--|\n|due|DateTimeOffset||\n\n## Examples\n```http\nPATCH /x\n\n{\"due\": \"String (timestamp)\"}\n```\n\n```http\nHTTP/1.1 200 OK\n\n{\"due\": \"String (timestamp)\", \"changed\": \"String (timestamp)\", \"by\": \"x\"}\n```\n";
    let contract = Contract::derive(&Page::read("api/x.md", page), &Resources::default());
    let object = |text: &str| serde_json::from_str::<Value>(text).unwrap().as_object().cloned().unwrap();
    let before =
        object("{\"due\": \"2024-01-01T00:00:00Z\", \"changed\": \"2024-01-01T00:00:00Z\", \"by\": \"a\"}");
    let changed = |name: &str, value: &str, sent: Option<&Value>| {
        let mut after = before.clone();
        after.insert(name.to_string(), json!(value));
        told(&judge_unchanged(&contract.examples[0], &before, &after, sent))
    };
    let sent = json!({"other": 1});
    assert!(changed("changed", "2025-01-01T00:00:00Z", Some(&sent)).is_empty());
    assert_eq!(changed("changed", "2025-01-01T00:00:00Z", None), ["property-value /changed"]);
    assert_eq!(changed("due", "2025-01-01T00:00:00Z", Some(&sent)), ["property-value /due"]);
    assert_eq!(changed("by", "b", Some(&sent)), ["property-value /by"]);
}

#[test]
fn only_the_time_of_the_last_change_moves_and_only_forward() {
    let page = "## Examples\n```http\nPATCH /x\n\n{\"a\": 1}\n```\n\n```http\nHTTP/1.1 200 OK\n\n{\"createdDateTime\": \"String (timestamp)\", \"lastModifiedDateTime\": \"String (timestamp)\"}\n```\n";
    let silent =
        "## Examples\n```http\nPATCH /x\n\n{\"a\": 1}\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n";
    let (was, sent) = ("2026-01-01T00:00:00Z", json!({"a": 1}));
    for (page, name, old, new, is_kept) in [
        (page, "lastModifiedDateTime", json!(was), json!("2026-01-01T00:00:00.1Z"), true),
        (page, "lastModifiedDateTime", json!(null), json!(was), true),
        (silent, "lastModifiedDateTime", json!(was), json!("2026-01-02T00:00:00Z"), true),
        (page, "modifiedDateTime", json!(was), json!("2027-01-01T00:00:00Z"), true),
        (page, "updatedDateTime", json!(was), json!("2027-01-01T00:00:00Z"), true),
        (page, "lastActionDateTime", json!(was), json!("2027-01-01T00:00:00Z"), true),
        (page, "onPremisesLastSyncDateTime", json!(was), json!("2027-01-01T00:00:00Z"), true),
        (page, "lastModifiedDateTime", json!(was), json!("2025-12-31T23:59:59Z"), false),
        (page, "lastModifiedDateTime", json!(was), json!(null), false),
        (page, "lastModifiedDateTime", json!(was), json!("soon"), false),
        (page, "lastModifiedDateTime", json!("x"), json!(was), false),
        (page, "createdDateTime", json!(was), json!("2030-01-01T00:00:00Z"), false),
        (page, "createdDateTime", json!(was), json!("1999-01-01T00:00:00Z"), false),
        (page, "createdDateTime", json!(was), json!(null), false),
        (page, "expirationDateTime", json!(was), json!("2030-01-01T00:00:00Z"), false),
        (page, "blastDateTime", json!(was), json!("2030-01-01T00:00:00Z"), false),
        (page, "changeKey", json!("a"), json!("b"), true),
        (page, "eTag", json!("a"), json!("b"), true),
        (page, "changeKey", json!("a"), json!(null), false),
        (page, "tag", json!("a"), json!("b"), false),
    ] {
        let contract = Contract::derive(&Page::read("api/x.md", page), &Resources::default());
        let one = |value: &serde_json::Value| json!({name: value}).as_object().cloned().unwrap();
        let found = told(&judge_unchanged(&contract.examples[0], &one(&old), &one(&new), Some(&sent)));
        let wanted = if is_kept { vec![] } else { vec![format!("property-value /{name}")] };
        assert_eq!(found, wanted, "{name}: {old} to {new}");
    }
}

#[test]
fn a_member_that_nobody_asked_for_may_come_back_as_unknown() {
    let table = "## Request body\n|Property|Type|Description|\n|:--|:--|:--|\n|state|thingState|The possible values are: `on`, `unknownFutureValue`. You must use the `Prefer: include-unknown-enum-members` request header to get the following value(s) in this evolvable enum: `off`.|\n";
    let example = "## Examples\n```http\nPATCH /x\n\n{\"state\": \"on\"}\n```\n\n```http\nHTTP/1.1 200 OK\n\n{\"state\": \"on\"}\n```\n";
    let page = Page::read("api/x.md", &format!("{table}{example}"));
    let contract = Contract::derive(&page, &Resources::default());
    let judged = |sent: &str, asks_for_unknown: bool, answered: &str| {
        let sent = Sent { body: Some(json!({"state": sent})), asks_for_unknown, ..Sent::default() };
        let body = json!({"state": answered}).to_string();
        told(&judge(&contract.examples[0], Some(&sent), &answer(&[JSON], &body)))
    };
    assert!(judged("off", false, "unknownFutureValue").is_empty());
    assert!(judged("off", false, "off").is_empty());
    assert_eq!(judged("off", true, "unknownFutureValue"), ["property-value /state"]);
    assert_eq!(judged("on", false, "unknownFutureValue"), ["property-value /state"]);
    assert_eq!(judged("off", false, "on"), ["property-value /state"]);
    let object = |state: &str| json!({"state": state}).as_object().cloned().unwrap();
    let shown = contract_of("PATCH /x\n\n{\"state\": \"on\"}", "HTTP/1.1 204 No Content");
    let kept = |contract: &Contract| {
        let read = object("unknownFutureValue");
        told(&judge_kept(&contract.examples[0], &json!({"state": "off"}), &read, &read))
    };
    assert_eq!(kept(&shown), ["property-value /state"], "this page lists no members");
    let silent = example.replace("200 OK\n\n{\"state\": \"on\"}", "204 No Content");
    let silent = Page::read("api/x.md", &format!("{table}{silent}"));
    assert!(kept(&Contract::derive(&silent, &Resources::default())).is_empty());
}

#[test]
fn what_was_sent_comes_back_wherever_the_page_shows_it() {
    let contract = contract_of(
        "PATCH /x\n\n{\"a\": {\"b\": 1}}",
        "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"a\": {\"b\": 1, \"list\": [{\"c\": 1}]}}",
    );
    let judged = |sent: Value, body: Value| {
        let sent = Sent { body: Some(sent), ..Sent::default() };
        told(&judge(&contract.examples[0], Some(&sent), &answer(&[JSON], &body.to_string())))
    };
    let body = json!({"a": {"b": 2, "list": [{"c": 3}, {"c": 4}]}});
    assert!(judged(json!({"a": {"b": 2}}), body.clone()).is_empty());
    assert_eq!(judged(json!({"a": {"b": 3}}), body.clone()), ["property-value /a/b"]);
    assert_eq!(
        judged(json!({"a": {"list": [{"c": 3}, {"c": 5}]}}), body.clone()),
        ["property-value /a/list/1/c"]
    );
    assert_eq!(judged(json!({"a": {"list": [{"c": 3}]}}), body.clone()), ["property-value /a/list"]);
    assert!(judged(json!({"a": {"secret": 1}, "other": 1, "@odata.type": "#x"}), body).is_empty());
}

#[test]
fn drift_is_found_at_every_depth() {
    let shown = json!([{"name": "A", "friend": {"name": "F"}, "size": 1.5, "nothing": null}]);
    let answer = json!([{"name": "A", "friend": {"name": "F", "x": 1}, "size": null, "nothing": null, "@odata.etag": "1"}]);
    let judgement = judged(MANY, &json!({"value": shown}), &json!({"value": answer}));
    let drift: Vec<String> =
        judgement.drift.iter().map(|found| format!("{} {}", found.code.as_str(), found.pointer)).collect();
    assert_eq!(drift, ["property-undocumented /value/0/friend/x", "property-null /value/0/size"]);
}

#[test]
fn an_open_type_has_no_undocumented_property() {
    let open = PERSON.replace("\"microsoft.graph.person\"", "\"microsoft.graph.person\", \"openType\": true");
    let resources = Resources::from_pages([&Page::read("resources/person.md", &open)]);
    let page = "```http\nGET /x\n```\n\n```http\nHTTP/1.1 200 OK\n\n{\"@odata.type\": \"#microsoft.graph.person\"}\n```\n";
    let contract = Contract::derive(&Page::read("api/x.md", page), &resources);
    assert!(judge(&contract.examples[0], None, &answer(&[JSON], "{\"x\": 1}")).drift.is_empty());
}

/// What is promised of each kind, in the words that a person reads.
#[test]
fn a_promise_is_told_in_words() {
    let table = [
        ("String", json!(1), "a String"),
        ("Boolean", json!(1), "a Boolean"),
        ("Int32", json!("1"), "a whole number from -2147483648 to 2147483647"),
        ("Double", json!(true), "a number"),
        ("DateTimeOffset", json!("x"), "a DateTimeOffset (RFC 3339)"),
        ("Date", json!("x"), "a Date (yyyy-mm-dd)"),
        ("TimeOfDay", json!("x"), "a TimeOfDay (hh:mm:ss)"),
        ("Duration", json!("x"), "a Duration (ISO 8601)"),
        ("Guid", json!("x"), "a Guid"),
        ("Edm.Binary", json!("ä"), "Binary (base64)"),
        ("url", json!("x"), "an absolute URI"),
        ("String collection", json!("x"), "a collection"),
        ("thing", json!("x"), "an object"),
    ];
    for (name, value, promise) in table {
        let text = format!("# thing resource type\n## Properties\n|Property|Type|\n|:--|:--|\n|a|{name}|\n");
        let resources = Resources::from_pages([&Page::read("resources/thing.md", &text)]);
        let page = "```http\nGET /x\n```\n\n```http\nHTTP/1.1 200 OK\n\n{\"@odata.type\": \"#microsoft.graph.thing\"}\n```\n";
        let contract = Contract::derive(&Page::read("api/x.md", page), &resources);
        let judgement =
            judge(&contract.examples[0], None, &answer(&[JSON], &json!({"a": value}).to_string()));
        let told: Vec<&str> = judgement.violations.iter().map(|found| found.expected.as_str()).collect();
        assert_eq!(told, [promise], "{name}");
        assert_eq!(judgement.violations[0].documented_at, "resources/thing.md:5", "{name}");
    }
}

#[test]
fn a_missing_member_is_told_with_its_promise() {
    let judgement = judged(ONE, &json!({"name": "A", "friend": {"name": "B"}}), &json!({}));
    let told: Vec<&str> = judgement.violations.iter().map(|found| found.expected.as_str()).collect();
    assert_eq!(told, ["an object", "a String"]);
}

#[test]
fn what_the_page_does_not_show_may_come_back_as_it_likes() {
    let contract = contract_of(
        "PATCH /x\n\n{\"a\": 1}",
        "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"a\": 1, \"@odata.type\": \"#x\"}",
    );
    let judged = |sent: Value, body: Value| {
        judge_sent(&contract.examples[0], &Sent { body: Some(sent), ..Sent::default() }, &body)
    };
    assert!(told(&judged(json!({"secret": 1}), json!({"secret": 2}))).is_empty());
    assert!(told(&judged(json!({"@odata.type": "#x"}), json!({"@odata.type": "#y"}))).is_empty());
    assert!(told(&judged(json!({"a": 1}), json!({}))).is_empty(), "missing is said by the page alone");
    let wrong = judged(json!({"a": 1}), json!({"a": 2}));
    assert_eq!(wrong.violations[0].expected, "1, as sent");
}

#[test]
fn what_the_page_itself_shows_otherwise_need_not_come_back_as_it_was_sent() {
    let contract = contract_of(
        "PATCH /x\n\n{\"id\": \"Pol1\", \"a\": 1, \"t\": \"t-value\", \"l\": [{\"n\": \"x\"}], \"o\": {\"p\": 1, \"q\": \"x\"}}",
        "HTTP/1.1 200 OK\nContent-Type: application/json\n\n\
         {\"id\": \"B_Pol1\", \"a\": 1, \"t\": \"2020\", \"l\": [{\"n\": \"X\", \"i\": 1}], \"o\": {\"p\": 1, \"q\": \"X\", \"r\": 2}}",
    );
    let judged = |body: Value| {
        let sent = json!({"id": "Pol2", "a": 2, "t": "2021", "l": [{"n": "z"}], "o": {"p": 2, "q": "y"}});
        judge_sent(&contract.examples[0], &Sent { body: Some(sent), ..Sent::default() }, &body)
    };
    let pointers =
        |found: &[Violation]| found.iter().map(|found| found.pointer.clone()).collect::<Vec<String>>();
    let rewritten = judged(
        json!({"id": "B_Pol2", "a": 2, "t": "2021", "l": [{"n": "z", "i": 2}], "o": {"p": 2, "q": "Y", "r": 3}}),
    );
    assert!(told(&rewritten).is_empty());
    assert_eq!(pointers(&rewritten.drift), ["/id", "/o/q"]);
    // a placeholder, an item of a list and what is the same on the page come back
    let kept =
        judged(json!({"id": "B_Pol1", "a": 1, "t": "2020", "l": [{"n": "X"}], "o": {"p": 1, "q": "X"}}));
    assert_eq!(pointers(&kept.violations), ["/a", "/t", "/l/0/n", "/o/p"]);
    let dropped = judged(json!({"id": null, "a": 2, "t": "2021", "l": [], "o": null}));
    assert_eq!(pointers(&dropped.violations), ["/id", "/l", "/o"]);
    let sent = Sent { body: Some(json!({"id": null})), ..Sent::default() };
    let cleared = judge_sent(&contract.examples[0], &sent, &json!({"id": []}));
    assert_eq!(pointers(&cleared.violations), ["/id"], "null was sent, and something else came");
}

#[test]
fn a_request_that_names_no_version_is_of_the_one_that_its_page_names() {
    let versions = |path: &str, first: &str| {
        let example = |url: &str| format!("```http\nGET {url}\n```\n```http\nHTTP/1.1 204 No Content\n```\n");
        let text = format!("## Examples\n{}{}", example(first), example("/things/1"));
        let contract = Contract::derive(&Page::read(path, &text), &Resources::default());
        contract.examples.last().unwrap().request.version.clone()
    };
    assert_eq!(versions("api/x.md", "https://graph.microsoft.com/beta/a").as_deref(), Some("beta"));
    assert_eq!(versions("docs/v1.0/api/x.md", "/a").as_deref(), Some("v1.0"));
    assert_eq!(versions("docs/v1.0/api/x.md", "/beta/a").as_deref(), Some("beta"));
    assert_eq!(versions("v1.0/x.md", "/a").as_deref(), Some("v1.0"));
    assert_eq!(versions("beta/docs/api/x.md", "/a"), None);
    assert_eq!(versions("api/x.md", "https://example.org/v7/a"), None);
}

#[test]
fn what_a_get_sends_need_not_come_back() {
    let response = "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"a\": 1}";
    let contract = contract_of("GET /x\nContent-Type: application/json\n\n{\"a\": 1}", response);
    let sent = Sent { body: Some(json!({"a": 1})), ..Sent::default() };
    assert!(told(&judge_sent(&contract.examples[0], &sent, &json!({"a": 2}))).is_empty());
}

#[test]
fn a_key_is_held_to_the_id_where_it_is_one() {
    const GUID: &str = "65ebabed-abed-65eb-edab-eb65edabeb65";
    let judged_by = |segment: &str, key: &str| {
        let request = format!("GET /x/{segment}");
        let contract =
            contract_of(&request, "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"id\": \"1\"}");
        let sent = Sent { key: Some(key.to_string()), ..Sent::default() };
        told(&judge(&contract.examples[0], Some(&sent), &answer(&[JSON], "{\"id\": \"2\"}")))
    };
    let judged = |placeholder: &str| judged_by(&format!("{{{placeholder}}}"), GUID);
    assert!(judged_by("{thingId}", &format!("kindId={GUID}")).is_empty(), "an alternate key");
    assert!(judged_by("{thingId}", "/article?17").is_empty(), "the service's client made it");
    assert!(judged_by("kindId={kindId}", GUID).is_empty(), "an alternate key");
    assert_eq!(judged("thingId"), ["property-value /id"]);
    assert_eq!(judged("thing-id"), ["property-value /id"]);
    assert!(judged("id | name").is_empty());
    assert!(judged("name").is_empty());
    assert!(judged("name | id").is_empty());
}

#[test]
fn a_type_goes_by_any_name_and_flags_may_be_many() {
    let members: Vec<String> = (0..16_000).map(|number| format!("`m{number}`")).collect();
    let page = format!(
        "# a #^é%20 resource type\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|flags|x|Flags. Possible values are: {}.|\n|next|[a](a.md)||\n\n<!-- {{ \"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.a #^é%20\" }} -->\n```json\n{{ \"next\": {{ \"@odata.type\": \"microsoft.graph.a #^é%20\" }} }}\n```\n",
        members.join(", ")
    );
    let told = |answer: Value| {
        let shown = json!({"@odata.type": "#microsoft.graph.a #^é%20", "next": {"flags": "m1"}});
        of_resource(&[("resources/a.md", &page)], &shown, &answer)
    };
    assert_eq!(told(json!({"next": {"flags": "m1,m15999"}})), Vec::<String>::new());
    assert_eq!(told(json!({"next": {"flags": "m1,m16000"}})), ["property-enum /next/flags"]);
    assert_eq!(
        told(json!({"next": {"flags": "m1", "next": {"flags": 1}}})),
        ["property-type /next/next/flags"]
    );
}

#[test]
fn a_translated_type_is_the_same_type() {
    let page = "# thing\n\n## <a name=\"properties\"></a>Eigenschaften\n|Eigenschaft|Typ|Beschreibung|\n|:--|:--|:--|\n|name|Zeichenfolge|Ein Name.|\n|tags|Zeichenfolgenauflistung|Wörter.|\n|on|布尔值|是。|\n|level|Zeichenfolge|Mögliche Werte sind `low`, `high`.|\n";
    let shown = json!({"level": "low"}); // what the example does not show is known by its type alone
    let pages = [("resources/thing.md", page)];
    let right = json!({"name": "a", "tags": ["b"], "on": true, "level": "low"});
    assert_eq!(of_resource(&pages, &shown, &right), Vec::<String>::new());
    let wrong = json!({"name": 1, "tags": [2], "on": "yes", "level": "odd"});
    let told = ["property-enum /level", "property-type /name", "property-type /on", "property-type /tags/0"];
    let mut found = of_resource(&pages, &shown, &wrong);
    found.sort();
    assert_eq!(found, told);
}

#[test]
fn a_page_without_members_promises_nothing_of_its_type() {
    let thing = "# thing resource type\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|values|Json|Cells.|\n";
    let json_page = "# Json resource type\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n";
    let pages = [("resources/thing.md", thing), ("resources/json.md", json_page)];
    for value in [json!([[1, 2]]), json!("a"), json!({})] {
        assert_eq!(
            of_resource(&pages, &json!({"values": "x"}), &json!({ "values": value })),
            Vec::<String>::new()
        );
        assert_eq!(of_resource(&pages, &json!({}), &json!({ "values": value })), Vec::<String>::new());
    }
}

#[test]
fn of_a_type_without_members_the_example_shows_them() {
    let empty = Page::read("resources/empty.md", "# empty resource type\n\nNamespace: microsoft.graph\n");
    let holder = "# holder resource type\n\nNamespace: microsoft.graph\n\n## Properties\n|Property|Type|\n|:--|:--|\n|one|[empty](empty.md)|\n|many|[empty](empty.md) collection|\n";
    let resources = Resources::from_pages([&empty, &Page::read("resources/holder.md", holder)]);
    let page = "```http\nGET /x\n```\n<!-- {\"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.holder\"} -->\n```http\nHTTP/1.1 200 OK\n\n{\"one\": {\"a\": 1}, \"many\": [{\"a\": 1}]}\n```\n";
    let contract = Contract::derive(&Page::read("api/x.md", page), &resources);
    let found = |body: Value| {
        let response = Response { status: 200, headers: vec![], body: body.to_string().into_bytes() };
        told(&judge(&contract.examples[0], None, &response))
    };
    assert!(found(json!({"one": {"a": 2}, "many": [{"a": 2}]})).is_empty());
    assert_eq!(
        found(json!({"one": {}, "many": [{}]})),
        ["property-missing /many/0/a", "property-missing /one/a"]
    );
    assert_eq!(found(json!({"one": {"a": 2}, "many": ["a"]})), ["property-type /many/0"]);
}

#[test]
fn what_is_sent_conforms_where_the_answer_has_all_of_its_members() {
    let page = "## Request\n```http\nPOST /things\nContent-Type: application/json\n\n{ \"born\": \"datetime-value\" }\n```\n\
        <!-- { \"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.thing\" } -->\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{ \"born\": \"datetime-value\" }\n```\n";
    let thing = "# thing resource type\n\n## Properties\n|Property|Type|\n|:--|:--|\n|born|DateTimeOffset|\n";
    let resources = Resources::from_pages([&Page::read("resources/thing.md", thing)]);
    let contract = Contract::derive(&Page::read("api/thing-post.md", page), &resources);
    let schema = contract.examples[0].request.body.as_ref().unwrap().schema.json();
    assert_eq!(schema["properties"]["born"]["format"], "date-time", "{schema:#}");
}

#[test]
fn a_value_alone_holds_what_the_page_speaks_of() {
    let answers = |shown: Value, answer: Value| one(json!({"value": shown}), json!({"value": answer}));
    let shown = json!([{"name": "A"}]);
    assert!(answers(shown.clone(), json!([{"name": "B", "age": 3}])).is_empty());
    let wrong = json!([{"name": "B"}, {"name": "C", "age": "3"}]);
    assert_eq!(answers(shown.clone(), wrong), ["property-type /value/1/age"]);
    assert_eq!(answers(shown.clone(), json!(null)), ["property-null /value"]);
    assert_eq!(answers(shown, json!({"name": "B"})), ["property-type /value"]);
    let wrong = json!({"name": "B", "age": "3"});
    assert_eq!(answers(json!({"name": "A"}), wrong), ["property-type /value/age"]);
    let beside =
        one(json!({"value": [{"age": 1}], "total": 1}), json!({"value": [{"age": 1.5}], "total": 1}));
    assert!(beside.is_empty(), "what stands beside it makes it a member: {beside:?}");
}

#[test]
fn an_old_annotation_says_the_type_without_odata() {
    let annotation = "{\"blockType\": \"response\", \"@type\": \"microsoft.graph.person\"}";
    let judgement = judged(annotation, &json!({"name": "A"}), &json!({"name": "B", "age": "3"}));
    assert_eq!(told(&judgement), ["property-type /age"]);
}

/// The verdict on `answer`, where `shown` is of a type with these properties and this representation.
fn of_type(rows: &str, representation: &Value, shown: &Value, answer: &Value) -> Vec<String> {
    let resource = format!(
        "# thing resource type\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n{rows}\n\n\
         <!-- {{\"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.thing\"}} -->\n```json\n{representation}\n```\n"
    );
    let page = format!(
        "```http\nGET /thing\n```\n<!-- {{\"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.thing\"}} -->\n\
         ```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{shown}\n```\n"
    );
    let resources = Resources::from_pages([&Page::read("resources/thing.md", &resource)]);
    let contract = Contract::derive(&Page::read("api/thing.md", &page), &resources);
    let headers = vec![("Content-Type".to_string(), "application/json".to_string())];
    let response = Response { status: 200, headers, body: answer.to_string().into_bytes() };
    told(&judge(&contract.examples[0], None, &response))
}

#[test]
fn alternatives_of_the_representation_do_not_close_the_list_of_a_string() {
    let judged = |rows: &str, came: &str| {
        let alternatives = json!({"state": "calm | tense"});
        of_type(rows, &alternatives, &json!({"state": "calm"}), &json!({"state": came}))
    };
    assert!(judged("|state|String||", "tense").is_empty());
    assert!(judged("|state|String||", "angry").is_empty());
    assert_eq!(
        judged("|state|String|Possible values are: `calm`, `tense`.|", "angry"),
        ["property-enum /state"]
    );
}

#[test]
fn one_object_alone_is_no_collection_though_it_is_annotated_as_one() {
    let shown = json!({"name": "a", "age": 1});
    assert!(told(&judged(MANY, &shown, &json!({"name": "b", "age": 2}))).is_empty());
    assert_eq!(told(&judged(MANY, &shown, &json!({"name": "b", "age": "2"}))), ["property-type /age"]);
    let nothing = json!({"@odata.context": "x"});
    assert_eq!(told(&judged(MANY, &nothing, &nothing)), ["property-missing /value"]);
}

#[test]
fn a_sample_object_of_the_representation_hides_nothing_that_the_example_shows() {
    let rows = "|part|[unknownPart](unknownpart.md)||";
    let shown = json!({"part": {"size": 1, "kind": "a"}});
    let judged =
        |answer: Value| of_type(rows, &json!({"part": {"@odata.type": "x", "size": 2}}), &shown, &answer);
    assert!(judged(shown.clone()).is_empty());
    assert_eq!(judged(json!({"part": {"size": "1", "kind": "a"}})), ["property-type /part/size"]);
    assert_eq!(judged(json!({"part": {"size": 1}})), ["property-missing /part/kind"]);
    let sample = json!({"part": {"k1": "v"}});
    let of_dictionary = |answer: Value| of_type(rows, &sample, &json!({"part": {"abc": "v"}}), &answer);
    assert!(of_dictionary(json!({"part": {"zz": "v"}})).is_empty(), "samples without a name in common");
}

const DOG: &str = "# dog resource type\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|name|String|Not nullable.|\n\
    |voice|String|Possible values are: `bark`, `growl`.|\n|age|Int32||\n|seen|DateTimeOffset||\n";
const CAT: &str = "# cat resource type\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|name|String||\n\
    |voice|String|Possible values are: `purr`.|\n|age|Double||\n|seen|String||\n|lives|Int32||\n";

/// The verdict on the members of an answer, where the page shows a dog and a cat.
fn pets(answer: Value) -> Vec<String> {
    let shown = json!({"value": [
        {"@odata.type": "#microsoft.graph.dog", "name": "A", "voice": "bark", "age": 3, "seen": "2024-01-01T00:00:00Z"},
        {"@odata.type": "#microsoft.graph.cat", "name": "B", "voice": "purr", "age": 2.5, "seen": "today", "lives": 7},
    ]});
    let page = format!(
        "```http\nGET /pets\n```\n<!-- {{\"blockType\": \"response\", \"isCollection\": true}} -->\n\
         ```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{shown}\n```\n"
    );
    let resources =
        Resources::from_pages([&Page::read("resources/dog.md", DOG), &Page::read("resources/cat.md", CAT)]);
    let contract = Contract::derive(&Page::read("api/pets.md", &page), &resources);
    let headers = vec![("Content-Type".to_string(), "application/json".to_string())];
    let response = Response { status: 200, headers, body: json!({"value": answer}).to_string().into_bytes() };
    told(&judge(&contract.examples[0], None, &response))
}

#[test]
fn members_of_several_types_may_be_what_any_of_them_is() {
    let dog = json!({"name": "C", "voice": "growl", "age": 1, "seen": "2024-01-01T00:00:00Z"});
    let cat = json!({"name": null, "voice": "purr", "age": 1.5, "seen": "now"});
    assert!(pets(json!([dog, cat])).is_empty());
    for (name, wrong, code) in [
        ("voice", json!("moo"), "property-enum"),
        ("voice", json!(7), "property-type"),
        ("age", json!("3"), "property-type"),
        ("seen", json!(7), "property-type"),
    ] {
        let mut member = dog.clone();
        member[name] = wrong;
        assert_eq!(pets(json!([dog, member])), [format!("{code} /value/1/{name}")]);
    }
}

#[test]
fn a_member_that_says_its_type_is_held_to_what_members_of_that_type_show() {
    let dog = json!({"@odata.type": "#microsoft.graph.dog", "name": "C", "voice": "growl", "age": 1, "seen": "2024-01-01T00:00:00Z"});
    let cat = json!({"@odata.type": "microsoft.graph.cat", "name": "D", "voice": "purr", "age": 1, "seen": "now", "lives": 9});
    assert!(pets(json!([cat, dog])).is_empty());
    for (name, wrong, code) in [
        ("voice", json!("purr"), "property-enum"),
        ("age", json!(1.5), "property-type"),
        ("seen", json!("now"), "property-format"),
        ("name", json!(null), "property-null"),
    ] {
        let mut member = dog.clone();
        member[name] = wrong;
        assert_eq!(pets(json!([dog, member])), [format!("{code} /value/1/{name}")]);
    }
    let mut dead = cat.clone();
    dead.as_object_mut().unwrap().remove("lives");
    assert_eq!(pets(json!([cat, dead])), ["property-missing /value/1/lives"]);
    // what only cats have may be another thing where nobody says of what type it is
    let mut other = dog.clone();
    other.as_object_mut().unwrap().remove("@odata.type");
    other["lives"] = json!("one");
    assert!(pets(json!([other])).is_empty());
}

#[test]
fn the_types_of_a_list_are_known_inside_of_a_list() {
    let pets = json!([{"@odata.type": "#x.cat", "size": 1}, {"@odata.type": "#x.dog", "size": "big"}]);
    let shown = json!({"value": [{"id": "1", "pets": pets}, {"id": "2", "pets": pets}]});
    let contract =
        contract_of("GET /owners", &format!("HTTP/1.1 200 OK\nContent-Type: application/json\n\n{shown}"));
    let judged = |size: Value| {
        let body = json!({"value": [{"id": "1", "pets": [{"@odata.type": "#x.cat", "size": size}]}]});
        told(&judge(&contract.examples[0], None, &answer(&[JSON], &body.to_string())))
    };
    assert!(judged(json!(7)).is_empty());
    assert_eq!(judged(json!("wrong")), ["property-type /value/0/pets/0/size"]);
}

#[test]
fn what_an_annotation_says_of_properties_counts_for_a_list_and_for_what_it_holds() {
    let says = "\"optionalProperties\": [\"size\", \"value\"], \"nullableProperties\": [\"value\"]";
    for (shown, part) in [
        (r#"{"value": [{"id": "1", "size": 1}]}"#, json!([{"id": "2"}])),
        (r#"{"value": {"id": "1", "size": 1}}"#, json!({"id": "2"})),
    ] {
        let page = format!(
            "```http\nGET /things\n```\n<!-- {{\"blockType\": \"response\", {says}}} -->\n\
             ```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{shown}\n```\n"
        );
        let contract = Contract::derive(&Page::read("api/x.md", &page), &Resources::default());
        let judged =
            |body: Value| told(&judge(&contract.examples[0], None, &answer(&[JSON], &body.to_string())));
        for kept in [json!({"value": part}), json!({"value": null}), json!({})] {
            assert!(judged(kept.clone()).is_empty(), "{kept} {:?}", judged(kept.clone()));
        }
        assert!(!judged(json!({"value": 1})).is_empty());
    }
}

#[test]
fn an_optional_property_that_the_documented_request_asks_for_is_owed() {
    let resource = "<!-- { \"blockType\": \"resource\", \"@odata.type\": \"x.thing\", \"optionalProperties\": [\"size\", \"parts\"] } -->\n\
        ```json\n{\"id\": \"String\", \"size\": 1, \"parts\": [{\"@odata.type\": \"x.part\"}]}\n```\n";
    let resources = Resources::from_pages([&Page::read("resources/thing.md", resource)]);
    let missing = |query: &str| {
        let page = format!(
            "```http\nGET /things/1{query}\n```\n<!-- {{\"blockType\": \"response\", \"@odata.type\": \"x.thing\"}} -->\n\
             ```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{{\"id\": \"1\", \"size\": 1, \"parts\": []}}\n```\n"
        );
        let contract = Contract::derive(&Page::read("api/x.md", &page), &resources);
        told(&judge(&contract.examples[0], None, &answer(&[JSON], r#"{"id": "1"}"#)))
    };
    assert!(missing("").is_empty());
    assert_eq!(missing("?$select=id, size"), ["property-missing /size"]);
    assert_eq!(missing("?$expand=x.thing/parts($select=size)"), ["property-missing /parts"]);
}

#[test]
fn a_reference_says_what_it_refers_to() {
    let reference = json!({"@odata.id": "https://graph.microsoft.com/v1.0/things/1"});
    for (shown, empty, pointer) in [
        (json!({"value": [reference]}), json!({"value": [{}]}), "/value/0/@odata.id"),
        (reference.clone(), json!({}), "/@odata.id"),
    ] {
        let shown = format!("HTTP/1.1 200 OK\nContent-Type: application/json\n\n{shown}");
        let contract = contract_of("GET /things/1/parts/$ref", &shown);
        let judged =
            |body: &Value| told(&judge(&contract.examples[0], None, &answer(&[JSON], &body.to_string())));
        assert_eq!(judged(&empty), [format!("property-missing {pointer}")]);
    }
    assert!(one(json!({"@odata.id": "https://a", "id": "1"}), json!({"id": "2"})).is_empty());
}

#[test]
fn an_optional_property_of_one_type_is_still_of_its_kind() {
    let shown = json!({"value": [{"@odata.type": "#x.cat", "size": 1, "id": "1"}, {"@odata.type": "#x.dog", "id": "2"}]});
    let page = format!(
        "```http\nGET /pets\n```\n<!-- {{\"blockType\": \"response\", \"optionalProperties\": [\"size\"], \"nullableProperties\": [\"id\"]}} -->\n\
         ```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{shown}\n```\n"
    );
    let contract = Contract::derive(&Page::read("api/x.md", &page), &Resources::default());
    let judged = |cat: Value| {
        told(&judge(&contract.examples[0], None, &answer(&[JSON], &json!({"value": [cat]}).to_string())))
    };
    assert!(judged(json!({"@odata.type": "#x.cat", "id": null})).is_empty());
    assert_eq!(
        judged(json!({"@odata.type": "#x.cat", "id": "1", "size": "big"})),
        ["property-type /value/0/size"]
    );
}

#[test]
fn where_a_number_is_shown_as_text_a_number_comes() {
    let page =
        "```http\nGET /things/$count\n```\n```http\nHTTP/1.1 200 OK\nContent-Type: text/plain\n\n17\n```\n";
    let contract = Contract::derive(&Page::read("api/count.md", page), &Resources::default());
    let judged = |body: &str| {
        let headers = vec![("Content-Type".to_string(), "text/plain".to_string())];
        let response = Response { status: 200, headers, body: body.as_bytes().to_vec() };
        told(&judge(&contract.examples[0], None, &response))
    };
    assert!(judged("3").is_empty());
    assert!(judged("\u{feff}3\n").is_empty());
    for wrong in ["many", "<html></html>", "{}", "3 things"] {
        assert_eq!(judged(wrong), ["property-type "], "{wrong}");
    }
}

#[test]
fn a_value_alone_is_of_the_annotated_primitive_type() {
    let found = |type_name: &str, shown: Value, answer: Value| {
        let annotation = format!("{{\"blockType\": \"response\", \"@odata.type\": \"{type_name}\"}}");
        told(&judged(&annotation, &json!({"value": shown}), &json!({"value": answer})))
    };
    assert_eq!(found("Edm.Int32", json!(5), json!(5.5)), ["property-type /value"]);
    assert_eq!(
        found("Edm.DateTimeOffset", json!("2024-01-01T00:00:00Z"), json!("x")),
        ["property-format /value"]
    );
    assert_eq!(
        found("Collection(Edm.Date)", json!(["2024-01-01"]), json!(["x"])),
        ["property-format /value/0"]
    );
    assert_eq!(found("Collection(Edm.String)", json!([]), json!([5])), ["property-type /value/0"]);
    assert_eq!(found("Edm.String", Value::Null, json!(5)), ["property-type /value"]);
    assert!(found("Edm.String", Value::Null, json!("x")).is_empty());
    assert!(found("Edm.String", Value::Null, Value::Null).is_empty());
    assert!(
        found("Edm.Int32", json!("five"), json!("six")).is_empty(),
        "the page shows another type than it names"
    );
}

#[test]
fn an_array_alone_holds_what_the_page_speaks_of() {
    assert_eq!(
        told(&judged(MANY, &json!([{"name": "A"}]), &json!([{"name": "B", "age": "3"}]))),
        ["property-type /0/age"]
    );
    assert!(told(&judged(MANY, &json!([{"name": "A"}]), &json!([{"name": "B", "age": 3}]))).is_empty());
}

#[test]
fn the_key_is_the_last_value_of_a_path_whose_placeholders_have_one_name() {
    let page = "## HTTP request\n```http\nGET /a/{id}/x/{id}\nGET /b/{id}/x/{id}\n```\n## Examples\n```http\nGET /a/{id}/x/{id}\n```\n```http\nHTTP/1.1 200 OK\n\n{\"id\": \"1\"}\n```\n";
    let contract = Contract::derive(&Page::read("api/x.md", page), &Resources::default());
    let asked = |url: &str| {
        let request =
            Request { method: "GET".to_string(), url: url.to_string(), headers: vec![], body: None };
        let response = Response { status: 200, headers: vec![], body: b"{\"id\": \"x1\"}".to_vec() };
        let captured = Captured { request: Some(request), response, lacks: None };
        told(&verify(&contract, None, &captured).judgement)
    };
    assert!(
        asked("https://example.org/a/a1/x/x1").is_empty()
            && asked("https://example.org/b/b1/x/x1").is_empty()
    );
    assert_eq!(asked("https://example.org/a/x1/x/x2"), ["property-value /id"]);
    assert_eq!(asked("https://example.org/b/x1/x/x2"), ["property-value /id"]);
}

/// What is said of an answer to a GET with these headers, on a page of these requests with their answers.
fn got(examples: &[(&str, &str)], headers: &[(&str, &str)], body: &str) -> Vec<String> {
    let example = |(request, body): &(&str, &str)| {
        format!("```http\n{request}\n```\n```http\nHTTP/1.1 200 OK\n\n{body}\n```\n")
    };
    let page = format!("## Examples\n{}", examples.iter().map(example).collect::<String>());
    let contract = Contract::derive(&Page::read("api/x.md", &page), &Resources::default());
    let headers = headers.iter().map(|(name, value)| ((*name).to_string(), (*value).to_string())).collect();
    let url = "https://example.org/x".to_string();
    let request = Some(Request { method: "GET".to_string(), url, headers, body: None });
    let response = Response { status: 200, headers: vec![], body: body.as_bytes().to_vec() };
    told(&verify(&contract, None, &Captured { request, response, lacks: None }).judgement)
}

#[test]
fn of_several_answers_that_the_page_shows_to_one_request_any_may_come() {
    let page =
        [("GET /x", r#"{"a": 1, "b": 1}"#), ("GET /x", r#"{"c": 1}"#), ("GET /x?$top=1", r#"{"d": 1}"#)];
    assert!(got(&page, &[], r#"{"a": 2, "b": 2}"#).is_empty());
    assert!(got(&page, &[], r#"{"c": 2}"#).is_empty());
    assert_eq!(got(&page, &[], r#"{"a": 2}"#), ["property-missing /b"]);
    assert_eq!(got(&page, &[], r#"{"d": 2}"#), ["property-missing /c"], "the answer to another request");
}

#[test]
fn an_answer_is_held_to_the_example_with_the_same_preference() {
    let page = [("GET /x", r#"{"a": 1}"#), ("GET /x\nPrefer: return=minimal", r#"{"b": 1}"#)];
    let prefer = [("prefer", "return=Minimal")];
    assert!(got(&page, &prefer, r#"{"b": 2}"#).is_empty() && got(&page, &[], r#"{"a": 2}"#).is_empty());
    assert_eq!(got(&page, &prefer, r#"{"a": 2}"#), ["property-missing /b"]);
    let more = [("Prefer", "odata.maxpagesize=5, return=minimal")];
    assert_eq!(got(&page, &more, r#"{"a": 2}"#), ["property-missing /b"]);
    assert_eq!(got(&page, &[], r#"{"b": 2}"#), ["property-missing /a"]);
}

#[test]
fn what_was_sent_is_kept_where_the_page_does_not_show_it() {
    let request = "PATCH /x\n\n{\"a\": 1, \"o\": {\"p\": 1}}";
    let contract = contract_of(request, "HTTP/1.1 204 No Content");
    let kept = |sent: Value, before: Value, after: Value| {
        let (before, after) = (before.as_object().unwrap(), after.as_object().unwrap());
        told(&judge_kept(&contract.examples[0], &sent, before, after))
    };
    let before = || json!({"a": 1, "o": {"p": 1, "q": 1}, "secret": null});
    assert_eq!(kept(json!({"a": 2}), before(), before()), ["property-value /a"]);
    assert_eq!(kept(json!({"o": {"p": 2}}), before(), before()), ["property-value /o/p"]);
    assert!(kept(json!({"a": 2, "o": {"p": 1}}), before(), json!({"a": 2.0, "o": {"p": 1}})).is_empty());
    assert!(kept(json!({"secret": "x", "hidden": 1}), before(), before()).is_empty(), "write-only");
    assert!(kept(json!({"a": null}), before(), json!({})).is_empty());
    assert_eq!(kept(json!({"a": 2}), before(), json!({})), ["property-missing /a"], "it was there before");
    assert_eq!(kept(json!({"o": {"p": 2}}), before(), json!({"o": {"q": 1}})), ["property-missing /o/p"]);
    let with_secret = || json!({"o": {"p": 1, "secret": null}});
    assert!(kept(json!({"o": {"p": 1, "secret": "x"}}), with_secret(), with_secret()).is_empty());
    let items = || json!({"l": [{"a": 1}, {"a": 2}]});
    assert!(kept(json!({"l": [{"a": 1, "secret": 1}, {"secret": 1}]}), items(), items()).is_empty());
    assert_eq!(kept(json!({"l": [{"a": 2}, {}]}), items(), items()), ["property-value /l/0/a"]);
    assert!(kept(json!({"l": []}), items(), json!({})).is_empty());
    let shown = contract_of(request, "HTTP/1.1 200 OK\n\n{\"a\": 1, \"o\": {\"p\": 1}}");
    let (before, sent) = (before(), json!({"a": 2}));
    let before = before.as_object().unwrap();
    let lost = json!({"o": {"p": 1, "q": 1}});
    assert_eq!(
        told(&judge_kept(&shown.examples[0], &sent, before, lost.as_object().unwrap())),
        ["property-missing /a"]
    );
    let in_part = json!({"o": {"p": 2, "q": 2}});
    assert_eq!(told(&judge_kept(&shown.examples[0], &in_part, before, before)), ["property-value /o/q"]);
    assert!(
        told(&judge_kept(&shown.examples[0], &sent, before, before)).is_empty(),
        "the answer says what comes back"
    );
}

#[test]
fn the_type_that_a_request_is_annotated_with_is_that_of_its_body() {
    let request = |annotated: &str, body: &str| {
        let page = format!(
            "## HTTP request\n```http\nPOST /people\n```\n## Examples\n<!-- {{\"blockType\": \"request\"{annotated}}} -->\n```http\nPOST https://graph.microsoft.com/v1.0/people\nContent-Type: application/json\n\n{body}\n```\n```http\nHTTP/1.1 202 Accepted\n```\n"
        );
        let resources = Resources::from_pages([&Page::read("resources/person.md", PERSON)]);
        let contract = Contract::derive(&Page::read("api/people.md", &page), &resources);
        let schema = contract.examples[0].request.body.as_ref().unwrap().schema.json().clone();
        schema["properties"]["age"]["type"].to_string()
    };
    let annotated = ", \"@odata.type\": \"microsoft.graph.person\"";
    assert!(request("", "{ \"age\": \"2\" }").contains("string"));
    assert!(request(annotated, "{ \"age\": \"2\" }").contains("integer"));
    // what the type does not have is of another type
    assert!(request(annotated, "{ \"age\": \"2\", \"wings\": 2 }").contains("string"));
}

#[test]
fn below_its_root_nothing_is_required_of_a_request() {
    let page = Page::read(
        "api/x.md",
        "## HTTP request\n```http\nPOST /x\n```\n## Examples\n```http\nPOST https://graph.microsoft.com/v1.0/x\nContent-Type: application/json\n\n{ \"rows\": [ { \"a\": 1, \"cells\": [ { \"b\": 2 } ], \"in\": { \"c\": 3 } } ] }\n```\n```http\nHTTP/1.1 202 Accepted\n```\n",
    );
    let contract = Contract::derive(&page, &Resources::default());
    let schema = contract.examples[0].request.body.as_ref().unwrap().schema.json().to_string();
    assert!(!schema.contains("\"required\""), "{schema}");
    assert!(schema.contains("\"b\""), "{schema}");
}

#[test]
fn a_204_says_of_no_body() {
    let contract = contract_of("DELETE https://graph.microsoft.com/v1.0/people/1", "HTTP/1.1 204 No Content");
    let judged = |name: &str, value: &str| {
        let headers = vec![(name.to_string(), value.to_string())];
        told(&judge(&contract.examples[0], None, &Response { status: 204, headers, body: vec![] }))
    };
    assert!(judged("Content-Length", "0").is_empty() && judged("X", "7").is_empty());
    assert!(judged("Content-Length", "0, 0").is_empty());
    for length in ["7", "0, 7"] {
        assert_eq!(judged("Content-Length", length), ["body-unexpected "]);
    }
    assert_eq!(judged("Transfer-Encoding", "chunked"), ["body-unexpected "]);
}

#[test]
fn a_count_is_an_amount_shown_or_not() {
    let shown = json!({"@odata.count": 2, "value": [{"name": "a"}]});
    let plain = json!({"value": [{"name": "a"}]});
    let many = ONE.replace('}', ", \"isCollection\": true}");
    for page in [&shown, &plain] {
        for (count, is_kept) in [
            ("2", true),
            ("0", true),
            ("9223372036854775807", true),
            ("9223372036854775808", false),
            ("1.0", true),
            ("-1", false),
            ("1.5", false),
            ("1e30", false),
            ("\"2\"", false),
        ] {
            let answer: Value = serde_json::from_str(&format!(
                "{{\"@odata.count\": {count}, \"value\": [{{\"name\": \"a\"}}]}}"
            ))
            .unwrap();
            let found = told(&judged(&many, page, &answer));
            assert_eq!(found.is_empty(), is_kept, "{count} where the page shows {page}: {found:?}");
        }
    }
}

#[test]
fn what_a_delta_says_to_be_gone_owes_its_id_alone() {
    let removed = json!({"reason": "deleted"});
    let found = |path: &str, answer: Value| {
        let contract = contract_of(
            &format!("GET https://graph.microsoft.com/v1.0/people{path}"),
            "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"value\": [{\"id\": \"1\", \"name\": \"a\"}]}",
        );
        let headers = vec![("Content-Type".to_string(), "application/json".to_string())];
        let response = Response { status: 200, headers, body: answer.to_string().into_bytes() };
        told(&judge(&contract.examples[0], None, &response))
    };
    let items = |path: &str, item: Value| found(path, json!({"value": [item]}));
    for path in ["/delta", "/microsoft.graph.delta()", "/Delta(token='x')"] {
        assert!(items(path, json!({"id": "2", "@removed": removed})).is_empty(), "{path}");
        assert_eq!(items(path, json!({"@removed": removed})), ["property-missing /value/0/id"]);
        assert_eq!(items(path, json!({"id": "2"})), ["property-missing /value/0/name"]);
        assert_eq!(items(path, json!({"id": "2", "@removed": true})), ["property-missing /value/0/name"]);
        assert_eq!(found(path, json!({"@removed": removed})), ["property-missing /value"]);
    }
    assert_eq!(items("", json!({"id": "2", "@removed": removed})), ["property-missing /value/0/name"]);
    assert_eq!(items("/deltas", json!({"id": "2", "@removed": removed})), ["property-missing /value/0/name"]);
}

#[test]
fn a_type_may_be_called_collection() {
    let page = PERSON.replace("microsoft.graph.person", "microsoft.graph.personCollection");
    let text = format!(
        "```http\nGET /people\n```\n<!-- {} -->\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{{\"age\": 1}}\n```\n",
        ONE.replace("person", "personCollection")
    );
    let resources = Resources::from_pages([&Page::read("resources/personcollection.md", &page)]);
    let contract = Contract::derive(&Page::read("api/people.md", &text), &resources);
    let headers = vec![("Content-Type".to_string(), "application/json".to_string())];
    let answer = Response { status: 200, headers, body: b"{\"age\": 1.5}".to_vec() };
    // a number, as the page shows one, and no Int32
    assert_eq!(told(&judge(&contract.examples[0], None, &answer)), ["property-type /age"]);
    // though the page of a type without the ending is there as well
    let pages =
        [Page::read("resources/personcollection.md", &page), Page::read("resources/person.md", PERSON)];
    let contract = Contract::derive(&Page::read("api/people.md", &text), &Resources::from_pages(&pages));
    assert_eq!(told(&judge(&contract.examples[0], None, &answer)), ["property-type /age"]);
}

#[test]
fn the_keys_of_a_dictionary_are_not_owed() {
    let bag = "# bag resource type\n\nNamespace: microsoft.graph\n\n<!-- {\"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.bag\", \"openType\": true} -->\n``` json\n{ }\n```\n";
    let text = "```http\nGET /bag\n```\n<!-- {\"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.bag\"} -->\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"fbab97d0-4932-4511-b675-204639209557\": {}}\n```\n";
    let resources = Resources::from_pages([&Page::read("resources/bag.md", bag)]);
    let contract = Contract::derive(&Page::read("api/bag.md", text), &resources);
    let headers = vec![("Content-Type".to_string(), "application/json".to_string())];
    let answer = |body: &str| {
        let response = Response { status: 200, headers: headers.clone(), body: body.as_bytes().to_vec() };
        told(&judge(&contract.examples[0], None, &response))
    };
    assert!(answer("{\"00000000-4932-4511-b675-204639209557\": {}}").is_empty());
    let closed = Resources::from_pages([&Page::read(
        "resources/bag.md",
        &bag.replace("\"openType\": true", "\"x\": true"),
    )]);
    let contract = Contract::derive(&Page::read("api/bag.md", text), &closed);
    let nothing = Response { status: 200, headers: headers.clone(), body: b"{}".to_vec() };
    assert_eq!(told(&judge(&contract.examples[0], None, &nothing)).len(), 1);
    let mixed = text.replace(": {}}", ": {}, \"word\": 1}");
    let contract = Contract::derive(&Page::read("api/bag.md", &mixed), &resources);
    assert_eq!(told(&judge(&contract.examples[0], None, &nothing)).len(), 2);
}

#[test]
fn a_base_type_without_members_is_promised_all_the_same() {
    let page = |name: &str, base: &str, rows: &str| {
        Page::read(
            &format!("resources/{name}.md"),
            &format!(
                "# {name} resource type\n\nNamespace: microsoft.graph\n\n{base}\n\n## Properties\n{rows}\n\n<!-- {{\"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.{name}\"}} -->\n``` json\n{{ }}\n```\n"
            ),
        )
    };
    let table = |row: &str| format!("|Property|Type|Description|\n|:--|:--|:--|\n{row}");
    let inherits = "Inherits from [target](target.md).";
    let pages = [
        page("target", "", ""),
        page("groupTarget", inherits, &table("|groupId|String||\n")),
        page("bagTarget", inherits, &table("|bagId|String||\n")),
        page("assignment", "", &table("|target|[target](target.md)||\n")),
    ];
    let text = "```http\nGET /x\n```\n<!-- {\"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.assignment\"} -->\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"target\": {\"@odata.type\": \"microsoft.graph.bagTarget\", \"bagId\": \"1\"}}\n```\n";
    let contract = Contract::derive(&Page::read("api/x.md", text), &Resources::from_pages(pages.iter()));
    let headers = vec![("Content-Type".to_string(), "application/json".to_string())];
    let answer = |target: &str| {
        let body = format!("{{\"target\": {target}}}").into_bytes();
        told(&judge(&contract.examples[0], None, &Response { status: 200, headers: headers.clone(), body }))
    };
    assert!(answer("{\"@odata.type\": \"microsoft.graph.bagTarget\", \"bagId\": \"1\"}").is_empty());
    assert_eq!(
        answer("{\"@odata.type\": \"microsoft.graph.bagTarget\"}"),
        ["property-missing /target/bagId"]
    );
}

#[test]
fn what_the_page_itself_sends_back_otherwise_is_drift() {
    let contract = contract_of(
        "POST https://graph.microsoft.com/v1.0/x\nContent-Type: application/json\n\n{\"roles\": [\"owner\"], \"note\": \"n\", \"none\": null, \"names\": [\"a\"], \"kept\": \"k\", \"list\": [1], \"more\": [1], \"words\": [\"String\"], \"word\": \"String\"}",
        "HTTP/1.1 201 Created\nContent-Type: application/json\n\n{\"roles\": [], \"note\": null, \"none\": \"x\", \"names\": [\"A\"], \"kept\": \"k\", \"list\": [1], \"more\": [1, 2], \"words\": [\"a\", \"b\"], \"word\": null}",
    );
    let example = &contract.examples[0];
    let body = json!({"roles": ["owner"], "note": "n", "none": null, "names": ["a"], "kept": "k", "list": [1], "more": [1], "words": ["x"], "word": "x"});
    let answered = |name: &str, value: Value| {
        let mut answer = body.clone();
        answer[name] = value;
        let sent = Sent { body: Some(body.clone()), ..Sent::default() };
        let judgement = judge_sent(example, &sent, &answer);
        (judgement.violations.len(), judgement.drift.len())
    };
    let sent = Sent { body: Some(json!({"note": 5})), ..Sent::default() };
    assert_eq!(
        judge_sent(example, &sent, &json!({"note": null})).violations.len(),
        1,
        "no such thing is turned"
    );
    for (name, value, wanted) in [
        ("roles", json!([]), (0, 1)),
        ("roles", json!(["a", "b"]), (1, 0)),
        ("note", json!(null), (0, 1)),
        ("note", json!([]), (1, 0)),
        ("none", json!("y"), (0, 1)),
        ("none", json!(5), (1, 0)),
        ("names", json!(["A"]), (1, 0)),
        ("more", json!([3, 1]), (0, 1)),
        ("more", json!([3, 2]), (1, 0)),
        ("words", json!(["c", "d"]), (1, 0)),
        ("word", json!(null), (1, 0)),
        ("kept", json!("other"), (1, 0)),
        ("kept", json!(null), (1, 0)),
        ("list", json!([2]), (1, 0)),
        ("list", json!([]), (1, 0)),
    ] {
        assert_eq!(answered(name, value.clone()), wanted, "{name}: {value}");
    }
}
