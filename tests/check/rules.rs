//! The manual pages of the rules.

use graph_contract::lint::{Rule, rules};

use crate::command::Set;

fn golden(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn a_rule_is_explained_with_what_it_prints() {
    let run = Set::new().check(&["--explain", "todo-left"]);
    assert_eq!(run.code, 0);
    golden("explain", &run.out);
}

#[test]
fn every_rule_explains_itself() {
    let set = Set::new();
    for rule in rules() {
        let run = set.check(&["--explain", &rule.code.to_lowercase()]);
        let printed = format!("{}[{}]: ", rule.severity, rule.code);
        let is_whole = [rule.code, rule.name, rule.help].iter().all(|part| run.out.contains(part));
        // a rule may be less sure of the page that stands for it than it can be
        let prints = run.out.contains(&printed) || run.out.contains(&format!("note[{}]: ", rule.code));
        assert!(run.code == 0 && is_whole && prints, "{}", run.out);
    }
}

/// The table in `docs/check.md` is the one that `check --rules` prints.
#[test]
fn the_documented_rules_are_the_rules_there_are() {
    let page = include_str!("../../docs/check.md").replace("\r\n", "\n");
    let (_, behind) = page.split_once("<!-- rules -->\n").expect("docs/check.md marks its table");
    let (table, _) = behind.split_once("<!-- end of rules -->").expect("docs/check.md marks its table's end");
    let printed = Set::new().check(&["--rules"]).out;
    assert_eq!(
        table.trim(),
        printed.trim(),
        "put what graph-contract check --rules prints between the marks"
    );
    let is_named = |rule: &&&'static Rule| printed.contains(&format!("| {} | {} ", rule.code, rule.name));
    assert_eq!(rules().iter().filter(is_named).count(), rules().len());
}

/// What is found on the pages of this repository: contradictions that the page which began it has, and no error.
#[test]
fn the_fixture_pages_have_what_they_are_known_to_have() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/pages");
    let run = Set::new().check(&[folder, "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.out);
    let json = run.json();
    let findings = json["findings"].as_array().unwrap().iter().filter(|found| found["severity"] != "note");
    let told = findings.map(|found| {
        let path = found["path"].as_str().unwrap().strip_prefix(folder).unwrap();
        format!(
            "{}:{}: {}: {}",
            &path[1..],
            found["line"],
            found["code"].as_str().unwrap(),
            found["message"].as_str().unwrap()
        )
    });
    golden("fixture_pages", &told.collect::<Vec<_>>().join("\n"));
}
