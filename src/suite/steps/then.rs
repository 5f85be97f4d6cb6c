//! `Then`: what the answer is held to.

use cucumber::gherkin::Step;
use cucumber::then;

use super::content::{json, matcher, matchers, object};
use crate::suite::rows::of_row;
use crate::suite::stop::Stop;
use crate::suite::world::World;
use crate::verdict::{Amount, judge_amount};

#[then("the response is the documented one")]
fn documented_response(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.check_documented(step)
}

#[then(regex = r"^the status is (?<status>[0-9]{3}|[A-Za-z][A-Za-z' -]+)$")]
fn status_is(world: &mut World, #[step] step: &Step, status: String) -> Result<(), Stop> {
    world.check_status(step, &status)
}

#[then(regex = r#"^the header "([^"]+)" is (?<matcher>.+)$"#)]
fn header(world: &mut World, #[step] step: &Step, name: String, text: String) -> Result<(), Stop> {
    let matcher = matcher(world, step, &text)?;
    world.check_header(step, &name, matcher)
}

#[then("the body has the documented shape")]
fn documented_shape(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.check_shape(step)
}

#[then("the body is")]
fn body_is(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    let wanted = json(world, step)?;
    world.check_body(step, &wanted)
}

#[then("there is no body")]
fn no_body(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.check_no_body(step)
}

#[then("the body includes")]
fn includes(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    let wanted = object(world, step)?;
    world.check_includes(step, Some(&wanted))
}

#[then("the body includes what was sent")]
fn includes_what_was_sent(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.check_includes(step, None)
}

#[then(regex = r#"^the property "([^"]+)" is (?<matcher>.+)$"#)]
fn property(world: &mut World, #[step] step: &Step, name: String, text: String) -> Result<(), Stop> {
    let matcher = matcher(world, step, &text)?;
    world.check_property(step, &name, matcher)
}

#[then("the properties are")]
fn properties(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    let matchers = matchers(world, step)?;
    let mut rows = matchers.into_iter().enumerate();
    rows.try_for_each(|(row, (name, matcher))| world.check_property(&of_row(step, row), &name, matcher))
}

#[then(regex = r"^the collection has ([0-9]{1,6}) members?$")]
fn members(world: &mut World, #[step] step: &Step, count: usize) -> Result<(), Stop> {
    world.check(step, None, |answer| judge_amount(answer.example, Amount::Exactly(count), answer.response))
}

#[then(regex = r"^the collection has at least ([0-9]{1,6}) members?$")]
fn members_at_least(world: &mut World, #[step] step: &Step, count: usize) -> Result<(), Stop> {
    world.check(step, None, |answer| judge_amount(answer.example, Amount::AtLeast(count), answer.response))
}

#[then("every member of the collection has")]
fn every_member(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    let matchers = matchers(world, step)?;
    world.check_members(step, matchers, true)
}

#[then("some member of the collection has")]
fn some_member(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    let matchers = matchers(world, step)?;
    world.check_members(step, matchers, false)
}

#[then("nothing else has changed")]
async fn nothing_else_has_changed(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.check_unchanged(step, true).await
}

#[then("nothing has changed")]
async fn nothing_has_changed(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.check_unchanged(step, false).await
}

#[then(regex = r#"^the request is refused with status ([45]\d\d)(?: and code "([^"]+)")?$"#)]
fn refused(world: &mut World, #[step] step: &Step, status: u16, code: String) -> Result<(), Stop> {
    world.check_refusal(step, status, &code)
}

#[then("the request that arrived is the documented one")]
async fn arrived(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.check_arrived(step).await
}
