//! The types that an answer names and its page does not show: what is known of each is looked up when an answer names it first, as
//! the pages of all that may come would be a good part of a documentation set.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

use super::documented_at::DocumentedAt;
use super::resources::Resources;
use super::schema::{Schema, Undocumented};
use super::shape::{Kind, Nullability, Object, Shape, Types};
use super::shaping::Shaping;

/// Where types are looked up.
pub(crate) trait TypePages: Debug + Send + Sync {
    /// The types of these names, with all that their pages speak of.
    fn describing(&self, names: &[&str]) -> Arc<Resources>;
}

/// The types that answers to the examples of a page have named so far.
#[derive(Debug)]
pub struct AnsweredTypes {
    pages: Arc<dyn TypePages>,
    known: Mutex<BTreeMap<Question, Arc<Answered>>>,
}

/// The promised type, if there is one, those that the page shows in its place, and the one that came.
type Question = (Option<String>, Vec<String>, String);

/// What a type that an answer names is to the promised one.
#[derive(Debug)]
pub(crate) enum Answered {
    /// No page says.
    Unknown,
    /// Another one, and not derived from it.
    Other,
    /// One that is described.
    Described(Box<Described>),
}

impl Answered {
    pub(crate) fn described(&self) -> Option<&Described> {
        match self {
            Answered::Described(described) => Some(described),
            Answered::Unknown | Answered::Other => None,
        }
    }
}

/// What the page of a type says of its members. None is required: no example shows them.
#[derive(Debug)]
pub(crate) struct Described {
    pub(crate) object: Object,
    pub(crate) types: Arc<Types>,
    pub(crate) schema: Schema,
    /// The members of the promised type, where this one is known to be derived from it.
    shared: Option<BTreeSet<String>>,
    /// It is none of the types that the page shows, nor derived from one.
    is_beside: bool,
}

impl AnsweredTypes {
    pub(super) fn among(pages: Arc<dyn TypePages>) -> AnsweredTypes {
        AnsweredTypes { pages, known: Mutex::default() }
    }

    /// What a type, without `#`, is that came where another is promised (`None`: no other is) and these are shown.
    pub(crate) fn of(&self, promised: Option<&str>, shown: &[&str], named: &str) -> Arc<Answered> {
        let all_shown = shown.iter().map(ToString::to_string).collect();
        let key = (promised.map(str::to_string), all_shown, named.to_string());
        if let Some(known) = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(known);
        }
        let found = Arc::new(self.looked_up(promised, shown, named));
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(key).or_insert(found))
    }

    fn looked_up(&self, promised: Option<&str>, shown: &[&str], named: &str) -> Answered {
        let names: Vec<&str> = promised.into_iter().chain(shown.iter().copied()).chain([named]).collect();
        let resources = self.pages.describing(&names);
        if promised.is_some_and(|promised| resources.is_another(named, promised)) {
            return Answered::Other;
        }
        let members = resources.members(named);
        let first = members.first().map(|member| member.documented_at.clone());
        // a page without members says what the type is derived from
        let Some(documented_at) =
            first.or_else(|| resources.knows(named).then(|| DocumentedAt::new(named, 1)))
        else {
            return Answered::Unknown;
        };
        let mut described = Described::of(&resources, named, documented_at);
        let base = promised.filter(|promised| resources.is_a(named, promised));
        described.shared =
            base.map(|base| resources.members(base).iter().map(|member| member.name.clone()).collect());
        let is_of = |shown: &&str| !resources.knows(shown) || resources.is_a(named, shown);
        described.is_beside = !shown.is_empty() && !shown.iter().any(is_of);
        Answered::Described(Box::new(described))
    }
}

impl Described {
    /// Whether what a page shows of a member says nothing of this type: the promised type does not have it, and the page shows it
    /// of other types, or (where it `is_missing`) this one does not have it.
    pub(crate) fn is_free_of(&self, name: &str, is_missing: bool) -> bool {
        let is_own = self.shared.as_ref().is_some_and(|shared| !shared.contains(name));
        let has_none = || is_missing && !self.object.open && self.object.member(name).is_none();
        is_own && (self.is_beside || has_none())
    }

    fn of(resources: &Resources, named: &str, documented_at: DocumentedAt) -> Described {
        let mut shaping = Shaping::new(resources, documented_at.clone(), Vec::new());
        let object = shaping.declared_object(named);
        let types = Arc::new(shaping.finish());
        let kind = Kind::Object(object.clone());
        let shape = Arc::new(Shape { kind, nullable: Nullability::NotNullable, documented_at });
        let schema = Schema::of(&shape, &types, Undocumented::Allowed);
        Described { object, types, schema, shared: None, is_beside: false }
    }
}
