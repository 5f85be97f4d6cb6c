//! A resource type as its page describes it, and the types it is derived from.

use super::declared::{Declared, declared_members, tail};
use crate::page::{Page, ResourceBlock};

#[derive(Debug, Clone)]
pub(super) struct ResourceType {
    pub(super) name: String,
    /// Its page is called like it; other pages may show a part of it under their own name.
    pub(super) is_at_home: bool,
    pub(super) base: Option<String>,
    /// The prose says that it comes from `entity`; as an annotation that says less.
    pub(super) is_said_root: bool,
    pub(super) open: bool,
    pub(super) members: Vec<Declared>,
}

impl ResourceType {
    pub(super) fn read(page: &Page) -> ResourceType {
        let block = page.resources.first();
        let base =
            block.and_then(ResourceBlock::base_type).map(str::to_string).or_else(|| page.base_type.clone());
        let name = type_name(page);
        ResourceType {
            is_at_home: is_called(&page.path, &name),
            name,
            is_said_root: page
                .base_type
                .as_deref()
                .is_some_and(|base| tail(base).eq_ignore_ascii_case("entity")),
            base,
            open: block.is_some_and(|block| block.annotation.flag("openType"))
                || page.is_open_type
                || page.title.to_lowercase().contains("(open type)"),
            members: declared_members(page),
        }
    }

    /// Adds what another page describes of the type.
    pub(super) fn take_part(&mut self, part: ResourceType) {
        let is_new = |member: &Declared| self.members.iter().all(|known| known.name != member.name);
        let new: Vec<Declared> = part.members.into_iter().filter(is_new).collect();
        self.members.extend(new);
        self.open |= part.open;
        self.base = self.base.take().or(part.base);
        self.is_said_root |= part.is_said_root;
    }
}

/// The type of a resource page, and the one that it is derived from, where the page names one.
pub(crate) fn derived_and_base(page: &Page) -> Option<(String, String)> {
    let found = ResourceType::read(page);
    Some((found.name, found.base?))
}

/// Whether a page is `user.md` for `microsoft.graph.user`, or `termstore-term.md` for `microsoft.graph.termStore.term`.
fn is_called(path: &str, type_name: &str) -> bool {
    let stem = path.rsplit(['/', '\\']).next().and_then(|file| file.strip_suffix(".md")).unwrap_or_default();
    let name = type_name.strip_prefix("microsoft.graph.").unwrap_or(type_name);
    stem.eq_ignore_ascii_case(&name.replace('.', "-")) || stem.eq_ignore_ascii_case(tail(name))
}

/// The annotated type, else the title's first word under the page's namespace.
fn type_name(page: &Page) -> String {
    if let Some(name) = page.resources.first().and_then(ResourceBlock::odata_type) {
        return name.to_string();
    }
    let namespace = page.namespace.as_deref().unwrap_or("microsoft.graph");
    format!("{namespace}.{}", page.type_word())
}

/// A type and those it is derived from, the type's own first.
#[derive(Debug, Default)]
pub(super) struct Lineage<'a> {
    pub(super) types: Vec<&'a ResourceType>,
    /// Every base type is known.
    pub(super) is_complete: bool,
}

impl<'a> Lineage<'a> {
    pub(super) fn member(&self, name: &str) -> Option<&'a Declared> {
        self.members().find(|member| member.name == name)
    }

    pub(super) fn members(&self) -> impl Iterator<Item = &'a Declared> + use<'_, 'a> {
        self.types.iter().flat_map(|found| &found.members)
    }

    pub(super) fn is_open(&self) -> bool {
        self.types.iter().any(|found| found.open)
    }

    /// Whether nothing more is to be known of what the type is derived from: an entity is derived from nothing.
    pub(super) fn is_whole(&self) -> bool {
        let base = self.types.last().and_then(|last| last.base.as_deref());
        self.is_complete || base.is_some_and(|base| tail(base).eq_ignore_ascii_case("entity"))
    }

    /// Whether all that an object of this type may have is described.
    pub(super) fn is_closed(&self) -> bool {
        self.is_complete && !self.is_open() && self.members().next().is_some()
    }
}
