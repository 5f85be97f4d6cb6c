//! The suite, with a step of its own.

use cucumber::gherkin::Step;
use cucumber::then;
use graph_contract::suite::World;

#[then(regex = r"^the answer is shorter than (\d+) bytes$")]
fn shorter(world: &mut World, #[step] step: &Step, limit: usize) {
    let length = world.exchange().map_or(0, |exchange| exchange.response.body.len());
    world.hold(step, length < limit, &format!("less than {limit} bytes"), &format!("{length} bytes"));
}

fn main() -> std::process::ExitCode {
    graph_contract::suite::main()
}
