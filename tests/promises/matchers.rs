//! What a step says of one value, or of the members of a collection, held against answers.

use chrono::{DateTime, TimeDelta, Utc};
use graph_contract::contract::{Contract, Resources};
use graph_contract::exchange::Response;
use graph_contract::page::Page;
use graph_contract::verdict::{
    Amount, Judgement, Matcher, Moment, ValueKind, judge_amount, judge_body_is, judge_every_member,
    judge_header, judge_no_body, judge_property, judge_some_member,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const PAGE: &str = "## HTTP request\n```http\nGET /things\n```\n\n## Example\n\
    ```http\nGET /things\n```\n\n\
    <!-- {\"blockType\": \"response\", \"@odata.type\": \"thing\", \"isCollection\": true} -->\n\
    ```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n\
    {\"value\": [{\"state\": \"on\", \"made\": \"String (timestamp)\"}]}\n```\n";

fn contract() -> Contract {
    Contract::derive(&Page::read("api/x.md", PAGE), &Resources::default())
}

fn answer(body: &Value) -> Response {
    Response { status: 200, headers: Vec::new(), body: body.to_string().into_bytes() }
}

fn now() -> DateTime<Utc> {
    "2026-01-01T12:00:00Z".parse().unwrap()
}

fn told(judgement: &Judgement) -> Vec<String> {
    judgement.violations.iter().map(|found| format!("{} {}", found.code.as_str(), found.pointer)).collect()
}

fn property(body: &Value, path: &str, matcher: &Matcher) -> Vec<String> {
    told(&judge_property(&contract().examples[0], path, matcher, &answer(body), now()))
}

fn instant(text: &str) -> Moment {
    Moment::At(text.parse().unwrap())
}

#[test]
fn a_property_may_stand_deep_inside_and_have_a_slash_in_its_name() {
    let body = json!({"error": {"details": [{"code": "x"}]}, "a/b": 1});
    assert!(property(&body, "error/details/0/code", &Matcher::Value(json!("x"))).is_empty());
    assert!(property(&body, "a/b", &Matcher::Value(json!(1))).is_empty());
    let missing = property(&body, "error/details/1/code", &Matcher::Value(json!("x")));
    assert_eq!(missing, ["property-missing /error/details/1/code"]);
}

#[test]
fn a_value_is_before_after_or_near() {
    let body = json!({
        "made": "2026-01-01T12:03:00Z",
        "changed": "2026-01-01T11:59:00Z",
        "late": "2026-01-01T14:00:00+01:00",
        "text": "noon",
    });
    let cases = [
        ("made", Matcher::Before(Moment::Property("changed".to_string())), false),
        ("made", Matcher::After(Moment::Property("changed".to_string())), true),
        ("late", Matcher::Before(instant("2026-01-01T13:00:01Z")), true),
        ("late", Matcher::Before(instant("2026-01-01T13:00:00Z")), false),
        ("made", Matcher::After(Moment::Property("absent".to_string())), false),
        ("made", Matcher::Near(TimeDelta::minutes(3)), true),
        ("made", Matcher::Near(TimeDelta::seconds(179)), false),
        ("text", Matcher::Near(TimeDelta::days(10_000)), false),
        ("text", Matcher::Before(instant("2026-01-01T13:00:00Z")), false),
    ];
    for (name, matcher, kept) in cases {
        assert_eq!(property(&body, name, &matcher).is_empty(), kept, "{name} {matcher:?}");
    }
}

#[test]
fn a_kind_is_that_kind_alone() {
    let values = [
        (ValueKind::String, json!("x")),
        (ValueKind::Number, json!(1.5)),
        (ValueKind::Boolean, json!(false)),
        (ValueKind::Object, json!({})),
        (ValueKind::List, json!([])),
    ];
    for (kind, _) in &values {
        for (other, value) in &values {
            let found = property(&json!({"a": value}), "a", &Matcher::Kind(*kind));
            assert_eq!(found.is_empty(), kind == other, "{kind:?} {value}");
        }
    }
    let formats = [
        (ValueKind::Timestamp, "2026-01-01T12:00:00Z", "2026-01-01"),
        (ValueKind::Date, "2026-01-01", "2026-02-30"),
        (ValueKind::Guid, "65ebabed-abed-65eb-edab-eb65edabeb65", "65ebabed"),
        (ValueKind::Url, "https://example.org/", "example.org"),
    ];
    for (kind, good, bad) in formats {
        assert!(property(&json!({"a": good}), "a", &Matcher::Kind(kind)).is_empty(), "{good}");
        assert_eq!(property(&json!({"a": bad}), "a", &Matcher::Kind(kind)), ["property-format /a"]);
    }
}

#[test]
fn what_is_absent_is_not_null_and_needs_a_body_that_could_show_it() {
    assert!(property(&json!({"b": 1}), "a", &Matcher::Absent).is_empty());
    assert_eq!(property(&json!({"a": null}), "a", &Matcher::Absent), ["property-value /a"]);
    let example = &contract().examples[0];
    let html = Response { status: 200, headers: Vec::new(), body: b"<html>".to_vec() };
    assert_eq!(told(&judge_property(example, "a", &Matcher::Absent, &html, now())), ["body-not-json "]);
}

#[test]
fn every_member_and_some_member_are_different_questions() {
    let contract = contract();
    let example = &contract.examples[0];
    let on = [("state".to_string(), Matcher::Value(json!("on")))];
    let both = answer(&json!({"value": [{"state": "on"}, {"state": "off"}]}));
    assert_eq!(told(&judge_every_member(example, &on, &both, now())), ["property-value /value/1/state"]);
    assert!(told(&judge_some_member(example, &on, &both, now())).is_empty());
    let none = answer(&json!({"value": [{"state": "off"}]}));
    assert_eq!(told(&judge_some_member(example, &on, &none, now())), ["property-value /value"]);
    let no_list = answer(&json!({"value": 1}));
    assert_eq!(told(&judge_some_member(example, &on, &no_list, now())), ["property-type "]);
    assert_eq!(told(&judge_amount(example, Amount::AtLeast(0), &no_list)), ["property-type "]);
}

#[test]
fn one_member_must_be_all_that_is_said() {
    let contract = contract();
    let wanted =
        [("state".to_string(), Matcher::Value(json!("on"))), ("size".to_string(), Matcher::Value(json!(2)))];
    let halves = answer(&json!({"value": [{"state": "on", "size": 1}, {"state": "off", "size": 2}]}));
    let found = judge_some_member(&contract.examples[0], &wanted, &halves, now());
    assert_eq!(told(&found), ["property-value /value"]);
}

#[test]
fn a_collection_has_so_many_members() {
    let contract = contract();
    let two = answer(&json!({"value": [1, 2]}));
    for (amount, kept) in [
        (Amount::Exactly(2), true),
        (Amount::Exactly(1), false),
        (Amount::AtLeast(2), true),
        (Amount::AtLeast(3), false),
    ] {
        assert_eq!(told(&judge_amount(&contract.examples[0], amount, &two)).is_empty(), kept, "{amount:?}");
    }
}

#[test]
fn a_body_is_what_it_is_said_to_be_and_no_more() {
    let contract = contract();
    let example = &contract.examples[0];
    let judged = |wanted: Value, body: Value| told(&judge_body_is(example, &wanted, &answer(&body)));
    assert!(judged(json!({"a": [{"b": 1}]}), json!({"a": [{"b": 1}]})).is_empty());
    assert_eq!(judged(json!({"a": [{"b": 1}]}), json!({"a": [{"b": 1, "c": 2}]})), ["property-value /a/0/c"]);
    assert_eq!(judged(json!({"a": 1}), json!({})), ["property-missing /a"]);
    assert_eq!(judged(json!([1]), json!([1, 2])), ["property-value "]);
    let nothing = Response { status: 204, headers: Vec::new(), body: Vec::new() };
    assert_eq!(told(&judge_body_is(example, &json!({}), &nothing)), ["body-missing "]);
    assert!(told(&judge_no_body(example, &nothing)).is_empty());
    assert_eq!(told(&judge_no_body(example, &answer(&json!({})))), ["body-unexpected "]);
}

#[test]
fn a_header_is_a_text_whatever_it_stands_for() {
    let headers = [
        ("Retry-After", "7"),
        ("Location", "https://example.org/1"),
        ("Content-Type", "application/JSON; charset=utf-8"),
    ];
    let headers = headers.iter().map(|(name, value)| ((*name).to_string(), (*value).to_string())).collect();
    let answer = Response { status: 202, headers, body: Vec::new() };
    let cases = [
        ("retry-after", Matcher::Value(json!(7)), true),
        ("retry-after", Matcher::Value(json!("7")), true),
        ("retry-after", Matcher::Value(json!(8)), false),
        ("location", Matcher::Kind(ValueKind::Url), true),
        ("location", Matcher::Absent, false),
        ("x-other", Matcher::Absent, true),
        ("x-other", Matcher::Kind(ValueKind::String), false),
        ("content-type", Matcher::Value(json!("application/json")), true),
        ("content-type", Matcher::Value(json!("text/plain")), false),
        ("retry-after", Matcher::OneOf(vec![json!("6"), json!("7")]), true),
    ];
    for (name, matcher, kept) in cases {
        assert_eq!(
            judge_header(name, &matcher, &answer, now()).violations.is_empty(),
            kept,
            "{name} {matcher:?}"
        );
    }
}

proptest! {
    #[test]
    fn a_value_is_itself_and_is_not_absent(value in prop_oneof![
        any::<i32>().prop_map(Value::from), any::<bool>().prop_map(Value::from), ".{0,8}".prop_map(Value::from)
    ]) {
        let body = json!({"a": value});
        prop_assert!(property(&body, "a", &Matcher::Value(value.clone())).is_empty());
        prop_assert!(property(&body, "a", &Matcher::OneOf(vec![json!([]), value.clone()])).is_empty());
        prop_assert!(!property(&body, "a", &Matcher::Absent).is_empty());
    }
}
