//! The step definitions: words to calls, and nothing else. What they do is in [`World`](super::World)'s methods.

mod given;
mod then;
mod when;

pub(super) use given::{EXAMPLE, PAGE};
