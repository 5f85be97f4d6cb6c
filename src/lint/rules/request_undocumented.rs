//! GC105.

use crate::lint::finding::{Finding, Severity};
use crate::lint::route::{Difference, Route};
use crate::lint::rule::Rule;
use crate::lint::source::Place;
use crate::lint::subject::Subject;
use crate::page::{HttpRequest, RequestLine};

pub(super) static RULE: Rule = Rule {
    code: "GC105",
    name: "request-undocumented",
    severity: Severity::Error,
    summary: "an example's method or path is none of the HTTP request section",
    manual: "The page says what can be asked, and its example asks something else. Placeholders stand for any segment, names \
             and function parameters are compared without regard to case, `/me` stands for `/users/{id}` and the other way \
             round, type casts (`/microsoft.graph.group`) may be there or not, and a `{path}` between colons stands for several \
             segments. A request to another host is a note, and so is one whose path goes on behind a documented one.",
    help: "correct the example's request, or add its path to the HTTP request section",
    fires: &[(
        "api/thing-get.md",
        "# Get thing\n\n## HTTP request\n\n```http\nGET /things/{id}\n```\n\n## Examples\n\n\
         ```http\nGET https://graph.microsoft.com/v1.0/items/1\n```\n\n```http\nHTTP/1.1 200 OK\n```\n",
    )],
    quiet: &[(
        "api/thing-get.md",
        "# Get thing\n\n## HTTP request\n\n```http\nGET /users/{id | userPrincipalName}/things/{id}\n```\n\n## Examples\n\n\
         ```http\nGET https://graph.microsoft.com/v1.0/me/Things/1?$top=1\n```\n\n```http\nHTTP/1.1 200 OK\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let lines = &subject.page.http_request;
    let mut last = 0;
    for example in subject.page.examples.iter().filter(|_| !lines.is_empty()) {
        let request = example.request.as_ref();
        let is_new = std::mem::replace(&mut last, request.line) != request.line;
        let is_template = lines.iter().any(|line| line.line == request.line);
        if is_new && !is_template {
            findings.extend(undocumented(subject, request, lines));
        }
    }
}

/// Whether another line of the page asks the same.
fn stands_elsewhere(subject: &Subject<'_>, request: &HttpRequest, shown: &Route) -> bool {
    let lines = subject.source.lines_in(Place::Fence).filter(|(line, _)| *line != request.line);
    let mut asked = lines.filter_map(|(_, text)| text.trim().split_once(' '));
    asked.any(|(method, url)| {
        method.eq_ignore_ascii_case(&request.method)
            && url.trim() != request.url
            && Route::read(method, url).difference(shown) == Difference::None
    })
}

fn undocumented(subject: &Subject<'_>, request: &HttpRequest, lines: &[RequestLine]) -> Option<Finding> {
    let shown = Route::read(&request.method, &request.url);
    let documented: Vec<(Route, &RequestLine)> =
        lines.iter().map(|line| (Route::read(&line.method, &line.path), line)).collect();
    let difference = |(route, line): &(Route, &RequestLine)| (route.difference(&shown), line.line);
    let (nearest, line) = documented.iter().map(difference).min_by_key(|(difference, _)| *difference)?;
    let message = match nearest {
        Difference::None => return None,
        Difference::Method => format!("the page does not document {} for this path", shown.method),
        Difference::Longer | Difference::Path(_) => {
            format!("the page does not document the path {}", shown.path)
        }
    };
    let said = lines.iter().find(|found| found.line == line)?;
    let finding = subject.on_line(&RULE, request.line, message).related(
        &subject.page.path,
        line,
        format!("the nearest that it documents is {} {}", said.method, said.path),
    );
    // a drive's items go by their paths as well as by their keys, and a page may document a path outside its section
    let is_unsure = nearest == Difference::Longer
        || shown.is_elsewhere
        || request.url.contains(":/") && shown.path.contains(":/")
        || stands_elsewhere(subject, request, &shown);
    Some(if is_unsure { finding.unsure() } else { finding })
}
