//! Exit codes, and what is checked.

use std::path::Path;

use graph_contract::documentation::Documentation;
use graph_contract::lint::Quoted;

use crate::command::{Set, THING, TYPE, todo_line};

#[test]
fn a_warning_fails_only_where_warnings_are_denied() {
    let set = Set::new();
    assert_eq!(set.check(&["."]).code, 0);
    assert_eq!(set.check(&[".", "--deny", "warnings"]).code, 1);
    assert_eq!(set.check(&[".", "--deny", "warnings", "--allow", "GC601"]).code, 0);
    assert_eq!(set.check(&[".", "--deny", "warnings", "--allow", "todo-left"]).code, 0);
}

#[test]
fn what_is_no_rule_is_wrong_usage() {
    for option in ["--allow", "--explain"] {
        let run = Set::new().check(&[".", option, "todo-letf"]);
        assert_eq!(run.code, 2);
        assert!(run.err.contains("the closest is GC601 todo-left"), "{}", run.err);
    }
    assert_eq!(Set::new().check(&[".", "--format", "xml"]).code, 2);
}

#[test]
fn a_page_that_cannot_be_read_is_said_and_the_others_are_checked() {
    let set = Set::new();
    set.write("api/broken.md", b"# \xff\n");
    let run = set.check(&[".", "--deny", "warnings", "--format", "json"]);
    assert_eq!(run.code, 3, "before 1");
    assert!(run.err.contains("api/broken.md") && run.err.contains("UTF-8"), "{}", run.err);
    assert_eq!(run.json()["findings"].as_array().unwrap().len(), 1);
    assert_eq!(set.check(&["absent"]).code, 3);
}

#[cfg(unix)]
#[test]
fn a_link_to_nowhere_is_said_once_and_the_others_are_checked() {
    for place in ["api", "resources"] {
        let set = Set::new();
        std::os::unix::fs::symlink("nowhere.md", set.path(&format!("{place}/link.md"))).unwrap();
        let run = set.check(&[".", "--format", "json"]);
        assert_eq!(run.code, 3);
        assert_eq!(run.err.matches("link.md cannot be read").count(), 1, "{}", run.err);
        assert_eq!(run.json()["findings"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn a_resource_page_that_cannot_be_read_is_said_whatever_page_is_checked() {
    let set = Set::new();
    set.write("resources/broken.md", b"# \xff\n");
    assert_eq!(set.check(&["api/thing-get.md"]).code, 3);
}

#[test]
fn no_page_at_all_is_nothing_checked() {
    let set = Set::of(&[("api/thing.txt", THING)]);
    assert_eq!(set.check(&["."]).code, 4);
}

#[test]
fn a_page_is_found_from_wherever_the_check_is_started() {
    let set = Set::new();
    for (folder, page) in
        [("", "api/thing-get.md"), ("", "./api"), ("api", "thing-get.md"), ("resources", "../api")]
    {
        let found = set.check_in(folder, &[page, "--format", "json"]).json();
        assert_eq!(
            (&found["pages"], &found["findings"][0]["line"]),
            (&1.into(), &todo_line().into()),
            "{folder} {page}"
        );
    }
    assert_eq!(set.check(&["api", "./api/thing-get.md", "--format", "json"]).json()["pages"], 1);
}

#[test]
fn a_set_without_contradictions_is_kept() {
    assert_eq!(
        Set::of(&[("resources/thing.md", TYPE), ("api/thing-get.md", &THING.replace("TODO: say", "Say"))])
            .check(&[".", "--deny", "warnings"])
            .code,
        0
    );
}

/// Each page of the fixtures alone, beside the same page in a check of all of them.
#[test]
fn a_page_has_the_same_findings_alone_and_among_others() {
    let found = |path: &Path| {
        let checked = Documentation::at(&[path.to_path_buf()]).check();
        let told = |quoted: &Quoted| format!("{:?}", quoted.finding);
        let findings = checked.findings.iter().map(|found| (found.finding.path.clone(), told(found)));
        (checked.paths, findings.collect::<Vec<_>>())
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages");
    let (paths, all) = found(&folder);
    assert!(paths.len() > 20 && all.iter().any(|(path, _)| path.contains("/resources/")));
    for path in paths {
        let expected: Vec<_> = all.iter().filter(|(found, _)| *found == path).cloned().collect();
        assert_eq!(found(Path::new(&path)), (vec![path], expected));
    }
}

/// Where the resource pages of a set lead to many pages that are not at hand, no page's links into that folder are judged,
/// whether the resource pages are checked or not.
#[test]
fn what_is_not_at_hand_is_the_same_for_a_page_alone() {
    let absent: Vec<String> = (0..20).map(|number| format!("[{number}](../api/{number}.md)")).collect();
    let page = THING.replace("TODO: say", "[More](absent.md). Say");
    let resource = TYPE.replace("A thing.\n\n##", &format!("{}\n\n##", absent.join(" ")));
    let set = Set::of(&[("api/thing-get.md", &page), ("resources/thing.md", &resource)]);
    for paths in [".", "api", "api/thing-get.md"] {
        assert_eq!(set.check(&[paths, "--deny", "warnings"]).code, 0, "{paths}");
    }
}
