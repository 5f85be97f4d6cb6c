//! Old findings pass, new ones fail, and the file shrinks.

use crate::command::{Run, Set, THING, TYPE};

const FILE: &str = "check-baseline.json";

fn denied(set: &Set, arguments: &[&str]) -> Run {
    set.check(&[&["docs", "--deny", "warnings"], arguments].concat())
}

/// A set below `docs` with one finding, which a baseline lets through.
fn with_baseline() -> Set {
    let set = Set::of(&[("docs/api/thing-get.md", THING), ("docs/resources/thing.md", TYPE)]);
    let run = denied(&set, &["--write-baseline", FILE]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains("check-baseline.json lets 1 through"), "{}", run.out);
    set
}

#[test]
fn old_findings_pass_and_new_ones_fail() {
    let set = with_baseline();
    assert_eq!(denied(&set, &[]).code, 1);
    assert_eq!(denied(&set, &["--baseline", FILE]).code, 0);
    set.write("docs/api/thing-get.md", THING.replace("## Permissions", "More words.\n\n## Permissions"));
    assert_eq!(denied(&set, &["--baseline", FILE]).code, 0, "lines may move");
    set.write("docs/api/thing-get.md", format!("{THING}\nTODO\n"));
    let run = denied(&set, &["--baseline", FILE, "--format", "json"]);
    let json = run.json();
    assert_eq!((run.code, &json["baseline"]["covered"]), (1, &1.into()));
    assert_eq!(json["findings"].as_array().unwrap().len(), 1);
}

#[test]
fn pages_are_the_same_from_whatever_folder_they_are_named() {
    let set = with_baseline();
    let file = set.path(FILE).to_string_lossy().into_owned();
    for (folder, path) in [("docs", "."), ("docs/api", "thing-get.md"), ("", "./docs/api")] {
        let run = set.check_in(folder, &[path, "--deny", "warnings", "--baseline", &file]);
        assert_eq!(run.code, 0, "{folder} {path}: {}", run.out);
    }
}

#[test]
fn an_entry_past_its_day_covers_nothing_more() {
    let set = with_baseline();
    let text = set.read(FILE);
    let (before, day) = text.split_once("\"expires\":\"").unwrap();
    set.write(FILE, format!("{before}\"expires\":\"2020-01-31{}", &day[10..]));
    let run = denied(&set, &["--baseline", FILE]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("until 2020-01-31") && run.out.contains("warning[GC601]"), "{}", run.out);
    assert_eq!(denied(&set, &["--write-baseline", FILE]).code, 0);
    assert_eq!(denied(&set, &["--baseline", FILE]).code, 0, "written anew it has a new day");
}

#[test]
fn what_is_found_no_more_is_said_until_the_file_is_written_anew() {
    let set = with_baseline();
    set.write("docs/api/thing-get.md", THING.replace("TODO: say", "Say"));
    let said = |run: &Run| run.out.contains("check-baseline.json lists 1 finding too many");
    let run = denied(&set, &["--baseline", FILE]);
    assert!(run.code == 0 && said(&run), "{}", run.out);
    denied(&set, &["--write-baseline", FILE]);
    assert!(!said(&denied(&set, &["--baseline", FILE])));
    assert!(!set.read(FILE).contains("GC601"));
}

#[test]
fn nothing_is_said_of_pages_that_were_not_looked_at() {
    let set = with_baseline();
    set.write("docs/api/other.md", THING.replace("get_thing", "get_other"));
    let run = set.check(&["docs/api/other.md", "--baseline", FILE]);
    assert!(!run.out.contains("too many"), "{}", run.out);
    set.check(&["docs/api/other.md", "--write-baseline", FILE]);
    assert_eq!(denied(&set, &["--baseline", FILE]).code, 0, "what it has of other pages stays");
}

#[test]
fn a_baseline_is_the_same_however_often_it_is_written() {
    let set = with_baseline();
    set.write("docs/api/another.md", format!("{THING}\nTBD\n"));
    denied(&set, &["--write-baseline", FILE]);
    let text = set.read(FILE);
    denied(&set, &["--write-baseline", FILE, "--baseline-days", "7"]);
    assert_eq!(set.read(FILE), text, "what it lists keeps its day");
    let mut lines: Vec<&str> =
        text.lines().filter(|line| line.contains("GC601")).map(|line| line.trim_end_matches(',')).collect();
    assert_eq!(lines.len(), 3);
    let as_written = lines.clone();
    lines.sort_unstable();
    assert_eq!(lines, as_written);
}

#[test]
fn what_is_no_baseline_is_said() {
    let set = with_baseline();
    let absent = denied(&set, &["--baseline", "absent.json"]);
    assert!(
        absent.code == 3 && absent.err.contains("--write-baseline absent.json makes one"),
        "{}",
        absent.err
    );
    set.write(FILE, "[]");
    for option in ["--baseline", "--write-baseline"] {
        assert_eq!(denied(&set, &[option, FILE]).code, 3);
    }
    assert_eq!(set.read(FILE), "[]", "and it is not written over");
    assert_eq!(denied(&set, &["--baseline", FILE, "--write-baseline", FILE]).code, 2);
}
