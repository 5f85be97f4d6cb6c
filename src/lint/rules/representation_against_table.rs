//! GC404.

use serde_json::Value;

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
    let rows: Vec<&PropertyRow> = subject.page.properties.iter().filter(|row| is_of_type(row)).collect();
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

fn is_of_type(row: &PropertyRow) -> bool {
    matches!(&row.section, Section::Properties | Section::Other(_))
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
