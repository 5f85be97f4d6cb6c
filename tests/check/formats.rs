//! What each format prints.

use graph_contract::library::Unreadable;
use graph_contract::lint::{Edit, Finding, Quoted, Related, Severity, Source, rule};
use graph_contract::report::check::{
    BaselineReport, CheckReport, check_github, check_json, check_sarif, check_text,
};
use serde_json::Value;

use crate::command::{Set, todo_line};

/// A page that says two things, in characters of one, two and three columns.
const PAGE: &str = "# Update a book\n\nIf it works, the answer is `204`.\n\n## Response\n\n|Name|Meaning|\n|:--|:--|\n|título 日本|100% [sure](x.md)|\n\n```http\nHTTP/1.1 200 Fine\n```\n";

fn golden(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.add_filter(r#""semanticVersion": "[^"]+""#, r#""semanticVersion": "[version]""#);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// A finding about some words of the page.
fn found(severity: Severity, words: &str, message: &str) -> Finding {
    let at = PAGE.find(words).unwrap();
    let line = PAGE[..at].matches('\n').count() + 1;
    let before = PAGE[..at].rsplit('\n').next().unwrap();
    Finding {
        rule: rule(if severity == Severity::Warning { "GC609" } else { "GC601" }).unwrap(),
        severity,
        path: "docs/api/book update.md".to_string(),
        line,
        column: before.chars().count() + 1,
        length: words.chars().count(),
        message: message.to_string(),
        related: Vec::new(),
        help: "say one of them".to_string(),
        fix: None,
    }
}

fn report() -> CheckReport {
    let mut differs = found(Severity::Error, "200", "the example answers 200, the text says 204");
    let related =
        |path: &str, line, message: &str| Related { path: path.into(), line, message: message.into() };
    differs.related = vec![
        related("docs/api/book update.md", 3, "here the answer is 204"),
        related("docs/resources/book.md", 12, "and here it is 202"),
    ];
    let mut phrase = found(Severity::Warning, "Fine", "200 is called OK: see [the list](a.md)");
    let start = PAGE.find("Fine").unwrap();
    phrase.fix = Some(Edit { start, end: start + 4, replacement: "OK".to_string() });
    let unsure = found(Severity::Note, "日本", "a name in two languages, 100% sure");
    let source = Source::read(PAGE);
    CheckReport {
        pages: 3,
        findings: [unsure, differs, phrase.clone()]
            .into_iter()
            .map(|found| Quoted::of(found, &source))
            .collect(),
        fixed: vec![Quoted::of(phrase, &source)],
        ..CheckReport::default()
    }
}

#[test]
fn text_is_that_of_a_compiler() {
    golden("text", &check_text(&report()));
}

#[test]
fn text_tells_what_became_of_a_baseline() {
    let expires = "2030-01-31".parse().unwrap();
    let entry = |message: &str, count| graph_contract::lint::Entry {
        path: "api/book-update.md".to_string(),
        rule: "GC601".to_string(),
        fingerprint: "0".to_string(),
        count,
        expires,
        message: message.to_string(),
    };
    let baseline = BaselineReport {
        file: "docs/baseline.json".to_string(),
        covered: 4,
        expired: vec![entry("TODO is left on the page", 1)],
        outlived: (0..22).map(|number| entry(&format!("message {number}"), 2)).collect(),
    };
    golden(
        "text_baseline",
        &check_text(&CheckReport { pages: 3, baseline: Some(baseline), ..CheckReport::default() }),
    );
}

#[test]
fn json_has_what_the_interface_promises() {
    golden("json", &format!("{:#}", check_json(&report())));
}

#[test]
fn sarif_is_what_code_review_takes() {
    let mut sarif = check_sarif(&report());
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].take();
    let rules = rules.as_array().unwrap();
    assert_eq!(rules.len(), graph_contract::lint::rules().len());
    for result in sarif["runs"][0]["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(rules[index]["help"]["text"].as_str().is_some_and(|help| help.len() > 20));
    }
    // the place of a rule among all of them is no matter of this format
    let text = format!("{sarif:#}");
    let lines: Vec<&str> = text.lines().filter(|line| !line.contains("\"ruleIndex\"")).collect();
    golden("sarif", &lines.join("\n"));
}

#[test]
fn sarif_says_what_could_not_be_read() {
    let unreadable = Unreadable::File { path: "api/x.md".to_string(), reason: "it is not UTF-8".to_string() };
    let sarif = check_sarif(&CheckReport { unreadable: vec![unreadable], ..CheckReport::default() });
    let invocation = &sarif["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert!(
        invocation["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap().contains("api/x.md")
    );
}

#[test]
fn two_alike_have_a_fingerprint_each_in_sarif() {
    let mut report = report();
    report.findings = vec![report.findings[0].clone(), report.findings[0].clone()];
    let sarif = check_sarif(&report);
    let of = |at: usize| sarif["runs"][0]["results"][at]["partialFingerprints"]["finding/v1"].clone();
    assert!(of(0).is_string() && of(0) != of(1));
}

#[test]
fn github_takes_a_command_a_finding() {
    golden("github", &check_github(&report()));
}

/// The columns of every format are those of the words on the page.
#[test]
fn columns_are_those_of_the_page() {
    let set = Set::new();
    let line = set.read("api/thing-get.md").lines().nth(todo_line() - 1).unwrap().to_string();
    let json = set.check(&[".", "--format", "json"]).json();
    let column = |key: &str| usize::try_from(json["findings"][0][key].as_u64().unwrap()).unwrap() - 1;
    assert_eq!(&line[column("column")..column("end_column")], "TODO: say when not.");
}

/// Given as an absolute path or from another folder, a page is named as seen from where the check was started.
#[test]
fn code_review_is_told_paths_from_here() {
    let set = Set::new();
    let absolute = set.path("api").to_string_lossy().into_owned();
    for path in ["api", "./api", absolute.as_str()] {
        let sarif: Value = set.check(&[path, "--format", "sarif"]).json();
        let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
        assert_eq!(place["uri"], "api/thing-get.md");
        let github = set.check(&[path, "--format", "github"]).out;
        let place = format!("::warning file=api/thing-get.md,line={},", todo_line());
        assert!(github.starts_with(&place), "{github}");
    }
    let sarif = set.check_in("resources", &["../api", "--format", "sarif"]).json();
    let uri =
        sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].clone();
    assert!(uri.as_str().unwrap().ends_with("/api/thing-get.md"), "{uri}");
}
