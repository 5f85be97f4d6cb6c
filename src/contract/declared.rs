//! What a type's members are declared to be: by the rows of property tables and by JSON representations.

use serde_json::Value;

use super::documented_at::DocumentedAt;
use super::shape::Nullability;
use crate::page::{Page, PropertyRow, ResourceBlock, Section, TypeName};

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

impl Declared {
    pub(super) fn from_row(row: &PropertyRow, page_at: &DocumentedAt) -> Declared {
        Declared {
            name: row.name.clone(),
            type_name: Some(row.type_name.clone()),
            literal: None,
            members: if row.closed { row.members.clone() } else { Vec::new() },
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

pub(super) fn declared_members(page: &Page) -> Vec<Declared> {
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

/// The full name of a type that is named without a namespace, if it is of that of another type.
pub(super) fn own_namespace(name: &str, other: &str) -> Option<String> {
    let (namespace, _) = other.rsplit_once('.').filter(|_| !name.contains('.'))?;
    Some(format!("{namespace}.{name}"))
}

/// A type's name without its namespace.
pub(super) fn tail(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
