//! What a step is given beside its words: a doc string, a table, a list of values.
//!
//! All of it was checked before anything was sent; what is wrong here is said once more, in case a World is used outside a
//! run.

use cucumber::gherkin::Step;
use serde_json::Value;

use crate::suite::changes::{Change, of_table};
use crate::suite::document::{Document, Unusable};
use crate::suite::matcher_text;
use crate::suite::stop::Stop;
use crate::suite::world::World;
use crate::verdict::Matcher;

/// The doc string of a step that needs one.
pub(super) fn document(world: &mut World, step: &Step) -> Result<Document, Stop> {
    let docstring = step.docstring.as_deref();
    let docstring =
        docstring.ok_or_else(|| world.misuse(step, "the step needs a doc string", "put one below it"))?;
    Document::read(docstring).map_err(|unusable| told(world, step, &unusable))
}

/// The JSON in the doc string of a step that compares with it.
pub(super) fn json(world: &mut World, step: &Step) -> Result<Value, Stop> {
    let document = document(world, step)?;
    let help = "give JSON as a doc string";
    document.json().cloned().ok_or_else(|| world.misuse(step, "the step needs JSON", help))
}

/// The JSON object in the doc string of a step that compares or holds one; it has at least one member.
pub(super) fn object(world: &mut World, step: &Step) -> Result<Value, Stop> {
    let value = json(world, step)?;
    let is_object = value.as_object().is_some_and(|members| !members.is_empty());
    let help = "give an object with at least one member as a doc string";
    if is_object { Ok(value) } else { Err(world.misuse(step, "the step needs a JSON object", help)) }
}

/// A file of the fixtures as a body.
pub(super) fn fixture(world: &mut World, step: &Step, file: &str) -> Result<Document, Stop> {
    Document::of_file(&world.fixture(file)).map_err(|unusable| told(world, step, &unusable))
}

/// The matcher that a step names.
pub(super) fn matcher(world: &mut World, step: &Step, text: &str) -> Result<Matcher, Stop> {
    matcher_text::read(text).map_err(|problem| world.misuse(step, &problem, matcher_text::HELP))
}

/// The matchers in the table of a step, by property.
pub(super) fn matchers(world: &mut World, step: &Step) -> Result<Vec<(String, Matcher)>, Stop> {
    matcher_text::of_table(step).map_err(|wrong| world.misuse(step, &wrong[0].problem, matcher_text::HELP))
}

/// The changes in the table of a step.
pub(super) fn changes(world: &mut World, step: &Step) -> Result<Vec<Change>, Stop> {
    of_table(step).map_err(|wrong| world.misuse(step, &wrong[0].problem, "mend the row"))
}

/// A list of values: `"running", "succeeded"`.
pub(super) fn values(world: &mut World, step: &Step, list: &str) -> Result<Vec<Value>, Stop> {
    matcher_text::list(list).map_err(|problem| world.misuse(step, &problem, "write \"one\", \"two\", 3"))
}

fn told(world: &mut World, step: &Step, unusable: &Unusable) -> Stop {
    world.misuse(step, &unusable.message, unusable.help)
}
