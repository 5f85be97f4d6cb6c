//! `Then`: what the answer is held to.

use cucumber::gherkin::Step;
use cucumber::then;

use super::given::object;
use crate::suite::stop::Stop;
use crate::suite::world::World;
use crate::verdict::{judge_member, judge_timestamp, judge_value};

#[then("the response is the documented one")]
fn documented_response(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.check_documented(step)
}

#[then(regex = r"^the status is (\d{3})$")]
fn status_is(world: &mut World, #[step] step: &Step, status: u16) -> Result<(), Stop> {
    world.check_status(step, status)
}

#[then(regex = r#"^the header "([^"]+)" is "([^"]*)"$"#)]
fn header(world: &mut World, #[step] step: &Step, name: String, value: String) -> Result<(), Stop> {
    world.check_header(step, &name, &value)
}

#[then("the body has the documented shape")]
fn documented_shape(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.check_shape(step)
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

#[then(regex = r#"^the property "([^"]+)" is one of its documented values$"#)]
fn documented_value(world: &mut World, #[step] step: &Step, name: String) -> Result<(), Stop> {
    world.check(step, None, |answer| judge_member(answer.example, &name, answer.response))
}

#[then(regex = r#"^the property "([^"]+)" is a timestamp$"#)]
fn timestamp(world: &mut World, #[step] step: &Step, name: String) -> Result<(), Stop> {
    world.check(step, None, |answer| judge_timestamp(answer.example, &name, answer.response))
}

#[then(regex = r#"^the property "([^"]+)" is ("[^"]*"|-?\d+(?:\.\d+)?|true|false|null)$"#)]
fn value_is(world: &mut World, #[step] step: &Step, name: String, value: String) -> Result<(), Stop> {
    let text = value.trim_matches('"').to_string();
    let expected =
        if value.starts_with('"') { text.into() } else { serde_json::from_str(&value).unwrap_or_default() };
    world.check(step, None, |answer| judge_value(answer.example, &name, &expected, answer.response))
}

#[then("nothing else has changed")]
async fn nothing_else_has_changed(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.check_unchanged(step, true).await
}

#[then("nothing has changed")]
async fn nothing_has_changed(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.check_unchanged(step, false).await
}

#[then(regex = r"^the request is refused with status ([45]\d\d)$")]
fn refused(world: &mut World, #[step] step: &Step, status: u16) -> Result<(), Stop> {
    world.check_refusal(step, status)
}

#[then("the request that arrived is the documented one")]
async fn arrived(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.check_arrived(step).await
}
