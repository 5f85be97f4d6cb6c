//! Which numbers a page's numeric types let come.

use graph_contract::contract::{Contract, Resources};
use graph_contract::exchange::Response;
use graph_contract::page::Page;
use graph_contract::verdict::{Matcher, judge, judge_property};

/// What is told of a body that has this text for a property whose row says this.
fn told(row: &str, text: &str) -> Vec<String> {
    told_as("application/json", row, text)
}

fn told_as(content_type: &str, row: &str, text: &str) -> Vec<String> {
    let (contract, answer) = answered(content_type, row, text);
    let judgement = judge(&contract.examples[0], None, &answer);
    judgement.violations.iter().map(|found| format!("{} {}", found.code.as_str(), found.pointer)).collect()
}

fn answered(content_type: &str, row: &str, text: &str) -> (Contract, Response) {
    let resource = format!(
        "# thing resource type\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|id|String||\n|size|{row}|\n"
    );
    let page = "```http\nGET /things/{id}\n```\n<!-- { \"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.thing\" } -->\n\
                ```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"id\": \"1\"}\n```\n";
    let resources = Resources::from_pages([&Page::read("resources/thing.md", &resource)]);
    let contract = Contract::derive(&Page::read("api/thing-get.md", page), &resources);
    let headers = vec![("Content-Type".to_string(), content_type.to_string())];
    let body = format!("{{\"id\": \"1\", \"size\": {text}}}").into_bytes();
    (contract, Response { status: 200, headers, body })
}

fn is_kept(row: &str, text: &str) -> bool {
    told(row, text).is_empty()
}

#[test]
fn a_whole_number_has_the_bounds_of_its_type() {
    for (row, least, most, below, above) in [
        ("SByte|", "-128", "127", "-129", "128"),
        ("Byte|", "0", "255", "-1", "256"),
        ("Int16|", "-32768", "32767", "-32769", "32768"),
        ("Int32|", "-2147483648", "2147483647", "-2147483649", "2147483648"),
        (
            "Int64|",
            "-9223372036854775808",
            "9223372036854775807",
            "-9223372036854775809",
            "9223372036854775808",
        ),
    ] {
        assert!(is_kept(row, least) && is_kept(row, most), "{row}");
        for beyond in [below, above, "-1e30", "1e30", "-99999999999999999999", "99999999999999999999"] {
            assert_eq!(told(row, beyond), ["property-format /size"], "{row} {beyond}");
        }
    }
}

#[test]
fn a_whole_number_may_be_written_in_any_notation() {
    for whole in ["1.0", "1e2", "1.2e1", "-0"] {
        assert!(is_kept("Int32|", whole) && is_kept("Int64|", whole), "{whole}");
    }
    for other in ["1.5", "1e-1", "\"1\"", "true", "[1]"] {
        assert_eq!(told("Int32|", other), ["property-type /size"], "{other}");
        assert_eq!(told("Int64|", other), ["property-type /size"], "{other}");
    }
}

#[test]
fn a_number_that_no_client_can_hold_is_no_json() {
    assert!(is_kept("Double|", "1.7976931348623157e308") && is_kept("Double|", "1e-400"));
    assert_eq!(told("Double|", "1e400"), ["body-not-json "]);
    assert_eq!(told("Int64|", "-1e400"), ["body-not-json "]);
}

#[test]
fn a_number_that_comes_as_text_has_the_same_bounds() {
    const TEXTS: &str = "application/json;IEEE754Compatible=true";
    assert!(told_as(TEXTS, "Int64|", "\"-9223372036854775808\"").is_empty());
    for beyond in ["\"-9223372036854775809\"", "\"9223372036854775808\"", "\"1.5\""] {
        assert_eq!(told_as(TEXTS, "Int64|", beyond), ["property-type /size"], "{beyond}");
    }
}

#[test]
fn numbers_that_a_page_lists_rule_others_out() {
    for row in [
        "Int32|The possible values are: `0`, `1`, `2`.",
        "Int32|Possible values are 0, 1, 2.",
        "Int64|Possible values: `0` (the default), `1` or `2`. Nullable.",
        "Double|Possible values are: `0`, `1`, `2`.",
    ] {
        for listed in ["0", "1", "2", "2.0", "null"] {
            assert!(is_kept(row, listed), "{row} {listed}");
        }
        assert_eq!(told(row, "3"), ["property-enum /size"], "{row}");
        assert_eq!(told(row, "\"1\""), ["property-type /size"], "{row}");
    }
    let several = "Int32 collection|Possible values are: `1`, `2`.";
    assert!(is_kept(several, "[2, 1]"));
    assert_eq!(told(several, "[2, 3]"), ["property-enum /size/1"]);
}

#[test]
fn numbers_that_bound_others_or_stand_for_them_are_no_list() {
    for said in [
        "The possible values are `0` or higher.",
        "Possible values are between `1` and `2`.",
        "Possible values are `1` up to `2`.",
        "Possible values are `1` to `2`.",
        "Possible values are from 1 to 2.",
        "Possible values: 1-2",
        "Possible values are, for example, `1` and `2`.",
        "Possible values are `1`, `2` and others.",
        "Possible values are: minimum `1`, maximum `2`.",
        "Possible values are: 0 - `Not ready`, 1 - `Ready`.",
        "Possible values are: low, high.",
        "A possible value is `1`.",
        "The default value is `1`, and `2` is the last one.",
        "Possible values are `0`..`10`.",
        "Possible values are `1`, `2`, `4` (flags).",
        "Possible values are `0` and `10`, inclusive.",
        "Possible values are `1` and `2`. The value 7 means that there is none.",
        "Possible values are:<br>`0` - the minimum.<br>`10` - the maximum.",
        "The lowest possible value is `0`. The highest possible value is `10`.",
        "Mögliche Werte reichen von `0` bis zu `10`.",
    ] {
        assert!(is_kept(&format!("Int32|{said}"), "7"), "{said}");
    }
}

#[test]
fn a_listed_number_that_comes_as_text_is_one_of_the_list() {
    const TEXTS: &str = "application/json;IEEE754Compatible=true";
    let row = "Int64|Possible values are: `1`, `2`.";
    assert!(told_as(TEXTS, row, "\"2\"").is_empty());
    assert_eq!(told_as(TEXTS, row, "\"3\""), ["property-type /size"]);
}

#[test]
fn a_step_may_ask_for_one_of_the_listed_numbers() {
    let is_documented = |row: &str, text: &str| {
        let (contract, answer) = answered("application/json", row, text);
        let now = chrono::Utc::now();
        let judgement = judge_property(&contract.examples[0], "size", &Matcher::Documented, &answer, now);
        judgement.violations.is_empty()
    };
    let listed = "Int32|Possible values are: `1`, `2`.";
    assert!(is_documented(listed, "2") && is_documented(listed, "2.0"));
    assert!(!is_documented(listed, "3") && !is_documented(listed, "\"2\"") && !is_documented("Int32|", "2"));
}
