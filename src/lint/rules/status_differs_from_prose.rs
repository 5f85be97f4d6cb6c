//! GC103.

use crate::lint::finding::{Finding, Severity};
use crate::lint::route::goes_elsewhere;
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::{Example, Page};

pub(super) static RULE: Rule = Rule {
    code: "GC103",
    name: "status-differs-from-prose",
    severity: Severity::Error,
    summary: "an example answers with a status that the page's Response section does not name",
    manual: "A client that waits for the documented status does not take the answer for a success. Documented errors (400 and \
             above) are let through, as are pages whose Response section names no status. A redirect, the answer of another host, or a second answer to \
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

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let documented = &subject.page.documented_statuses;
    let names_success = documented.iter().any(|found| found.status < 400);
    let other = |status: u16| status < 400 && documented.iter().all(|found| found.status != status);
    let examples = subject.page.examples.iter().filter(|example| other(example.response.status));
    for example in examples.filter(|_| names_success) {
        let codes: Vec<String> = documented.iter().map(|found| found.status.to_string()).collect();
        let (response, codes) = (&example.response, codes.join(", "));
        let message = format!("the example answers {}, and the page says {codes}", response.status);
        let finding = subject.on_word(&RULE, response.line, &response.status.to_string(), message).related(
            &subject.page.path,
            documented[0].line,
            format!("the page says {codes} here"),
        );
        findings.push(if may_be_explained(subject.page, example) { finding.unsure() } else { finding });
    }
}

/// A redirect, a second answer to a request of which another is documented (what a redirect leads to, say), and what the
/// service itself asks of another host.
fn may_be_explained(page: &Page, example: &Example) -> bool {
    let same = page.examples.iter().filter(|other| other.request.line == example.request.line);
    let mut statuses = same.map(|other| other.response.status);
    let is_documented = |status: u16| page.documented_statuses.iter().any(|found| found.status == status);
    example.response.status / 100 == 3 || goes_elsewhere(&example.request.url) || statuses.any(is_documented)
}
