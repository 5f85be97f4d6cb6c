//! `Given`: the page under contract, the resource it is about, and who calls.

use std::time::Duration;

use cucumber::gherkin::Step;
use cucumber::given;

use super::content::{object, values};
use crate::exchange::{Caller, Disturbance};
use crate::suite::stop::Stop;
use crate::suite::world::World;

#[given(regex = r#"^the API page "(?<page>[^"]+)"$"#)]
fn api_page(world: &mut World, #[step] step: &Step, path: String) -> Result<(), Stop> {
    world.take_page(step, &path)
}

#[given(regex = r#"^the documented example (?<example>"[^"]+"|\d+)$"#)]
fn documented_example(world: &mut World, #[step] step: &Step, which: String) -> Result<(), Stop> {
    world.take_example(step, &which)
}

#[given(regex = r"^an existing (\S+)$")]
async fn existing(world: &mut World, #[step] step: &Step, _resource: String) -> Result<(), Stop> {
    world.take_existing(step, None).await
}

#[given(regex = r"^an existing (\S+) with$")]
async fn existing_with(world: &mut World, #[step] step: &Step, _resource: String) -> Result<(), Stop> {
    let body = object(world, step)?;
    let body = world.replaced(step, |known| known.in_value(body))?;
    world.take_existing(step, Some(&body)).await
}

#[given(regex = r"^([0-9]{1,4}) existing (\S+)$")]
fn several(world: &mut World, #[step] step: &Step, count: usize, _resource: String) -> Result<(), Stop> {
    world.take_several(step, count)
}

#[given(regex = r"^an unknown (\S+)$")]
fn unknown(world: &mut World, #[step] step: &Step, _resource: String) -> Result<(), Stop> {
    world.take_unknown(step)
}

#[given(regex = r#"^the variable "(?<defines>[^"]+)" is "([^"]*)"$"#)]
fn variable(world: &mut World, #[step] step: &Step, name: String, value: String) -> Result<(), Stop> {
    let value = world.replaced(step, |known| known.in_text(&value))?;
    world.set_variable(&name, &value);
    Ok(())
}

#[given("a caller without a token")]
fn nobody(world: &mut World) {
    world.caller = Caller::Nobody;
}

#[given("a caller with another token")]
fn another(world: &mut World) {
    world.caller = Caller::Another;
}

#[given("the unknown members of enumerations are asked for")]
fn unknown_members(world: &mut World) {
    world.asks_for_unknown_members = true;
}

#[given(regex = r"^the service throttles the next (?:request|([0-9]{1,4}) requests)$")]
fn throttles(world: &mut World, #[step] step: &Step, requests: String) -> Result<(), Stop> {
    world.disturb(step, Disturbance::Throttle, requests.parse().unwrap_or(1))
}

#[given(regex = r"^the service fails the next (?:request|([0-9]{1,4}) requests)$")]
fn fails(world: &mut World, #[step] step: &Step, requests: String) -> Result<(), Stop> {
    world.disturb(step, Disturbance::Fail, requests.parse().unwrap_or(1))
}

#[given(
    regex = r"^the service delays the next (?:request|([0-9]{1,4}) requests) by ([0-9]{1,5}) milliseconds$"
)]
fn delays(world: &mut World, #[step] step: &Step, requests: String, delay: u64) -> Result<(), Stop> {
    world.disturb(step, Disturbance::Delay(Duration::from_millis(delay)), requests.parse().unwrap_or(1))
}

#[given(regex = r#"^the service moves the property "(?<moving>[^"]+)" on to (?<values>.+)$"#)]
fn moves_on(world: &mut World, #[step] step: &Step, property: String, list: String) -> Result<(), Stop> {
    let values = values(world, step, &list)?;
    let values =
        world.replaced(step, |known| values.into_iter().map(|value| known.in_value(value)).collect())?;
    world.move_on(step, &property, values)
}
