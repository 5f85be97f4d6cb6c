//! The step definitions: words to calls, and nothing else. What they do is in [`World`](super::World)'s methods.

mod content;
mod given;
mod then;
mod when;

use std::sync::LazyLock;

use cucumber::World as _;
use cucumber::step::Collection;

use super::world::World;

static ALL: LazyLock<Collection<World>> = LazyLock::new(World::collection);

/// Every step that is linked in, of this crate and of others. To make the patterns takes longer than to run a scenario, so that
/// they are made once.
pub(super) fn all() -> &'static Collection<World> {
    &ALL
}
