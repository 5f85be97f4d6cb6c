//! The resource types a contract can look up: their properties, base types and JSON representations.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::answered::TypePages;
use super::declared::{Declared, own_namespace, tail};
use super::derivations::Derivations;
use super::documented_at::DocumentedAt;
use super::page_types::PageTypes;
use super::resource_type::{Lineage, ResourceType};
use crate::page::Page;

/// The resource types read from a set of resource pages.
///
/// ```
/// use graph_contract::{contract::Resources, page::Page};
/// let page = Page::read("resources/thing.md", "# thing resource type\n\nNamespace: microsoft.graph\n");
/// assert!(Resources::from_pages([&page]).knows("microsoft.graph.thing"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Resources {
    /// By full name in lower case.
    types: HashMap<String, ResourceType>,
    /// The members of enumerations that tables list, by name without namespace in lower case.
    enumerations: HashMap<String, Vec<String>>,
    /// Full names in lower case by what stands behind their last dot; a name with a dot is never one of these.
    by_tail: HashMap<String, String>,
    /// Full names of the types derived directly, by the full name of their base in lower case.
    derived: HashMap<String, BTreeSet<String>>,
    /// Derived types of which no more than the name was read.
    named: Arc<Derivations>,
    /// Where other types are looked up.
    pages: Option<Arc<dyn TypePages>>,
}

impl TypePages for Arc<Resources> {
    fn describing(&self, _: &[&str]) -> Arc<Resources> {
        Arc::clone(self)
    }
}

impl Resources {
    /// Collects the types of resource pages; where several pages describe one type, the one that is called like it
    /// counts, else each describes a part of it.
    pub fn from_pages<'a>(pages: impl IntoIterator<Item = &'a Page>) -> Resources {
        Resources::from_types(pages.into_iter().map(PageTypes::by))
    }

    /// The same from what was read of each page.
    pub(crate) fn from_types(pages: impl IntoIterator<Item = PageTypes>) -> Resources {
        let mut resources = Resources::default();
        let mut derived: Vec<(String, String)> = Vec::new();
        for page in pages {
            for (name, members) in page.enumerations {
                resources.enumerations.entry(name).or_insert(members);
            }
            let Some(found) = page.found else { continue };
            derived.extend(page.derived.into_iter().map(|name| (name, found.name.clone())));
            resources.add(found);
        }
        for (name, base) in derived {
            resources.derive(&name, base);
        }
        resources.derived = resources.derived_by_base();
        resources
    }

    /// The same with the names of more derived types.
    #[must_use]
    pub(crate) fn knowing_derived(self, named: Arc<Derivations>) -> Resources {
        Resources { named, ..self }
    }

    /// The same with a place where other types are looked up.
    #[must_use]
    pub(crate) fn among(self, pages: Arc<dyn TypePages>) -> Resources {
        Resources { pages: Some(pages), ..self }
    }

    /// Where other types are looked up: among these, where no other place is known.
    pub(super) fn pages(&self) -> Arc<dyn TypePages> {
        self.pages.clone().unwrap_or_else(|| Arc::new(Arc::new(self.clone())))
    }

    fn add(&mut self, found: ResourceType) {
        let name = found.name.to_lowercase();
        self.by_tail.entry(tail(&name).to_string()).or_insert_with(|| name.clone());
        match self.types.get_mut(&name) {
            Some(known) if known.is_at_home => {}
            Some(known) if !found.is_at_home => known.take_part(found),
            Some(known) => *known = found,
            None => {
                self.types.insert(name, found);
            }
        }
    }

    /// "Base type of" on the page of `base`; what the type's own page says counts more.
    fn derive(&mut self, name: &str, base: String) {
        let Some(name) = self.find_near(name, &base).map(|found| found.name.to_lowercase()) else { return };
        if let Some(found) = self.types.get_mut(&name) {
            found.base.get_or_insert(base);
        }
    }

    /// Whether a type of this name, full or without its namespace, was read.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The members of the enumeration of this name; empty when no table lists them.
    pub(super) fn enumeration(&self, name: &str) -> &[String] {
        let name = tail(name.trim_start_matches('#')).to_lowercase();
        self.enumerations.get(&name).map_or(&[], Vec::as_slice)
    }

    /// Whether the members of an enumeration of this name are known.
    pub(crate) fn is_enumeration(&self, name: &str) -> bool {
        !self.enumeration(name).is_empty()
    }

    pub(super) fn find(&self, name: &str) -> Option<&ResourceType> {
        let name = name.trim_start_matches('#').to_lowercase();
        let by_tail = || self.types.get(self.by_tail.get(&name)?);
        self.types.get(&name).or_else(|| self.types.get(&format!("microsoft.graph.{name}"))).or_else(by_tail)
    }

    /// The type that the page of `near` calls by this name: one of its own namespace before others, where it is named without.
    fn find_near(&self, name: &str, near: &str) -> Option<&ResourceType> {
        let own = own_namespace(name, near).and_then(|own| self.types.get(&own.to_lowercase()));
        own.or_else(|| self.find(name))
    }

    fn base_of(&self, found: &ResourceType) -> Option<&ResourceType> {
        self.find_near(found.base.as_deref()?, &found.name)
    }

    /// The members of a type and of its base types, the type's own first.
    pub(super) fn members(&self, name: &str) -> Vec<&Declared> {
        let mut known = BTreeSet::new();
        let lineage = self.lineage(name);
        lineage.members().filter(|member| known.insert(member.name.as_str())).collect()
    }

    /// How a member of a type is spelt that differs from `name` in nothing but case, and where.
    pub(crate) fn member_in_any_case(&self, type_name: &str, name: &str) -> Option<(&str, &DocumentedAt)> {
        let lineage = self.lineage(type_name);
        let mut same = lineage.members().filter(|member| member.name.eq_ignore_ascii_case(name));
        same.next().map(|member| (member.name.as_str(), &member.documented_at))
    }

    /// A type derived from another that has a member of this name, and where; `None`: none of them has.
    pub(crate) fn derived_with(&self, base: &str, name: &str) -> Option<(String, &DocumentedAt)> {
        self.with_derived(base).into_iter().find_map(|derived| {
            let member = self.lineage(&derived).member(name)?;
            Some((derived, &member.documented_at))
        })
    }

    /// The values that a type's page lists for a property, and where; `None`: it lists none.
    pub(crate) fn values_of(&self, type_name: &str, name: &str) -> Option<(&[String], &DocumentedAt)> {
        let member = self.lineage(type_name).member(name).filter(|member| !member.members.is_empty())?;
        Some((&member.members, &member.documented_at))
    }

    /// Whether a type is another or derived from it.
    pub(crate) fn is_a(&self, name: &str, base: &str) -> bool {
        let Some(base) = self.find(base) else { return false };
        self.lineage(name).types.iter().any(|found| found.name == base.name)
    }

    /// Whether a type is known to be neither the promised one nor derived from it. A page that names no base type may only have
    /// forgotten to, unless the promised type is derived from it; of a type that is open little is promised.
    pub(super) fn is_another(&self, name: &str, promised: &str) -> bool {
        let is_known = self.knows(name) && self.knows(promised) && !self.is_open(promised);
        let has_bases = || self.has_base(name) && self.lineage(name).is_whole();
        let is_ruled_out = || has_bases() && !self.may_be_derived(name, promised);
        is_known && !self.is_a(name, promised) && (self.is_a(promised, name) || is_ruled_out())
    }

    /// Whether a type looks like one derived from another, and nothing but an annotated `entity` says what it comes from: its page
    /// has all members that the other has.
    fn may_be_derived(&self, name: &str, base: &str) -> bool {
        let lineage = self.lineage(name);
        let is_said = lineage.types.last().is_none_or(|last| last.is_said_root || last.base.is_none());
        !is_said && self.members(base).iter().all(|member| lineage.member(&member.name).is_some())
    }

    /// Whether the page of a type says which type it is derived from.
    pub(crate) fn has_base(&self, name: &str) -> bool {
        self.find(name).is_some_and(|found| found.base.is_some())
    }

    pub(super) fn is_open(&self, name: &str) -> bool {
        self.lineage(name).is_open()
    }

    /// The type and every known type derived from it, by full name.
    pub(super) fn with_derived(&self, name: &str) -> Vec<String> {
        let wanted = self.find(name).map_or(name, |found| found.name.as_str());
        let mut names = BTreeSet::new();
        let mut pending = vec![wanted.to_string()];
        while let Some(name) = pending.pop() {
            let derived = self.derived.get(&name.to_lowercase()).into_iter().flatten();
            let derived: Vec<String> = derived.chain(self.named.from(&name)).cloned().collect();
            if names.insert(name) {
                pending.extend(derived);
            }
        }
        names.into_iter().collect()
    }

    fn derived_by_base(&self) -> HashMap<String, BTreeSet<String>> {
        let mut derived: HashMap<String, BTreeSet<String>> = HashMap::new();
        for found in self.types.values() {
            if let Some(base) = self.base_of(found) {
                derived.entry(base.name.to_lowercase()).or_default().insert(found.name.clone());
            }
        }
        derived
    }

    /// The type, its base type, and so on; a cycle of base types ends.
    pub(super) fn lineage(&self, name: &str) -> Lineage<'_> {
        let mut lineage = Lineage::default();
        let mut next = self.find(name);
        while let Some(found) =
            next.filter(|found| !lineage.types.iter().any(|known| std::ptr::eq(*known, *found)))
        {
            lineage.types.push(found);
            next = self.base_of(found);
            lineage.is_complete = found.base.is_none() || next.is_some();
        }
        lineage
    }
}

#[cfg(test)]
mod tests;
