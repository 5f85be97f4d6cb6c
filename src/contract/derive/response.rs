//! What the page promises of an example's response.

use std::sync::Arc;

use serde_json::Value;

use super::Deriving;
use crate::contract::declared::Declared;
use crate::contract::response::{DocumentedBody, DocumentedResponse, JsonBody};
use crate::contract::schema::{Schema, Undocumented};
use crate::contract::selection::Selection;
use crate::contract::shape::{Kind, Nullability, Object, Shape, is_control};
use crate::contract::shaping::Shaping;
use crate::contract::url_template::UrlTemplate;
use crate::page::{Annotation, Body, Example, HttpResponse, TypeName};

impl Deriving<'_> {
    pub(super) fn response(&self, example: &Example) -> DocumentedResponse {
        let shown = &example.response;
        let annotation = example.response_annotation.as_deref();
        let header_at = |position: usize| self.at.at(shown.line + 1 + position);
        let headers = shown.headers.iter().enumerate();
        let promised = headers.clone().filter(|(_, (name, _))| is_promised_header(name));
        let content_type = headers.clone().find(|(_, (name, _))| name.eq_ignore_ascii_case("content-type"));
        DocumentedResponse {
            documented_at: self.at.at(shown.line),
            status: shown.status,
            headers: promised
                .map(|(at, (name, value))| (name.clone(), value.clone(), header_at(at)))
                .collect(),
            media_type: content_type.map(|(at, (_, value))| (media_type(value), header_at(at))),
            body: self.response_body(example, shown, annotation),
            expects_error: annotation.is_some_and(|annotation| annotation.flag("expectError")),
        }
    }

    fn response_body(
        &self,
        example: &Example,
        shown: &HttpResponse,
        annotation: Option<&Annotation>,
    ) -> DocumentedBody {
        if matches!(shown.status, 204 | 304) || example.request.method.eq_ignore_ascii_case("HEAD") {
            return DocumentedBody::None; // HTTP carries no body with these (RFC 9110, section 6.4.1)
        }
        let json = match &shown.body {
            Body::None => return DocumentedBody::None,
            Body::Other(text) => return DocumentedBody::Other(text.clone()),
            Body::Json(json) => json,
        };
        let Some(literal) = json.value().cloned() else { return DocumentedBody::Other(String::new()) };
        let table = if is_echo(example) { self.request_table() } else { Vec::new() };
        let type_name = self.response_type(annotation);
        let wrapped = only_value(&literal).filter(|_| !self.declares_value(type_name.as_deref(), &table));
        let collection = annotation
            .and_then(|annotation| self.collection_property(annotation, &literal))
            .or_else(|| wrapped.filter(|value| value.is_array()).map(|_| VALUE.to_string()));
        let shaping = Shaping::new(self.resources, self.at.clone(), table);
        let query = UrlTemplate::read(&example.request.url).query;
        let mut shaping = shaping.asked_for(&Selection::of_query(query.as_deref().unwrap_or_default()));
        let mut shape = match &collection {
            Some(property) => {
                let empty = annotation.is_some_and(|annotation| annotation.flag("isEmpty"));
                shaping.collection(json, type_name.as_deref(), property, empty)
            }
            None if literal.is_array() => shaping.list(json, type_name.as_deref()),
            None if wrapped.is_some() => shaping.wrapped(json, type_name.as_deref(), VALUE),
            None => shaping.body(json, type_name.as_deref()),
        };
        let holder = collection.as_deref().or(wrapped.map(|_| VALUE));
        annotation.iter().for_each(|annotation| apply_annotation(&mut shape, annotation, holder));
        let types = shaping.finish();
        let documented_at = self.at.at(json.line_of(""));
        let (shape, types) = (Arc::new(shape), Arc::new(types));
        let schema = Schema::of(&shape, &types, Undocumented::Allowed);
        let body = JsonBody {
            example: literal,
            shape,
            types,
            schema,
            documented_at,
            collection_property: collection,
            answered: self.answered(),
        };
        DocumentedBody::Json(Box::new(body))
    }

    /// The member that holds a collection, for a response annotated as one. An object that is shown without that member is no
    /// collection, whatever the annotation says.
    pub(in crate::contract) fn collection_property(
        &self,
        annotation: &Annotation,
        literal: &Value,
    ) -> Option<String> {
        let is_collection = annotation.flag("isCollection")
            || annotation.flag("isEmpty")
            || self.annotated_type(annotation).is_some_and(|found| found.collection);
        let property = annotation.text("collectionProperty").unwrap_or(VALUE);
        let members = literal.as_object().filter(|_| is_collection)?;
        let may_hold = members.contains_key(property) || members.keys().all(|name| is_control(name));
        may_hold.then(|| property.to_string())
    }

    /// Old pages write `@type`. A type may be called `sourceCollection` itself.
    pub(super) fn annotated_type(&self, annotation: &Annotation) -> Option<TypeName> {
        let name = annotation.text("@odata.type").or_else(|| annotation.text("@type"))?.trim();
        let found = TypeName::read(name, None);
        let is_own = found.collection && self.resources.knows(name);
        Some(if is_own { TypeName { name: name.to_string(), collection: false, ..found } } else { found })
    }

    /// Whether `value` is a member of what the page speaks of, and not what holds it.
    fn declares_value(&self, type_name: Option<&str>, table: &[Declared]) -> bool {
        let members = type_name.map(|name| self.resources.members(name)).unwrap_or_default();
        table.iter().chain(members).any(|declared| declared.name == VALUE)
    }

    /// The annotated type, else that of the one resource page the Response section links to.
    pub(in crate::contract) fn response_type(&self, annotation: Option<&Annotation>) -> Option<String> {
        if let Some(found) = annotation.and_then(|annotation| self.annotated_type(annotation)) {
            return Some(found.name);
        }
        let mut links = self.page.response_links.iter().filter(|link| link.contains("resources/"));
        let link = links.next()?;
        let only = links.all(|other| other == link);
        let file = link.rsplit('/').next()?.split('.').next()?;
        (only && self.resources.knows(file)).then(|| file.to_string())
    }
}

/// Whether a response shows what its request sent: an update or a creation. Then the page's request table describes it too.
pub(crate) fn is_echo(example: &Example) -> bool {
    match example.request.method.to_ascii_uppercase().as_str() {
        "PATCH" | "PUT" => true,
        "POST" => example.response.status == 201,
        _ => false,
    }
}

/// What holds a collection, or the result of a function (OData JSON format 4.01, sections 12 and 18).
const VALUE: &str = "value";

/// `value`, where a body holds nothing beside it: then it is what the page speaks of, annotated so or not.
pub(in crate::contract) fn only_value(body: &Value) -> Option<&Value> {
    let members = body.as_object()?;
    let is_only = members.keys().filter(|name| !is_control(name)).count() == 1;
    members.get(VALUE).filter(|_| is_only)
}

/// A documented response header must come, but for those a service or its gateway sends as it likes (decision 3).
fn is_promised_header(name: &str) -> bool {
    let free = [
        "content-type",
        "content-length",
        "date",
        "server",
        "connection",
        "transfer-encoding",
        "keep-alive",
        "vary",
        "request-id",
        "client-request-id",
        "x-ms-request-id",
        "x-ms-ags-diagnostic",
        "odata-version",
        "cache-control",
        "strict-transport-security",
        "expires",
        "pragma",
    ];
    !free.contains(&name.to_lowercase().as_str())
}

/// The type and subtype of a `Content-Type`, in lower case.
pub(crate) fn media_type(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_lowercase()
}

/// What `nullableProperties` and `optionalProperties` of a response annotation say of a body's members and of those that it holds
/// in `holder`.
fn apply_annotation(body: &mut Shape, annotation: &Annotation, holder: Option<&str>) {
    let said = (annotation.list("nullableProperties"), annotation.list("optionalProperties"));
    let Kind::Object(object) = &mut body.kind else { return };
    apply(object, &said);
    let held = object.members.iter_mut().find(|member| Some(member.name.as_str()) == holder);
    let held = held.map(|member| match &mut member.shape.kind {
        Kind::Array { items, .. } => &mut items.kind,
        kind => kind,
    });
    if let Some(Kind::Object(object)) = held {
        apply(object, &said);
    }
}

fn apply(object: &mut Object, said: &(Vec<&str>, Vec<&str>)) {
    let (nullable, optional) = said;
    for member in &mut object.members {
        if nullable.contains(&member.name.as_str()) {
            member.shape.nullable = Nullability::Nullable;
        }
        if optional.contains(&member.name.as_str()) {
            member.required_at = None;
        }
    }
    object.by_type.iter_mut().for_each(|(_, object)| apply(object, said));
}
