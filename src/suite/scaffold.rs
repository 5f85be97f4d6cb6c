//! A feature file for a page, as a person would begin it: one scenario an example.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::directives::{DESTRUCTIVE, WRITES, is_reserved};
use super::effect::documented_effect;
use crate::contract::{Contract, DocumentedExample};
use crate::exchange::Effect;

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
    let mut names = Names::default();
    for (at, example) in contract.examples.iter().enumerate() {
        let name = names.unique(name(example, contract, at));
        scenario(contract, at, page, &name, &mut text);
    }
    text
}

fn scenario(contract: &Contract, at: usize, page: &str, name: &str, text: &mut String) {
    let example = &contract.examples[at];
    let (request, path) = (&example.request, example.request.path());
    let _ = writeln!(text, "\n  # {} {}", request.method, path.as_str());
    let _ = writeln!(text, "  # {page}:{}", request.documented_at.line());
    if !path.placeholders().is_empty() {
        let names = path.placeholders().join(", ");
        let _ = writeln!(text, "  # on a tenant GRAPH_CONTRACT_VARS gives {names}");
    }
    if let Some(tag) = consent(contract, example) {
        let _ = writeln!(text, "  @{tag}");
    }
    let _ = writeln!(text, "  Scenario: {name}");
    for (at, step) in steps(contract, at).iter().enumerate() {
        let step = if at == 1 { step.replacen("Given", "And", 1) } else { step.clone() };
        let _ = writeln!(text, "    {step}");
    }
}

fn steps(contract: &Contract, at: usize) -> Vec<String> {
    let example = &contract.examples[at];
    let chosen =
        (at > 0).then(|| format!("Given the documented example {}", reference(contract, example, at)));
    let creates = example.request.method == "POST" && example.request.path().placeholders().is_empty();
    let existing = (!creates).then(|| format!("Given an existing {}", noun(example)));
    let asked = ["When the documented request is sent", "Then the response is the documented one"];
    chosen.into_iter().chain(existing).chain(asked.map(str::to_string)).collect()
}

/// The tag that says what the scenario does to a tenant; none where it only reads.
fn consent(contract: &Contract, example: &DocumentedExample) -> Option<&'static str> {
    match documented_effect(contract, example) {
        Effect::Read => None,
        Effect::Act { .. } => Some(DESTRUCTIVE),
        _ => Some(WRITES),
    }
}

/// The example by its name where that is its own, else by its number.
fn reference(contract: &Contract, example: &DocumentedExample, at: usize) -> String {
    let quoted = example.name.as_ref().filter(|name| !name.contains('"')).map(|name| format!("\"{name}\""));
    quoted.filter(|quoted| contract.position(quoted) == Some(at)).unwrap_or_else(|| (at + 1).to_string())
}

/// Tags by method and by area, the first segment of the path; an area that is named like a directive has none.
fn tags(contract: &Contract) -> String {
    let mut tags: Vec<String> = Vec::new();
    for example in &contract.examples {
        let path = example.request.path().as_str();
        let area = path.split('/').find(|segment| !segment.is_empty()).unwrap_or_default();
        let area: String = area.chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        for tag in [example.request.method.to_lowercase(), area] {
            if !tag.is_empty() && !is_reserved(&tag) && !tags.contains(&format!("@{tag}")) {
                tags.push(format!("@{tag}"));
            }
        }
    }
    tags.join(" ")
}

/// The heading above the example; where the page has but one, its title; else the annotated name.
fn name(example: &DocumentedExample, contract: &Contract, at: usize) -> String {
    let numbered = || format!("{}, example {}", contract.title, at + 1);
    let annotated = || example.name.as_ref().map(|name| name.replace(['_', '-'], " "));
    let name = match (&example.heading, contract.examples.len()) {
        (Some(heading), _) => heading.clone(),
        (None, 1) => contract.title.clone(),
        (None, _) => annotated().unwrap_or_else(numbered),
    };
    let name = one_line(&name);
    if name.is_empty() { one_line(&numbered()) } else { name }
}

/// Scenario names, each given out once.
#[derive(Default)]
struct Names(HashMap<String, usize>);

impl Names {
    fn unique(&mut self, name: String) -> String {
        let count = self.0.entry(name.clone()).or_default();
        *count += 1;
        match *count {
            1 => name,
            count => self.unique(format!("{name} ({count})")),
        }
    }
}

/// What must exist: the resource that the path addresses; for what is created in another, that other.
fn noun(example: &DocumentedExample) -> String {
    let path = example.request.path().as_str();
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let is_word = |segment: &&&str| !segment.starts_with(['{', '$', '<']);
    let parent = || {
        let key = segments.iter().rposition(|segment| segment.starts_with('{'))?;
        segments[..key].iter().rev().find(is_word).map(|segment| singular(word(segment)))
    };
    let body = example.response.json().map(|body| &body.example);
    let type_name = body.and_then(|body| body.get("@odata.type")).and_then(|name| name.as_str());
    let own = || type_name.and_then(|name| name.rsplit('.').next()).map(str::to_string);
    let last = || segments.iter().rev().find(is_word).map(|segment| word(segment).to_string());
    let named = match example.request.method.as_str() {
        "POST" => parent().or_else(own),
        _ => own().or_else(parent),
    };
    named.or_else(last).filter(|name| !name.is_empty()).unwrap_or_else(|| "resource".to_string())
}

fn word(segment: &str) -> &str {
    let end = segment.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(segment.len());
    &segment[..end]
}

/// `policy` of `policies`, `group` of `groups`.
fn singular(plural: &str) -> String {
    match (plural.strip_suffix("ies"), plural.strip_suffix('s')) {
        (Some(stem), _) if stem.len() > 1 => format!("{stem}y"),
        (_, Some(stem)) if !stem.ends_with(['s', 'u', 'i']) => stem.to_string(),
        _ => plural.to_string(),
    }
}

/// Gherkin reads a name to the end of its line, and `<x>` in it as the column of an outline.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(['<', '>'], "")
}
