//! GC105.

use std::cell::OnceCell;

use crate::lint::finding::{Finding, Severity};
use crate::lint::route::{Difference, Route};
use crate::lint::rule::Rule;
use crate::lint::source::Place;
use crate::lint::subject::Subject;
use crate::page::HttpRequest;

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
    let asked = OnceCell::new();
    let mut last = 0;
    for example in subject.page.examples.iter().filter(|_| !lines.is_empty()) {
        let request = example.request.as_ref();
        let is_new = std::mem::replace(&mut last, request.line) != request.line;
        let is_template = lines.iter().any(|line| line.line == request.line);
        if is_new && !is_template {
            findings.extend(undocumented(subject, request, &asked));
        }
    }
}

/// A line of a block that may ask for something: its number, its URL, and where that leads.
type Asked<'a> = (usize, &'a str, Route);

fn asked<'a>(subject: &Subject<'a>) -> Vec<Asked<'a>> {
    let lines = subject.source.lines_in(Place::Fence);
    let parts = lines.filter_map(|(line, text)| Some((line, text.trim().split_once(' ')?)));
    let is_method = |method: &str| method.bytes().all(|byte| byte.is_ascii_alphabetic());
    parts
        .filter(|(_, (method, _))| is_method(method))
        .map(|(line, (method, url))| (line, url.trim(), Route::read(method, url)))
        .collect()
}

/// Whether another line of the page asks the same.
fn stands_elsewhere(asked: &[Asked<'_>], request: &HttpRequest, shown: &Route) -> bool {
    let others = asked.iter().filter(|(line, url, _)| *line != request.line && *url != request.url);
    let mut routes = others.map(|(_, _, route)| route).filter(|route| route.method == shown.method);
    routes.any(|route| route.difference(shown) == Difference::None)
}

fn undocumented<'a>(
    subject: &Subject<'a>,
    request: &HttpRequest,
    asked: &OnceCell<Vec<Asked<'a>>>,
) -> Option<Finding> {
    let shown = Route::read(&request.method, &request.url);
    let differences = subject.routes().map(|(route, line)| (route.difference(&shown), line));
    let (nearest, said) = differences.min_by_key(|(difference, _)| *difference)?;
    let message = match nearest {
        Difference::None => return None,
        Difference::Method => format!("the page does not document {} for this path", shown.method),
        Difference::Longer | Difference::Path(_) => {
            format!("the page does not document the path {}", shown.path)
        }
    };
    let finding = subject.on_line(&RULE, request.line, message).related(
        &subject.page.path,
        said.line,
        format!("the nearest that it documents is {} {}", said.method, said.path),
    );
    // a drive's items go by their paths as well as by their keys, and a page may document a path outside its section
    let is_unsure = nearest == Difference::Longer
        || shown.is_elsewhere
        || request.url.contains(":/") && shown.path.contains(":/")
        || stands_elsewhere(asked.get_or_init(|| self::asked(subject)), request, &shown);
    Some(if is_unsure { finding.unsure() } else { finding })
}
