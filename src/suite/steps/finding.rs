//! Finds what runs a step, once for all the steps that say the same.
//!
//! cucumber tries every pattern on every step that it runs, which takes longer than the step. A run is planned with the steps that
//! are found here, and they are what runs: cucumber is given one step for each keyword, which takes every text and hands it on.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use cucumber::World as _;
use cucumber::gherkin::{self, StepType};
use cucumber::step::{AmbiguousMatchError, CaptureName, Collection, Context, Location, Step};
use futures::FutureExt as _;
use futures::future::LocalBoxFuture;

use crate::pattern::pattern;
use crate::suite::world::World;

/// Every step that is linked in, of this crate and of others. To make the patterns takes longer than to run a scenario, so that
/// they are made once.
static ALL: LazyLock<Collection<World>> = LazyLock::new(World::collection);

static FOUND: LazyLock<RwLock<HashMap<StepType, Texts>>> = LazyLock::new(RwLock::default);

type Texts = HashMap<String, Arc<Definition>>;

/// How many texts of a keyword are remembered: a run of very many scenarios, each with texts of its own, finds them anew.
const MOST: usize = 10_000;

/// What runs a step, and what its pattern found in it.
pub(in crate::suite) struct Definition {
    run: Step<World>,
    /// Where it is defined.
    pub(in crate::suite) location: Option<Location>,
    /// The whole text, and the groups of the pattern by name.
    pub(in crate::suite) groups: Vec<(CaptureName, String)>,
}

/// Makes the patterns, so that who needs the first of them need not wait for them all.
pub(in crate::suite) fn make() {
    LazyLock::force(&ALL);
}

/// The definition that a step is one of; `None`: there is none.
///
/// # Errors
/// More than one pattern is that of the step.
pub(in crate::suite) fn find(step: &gherkin::Step) -> Result<Option<Arc<Definition>>, AmbiguousMatchError> {
    if let Some(found) = remembered(step) {
        return Ok(Some(found));
    }
    let found = ALL.find(step)?.map(|(run, _, location, context)| {
        Arc::new(Definition { run: *run, location, groups: context.matches })
    });
    found.iter().for_each(|found| remember(step, found));
    Ok(found)
}

fn remembered(step: &gherkin::Step) -> Option<Arc<Definition>> {
    let found = FOUND.read().unwrap_or_else(PoisonError::into_inner);
    found.get(&step.ty)?.get(&step.value).cloned()
}

fn remember(step: &gherkin::Step, found: &Arc<Definition>) {
    let mut all = FOUND.write().unwrap_or_else(PoisonError::into_inner);
    let texts = all.entry(step.ty).or_default();
    if texts.len() < MOST {
        texts.insert(step.value.clone(), Arc::clone(found));
    }
}

/// One step for each keyword, which runs the one that the text is.
pub(in crate::suite) fn handing_on() -> Collection<World> {
    let any = || pattern("");
    Collection::new().given(None, any(), hand_on).when(None, any(), hand_on).then(None, any(), hand_on)
}

fn hand_on(world: &mut World, context: Context) -> LocalBoxFuture<'_, ()> {
    let wrong = match find(&context.step) {
        Ok(Some(found)) => return (found.run)(world, Context { matches: found.groups.clone(), ..context }),
        Ok(None) => format!("no step is defined for: {}", context.step.value),
        Err(ambiguous) => ambiguous.to_string(),
    };
    // the plan found one: the file was written to since
    let stop = world.misuse(&context.step, &wrong, "leave feature files as they are while they run");
    async move { panic!("{stop}") }.boxed_local()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suite::stop::Stop;
    use crate::suite::vocabulary::gherkin_step;

    #[test]
    fn a_step_that_came_to_a_file_after_the_plan_breaks_no_promise() {
        let mut world = futures::executor::block_on(World::new()).unwrap();
        let context = Context { step: gherkin_step("Then", "it came later"), matches: Vec::new() };
        drop(hand_on(&mut world, context));
        assert!(matches!(world.record.stopped, Some(Stop::Input { .. })));
    }

    #[test]
    fn one_text_is_another_step_behind_another_keyword() {
        let is_step = |keyword| find(&gherkin_step(keyword, "the status is 200")).unwrap().is_some();
        assert_eq!(["Then", "When", "Given", "Then"].map(is_step), [true, false, false, true]);
    }
}
