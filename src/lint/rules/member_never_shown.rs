//! GC406.

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::Section;

pub(super) static RULE: Rule = Rule {
    code: "GC406",
    name: "member-never-shown",
    severity: Severity::Note,
    summary: "the page's table of what may be sent has a property that no request example sends",
    manual: "Perhaps the property cannot be sent after all, as one that the service sets itself (`createdDateTime`). It is a \
             note, one a page: an example need not show everything.",
    help: "show the property in an example, or take its row out if it cannot be sent",
    fires: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Request body\n\n|Property|Type|\n|:--|:--|\n|size|Int32|\n|created|DateTimeOffset|\n\n\
         ## Examples\n\n```http\nPATCH /things/1\n\n{ \"size\": 1 }\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    quiet: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Request body\n\n|Property|Type|\n|:--|:--|\n|size|Int32|\n\n\
         ## Examples\n\n```http\nPATCH /things/1\n\n{ \"size\": 1 }\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let bodies = || {
        subject.page.examples.iter().filter_map(|example| example.request.body.json()?.value()?.as_object())
    };
    if bodies().next().is_none() {
        return;
    }
    let rows = subject.page.properties.iter().filter(|row| row.section == Section::RequestBody);
    let mut unshown = rows.filter(|row| bodies().all(|body| !body.contains_key(&row.name)));
    let Some(first) = unshown.next() else { return };
    let others: Vec<String> = unshown.map(|row| format!("\"{}\"", row.name)).collect();
    let message = match others.as_slice() {
        [] => format!("\"{}\" is in the table and in no request example", first.name),
        others => {
            format!("\"{}\" is in the table and in no request example, nor is {}", first.name, list(others))
        }
    };
    findings.push(subject.on_word(&RULE, first.line, &first.name, message));
}

fn list(names: &[String]) -> String {
    match names {
        [only] => only.clone(),
        [one, other] => format!("{one} or {other}"),
        [one, other, more @ ..] => format!("{one}, {other} or {} more", more.len()),
        [] => String::new(),
    }
}
