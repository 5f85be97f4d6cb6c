//! `Then`: what the answer is held to.

use cucumber::gherkin::Step;
use cucumber::then;

use super::content::{json, matcher, matchers, object};
use crate::suite::rows::of_row;
use crate::suite::stop::Stop;
use crate::suite::world::World;
use crate::verdict::Amount;

#[then("the response is the documented one")]
async fn documented_response(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.check_documented(step).await
}

#[then(regex = r"^the status is (?<status>[0-9]{3}|[A-Za-z][A-Za-z' -]+)$")]
async fn status_is(world: &mut World, #[step] step: &Step, status: String) -> Result<(), Stop> {
    world.check_status(step, &status).await
}

#[then(regex = r#"^the header "([^"]+)" is (?<matcher>.+)$"#)]
async fn header(world: &mut World, #[step] step: &Step, name: String, text: String) -> Result<(), Stop> {
    let matcher = matcher(world, step, &text)?;
    world.check_header(step, &name, matcher).await
}

#[then("the body has the documented shape")]
async fn documented_shape(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.check_shape(step).await
}

#[then("the body is")]
async fn body_is(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    let wanted = json(world, step)?;
    world.check_body(step, &wanted).await
}

#[then("there is no body")]
async fn no_body(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.check_no_body(step).await
}

#[then("the body includes")]
async fn includes(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    let wanted = object(world, step)?;
    world.check_includes(step, Some(&wanted)).await
}

#[then("the body includes what was sent")]
async fn includes_what_was_sent(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.check_includes(step, None).await
}

#[then(regex = r#"^the property "([^"]+)" is (?<matcher>.+)$"#)]
async fn property(world: &mut World, #[step] step: &Step, name: String, text: String) -> Result<(), Stop> {
    let matcher = matcher(world, step, &text)?;
    world.check_property(step, &name, matcher).await
}

#[then("the properties are")]
async fn properties(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    for (row, (name, matcher)) in matchers(world, step)?.into_iter().enumerate() {
        world.check_property(&of_row(step, row), &name, matcher).await?;
    }
    Ok(())
}

#[then(regex = r"^the collection has ([0-9]{1,6}) members?$")]
async fn members(world: &mut World, #[step] step: &Step, count: usize) -> Result<(), Stop> {
    world.check_amount(step, Amount::Exactly(count)).await
}

#[then(regex = r"^the collection has at least ([0-9]{1,6}) members?$")]
async fn members_at_least(world: &mut World, #[step] step: &Step, count: usize) -> Result<(), Stop> {
    world.check_amount(step, Amount::AtLeast(count)).await
}

#[then("every member of the collection has")]
async fn every_member(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    let matchers = matchers(world, step)?;
    world.check_members(step, matchers, true).await
}

#[then("some member of the collection has")]
async fn some_member(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    let matchers = matchers(world, step)?;
    world.check_members(step, matchers, false).await
}

#[then("nothing else has changed")]
async fn nothing_else_has_changed(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.check_unchanged(step, true).await
}

#[then("nothing has changed")]
async fn nothing_has_changed(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.check_unchanged(step, false).await
}

#[then(
    regex = r#"^the request is refused with status (?<refusal>[45]\d\d|[A-Za-z][A-Za-z' -]+?)(?: and code "(?<code>[^"]+)")?$"#
)]
async fn refused(world: &mut World, #[step] step: &Step, status: String, code: String) -> Result<(), Stop> {
    world.check_refusal(step, &status, &code).await
}

#[then("the request that arrived is the documented one")]
async fn arrived(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.check_arrived(step).await
}
