//! GC107.

use crate::lint::finding::{Finding, Severity};
use crate::lint::route::{Difference, Route};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;

pub(super) static RULE: Rule = Rule {
    code: "GC107",
    name: "placeholder-renamed",
    severity: Severity::Note,
    summary: "a placeholder is called one thing in the HTTP request section and another in the example",
    manual: "A reader wonders whether they are the same. Case, hyphens and underscores make no difference, nor do further names \
             behind a bar (`{id | userPrincipalName}`). It is a note: the service does not see either.",
    help: "call it by one name",
    fires: &[(
        "api/thing-get.md",
        "# Get thing\n\n## HTTP request\n\n```http\nGET /things/{thingId}\n```\n\n## Examples\n\n\
         ```http\nGET /things/{id}\n```\n\n```http\nHTTP/1.1 200 OK\n```\n",
    )],
    quiet: &[(
        "api/thing-get.md",
        "# Get thing\n\n## HTTP request\n\n```http\nGET /things/{thingId}\n```\n\n## Examples\n\n\
         ```http\nGET /things/{thing-id}\n```\n\n```http\nHTTP/1.1 200 OK\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let mut last = 0;
    for example in &subject.page.examples {
        let request = &example.request;
        if std::mem::replace(&mut last, request.line) == request.line || !request.url.contains(['{', '<']) {
            continue;
        }
        let shown = Route::read(&request.method, &request.url);
        let Some((route, line)) =
            subject.routes().find(|(route, _)| route.difference(&shown) == Difference::None)
        else {
            continue;
        };
        if let Some((said, used)) = route.placeholders(&shown).find(|(said, used)| !is_same(said, used)) {
            let message =
                format!("the placeholder {{{used}}} is called {{{said}}} in the HTTP request section");
            let finding = subject.on_word(&RULE, request.line, used, message);
            findings.push(finding.related(&subject.page.path, line.line, "it is documented here"));
        }
    }
}

fn is_same(said: &str, used: &str) -> bool {
    let plain = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    said.split('|').any(|said| used.split('|').any(|used| plain(said) == plain(used)))
}
