//! GC103.

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::{DocumentedStatus, Page};

pub(super) static RULE: Rule = Rule {
    code: "GC103",
    name: "status-differs-from-prose",
    severity: Severity::Error,
    summary: "an example answers with a status that the page's Response section does not name",
    manual: "A client that waits for the documented status does not take the answer for a success. Documented errors (400 and \
             above) are let through, as are pages whose Response section names no status. A redirect, or a second answer to \
             a request of which another is documented, is a note.",
    help: "correct the status in the example, or name it in the Response section",
    fires: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Response\n\nIf successful, this method returns a `204 No Content` response code.\n\n## Examples\n\n\
         ```http\nPATCH /things/1\n```\n\n```http\nHTTP/1.1 200 OK\n```\n",
    )],
    quiet: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Response\n\nIf successful, this method returns a `200 OK` response code.\n\n## Examples\n\n\
         ```http\nPATCH /things/1\n```\n\n```http\nHTTP/1.1 200 OK\n```\n",
    )],
    check,
};

/// Whether the same request has another response, of a documented status: a redirect, say, and what it leads to.
fn follows_documented(page: &Page, line: usize, documented: &[DocumentedStatus]) -> bool {
    let Some(example) = page.examples.iter().find(|example| example.response.line == line) else {
        return false;
    };
    let same = page.examples.iter().filter(|other| other.request.line == example.request.line);
    let mut statuses = same.map(|other| other.response.status);
    statuses.any(|status| documented.iter().any(|found| found.status == status))
}

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let documented = &subject.page.documented_statuses;
    let names_success = documented.iter().any(|found| found.status < 400);
    let responses = subject.page.examples.iter().map(|example| &example.response);
    let other = |status: u16| status < 400 && documented.iter().all(|found| found.status != status);
    for response in responses.filter(|response| names_success && other(response.status)) {
        let codes: Vec<String> = documented.iter().map(|found| found.status.to_string()).collect();
        let (status, codes) = (response.status, codes.join(", "));
        let message = format!("the example answers {status}, and the page says {codes}");
        let is_explained = status / 100 == 3 || follows_documented(subject.page, response.line, documented);
        let finding = subject.on_word(&RULE, response.line, &status.to_string(), message).related(
            &subject.page.path,
            documented[0].line,
            format!("the page says {codes} here"),
        );
        findings.push(if is_explained { finding.unsure() } else { finding });
    }
}
