//! The shape of a body: what the page promises of each member, and where.

use std::collections::BTreeMap;

use serde_json::Value;

use super::documented_at::DocumentedAt;
use super::primitive::Primitive;

/// What is promised of one value.
#[derive(Debug, Clone)]
pub struct Shape {
    /// What the value is.
    pub kind: Kind,
    /// What the page says of null.
    pub nullable: Nullability,
    /// The row or the line of the example that promises it.
    pub documented_at: DocumentedAt,
}

/// What a value is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// The page does not say.
    Anything,
    /// The members of a documented collection show different kinds, so nothing is promised.
    Various,
    /// Any string, or whatever other JSON kind a literal shows.
    Primitive(Primitive),
    /// One of the listed members.
    Enumeration(Enumeration),
    /// One of the listed numbers of a numeric type.
    Numbers(Numbers),
    /// The control information `@odata.type`: one of these types, without `#`.
    TypeName(Vec<String>),
    /// An object with these members.
    Object(Object),
    /// An object of a type in [`Types`].
    Named(String),
    /// An array of members of this shape; `must_be_empty`: the page shows an empty one on purpose.
    Array {
        /// The shape of every member.
        items: Box<Shape>,
        /// Annotated `isEmpty`.
        must_be_empty: bool,
    },
}

/// The members of an enumeration.
#[derive(Debug, Clone)]
pub struct Enumeration {
    /// The members, as listed.
    pub members: Vec<String>,
    /// Those listed behind `unknownFutureValue`: who does not ask for them is answered that instead.
    pub evolved: Vec<String>,
    /// Whether a value may hold several, separated by commas.
    pub multi_valued: bool,
}

/// What is answered in place of members that nobody asked for, and never sent (decision 5).
pub(crate) const UNKNOWN: &str = "unknownFutureValue";

impl Enumeration {
    /// The enumeration of these members.
    #[must_use]
    pub fn of(members: Vec<String>, multi_valued: bool) -> Enumeration {
        let evolved = members.iter().skip_while(|member| *member != UNKNOWN).skip(1).cloned().collect();
        Enumeration { members, evolved, multi_valued }
    }

    /// What an example shows several of may hold several.
    pub(super) fn shown_as(mut self, example: &str) -> Enumeration {
        let mut shown = example.split(',').map(str::trim);
        self.multi_valued |=
            example.contains(',') && shown.all(|name| self.members.iter().any(|member| member == name));
        self
    }
}

/// Numbers that a page lists as the possible values of a numeric type.
#[derive(Debug, Clone, PartialEq)]
pub struct Numbers {
    /// The type.
    pub primitive: Primitive,
    /// The numbers, as listed.
    pub values: Vec<Value>,
}

impl Numbers {
    /// The numbers that `members` are, if all of them are values of a numeric type. One alone is as likely a bound or an example.
    pub(super) fn of(primitive: Primitive, members: &[String]) -> Option<Numbers> {
        let number = |member: &String| member.parse().ok().map(Value::Number);
        let values: Option<Vec<Value>> =
            members.iter().map(|member| number(member).filter(|value| primitive.accepts(value))).collect();
        values.filter(|values| values.len() > 1).map(|values| Numbers { primitive, values })
    }
}

/// An object's members.
#[derive(Debug, Clone, Default)]
pub struct Object {
    /// The members, those the example shows first.
    pub members: Vec<Member>,
    /// Whether undocumented members are expected (`"openType": true`).
    pub open: bool,
    /// Whether a table or a resource page describes the members; otherwise an example shows some of them.
    pub described: bool,
    /// The type that the page promises, where it names one; what comes may be of one derived from it.
    pub type_name: Option<String>,
    /// The type whose members these are: that one, or the derived one that an example shows.
    pub shown_type: Option<String>,
    /// In a collection that shows members of several types: what those with this `@odata.type` (without `#`) are beside that.
    pub by_type: Vec<(String, Object)>,
}

/// A member of an object.
#[derive(Debug, Clone)]
pub struct Member {
    /// The member's name.
    pub name: String,
    /// What it is.
    pub shape: Shape,
    /// Where it is shown or said to be required; `None`: it may be left out.
    pub required_at: Option<DocumentedAt>,
    /// Whether the page says "Read-only".
    pub read_only: bool,
}

/// What a page says of null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nullability {
    /// Nothing: a null is drift.
    Unsaid,
    /// It may be null.
    Nullable,
    /// It is never null: a null is a violation.
    NotNullable,
}

/// The named object types that shapes refer to, by full name.
pub type Types = BTreeMap<String, Object>;

impl Object {
    /// The member of this name; names are case-sensitive, as in JSON.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.name == name)
    }
}

impl Shape {
    /// The object behind this shape, looked up in `types` when it is named.
    #[must_use]
    pub fn object<'a>(&'a self, types: &'a Types) -> Option<&'a Object> {
        match &self.kind {
            Kind::Object(object) => Some(object),
            Kind::Named(name) => types.get(name),
            _ => None,
        }
    }

    /// The shape of the member of this name.
    #[must_use]
    pub fn member<'a>(&'a self, name: &str, types: &'a Types) -> Option<&'a Shape> {
        self.object(types)?.member(name).map(|member| &member.shape)
    }
}

/// Whether a name is OData control information, of the object (`@odata.id`) or of a member (`x@odata.count`).
pub(crate) fn is_control(name: &str) -> bool {
    name.bytes().any(|byte| byte == b'@') && (name.contains("@odata.") || name.starts_with('@'))
}
