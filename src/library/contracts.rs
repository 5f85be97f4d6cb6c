//! The contracts that are at hand.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, OnceLock};

use super::Unreadable;
use crate::contract::{Contract, DocumentedAt};

/// How many contracts are kept at a time. One that is asked for again after that is derived again: those of a whole
/// documentation set, with all the types they reach, would take gigabytes.
pub(super) const KEPT: usize = 500;

pub(super) type Derived = Result<Arc<Contract>, Unreadable>;

#[derive(Debug, Default)]
pub(super) struct Contracts {
    /// Filled by whoever asks first, while others wait for that page and no other.
    derived: BTreeMap<String, Arc<OnceLock<Derived>>>,
    /// The pages in the order in which they were asked for.
    asked: VecDeque<String>,
    pub(super) problems: BTreeMap<String, Vec<(DocumentedAt, String)>>,
}

impl Contracts {
    /// The place of a page's contract.
    pub(super) fn of(&mut self, page: &str) -> Arc<OnceLock<Derived>> {
        if let Some(known) = self.derived.get(page) {
            return Arc::clone(known);
        }
        if self.asked.len() >= KEPT {
            let oldest = self.asked.pop_front().unwrap_or_default();
            self.derived.remove(&oldest);
        }
        self.asked.push_back(page.to_string());
        Arc::clone(self.derived.entry(page.to_string()).or_default())
    }
}
