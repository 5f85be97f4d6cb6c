//! A page that allows itself something.

use crate::command::{Set, THING, TYPE};

fn check(comment: &str) -> (i32, String) {
    let set =
        Set::of(&[("api/thing-get.md", &format!("{THING}\n{comment}\n")), ("resources/thing.md", TYPE)]);
    let run = set.check(&[".", "--deny", "warnings"]);
    (run.code, run.out)
}

#[test]
fn a_comment_allows_a_rule_on_its_page() {
    assert_eq!(check("").0, 1);
    assert_eq!(check("<!-- graph-contract: allow GC601 because the table is a draft -->").0, 0);
    assert_eq!(check("<!-- graph-contract: allow todo-left -->").0, 0);
    assert_eq!(check("`<!-- graph-contract: allow GC601 -->`").0, 1, "in code it is an example");
}

#[test]
fn a_code_that_no_rule_has_allows_nothing_and_is_said() {
    let (code, out) = check("<!-- graph-contract: allow GC6O1 because the table is a draft -->");
    assert_eq!(code, 1);
    assert!(out.contains("warning[GC609]: \"GC6O1\"") && out.contains("warning[GC601]"), "{out}");
}
