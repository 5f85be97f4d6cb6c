//! GC104.

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::{Annotation, Example};

pub(super) static RULE: Rule = Rule {
    code: "GC104",
    name: "pairing-lost",
    severity: Severity::Warning,
    summary: "a response names a request that the page does not have",
    manual: "Both halves of an example carry a name, and they are different: the response is paired with the nearest request \
             before it instead. Names are compared as they stand. A response without a name belongs to the request before it.",
    help: "give both halves one name, or leave the name of the response out",
    fires: &[(
        "api/thing-get.md",
        "# Get thing\n\n## Examples\n\n<!-- { \"blockType\": \"request\", \"name\": \"get_thing\" } -->\n```http\nGET /things/1\n```\n\n\
         <!-- { \"blockType\": \"response\", \"name\": \"get_things\" } -->\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    quiet: &[(
        "api/thing-get.md",
        "# Get thing\n\n## Examples\n\n<!-- { \"blockType\": \"request\", \"name\": \"get_thing\" } -->\n```http\nGET /things/1\n```\n\n\
         <!-- { \"blockType\": \"response\", \"name\": \"get_thing\" } -->\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for example in &subject.page.examples {
        let Some((response, wanted, found)) = lost(example) else { continue };
        let message = format!("no request of this page is named \"{wanted}\"");
        let finding = subject.on_word(&RULE, response.json.line_of("/name"), wanted, message).related(
            &subject.page.path,
            example.request.line,
            format!("paired with this request, named \"{found}\""),
        );
        findings.push(finding);
    }
}

/// The annotation of a response whose name is not its request's, with the two names.
fn lost(example: &Example) -> Option<(&Annotation, &str, &str)> {
    let (request, response) =
        (example.request_annotation.as_deref()?, example.response_annotation.as_deref()?);
    let (asked, answered) = (request.names(), response.names());
    let (wanted, found) = (answered.first()?, asked.first()?);
    (!answered.iter().any(|name| asked.contains(name))).then_some((response, *wanted, *found))
}
