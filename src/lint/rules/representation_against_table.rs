//! GC404.

use serde_json::Value;

use super::front_matter_malformed::is_about_type;
use crate::contract::Primitive;
use crate::lint::finding::{Finding, Severity};
use crate::lint::members::quoted_name;
use crate::lint::rule::Rule;
use crate::lint::source::Place;
use crate::lint::subject::Subject;
use crate::page::{PropertyRow, ResourceBlock, Section};

pub(super) static RULE: Rule = Rule {
    code: "GC404",
    name: "representation-against-table",
    severity: Severity::Warning,
    summary: "a resource's JSON representation and its property table show different properties, or different kinds",
    manual: "Both claim to be the whole type. A property of the representation must have a row on its page, or on that of a \
             base type; a row under Properties should be in the representation, which is a note, as a page may show inherited \
             ones in the table alone. A literal that is itself a number, a Boolean or an array must be of the kind that the row \
             says, and \"String\" stands for none of a number or a Boolean.",
    help: "make the table and the representation say the same",
    fires: &[(
        "resources/thing.md",
        "# thing resource type\n\n## Properties\n\n|Property|Type|\n|:--|:--|\n|size|Int32|\n\n## JSON representation\n\n\
         <!-- { \"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.thing\" } -->\n```json\n{\n  \"size\": \"Int32\",\n  \"colour\": \"String\"\n}\n```\n",
    )],
    quiet: &[(
        "resources/thing.md",
        "# thing resource type\n\n## Properties\n\n|Property|Type|\n|:--|:--|\n|size|Int32|\n|colour|String|\n\n## JSON representation\n\n\
         <!-- { \"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.thing\" } -->\n```json\n{\n  \"size\": 12,\n  \"colour\": \"String\"\n}\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let [block] = subject.page.resources.as_slice() else { return };
    let is_of_type = |row: &&PropertyRow| match row.section {
        Section::Properties => true,
        Section::Other(_) => !is_about_operation(subject), // which has tables of its parameters
        _ => false,
    };
    let rows: Vec<&PropertyRow> = subject.page.properties.iter().filter(is_of_type).collect();
    let Some(shown) = block.value().and_then(Value::as_object).filter(|_| !rows.is_empty()) else { return };
    for (name, literal) in shown.iter().filter(|(name, _)| !name.contains('@')) {
        match rows.iter().find(|row| row.name == *name) {
            Some(row) => findings.extend(kind_differs(subject, block, row, literal)),
            None => findings.extend(without_row(subject, block, name, &rows)),
        }
    }
    let is_listed =
        |row: &&&PropertyRow| row.section == Section::Properties && !shown.contains_key(&row.name);
    for row in rows.iter().filter(is_listed) {
        let message = format!("\"{}\" is not in the JSON representation", row.name);
        let finding = subject.on_word(&RULE, row.line, &row.name, message);
        findings.push(finding.related(&subject.page.path, block.line, "the representation").unsure());
    }
}

fn is_about_operation(subject: &Subject<'_>) -> bool {
    subject.is_api_page() && !is_about_type(subject)
}

fn without_row(
    subject: &Subject<'_>,
    block: &ResourceBlock,
    name: &str,
    rows: &[&PropertyRow],
) -> Option<Finding> {
    let line = block.json.line_of(&format!("/{name}"));
    if stands_in_a_row(subject, name) {
        return None; // a row whose type is missing, which is read as none
    }
    let inherited = block.base_type().is_some_and(|base| {
        subject.resources.member_in_any_case(base, name).is_some() || !subject.resources.knows(base)
    });
    if inherited {
        return None;
    }
    let message = format!("\"{name}\" has no row in the property table");
    let finding = subject.on_word(&RULE, line, &quoted_name(name), message);
    Some(match rows.iter().find(|row| row.name.eq_ignore_ascii_case(name)) {
        Some(row) => finding
            .related(&subject.page.path, row.line, format!("the table spells it \"{}\"", row.name))
            .help(format!("spell it \"{}\" in both", row.name)),
        None => finding.related(&subject.page.path, rows[0].line, "the table begins here"),
    })
}

/// Whether a line of some table begins with a name.
fn stands_in_a_row(subject: &Subject<'_>, name: &str) -> bool {
    let first =
        |text: &str| text.trim().strip_prefix('|')?.split('|').next().map(|cell| cell.trim().to_string());
    let mut cells = subject.source.lines_in(Place::Prose).filter_map(|(_, text)| first(text));
    cells.any(|cell| cell.trim_matches(['*', '`', ' ']) == name)
}

/// Where the representation shows a value that is not of the kind its row names.
fn kind_differs(
    subject: &Subject<'_>,
    block: &ResourceBlock,
    row: &PropertyRow,
    literal: &Value,
) -> Option<Finding> {
    let shown = match literal {
        Value::Array(_) if !row.type_name.collection && is_primitive(row) => "an array",
        Value::Bool(_) if !matches!(primitive(row), None | Some(Primitive::Boolean)) => "a Boolean",
        Value::Number(_) if is_no_number(row) => "a number",
        Value::String(text) if row.type_name.collection && is_primitive(row) && !text.is_empty() => {
            "no array"
        }
        Value::String(text) if names_text(text) && is_number_or_boolean(row) => "a String",
        _ => return None,
    };
    let line = block.json.line_of(&format!("/{}", row.name));
    let written = if row.type_name.collection { " collection" } else { "" };
    let said = format!("the table says {}{written}", row.type_name.name);
    let message = format!("\"{}\" is shown as {shown}, and {said}", row.name);
    Some(subject.on_word(&RULE, line, &quoted_name(&row.name), message).related(
        &subject.page.path,
        row.line,
        said,
    ))
}

/// Whether a literal is the very name of the type String, and no value or filler.
fn names_text(literal: &str) -> bool {
    matches!(literal, "String" | "string" | "Edm.String")
}

fn is_number_or_boolean(row: &PropertyRow) -> bool {
    primitive(row) == Some(Primitive::Boolean) || is_primitive(row) && !is_no_number(row)
}

fn primitive(row: &PropertyRow) -> Option<Primitive> {
    Primitive::named(&row.type_name.name)
}

fn is_primitive(row: &PropertyRow) -> bool {
    primitive(row).is_some()
}

fn is_no_number(row: &PropertyRow) -> bool {
    let numbers = |kind: Primitive| {
        matches!(kind, Primitive::Integer { .. } | Primitive::Int64 | Primitive::Number | Primitive::Decimal)
    };
    primitive(row).is_some_and(|kind| !numbers(kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::found_on;

    #[test]
    fn the_parameters_of_an_operation_are_no_properties_of_a_type_that_its_page_shows() {
        let found = |doc_type: &str, heading: &str| {
            let text = format!(
                "---\ndoc_type: {doc_type}\n---\n# A page\n\n## HTTP request\n\n```http\nPOST /things\n```\n\n\
                 <!-- {{ \"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.thing\" }} -->\n```json\n{{ \"size\": 1 }}\n```\n\n\
                 ## {heading}\n\n|Name|Type|\n|:--|:--|\n|item|thing|\n"
            );
            let found = found_on(&RULE, &[("api/thing-make.md", &text)]);
            found.iter().filter(|quoted| quoted.finding.severity == Severity::Warning).count()
        };
        assert_eq!(found("apiPageType", "Parameters"), 0);
        assert_eq!(found("resourcePageType", "Members"), 1);
        assert_eq!(found("apiPageType", "Properties"), 1);
    }
}
