//! The step definitions: words to calls, and nothing else. What they do is in [`World`](super::World)'s methods.

mod content;
mod finding;
mod given;
mod then;
mod when;

pub(super) use self::finding::{find, handing_on, make};
