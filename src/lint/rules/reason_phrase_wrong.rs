//! GC306.

use crate::lint::finding::{Edit, Finding, Severity};
use crate::lint::messages::Start;
use crate::lint::reason_phrase::phrases;
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;

pub(super) static RULE: Rule = Rule {
    code: "GC306",
    name: "reason-phrase-wrong",
    severity: Severity::Warning,
    summary: "the reason phrase of a status line is that of another code",
    manual: "`HTTP/1.1 201 OK` leaves open which of the two is meant, and one of them has been copied from elsewhere. The names \
             are those of the IANA registry, in any case, and the older ones of RFC 7231 and 2616. A status line without a \
             phrase is fine, as HTTP/2 has none, and so is any phrase beside a code that is not registered.",
    help: "write the name of the code, or the code of the name",
    fires: &[(
        "api/thing-post.md",
        "# Create thing\n\n```http\nPOST /things\n```\n\n```http\nHTTP/1.1 201 OK\n```\n",
    )],
    quiet: &[(
        "api/thing-post.md",
        "# Create thing\n\n```http\nPOST /things\n```\n\n```http\nHTTP/1.1 201 Created\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for shown in subject.messages() {
        let Start::Response { status, reason } = shown.start else { continue };
        let known = phrases(status);
        let Some(name) = known.first().filter(|_| !reason.is_empty()) else { continue };
        if !known.iter().any(|name| is_alike(name, reason)) {
            findings.push(finding(subject, shown.line, status, reason, name));
        }
    }
}

fn finding(subject: &Subject<'_>, line: usize, status: u16, reason: &str, name: &str) -> Finding {
    let mut found = subject.on_word(&RULE, line, reason, format!("{status} is \"{name}\", not \"{reason}\""));
    if let Some(said) = subject.page.documented_statuses.iter().find(|said| said.status == status) {
        found = found.related(&subject.page.path, said.line, format!("the prose says {status}"));
    }
    match edit(subject, line, status, reason, name) {
        Some(edit) => found.fixed_by(edit),
        None => found,
    }
}

/// Letters alone count: `OK.`, `No-Content` and `NoContent` are the names they look like.
fn is_alike(one: &str, other: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    let (one, other): (String, String) = (letters(one), letters(other));
    one == other
}

/// The code decides, unless the phrase is the name of another one, and the Response section does not say which is meant.
fn edit(subject: &Subject<'_>, line: usize, status: u16, reason: &str, name: &str) -> Option<Edit> {
    let says = |code: u16| subject.page.documented_statuses.iter().any(|said| said.status == code);
    let other = (100..600).find(|code| phrases(*code).iter().any(|name| is_alike(name, reason)));
    if other.is_some_and(|other| says(other) || !says(status)) {
        return None;
    }
    let text = subject.source.line(line);
    let start = subject.source.offset(line) + text.rfind(reason)?;
    Some(Edit { start, end: start + reason.len(), replacement: name.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::found_on;

    fn fix(prose: &str, status_line: &str) -> Option<Option<String>> {
        let text = format!(
            "## Response\n\n{prose}\n\n## Example\n\n```http\nPOST /a\n```\n```http\n{status_line}\n```\n"
        );
        let mut found = found_on(&RULE, &[("api/a.md", &text)]);
        found.pop().map(|found| found.finding.fix.map(|edit| edit.replacement))
    }

    #[test]
    fn a_phrase_is_known_in_any_case_and_by_its_older_names() {
        for right in
            ["HTTP/1.1 204 NO CONTENT", "HTTP/2 204", "HTTP/1.1 422 Unprocessable Entity", "HTTP/1.1 299 Odd"]
        {
            assert_eq!(fix("", right), None, "{right}");
        }
    }

    #[test]
    fn the_name_of_another_code_is_repaired_where_the_prose_decides() {
        assert_eq!(fix("It returns `201 Created`.", "HTTP/1.1 201 OK"), Some(Some("Created".to_string())));
        assert_eq!(fix("It returns `200 OK`.", "HTTP/1.1 201 OK"), Some(None));
        assert_eq!(fix("", "HTTP/1.1 201 OK"), Some(None));
        assert_eq!(fix("", "HTTP/1.1 200 Success"), Some(Some("OK".to_string())));
    }
}
