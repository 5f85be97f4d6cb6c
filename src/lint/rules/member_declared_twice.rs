//! GC405.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::{PropertyRow, Section};

pub(super) static RULE: Rule = Rule {
    code: "GC405",
    name: "member-declared-twice",
    severity: Severity::Warning,
    summary: "a property has two rows in one table",
    manual: "One of the two rows is read, and the other is not; where their types differ one of them is wrong. Rows of \
             different tables are let through, as they may describe different objects.",
    help: "keep one of the two rows",
    fires: &[(
        "resources/thing.md",
        "# thing resource type\n\n## Properties\n\n|Property|Type|\n|:--|:--|\n|size|Int32|\n|size|String|\n",
    )],
    quiet: &[(
        "resources/thing.md",
        "# thing resource type\n\n## Properties\n\n|Property|Type|\n|:--|:--|\n|size|Int32|\n|sizes|String|\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let is_next = |before: &PropertyRow, row: &PropertyRow| {
        before.line < row.line && before.line + 2 >= row.line && before.section == row.section
    };
    for table in subject.page.properties.chunk_by(is_next) {
        let mut first: HashMap<&str, &PropertyRow> = HashMap::new();
        for row in table {
            match first.entry(&row.name) {
                Entry::Occupied(before) => findings.push(twice(subject, row, before.get())),
                Entry::Vacant(free) => {
                    free.insert(row);
                }
            }
        }
    }
}

fn twice(subject: &Subject<'_>, row: &PropertyRow, before: &PropertyRow) -> Finding {
    let message = format!("\"{}\" has a second row", row.name);
    let finding = subject.on_word(&RULE, row.line, &row.name, message).related(
        &subject.page.path,
        before.line,
        format!("the first says {}", before.type_name.name),
    );
    // parameters of several overloads often share a table
    if matches!(row.section, Section::RequestBody | Section::Properties) { finding } else { finding.unsure() }
}
