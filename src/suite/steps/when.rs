//! `When`: requests.

use std::time::Duration;

use cucumber::gherkin::Step;
use cucumber::when;

use super::content::{changes, document, fixture, matcher, object};
use crate::suite::changes::{Change, properties};
use crate::suite::stop::Stop;
use crate::suite::world::World;

#[when(regex = r#"^the documented request(?: (?<example>"[^"]+"|\d+))? is sent$"#)]
async fn documented_request(world: &mut World, #[step] step: &Step, which: String) -> Result<(), Stop> {
    world.send(step, &which, Vec::new()).await
}

#[when(regex = r#"^the documented request(?: (?<example>"[^"]+"|\d+))? is sent with the body$"#)]
async fn with_the_body(world: &mut World, #[step] step: &Step, which: String) -> Result<(), Stop> {
    let body = document(world, step)?;
    world.send(step, &which, vec![Change::Body(Some(body))]).await
}

#[when(
    regex = r#"^the documented request(?: (?<example>"[^"]+"|\d+))? is sent with the body in "(?<fixture>[^"]+)"$"#
)]
async fn with_a_fixture(
    world: &mut World,
    #[step] step: &Step,
    which: String,
    file: String,
) -> Result<(), Stop> {
    let body = fixture(world, step, &file)?;
    world.send(step, &which, vec![Change::Body(Some(body))]).await
}

#[when(regex = r#"^the documented request(?: (?<example>"[^"]+"|\d+))? is sent without a body$"#)]
async fn without_a_body(world: &mut World, #[step] step: &Step, which: String) -> Result<(), Stop> {
    world.send(step, &which, vec![Change::Body(None)]).await
}

#[when(regex = r#"^the documented request(?: (?<example>"[^"]+"|\d+))? is sent with the properties$"#)]
async fn with_the_properties(world: &mut World, #[step] step: &Step, which: String) -> Result<(), Stop> {
    let object = object(world, step)?;
    let members = object.as_object().cloned().unwrap_or_default();
    world.send(step, &which, properties(members)).await
}

#[when(
    regex = r#"^the documented request(?: (?<example>"[^"]+"|\d+))? is sent without the property "(?<property_left_out>[^"]+)"$"#
)]
async fn without_the_property(
    world: &mut World,
    #[step] step: &Step,
    which: String,
    name: String,
) -> Result<(), Stop> {
    world.send(step, &which, vec![Change::Property(name, None)]).await
}

#[when(
    regex = r#"^the documented request(?: (?<example>"[^"]+"|\d+))? is sent with the header "([^"]+)" as "([^"]*)"$"#
)]
async fn with_the_header(
    world: &mut World,
    #[step] step: &Step,
    which: String,
    name: String,
    value: String,
) -> Result<(), Stop> {
    world.send(step, &which, vec![Change::Header(name, Some(value))]).await
}

#[when(
    regex = r#"^the documented request(?: (?<example>"[^"]+"|\d+))? is sent without the header "(?<header_left_out>[^"]+)"$"#
)]
async fn without_the_header(
    world: &mut World,
    #[step] step: &Step,
    which: String,
    name: String,
) -> Result<(), Stop> {
    world.send(step, &which, vec![Change::Header(name, None)]).await
}

#[when(
    regex = r#"^the documented request(?: (?<example>"[^"]+"|\d+))? is sent with the method (?<method>[A-Z]+)$"#
)]
async fn with_the_method(
    world: &mut World,
    #[step] step: &Step,
    which: String,
    method: String,
) -> Result<(), Stop> {
    world.send(step, &which, vec![Change::Method(method)]).await
}

#[when(regex = r#"^the documented request(?: (?<example>"[^"]+"|\d+))? is sent with the changes$"#)]
async fn with_the_changes(world: &mut World, #[step] step: &Step, which: String) -> Result<(), Stop> {
    let changes = changes(world, step)?;
    world.send(step, &which, changes).await
}

#[when(regex = r#"^(?<method>[A-Z]+) "([^"]+)" is sent$"#)]
async fn any_request(
    world: &mut World,
    #[step] step: &Step,
    method: String,
    url: String,
) -> Result<(), Stop> {
    world.send_to(step, &method, &url, None).await
}

#[when(regex = r#"^(?<method>[A-Z]+) "([^"]+)" is sent with the body$"#)]
async fn any_request_with_a_body(
    world: &mut World,
    #[step] step: &Step,
    method: String,
    url: String,
) -> Result<(), Stop> {
    let body = document(world, step)?;
    let body = world.replaced(step, |known| body.with_variables(known))?;
    world.send_to(step, &method, &url, Some(body.bytes())).await
}

#[when("the same request is sent again")]
async fn again(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.send_again(step).await
}

#[when(
    regex = r#"^the same request is sent until the property "([^"]+)" is (?<matcher>.+), within ([0-9]{1,4}) seconds?$"#
)]
async fn until(
    world: &mut World,
    #[step] step: &Step,
    name: String,
    text: String,
    seconds: u64,
) -> Result<(), Stop> {
    let matcher = matcher(world, step, &text)?;
    world.send_until(step, &name, matcher, Duration::from_secs(seconds)).await
}

#[when(
    regex = r"^the same request is sent until the status is (?<status>[0-9]{3}|[A-Za-z][A-Za-z' -]+), within ([0-9]{1,4}) seconds?$"
)]
async fn until_the_status(
    world: &mut World,
    #[step] step: &Step,
    status: String,
    seconds: u64,
) -> Result<(), Stop> {
    world.send_until_status(step, &status, Duration::from_secs(seconds)).await
}

#[when(regex = r#"^the property "([^"]+)" is remembered as "(?<defines>[^"]+)"$"#)]
async fn remember_property(
    world: &mut World,
    #[step] step: &Step,
    path: String,
    variable: String,
) -> Result<(), Stop> {
    world.remember_property(step, &path, &variable).await
}

#[when(regex = r#"^the header "([^"]+)" is remembered as "(?<defines>[^"]+)"$"#)]
async fn remember_header(
    world: &mut World,
    #[step] step: &Step,
    name: String,
    variable: String,
) -> Result<(), Stop> {
    world.remember_header(step, &name, &variable).await
}
