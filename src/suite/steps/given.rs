//! `Given`: the page under contract and the resource it is about.

use cucumber::gherkin::Step;
use cucumber::given;
use serde_json::Value;

use crate::suite::document::Document;
use crate::suite::stop::Stop;
use crate::suite::world::World;

/// How a step names a page.
pub(in crate::suite) const PAGE: &str = r#"^the API page "([^"]+)"$"#;
/// How a step names an example.
pub(in crate::suite) const EXAMPLE: &str = r#"^the documented example ("[^"]+"|\d+)$"#;

#[given(regex = r#"^the API page "([^"]+)"$"#)]
fn api_page(world: &mut World, #[step] step: &Step, path: String) -> Result<(), Stop> {
    world.take_page(step, &path)
}

#[given(regex = r#"^the documented example ("[^"]+"|\d+)$"#)]
fn documented_example(world: &mut World, #[step] step: &Step, which: String) -> Result<(), Stop> {
    world.take_example(step, &which)
}

#[given(regex = r"^an existing (\S+)$")]
fn existing(world: &mut World, #[step] step: &Step, _resource: String) -> Result<(), Stop> {
    world.take_existing(step, None)
}

#[given(regex = r"^an existing (\S+) with$")]
fn existing_with(world: &mut World, #[step] step: &Step, _resource: String) -> Result<(), Stop> {
    let body = object(world, step)?;
    world.take_existing(step, Some(&body))
}

#[given(regex = r"^an unknown (\S+)$")]
fn unknown(world: &mut World, #[step] step: &Step, _resource: String) -> Result<(), Stop> {
    world.take_unknown(step)
}

/// The JSON object in the doc string of a step that compares or holds one; it has at least one member.
pub(super) fn object(world: &mut World, step: &Step) -> Result<Value, Stop> {
    let document = document(world, step)?;
    let object = document.json().filter(|value| value.as_object().is_some_and(|members| !members.is_empty()));
    let help = "give an object with at least one member as a doc string";
    object.cloned().ok_or_else(|| world.misuse(step, "the step needs a JSON object", help))
}

/// The doc string of a step that needs one.
pub(super) fn document(world: &mut World, step: &Step) -> Result<Document, Stop> {
    let docstring = step.docstring.as_deref();
    let docstring =
        docstring.ok_or_else(|| world.misuse(step, "the step needs a doc string", "put one below it"))?;
    Document::read(docstring).map_err(|unusable| world.misuse(step, &unusable.message, unusable.help))
}
