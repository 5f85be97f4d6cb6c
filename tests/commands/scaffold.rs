//! `graph-contract scaffold` and `inspect`: what is written, and that it runs.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

fn graph_contract(arguments: &[&str]) -> Output {
    super::graph_contract().args(arguments).output().unwrap()
}

fn scaffold(out: &Path, more: &[&str]) -> Output {
    let out = out.to_string_lossy().into_owned();
    graph_contract(&[&["scaffold", "fixtures/pages/api", "--out", &out], more].concat())
}

const WRITTEN: &str = "api/longrunningoperation-update.feature";

#[test]
fn a_scaffolded_feature_is_one_a_person_would_begin_with() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(scaffold(folder.path(), &[]).status.code(), Some(0));
    let text = fs::read_to_string(folder.path().join(WRITTEN)).unwrap();
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!("scaffold", text));
}

#[test]
fn placeholders_of_one_name_have_values_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("api/journal-get.md");
    fs::create_dir(folder.path().join("api")).unwrap();
    let text = "# Get journal\n\n```http\nGET https://graph.microsoft.com/v1.0/companies/{id}/journals/{id}\n```\n\n\
                ```http\nHTTP/1.1 200 OK\n\n{ \"id\": \"7\" }\n```\n";
    fs::write(&page, text).unwrap();
    let out = folder.path().join("features");
    graph_contract(&["scaffold", &page.to_string_lossy(), "--out", &out.to_string_lossy()]);
    let text = fs::read_to_string(out.join("api/journal-get.feature")).unwrap();
    assert!(text.contains("# GET /companies/{id}/journals/{id2}\n"), "{text}");
    assert!(text.contains("gives id, id2\n"), "{text}");
    let (pages, out) = (folder.path().to_string_lossy(), out.to_string_lossy());
    let tenant = ["--base-url", "http://127.0.0.1:9", "--var", "id=a,id2=b"];
    let plan = graph_contract(&[&["run", &out, "--plan", "--pages", &pages][..], &tenant].concat());
    let plan = String::from_utf8(plan.stdout).unwrap();
    assert!(plan.contains("/companies/a/journals/b"), "{plan}");
}

#[test]
fn a_scaffolded_scenario_says_what_it_does_to_a_tenant() {
    let folder = tempfile::tempdir().unwrap();
    scaffold(folder.path(), &[]);
    for (page, tag) in [
        ("longrunningoperation-get", ""),
        ("educationschool-update", "@writes"),
        ("educationschool-post", "@writes"),
        ("educationschool-delete", "@writes"),
        ("team-archive", "@destructive"),
        ("group-validateproperties", "@destructive"),
    ] {
        let text = fs::read_to_string(folder.path().join(format!("api/{page}.feature"))).unwrap();
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let scenarios = (0..lines.len()).filter(|at| lines[*at].starts_with("Scenario: "));
        let above: Vec<&str> = scenarios.map(|at| lines[at - 1]).collect();
        let is_so = |line: &&str| if tag.is_empty() { line.starts_with('#') } else { *line == tag };
        assert!(!above.is_empty() && above.iter().all(is_so), "{page}: {above:?}");
    }
}

#[test]
fn a_scaffolded_feature_runs_on_the_double() {
    let folder = tempfile::tempdir().unwrap();
    scaffold(folder.path(), &[]);
    let out = folder.path().to_string_lossy().into_owned();
    let run = graph_contract(&["run", &out, "--report-dir", &out]);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stdout));
}

#[test]
fn a_feature_that_is_there_is_not_written_over_unless_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(WRITTEN);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, "mine").unwrap();
    let written = scaffold(folder.path(), &[]);
    assert!(String::from_utf8_lossy(&written.stdout).contains("--force"), "{written:?}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    assert_eq!(scaffold(folder.path(), &["--force"]).status.code(), Some(0));
    assert_ne!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_page_is_inspected_as_one_line() {
    let (api, resources) = ("fixtures/pages/api", "fixtures/pages/resources");
    let update = format!("{api}/longrunningoperation-update.md");
    let output = graph_contract(&["inspect", &update, &format!("{resources}/longrunningoperation.md")]);
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).unwrap();
    let pages: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!("inspect", format!("{:#}", Value::Array(pages))));
}

#[test]
fn a_schema_is_printed_whole() {
    let output = graph_contract(&["schema", "fixtures/pages/api/longrunningoperation-update.md"]);
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!("schema", String::from_utf8(output.stdout).unwrap()));
}

#[test]
fn what_is_not_there_is_said() {
    for command in ["inspect", "scaffold", "schema"] {
        let output = graph_contract(&[command, "absent.md"]);
        assert_eq!(output.status.code(), Some(3), "{command}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("absent.md"), "{command}");
    }
}

#[test]
fn an_area_that_is_named_like_a_tag_of_the_runner_gives_no_tag() {
    let folder = tempfile::tempdir().unwrap();
    let page = fs::read_to_string("fixtures/pages/api/longrunningoperation-update.md").unwrap();
    for area in ["live", "retryPolicies", "lives"] {
        let path = folder.path().join("api").join(format!("{area}.md"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, page.replace("/industryData/", &format!("/{area}/"))).unwrap();
    }
    let all = folder.path().to_string_lossy().into_owned();
    graph_contract(&["scaffold", &all, "--out", &all]);
    let tags = |area: &str| {
        let text = fs::read_to_string(folder.path().join(format!("api/{area}.feature"))).unwrap();
        text.lines().next().unwrap_or_default().to_string()
    };
    assert_eq!([tags("live"), tags("retryPolicies"), tags("lives")], ["@patch", "@patch", "@patch @lives"]);
    let run = graph_contract(&["run", &all, "--pages", &all, "--report-dir", &all]);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stdout));
}
