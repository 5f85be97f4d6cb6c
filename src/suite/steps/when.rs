//! `When`: requests.

use cucumber::gherkin::Step;
use cucumber::when;

use super::given::document;
use crate::suite::sending::Changes;
use crate::suite::stop::Stop;
use crate::suite::world::World;

#[when("the documented request is sent")]
async fn documented_request(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.send(step, Changes::default()).await
}

#[when("the documented request is sent with the body")]
async fn with_the_body(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    let body = Some(document(world, step)?);
    world.send(step, Changes { body, ..Changes::default() }).await
}

#[when("the documented request is sent without a body")]
async fn without_a_body(world: &mut World, #[step] step: &Step) -> Result<(), Stop> {
    world.send(step, Changes { without_body: true, ..Changes::default() }).await
}

#[when(regex = r#"^the documented request is sent without the header "([^"]+)"$"#)]
async fn without_the_header(world: &mut World, #[step] step: &Step, name: String) -> Result<(), Stop> {
    world.send(step, Changes { headers: vec![(name, None)], ..Changes::default() }).await
}

#[when(regex = r#"^the documented request is sent with the header "([^"]+)" as "([^"]*)"$"#)]
async fn with_the_header(
    world: &mut World,
    #[step] step: &Step,
    name: String,
    value: String,
) -> Result<(), Stop> {
    world.send(step, Changes { headers: vec![(name, Some(value))], ..Changes::default() }).await
}

#[when(regex = r"^the documented request is sent with the method ([A-Z]+)$")]
async fn with_the_method(world: &mut World, #[step] step: &Step, method: String) -> Result<(), Stop> {
    world.send(step, Changes { method: Some(method), ..Changes::default() }).await
}
