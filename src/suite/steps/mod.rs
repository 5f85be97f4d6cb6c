//! The step definitions: words to calls, and nothing else. What they do is in [`World`](super::World)'s methods.

mod given;
mod then;
mod when;

pub(super) use given::{EXAMPLE, PAGE};

/// The folder of this file, as step definitions name theirs.
pub(super) const FOLDER: &str = {
    let (folder, _) = file!().split_at(file!().len() - "mod.rs".len());
    folder
};
