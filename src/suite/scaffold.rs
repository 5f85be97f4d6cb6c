//! A feature file for a page, as a person would begin it: one scenario an example.

use std::fmt::Write as _;

use crate::contract::{Contract, DocumentedExample};

/// The text of a feature for the page that is `page` below the pages folder.
///
/// ```
/// use graph_contract::{library::Library, suite::scaffold};
/// let page = "api/longrunningoperation-update.md";
/// let contract = Library::at("fixtures/pages").contract(page).unwrap();
/// let feature = scaffold(&contract, page);
/// assert!(feature.contains("Feature: Update longRunningOperation"));
/// assert!(feature.contains("Given an existing longRunningOperation"));
/// ```
#[must_use]
pub fn scaffold(contract: &Contract, page: &str) -> String {
    let mut text = format!("{}\nFeature: {}\n\n", tags(contract), one_line(&contract.title));
    let _ = writeln!(text, "  Background:\n    Given the API page \"{page}\"");
    let mut names: Vec<String> = Vec::new();
    for (at, example) in contract.examples.iter().enumerate() {
        let name = unique(name(example, &contract.title, at), &mut names);
        scenario(contract, example, at, &name, &mut text);
    }
    text
}

fn scenario(contract: &Contract, example: &DocumentedExample, at: usize, name: &str, text: &mut String) {
    let request = &example.request;
    let _ =
        writeln!(text, "\n  # {} {}\n  # {}", request.method, request.path().as_str(), request.documented_at);
    let _ = writeln!(text, "  Scenario: {name}");
    if at > 0 {
        let _ = writeln!(text, "    Given the documented example {}", reference(contract, example, at));
    }
    let word = if at > 0 { "And" } else { "Given" };
    let _ = writeln!(text, "    {word} an existing {}", noun(example));
    let _ = writeln!(
        text,
        "    When the documented request is sent\n    Then the response is the documented one"
    );
}

/// The example by its name where that is its own, else by its number.
fn reference(contract: &Contract, example: &DocumentedExample, at: usize) -> String {
    let quoted = example.name.as_ref().filter(|name| !name.contains('"')).map(|name| format!("\"{name}\""));
    quoted.filter(|quoted| contract.position(quoted) == Some(at)).unwrap_or_else(|| (at + 1).to_string())
}

/// Tags by method and by area, the first segment of the path.
fn tags(contract: &Contract) -> String {
    let mut tags: Vec<String> = Vec::new();
    for example in &contract.examples {
        let path = example.request.path().as_str();
        let area = path.split('/').find(|segment| !segment.is_empty()).unwrap_or_default();
        let area: String = area.chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        for tag in [example.request.method.to_lowercase(), area] {
            if !tag.is_empty() && !tags.contains(&format!("@{tag}")) {
                tags.push(format!("@{tag}"));
            }
        }
    }
    tags.join(" ")
}

fn name(example: &DocumentedExample, title: &str, at: usize) -> String {
    match &example.name {
        Some(name) => one_line(&name.replace(['_', '-', '<', '>'], " ")),
        None => format!("{}, example {}", one_line(title), at + 1),
    }
}

fn unique(name: String, names: &mut Vec<String>) -> String {
    let taken = |name: &String| names.contains(name);
    let numbered = (2..).map(|number| format!("{name} ({number})"));
    let name = std::iter::once(name.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(name);
    names.push(name.clone());
    name
}

/// What the example is about: the type of its answer, else the last word of its path.
fn noun(example: &DocumentedExample) -> String {
    let body = example.response.json().map(|body| &body.example);
    let type_name = body.and_then(|body| body.get("@odata.type")).and_then(|name| name.as_str());
    let tail = type_name.and_then(|name| name.rsplit('.').next()).map(str::to_string);
    let path = example.request.path();
    let segments = path.as_str().rsplit('/').filter(|segment| !segment.contains(['{', '$']));
    let mut words =
        segments.map(|segment| segment.chars().take_while(|c| c.is_ascii_alphanumeric()).collect());
    tail.or_else(|| words.find(|word: &String| !word.is_empty())).unwrap_or_else(|| "resource".to_string())
}

/// Gherkin reads a name to the end of its line, and `<x>` in it as the column of an outline.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(['<', '>'], "")
}
