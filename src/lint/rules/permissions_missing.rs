//! GC602.

use crate::lint::finding::{Finding, Severity};
use crate::lint::permissions::Permissions;
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;

pub(super) static RULE: Rule = Rule {
    code: "GC602",
    name: "permissions-missing",
    severity: Severity::Warning,
    summary: "a page about an operation does not say which permissions it takes",
    manual: "Who calls the API learns by trial what to ask an administrator for. Every page about an operation (its `doc_type` is \
             `apiPageType`, or it has HTTP requests) has a Permissions section, called Prerequisites on some, with a table by \
             permission type or an included one. Permissions in a table of another form or in the text are let through; a \
             section that names none is a note.",
    help: "add a Permissions section with a row for each permission type",
    fires: &[(
        "api/thing-get.md",
        "---\ntitle: Get thing\ndoc_type: apiPageType\n---\n# Get thing\n\n## HTTP request\n\n```http\nGET /things/{id}\n```\n",
    )],
    quiet: &[(
        "api/thing-get.md",
        "---\ntitle: Get thing\ndoc_type: apiPageType\n---\n# Get thing\n\n## Permissions\n\n\
         [!INCLUDE [permissions-table](../includes/permissions/thing-get-permissions.md)]\n\n\
         ## HTTP request\n\n```http\nGET /things/{id}\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if !subject.is_api_page() || !has_known_heading(subject) {
        return;
    }
    let Some(permissions) = Permissions::read(&subject.source) else {
        return findings.push(subject.on_line(&RULE, title_line(subject), "no Permissions section"));
    };
    let line = permissions.heading.line;
    if permissions.lines.is_empty() {
        findings.push(subject.on_line(&RULE, line, "a Permissions section without a word in it"));
    } else if !permissions.includes_table() && !permissions.lines.iter().any(|(_, text)| says(text)) {
        findings.push(subject.on_line(&RULE, line, "a Permissions section that names none").unsure());
    }
}

/// Whether a line names a permission, says in a table that there is none, or leads to where they are.
fn says(text: &str) -> bool {
    text.contains('|') || text.contains("[!INCLUDE") || names_permission(text)
}

/// `Thing.Read.All`, in any text.
pub(super) fn names_permission(text: &str) -> bool {
    let mut dots = memchr::memchr_iter(b'.', text.as_bytes());
    dots.any(|at| {
        let (before, after) = (&text[..at], &text[at + 1..]);
        before.ends_with(|c: char| c.is_ascii_alphanumeric())
            && after.starts_with(|c: char| c.is_ascii_uppercase())
    })
}

/// Pages in other languages keep the anchors of headings at best: without a heading that is known nothing is missed.
fn has_known_heading(subject: &Subject<'_>) -> bool {
    !subject.page.http_request.is_empty()
}

/// The line of the page's title.
pub(super) fn title_line(subject: &Subject<'_>) -> usize {
    let mut headings = crate::lint::headings::headings(&subject.source);
    headings.find(|heading| heading.level == 1).map_or(1, |heading| heading.line)
}
