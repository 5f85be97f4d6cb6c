//! What stands beside a page in its folder: where links lead.

use std::sync::Arc;

use super::anchors::Anchors;

/// The files around a page.
pub trait Neighbours: Sync {
    /// Whether a link from the page at `from` finds a file at the relative path `to`; `None`: that is not known.
    fn has(&self, from: &str, to: &str) -> Option<bool>;

    /// The anchors of the page that `to` leads to from `from`; `None`: it is not there or not read.
    fn anchors(&self, from: &str, to: &str) -> Option<Arc<Anchors>>;
}

/// A page on its own: nothing is known of what its links lead to.
#[derive(Debug)]
pub struct NoNeighbours;

impl Neighbours for NoNeighbours {
    fn has(&self, _: &str, _: &str) -> Option<bool> {
        None
    }

    fn anchors(&self, _: &str, _: &str) -> Option<Arc<Anchors>> {
        None
    }
}
