//! GC402.

use serde_json::Value;

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::{Example, Page, PropertyRow, Section};

pub(super) static RULE: Rule = Rule {
    code: "GC402",
    name: "required-member-missing",
    severity: Severity::Warning,
    summary: "a request example leaves out a property that the page says is required",
    manual: "Who copies the example is refused. A row is required where its own column or a sentence of its own says so; \
             \"Required if\" is none. Only requests whose body is a JSON object are judged. Where a page has several tables of \
             properties, or its examples show several forms of a body, it is not clear whose the row is, and the finding is a \
             note.",
    help: "show the property in the example, or say that it is optional",
    fires: &[(
        "api/thing-post.md",
        "# Create thing\n\n## Request body\n\n|Property|Type|Description|\n|:--|:--|:--|\n|size|Int32|Required.|\n|colour|String|Required.|\n\n\
         ## Examples\n\n```http\nPOST /things\n\n{ \"colour\": \"red\" }\n```\n\n```http\nHTTP/1.1 201 Created\n```\n",
    )],
    quiet: &[(
        "api/thing-post.md",
        "# Create thing\n\n## Request body\n\n|Property|Type|Description|\n|:--|:--|:--|\n|size|Int32|Optional.|\n|colour|String|Required.|\n\n\
         ## Examples\n\n```http\nPOST /things\n\n{ \"colour\": \"red\" }\n```\n\n```http\nHTTP/1.1 201 Created\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let required = subject.page.properties.iter().filter(|row| is_in_body(row) && row.required == Some(true));
    let required: Vec<&PropertyRow> = required.collect();
    if required.is_empty() {
        return;
    }
    let is_clear = has_one_table(subject.page) && bodies(subject.page).count() == 1;
    for (example, body) in bodies(subject.page) {
        for row in required.iter().filter(|row| !shows(body, &row.name)) {
            let message = format!("the request example leaves out \"{}\", which is required", row.name);
            let finding = subject.on_line(&RULE, example.request.line, message).related(
                &subject.page.path,
                row.line,
                format!("\"{}\" is said to be required here", row.name),
            );
            findings.push(if is_clear { finding } else { finding.unsure() });
        }
    }
}

/// In whatever case: another spelling is another rule's. `x@odata.bind` gives a relationship `x` (OData JSON format 4.01,
/// section 8.5).
fn shows(body: &serde_json::Map<String, Value>, name: &str) -> bool {
    let is_it = |shown: &str| shown.strip_suffix("@odata.bind").unwrap_or(shown).eq_ignore_ascii_case(name);
    body.contains_key(name) || body.keys().any(|shown| is_it(shown))
}

fn is_in_body(row: &PropertyRow) -> bool {
    row.section == Section::RequestBody
}

/// The request bodies that are JSON objects, each once.
fn bodies(page: &Page) -> impl Iterator<Item = (&Example, &serde_json::Map<String, Value>)> {
    let mut last = 0;
    page.examples.iter().filter_map(move |example| {
        let body = example.request.body.json()?.value()?.as_object()?;
        let is_new = std::mem::replace(&mut last, example.request.line) != example.request.line;
        (is_new && !example.request.method.eq_ignore_ascii_case("GET")).then_some((example, body))
    })
}

/// Whether the rows of the request body stand in one table: each on the line behind the one before.
fn has_one_table(page: &Page) -> bool {
    let lines: Vec<usize> =
        page.properties.iter().filter(|row| is_in_body(row)).map(|row| row.line).collect();
    lines.windows(2).all(|pair| pair[1] <= pair[0] + 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::found_on;

    fn found(body: &str) -> usize {
        let text = format!(
            "# Create thing\n\n## Request body\n\n|Property|Type|Description|\n|:--|:--|:--|\n|owner|user|Required.|\n\n\
             ## Examples\n\n```http\nPOST /things\n\n{body}\n```\n\n```http\nHTTP/1.1 201 Created\n```\n"
        );
        found_on(&RULE, &[("api/thing-post.md", &text)]).len()
    }

    #[test]
    fn a_relationship_is_given_by_what_it_is_bound_to() {
        assert_eq!(found("{ \"size\": 1 }"), 1);
        assert_eq!(found("{ \"owner@odata.bind\": \"https://example.com/users/1\" }"), 0);
        assert_eq!(found("{ \"owner@odata.type\": \"user\" }"), 1);
    }
}
