//! Which files the pages of types are in that a page speaks of: those it links to, and those that are called like the types.

use serde_json::Value;

use crate::page::Page;

/// A file that may hold the page of a type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meant {
    /// `x.md`, in lower case.
    File(String),
    /// For `x.md`: `area-x.md`, of whatever area.
    OfAnArea(String),
}

/// The resource files that a page may mean.
pub(super) fn files_of(page: &Page) -> Vec<Meant> {
    let links = page.properties.iter().filter_map(|row| row.type_name.link.as_deref());
    let linked = links.chain(page.response_links.iter().map(String::as_str)).filter_map(linked_file);
    let bases = page.base_type.as_deref().map(|base| full_names(page, base)).unwrap_or_default();
    let mut names: Vec<&str> = page.properties.iter().map(|row| row.type_name.name.as_str()).collect();
    names.extend(bases.iter().map(String::as_str));
    names.extend(page.resources.iter().filter_map(|block| block.base_type()));
    names.extend(annotated_types(page));
    let mut shown_types = Vec::new();
    for example in &page.examples {
        let bodies = [example.request.body.json(), example.response.body.json()];
        let values = bodies.into_iter().flatten().filter_map(|json| json.value());
        values.for_each(|body| types_in(body, &mut shown_types));
    }
    let named = names.into_iter().chain(shown_types.iter().map(String::as_str)).flat_map(named_files);
    linked.map(Meant::File).chain(named).collect()
}

/// A type that a page names; without a namespace it may be of the page's own or of the one that most are of.
fn full_names(page: &Page, name: &str) -> Vec<String> {
    const MOST: &str = "microsoft.graph";
    if name.contains('.') {
        return vec![name.to_string()];
    }
    let described = page.resources.first().and_then(|block| block.odata_type()?.rsplit_once('.'));
    let own = described.map(|(namespace, _)| namespace).or(page.namespace.as_deref());
    let own = own.filter(|own| *own != MOST);
    own.into_iter().chain([MOST]).map(|namespace| format!("{namespace}.{name}")).collect()
}

/// Whether an answer of the page says of what type something in it is.
pub(super) fn shows_types(page: &Page) -> bool {
    let bodies = page.examples.iter().filter_map(|example| example.response.body.json()?.value());
    let mut shown = Vec::new();
    bodies.for_each(|body| types_in(body, &mut shown));
    !shown.is_empty()
}

/// The types that annotations of examples name; old ones do without `odata.`.
pub(super) fn annotated_types(page: &Page) -> impl Iterator<Item = &str> {
    let annotations =
        page.examples.iter().flat_map(|example| [&example.request_annotation, &example.response_annotation]);
    annotations
        .flatten()
        .filter_map(|annotation| annotation.text("@odata.type").or_else(|| annotation.text("@type")))
}

/// The file that a link leads to.
pub(super) fn linked_file(link: &str) -> Option<String> {
    let file = link.split(['#', '?']).next()?.rsplit('/').next()?;
    file.ends_with(".md").then(|| file.to_lowercase())
}

/// `microsoft.graph.termStore.store` stands in `termstore-store.md`, or in `store.md`; `microsoft.graph.store` perhaps in
/// `area-store.md`.
pub(super) fn named_files(name: &str) -> Vec<Meant> {
    let name = name.trim_start_matches('#').to_lowercase();
    let name = name.strip_prefix("collection(").unwrap_or(&name).trim_end_matches(')');
    let whole = name.strip_prefix("microsoft.graph.");
    let name = whole.unwrap_or(name);
    let is_plain =
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_');
    if !is_plain {
        return Vec::new();
    }
    let last = name.rsplit('.').next().unwrap_or(name);
    let of_an_area = whole.filter(|whole| *whole == last).map(|_| Meant::OfAnArea(format!("{last}.md")));
    let files = [format!("{}.md", name.replace('.', "-")), format!("{last}.md")];
    files.into_iter().map(Meant::File).chain(of_an_area).collect()
}

fn types_in(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            names.extend(members.get("@odata.type").and_then(Value::as_str).map(str::to_string));
            members.values().for_each(|member| types_in(member, names));
        }
        Value::Array(items) => items.iter().for_each(|item| types_in(item, names)),
        _ => {}
    }
}
