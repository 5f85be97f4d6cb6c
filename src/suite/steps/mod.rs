//! The step definitions: words to calls, and nothing else. What they do is in [`World`](super::World)'s methods.

mod content;
mod given;
mod then;
mod when;
