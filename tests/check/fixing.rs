//! Repairs: what is certain is put right, and nothing else is touched.

use std::fs;

use graph_contract::documentation::fix;
use graph_contract::lint::{Edit, Finding, Quoted, Severity, Source, rule};

use crate::command::{Run, Set, THING, TYPE};

const PAGE: &str = "\u{feff}# Get a thnig\r\n\r\nReads a thnig.\n\n```json\r\n{ }\r\n```";

/// Every "thnig" of a page, with the repair.
fn found(set: &Set) -> Vec<Quoted> {
    let path = set.path("api/x.md").to_string_lossy().into_owned();
    let whole = set.read("api/x.md");
    let text = whole.trim_start_matches('\u{feff}');
    let source = Source::read(text);
    let finding = |(start, word): (usize, &str)| Finding {
        rule: rule("GC601").unwrap(),
        severity: Severity::Error,
        path: path.clone(),
        line: text[..start].matches('\n').count() + 1,
        column: 1,
        length: 1,
        message: "misspelt".to_string(),
        related: Vec::new(),
        help: String::new(),
        fix: Some(Edit { start, end: start + word.len(), replacement: "thing".to_string() }),
    };
    text.match_indices("thnig").map(|found| Quoted::of(finding(found), &source)).collect()
}

#[test]
fn every_other_byte_stays_and_nothing_is_left() {
    let set = Set::of(&[("api/x.md", PAGE)]);
    let (fixed, unwritten) = fix(found(&set), || found(&set));
    assert_eq!((fixed.len(), unwritten.len()), (2, 0));
    assert_eq!(set.read("api/x.md"), PAGE.replace("thnig", "thing"));
    let (fixed, _) = fix(found(&set), || found(&set));
    assert_eq!(fixed.len(), 0);
    let names: Vec<_> =
        fs::read_dir(set.path("api")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["x.md"], "nothing else is left in the folder");
}

#[test]
fn repairs_in_one_place_come_one_after_the_other() {
    let set = Set::of(&[("api/x.md", PAGE)]);
    let overlapping = || {
        let mut findings = found(&set);
        findings.extend(findings.clone().into_iter().map(|mut found| {
            let edit = found.finding.fix.as_mut().unwrap();
            (edit.start, edit.replacement) = (edit.start - 2, "a thing".to_string());
            found
        }));
        findings
    };
    let (_, unwritten) = fix(overlapping(), overlapping);
    assert!(unwritten.is_empty());
    assert_eq!(set.read("api/x.md"), PAGE.replace("thnig", "thing"));
}

#[test]
fn a_repair_that_asks_for_itself_again_comes_to_an_end() {
    let set = Set::of(&[("api/x.md", PAGE)]);
    let again = || {
        let mut findings = found(&set);
        findings
            .iter_mut()
            .for_each(|found| found.finding.fix.as_mut().unwrap().replacement = "thnig".to_string());
        findings
    };
    assert!(fix(again(), again).0.len() <= 20);
    assert_eq!(set.read("api/x.md"), PAGE);
}

#[cfg(unix)]
#[test]
fn a_page_keeps_its_permissions_and_a_link_stays_one() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let set = Set::of(&[("elsewhere/x.md", PAGE), ("api/other.md", "# x\n")]);
    fs::set_permissions(set.path("elsewhere/x.md"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("../elsewhere/x.md", set.path("api/x.md")).unwrap();
    assert_eq!(fix(found(&set), Vec::new).0.len(), 2);
    assert!(fs::symlink_metadata(set.path("api/x.md")).unwrap().is_symlink());
    assert_eq!(fs::metadata(set.path("elsewhere/x.md")).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(set.read("elsewhere/x.md"), PAGE.replace("thnig", "thing"));
}

#[test]
fn a_page_that_must_not_be_written_is_said() {
    let set = Set::of(&[("api/x.md", PAGE)]);
    let mut permissions = fs::metadata(set.path("api/x.md")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(set.path("api/x.md"), permissions).unwrap();
    let (fixed, unwritten) = fix(found(&set), Vec::new);
    assert_eq!((fixed.len(), unwritten.len()), (0, 1));
    assert!(unwritten[0].to_string().contains("read-only"), "{}", unwritten[0]);
    assert_eq!(set.read("api/x.md"), PAGE);
}

#[test]
fn a_check_that_has_nothing_to_repair_changes_no_page() {
    let set = Set::new();
    let before = set.read("api/thing-get.md");
    let run = set.check(&[".", "--fix", "--deny", "warnings"]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert_eq!(set.read("api/thing-get.md"), before);
}

/// A set in which a reason phrase and a flag are wrong, with the ends of line and the mark that some editors write.
fn with_mistakes() -> Set {
    let page = THING.replace("200 OK\nContent", "200 Fine\nContent").replace(": true", ": \"true\"");
    let page = format!("\u{feff}{}", page.replace('\n', "\r\n"));
    Set::of(&[("api/thing-get.md", &page), ("resources/thing.md", TYPE)])
}

fn codes(run: &Run, key: &str) -> Vec<String> {
    let json = run.json();
    json[key].as_array().unwrap().iter().map(|found| found["code"].as_str().unwrap().to_string()).collect()
}

#[test]
fn what_is_repaired_is_said_and_found_no_more() {
    let set = with_mistakes();
    let before = set.read("api/thing-get.md");
    assert_eq!(codes(&set.check(&[".", "--format", "json"]), "findings"), ["GC601", "GC203", "GC306"]);
    let run = set.check(&[".", "--fix", "--deny", "warnings", "--allow", "GC601", "--format", "json"]);
    assert_eq!(
        (codes(&run, "fixed"), codes(&run, "findings")),
        (vec!["GC203".into(), "GC306".into()], vec![])
    );
    assert_eq!(run.code, 0, "what is left decides");
    let after = before.replace("200 Fine", "200 OK").replace(": \"true\"", ": true");
    assert_eq!(set.read("api/thing-get.md"), after);
    let again = set.check(&[".", "--fix", "--format", "json"]);
    assert_eq!((codes(&again, "fixed"), set.read("api/thing-get.md")), (vec![], after));
}

#[test]
fn what_is_not_reported_is_not_repaired() {
    let allowed = "\n<!-- graph-contract: allow GC203 because an old tool reads it -->\n";
    let set = with_mistakes();
    set.write("api/thing-get.md", set.read("api/thing-get.md") + allowed);
    let before = set.read("api/thing-get.md");
    set.check(&[".", "--fix", "--allow", "GC306"]);
    assert_eq!(set.read("api/thing-get.md"), before);
    set.check(&[".", "--write-baseline", "known.json"]);
    set.check(&[".", "--fix", "--baseline", "known.json"]);
    assert_eq!(set.read("api/thing-get.md"), before);
}

#[cfg(unix)]
#[test]
fn a_file_that_two_paths_lead_to_is_repaired_once() {
    let page = "# T\n\n```http\nPOST /a\nContent-Type: application/json\nContent-Length: 100\n\n{\"a\":1}\n```\n\n\
                ```http\nHTTP/1.1 204 No Content\n```\n";
    let set = Set::of(&[("api/a.md", page)]);
    std::os::unix::fs::symlink("a.md", set.path("api/b.md")).unwrap();
    set.check(&[".", "--fix"]);
    assert_eq!(set.read("api/a.md"), page.replace("100", "7"));
}
