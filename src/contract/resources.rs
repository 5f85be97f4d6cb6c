//! The resource types a contract can look up: their properties, base types and JSON representations.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::documented_at::DocumentedAt;
use super::shape::Nullability;
use crate::page::{Page, PropertyRow, ResourceBlock, Section, TypeName};

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
    types: BTreeMap<String, ResourceType>,
    /// The members of enumerations that tables list, by name without namespace in lower case.
    enumerations: BTreeMap<String, Vec<String>>,
    /// Full names in lower case by what stands behind their last dot; a name with a dot is never one of these.
    by_tail: BTreeMap<String, String>,
    /// Full names of the types derived directly, by the full name of their base in lower case.
    derived: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Clone)]
pub(super) struct ResourceType {
    pub(super) name: String,
    /// Its page is called like it; other pages may show a part of it under their own name.
    is_at_home: bool,
    base: Option<String>,
    open: bool,
    members: Vec<Declared>,
}

/// A member as a table row or a JSON representation declares it.
#[derive(Debug, Clone)]
pub(super) struct Declared {
    pub(super) name: String,
    /// The type of the table row; `None`: only the JSON representation shows the member.
    pub(super) type_name: Option<TypeName>,
    /// What the JSON representation shows.
    pub(super) literal: Option<Value>,
    pub(super) members: Vec<String>,
    pub(super) multi_valued: bool,
    pub(super) nullable: Nullability,
    pub(super) read_only: bool,
    /// Whether responses may leave it out although an example shows it.
    pub(super) optional: bool,
    pub(super) required: bool,
    pub(super) documented_at: DocumentedAt,
}

impl Resources {
    /// Collects the types of resource pages; where two pages describe one type, the one that is called like it
    /// counts, else the first.
    pub fn from_pages<'a>(pages: impl IntoIterator<Item = &'a Page>) -> Resources {
        let mut resources = Resources::default();
        let mut derived: Vec<(String, String)> = Vec::new();
        for page in pages {
            for found in &page.enumerations {
                let name = tail(&found.name).to_lowercase();
                resources.enumerations.entry(name).or_insert_with(|| found.members.clone());
            }
            if page.is_enumeration() {
                continue;
            }
            let found = ResourceType::read(page);
            derived.extend(page.derived_types.iter().map(|name| (name.clone(), found.name.clone())));
            resources.add(found);
        }
        for (name, base) in derived {
            resources.derive(&name, base);
        }
        resources.derived = resources.derived_by_base();
        resources
    }

    fn add(&mut self, found: ResourceType) {
        let name = found.name.to_lowercase();
        self.by_tail.entry(tail(&name).to_string()).or_insert_with(|| name.clone());
        match self.types.get_mut(&name) {
            Some(known) if known.is_at_home || !found.is_at_home => {}
            Some(known) => *known = found,
            None => {
                self.types.insert(name, found);
            }
        }
    }

    /// "Base type of" on the page of `base`; what the type's own page says counts more.
    fn derive(&mut self, name: &str, base: String) {
        let Some(name) = self.find(name).map(|found| found.name.to_lowercase()) else { return };
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

    /// Whether a type is another or derived from it.
    pub(crate) fn is_a(&self, name: &str, base: &str) -> bool {
        let Some(base) = self.find(base) else { return false };
        self.lineage(name).types.iter().any(|found| found.name == base.name)
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
            if names.insert(name) {
                pending.extend(derived.cloned());
            }
        }
        names.into_iter().collect()
    }

    fn derived_by_base(&self) -> BTreeMap<String, Vec<String>> {
        let mut derived: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for found in self.types.values() {
            let base = found.base.as_deref().and_then(|base| self.find(base));
            if let Some(base) = base {
                derived.entry(base.name.to_lowercase()).or_default().push(found.name.clone());
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
            next = found.base.as_deref().and_then(|base| self.find(base));
            lineage.is_complete = found.base.is_none() || next.is_some();
        }
        lineage
    }
}

/// A type and those it is derived from, the type's own first.
#[derive(Debug, Default)]
pub(super) struct Lineage<'a> {
    types: Vec<&'a ResourceType>,
    /// Every base type is known.
    is_complete: bool,
}

impl<'a> Lineage<'a> {
    pub(super) fn member(&self, name: &str) -> Option<&'a Declared> {
        self.members().find(|member| member.name == name)
    }

    fn members(&self) -> impl Iterator<Item = &'a Declared> + use<'_, 'a> {
        self.types.iter().flat_map(|found| &found.members)
    }

    fn is_open(&self) -> bool {
        self.types.iter().any(|found| found.open)
    }

    /// Whether all that an object of this type may have is described.
    pub(super) fn is_closed(&self) -> bool {
        self.is_complete && !self.is_open() && self.members().next().is_some()
    }
}

fn tail(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

impl ResourceType {
    fn read(page: &Page) -> ResourceType {
        let block = page.resources.first();
        let base =
            block.and_then(ResourceBlock::base_type).map(str::to_string).or_else(|| page.base_type.clone());
        let name = type_name(page);
        ResourceType {
            is_at_home: is_called(&page.path, &name),
            name,
            base,
            open: block.is_some_and(|block| block.annotation.flag("openType")),
            members: declared_members(page),
        }
    }
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

fn declared_members(page: &Page) -> Vec<Declared> {
    let page_at = DocumentedAt::new(&page.path, 1);
    let is_member_table =
        |row: &&PropertyRow| matches!(&row.section, Section::Properties | Section::Other(_));
    let rows = page.properties.iter().filter(is_member_table);
    let mut members: Vec<Declared> = rows.map(|row| Declared::from_row(row, &page_at)).collect();
    for block in &page.resources {
        add_representation(block, &page_at, &mut members);
    }
    members
}

fn add_representation(block: &ResourceBlock, page_at: &DocumentedAt, members: &mut Vec<Declared>) {
    let annotation = &block.annotation;
    let (nullable, optional) = (annotation.list("nullableProperties"), annotation.list("optionalProperties"));
    let shown = block.value().and_then(Value::as_object).into_iter().flatten();
    for (name, literal) in shown.filter(|(name, _)| !super::shape::is_control(name)) {
        match members.iter_mut().find(|member| member.name == *name) {
            Some(member) => member.literal = Some(literal.clone()),
            None => {
                let line = block.json.line_of(&format!("/{name}"));
                members.push(Declared::from_literal(name, literal, page_at.at(line)));
            }
        }
    }
    for member in members {
        member.optional |= optional.contains(&member.name.as_str());
        if nullable.contains(&member.name.as_str()) {
            member.nullable = Nullability::Nullable;
        }
    }
}

impl Declared {
    pub(super) fn from_row(row: &PropertyRow, page_at: &DocumentedAt) -> Declared {
        Declared {
            name: row.name.clone(),
            type_name: Some(row.type_name.clone()),
            literal: None,
            members: row.members.clone(),
            multi_valued: row.multi_valued,
            nullable: match row.nullable {
                Some(true) => Nullability::Nullable,
                Some(false) => Nullability::NotNullable,
                None => Nullability::Unsaid,
            },
            read_only: row.read_only,
            optional: false,
            required: row.required == Some(true),
            documented_at: page_at.at(row.line),
        }
    }

    fn from_literal(name: &str, literal: &Value, documented_at: DocumentedAt) -> Declared {
        Declared {
            name: name.to_string(),
            type_name: None,
            literal: Some(literal.clone()),
            members: Vec::new(),
            multi_valued: false,
            nullable: Nullability::Unsaid,
            read_only: false,
            optional: false,
            required: false,
            documented_at,
        }
    }

    /// This declaration, completed by what another table says of the same member: this one's type wins.
    pub(super) fn completed_by(mut self, other: &Declared) -> Declared {
        if self.members.is_empty() {
            self.members.clone_from(&other.members);
            self.multi_valued |= other.multi_valued;
        }
        if self.nullable == Nullability::Unsaid {
            self.nullable = other.nullable;
        }
        self.literal = self.literal.or_else(|| other.literal.clone());
        self.optional |= other.optional;
        // a row that names the type of one and leaves "collection" out names the same property all the same
        if let (Some(own), Some(theirs)) = (&mut self.type_name, &other.type_name) {
            own.collection |= theirs.collection && own.name.eq_ignore_ascii_case(&theirs.name);
        }
        self
    }

    /// The same declaration for one member of the collection.
    pub(super) fn item(&self) -> Declared {
        let mut item = self.clone();
        item.type_name = item.type_name.map(|name| TypeName { collection: false, ..name });
        item.literal =
            item.literal.and_then(|literal| literal.as_array().and_then(|items| items.first().cloned()));
        item
    }

    /// Whether a literal is no more than the name of this member's type.
    pub(super) fn is_named_by(&self, literal: &Value) -> bool {
        let type_name = self.type_name.as_ref().map(|found| tail(&found.name));
        let shown = literal.as_str().map(|text| tail(text.trim_start_matches('#')));
        shown.zip(type_name).is_some_and(|(shown, name)| shown.eq_ignore_ascii_case(name))
    }

    pub(super) fn is_collection(&self) -> bool {
        self.type_name.as_ref().is_some_and(|name| name.collection)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resource(name: &str, base: &str, property: &str) -> Page {
        let text = format!(
            "# {name} resource type\nNamespace: microsoft.graph\n\nInherits from [{base}](x.md).\n\n## Properties\n|Property|Type|\n|:--|:--|\n|{property}|String|\n"
        );
        Page::read("resources/x.md", &text)
    }

    #[test]
    fn a_type_has_the_members_of_its_base_types() {
        let pages = [resource("dog", "animal", "bark"), resource("animal", "entity", "id")];
        let resources = Resources::from_pages(&pages);
        let names: Vec<_> =
            resources.members("#microsoft.graph.dog").iter().map(|member| member.name.as_str()).collect();
        assert_eq!(names, ["bark", "id"]);
        assert_eq!(resources.with_derived("animal"), ["microsoft.graph.animal", "microsoft.graph.dog"]);
    }

    #[test]
    fn the_page_called_like_a_type_counts_before_others() {
        let page = |path: &str, property: &str| {
            let text = format!(
                "# thing resource type\n\n## Properties\n|Property|Type|\n|:--|:--|\n|{property}|String|\n"
            );
            Page::read(path, &text)
        };
        let resources =
            Resources::from_pages(&[page("resources/a-thing-part.md", "x"), page("resources/thing.md", "y")]);
        assert_eq!(resources.members("thing")[0].name, "y");
    }

    #[test]
    fn a_cycle_of_base_types_ends() {
        let pages = [resource("a", "b", "x"), resource("b", "a", "y")];
        assert_eq!(Resources::from_pages(&pages).members("a").len(), 2);
    }

    #[test]
    fn an_unknown_type_has_no_members() {
        assert!(Resources::default().members("microsoft.graph.absent").is_empty());
        assert_eq!(Resources::default().with_derived("x"), ["x"]);
    }
}
