//! The definition that a step of a feature file is one of.

use cucumber::gherkin::Step;
use cucumber::step::Collection;

use crate::suite::vocabulary::{self, VocabularyStep};
use crate::suite::world::World;

/// What is known of a step.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Its entry in the vocabulary; `None`: it is not defined in this crate.
    pub(super) entry: Option<&'static VocabularyStep>,
    /// Whether another crate defines it.
    pub(super) is_foreign: bool,
    /// The whole step, and the groups of its pattern by name.
    pub(super) groups: Vec<(Option<String>, String)>,
}

impl Found {
    pub(super) fn of(step: &Step, steps: &Collection<World>) -> Found {
        let Some((_, _, location, context)) = steps.find(step).ok().flatten() else {
            return Found::default();
        };
        let entry = location.and_then(|at| vocabulary::entry(at.path, at.line));
        Found { entry, is_foreign: entry.is_none(), groups: context.matches }
    }

    /// What stands in the group of this name.
    pub(super) fn group(&self, name: &str) -> Option<&str> {
        let found = self.groups.iter().find(|(known, _)| known.as_deref() == Some(name));
        found.map(|(_, text)| text.as_str()).filter(|text| !text.is_empty())
    }

    /// Whether the step means something only with a page under contract: all do, but those about variables and the caller.
    pub(super) fn needs_page(&self) -> bool {
        let is_free = |entry: &VocabularyStep| {
            entry.keyword == "Given"
                && (entry.example.starts_with("the variable") || entry.example.starts_with("a caller"))
        };
        !self.entry.is_some_and(is_free)
    }
}
