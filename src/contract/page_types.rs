//! What one resource page describes. It is read page by page, so that many can be read at once, before the types of a set are
//! brought together.

use super::declared::tail;
use super::resource_type::ResourceType;
use crate::page::Page;

/// Enumerations that a page lists, and the type that it is about.
#[derive(Debug)]
pub(crate) struct PageTypes {
    /// Names without namespace in lower case, and members.
    pub(super) enumerations: Vec<(String, Vec<String>)>,
    /// `None`: the page is about an enumeration.
    pub(super) found: Option<ResourceType>,
    /// Full or short names of types that the page says are derived from its own.
    pub(super) derived: Vec<String>,
}

impl PageTypes {
    /// What this page says of types.
    pub(crate) fn by(page: &Page) -> PageTypes {
        let listed =
            page.enumerations.iter().map(|found| (tail(&found.name).to_lowercase(), found.members.clone()));
        PageTypes {
            enumerations: listed.collect(),
            found: (!page.is_enumeration()).then(|| ResourceType::read(page)),
            derived: page.derived_types.clone(),
        }
    }
}
