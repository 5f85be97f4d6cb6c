//! Which numbers a page's numeric types let come.

use graph_contract::contract::{Contract, Resources};
use graph_contract::exchange::Response;
use graph_contract::page::Page;
use graph_contract::verdict::judge;

/// What is told of a body that has this text for a property whose row says this.
fn told(row: &str, text: &str) -> Vec<String> {
    told_as("application/json", row, text)
}

fn told_as(content_type: &str, row: &str, text: &str) -> Vec<String> {
    let resource = format!(
        "# thing resource type\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|id|String||\n|size|{row}|\n"
    );
    let page = "```http\nGET /things/{id}\n```\n<!-- { \"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.thing\" } -->\n\
                ```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"id\": \"1\"}\n```\n";
    let resources = Resources::from_pages([&Page::read("resources/thing.md", &resource)]);
    let contract = Contract::derive(&Page::read("api/thing-get.md", page), &resources);
    let headers = vec![("Content-Type".to_string(), content_type.to_string())];
    let body = format!("{{\"id\": \"1\", \"size\": {text}}}").into_bytes();
    let judgement = judge(&contract.examples[0], None, &Response { status: 200, headers, body });
    judgement.violations.iter().map(|found| format!("{} {}", found.code.as_str(), found.pointer)).collect()
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
