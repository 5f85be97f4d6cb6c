//! A list that comes page by page: what one page of it shows, and what it leaves open.

use serde_json::{Value, json};

use super::folder::{Feature, Folder};
use super::server::{Server, said};

/// What a step on a page of so many schools comes to; `goes_on`: it names the next page.
fn come_to(schools: &[&str], goes_on: bool, step: &str) -> (i32, String) {
    let items: Vec<Value> = schools.iter().map(|id| json!({"id": id})).collect();
    let mut page = json!({"value": items});
    if goes_on {
        page["@odata.nextLink"] = json!("https://example.org/education/schools?$skiptoken=2");
    }
    let service = Server::start(None, move |_| said(200, &page));
    let steps = format!("    When the documented request is sent\n    Then {step}\n");
    let feature = Feature { pages: &["educationschool-list"], tags: "", steps: &steps };
    let run = Folder::new().run(&service.url(), &feature, &[]);
    (run.code, run.scenario("S")["reason"].as_str().unwrap_or_default().to_string())
}

#[test]
fn what_only_the_next_page_can_tell_is_inconclusive() {
    let of_b = "some member of the collection has\n      | id | \"b\" |";
    for (schools, step) in [
        (&["a"][..], of_b),
        (&[], of_b),
        (&["a"], "the collection has at least 2 members"),
        (&["a"], "the collection has 2 members"),
        (&[], "the collection has 0 members"),
    ] {
        let (code, reason) = come_to(schools, true, step);
        assert_eq!(code, 5, "{step}");
        assert_eq!(
            reason,
            "the collection goes on behind @odata.nextLink, and this page of it does not tell"
        );
    }
}

#[test]
fn what_a_page_shows_is_judged_though_the_list_goes_on() {
    let of_b = "some member of the collection has\n      | id | \"b\" |";
    let all_b = "every member of the collection has\n      | id | \"b\" |";
    for (schools, goes_on, step, code) in [
        (&["a", "b"][..], true, of_b, 0),
        (&["a", "b"], true, all_b, 1),
        (&["a", "b"], true, "the collection has 2 members", 0),
        (&["a", "b"], true, "the collection has at least 2 members", 0),
        (&["a", "b"], true, "the collection has 1 member", 1),
        (&["a"], false, of_b, 1),
        (&["a"], false, "the collection has 2 members", 1),
        (&["a"], false, "the collection has at least 2 members", 1),
        (&[], false, "the collection has 0 members", 0),
    ] {
        assert_eq!(come_to(schools, goes_on, step).0, code, "{schools:?} {step}");
    }
}
