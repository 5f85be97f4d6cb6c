//! Only pages that differ from a revision are reported, each as in a run over all of them.

use std::process::Command;

use serde_json::Value;

use crate::command::{Set, THING, TYPE};

fn git(set: &Set, arguments: &[&str]) {
    let mut command = Command::new("git");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    let author = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    let output = command.current_dir(set.folder()).args(author).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A repository of two pages with a finding each, one of which was changed, and one that git does not know yet.
fn repository() -> Set {
    let set = Set::of(&[
        ("docs/api/thing-get.md", THING),
        ("docs/api/b.md", THING),
        ("docs/resources/thing.md", TYPE),
    ]);
    git(&set, &["init", "--quiet"]);
    git(&set, &["add", "."]);
    git(&set, &["commit", "--quiet", "-m", "pages"]);
    set.write("docs/api/b.md", format!("{THING}\nmore\n"));
    set.write("docs/api/ü c.md", THING);
    set
}

fn paths(json: &Value) -> Vec<&str> {
    json["findings"].as_array().unwrap().iter().map(|found| found["path"].as_str().unwrap()).collect()
}

#[test]
fn pages_that_changed_or_are_new_are_reported() {
    let set = repository();
    let run = set.check(&["docs", "--changed-since", "HEAD", "--format", "json"]);
    assert_eq!(paths(&run.json()), ["docs/api/b.md", "docs/api/ü c.md"]);
    assert_eq!(run.json()["pages"], 2);
    git(&set, &["add", "."]);
    git(&set, &["commit", "--quiet", "-m", "changes"]);
    let run = set.check_in("docs/api", &[".", "--changed-since", "HEAD~1", "--format", "json"]);
    assert_eq!(paths(&run.json()), ["./b.md", "./ü c.md"]);
}

#[test]
fn a_page_has_the_findings_that_it_has_in_a_whole_run() {
    let set = repository();
    let mut whole = set.check(&["docs", "--format", "json"]).json();
    let part = set.check(&["docs", "--changed-since", "HEAD", "--format", "json"]).json();
    let findings = whole["findings"].as_array_mut().unwrap();
    // what two pages show together is a whole run's to say
    findings.retain(|found| found["path"] != "docs/api/thing-get.md" && found["code"] != "GC108");
    assert_eq!(part["findings"], whole["findings"]);
}

#[test]
fn a_whole_run_tells_of_names_that_two_pages_use() {
    let whole = repository().check(&["docs", "--format", "json"]).json();
    let told = whole["findings"].as_array().unwrap().iter().filter(|found| found["code"] == "GC108");
    let told: Vec<&str> = told.map(|found| found["severity"].as_str().unwrap()).collect();
    assert_eq!(told, ["note", "note"]);
}

#[test]
fn no_change_is_no_failure_and_is_said() {
    let set = Set::new();
    git(&set, &["init", "--quiet"]);
    git(&set, &["add", "."]);
    git(&set, &["commit", "--quiet", "-m", "pages"]);
    let run = set.check(&[".", "--deny", "warnings", "--changed-since", "HEAD"]);
    assert!(run.code == 0 && run.err.contains("no page differs from HEAD"), "{}", run.err);
}

#[test]
fn what_git_cannot_tell_is_wrong_usage() {
    let set = repository();
    for revision in ["absent", "--output=x", "HEAD~7"] {
        let run = set.check(&["docs", &format!("--changed-since={revision}")]);
        assert!(run.code == 2 && run.err.contains(revision), "{}", run.err);
    }
    assert!(!set.path("x").exists());
    let run = Set::new().check(&[".", "--changed-since", "HEAD"]);
    assert!(run.code == 2 && run.err.contains("no git work tree"), "{}", run.err);
}
