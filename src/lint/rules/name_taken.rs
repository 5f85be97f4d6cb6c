//! GC108.

use std::collections::{BTreeMap, HashMap};

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::{Annotation, Page};

pub(in crate::lint) static RULE: Rule = Rule {
    code: "GC108",
    name: "request-name-taken",
    severity: Severity::Warning,
    summary: "two requests carry one name",
    manual: "A response is paired by name, and code samples are filed under it: the second request takes the place of the \
             first. Within a page it is a warning. Between two pages of one set that are checked together it is a note, as only \
             tools that read the whole set at once are misled.",
    help: "give each request a name of its own",
    fires: &[(
        "api/thing-get.md",
        "# Get thing\n\n## Examples\n\n<!-- { \"blockType\": \"request\", \"name\": \"get_thing\" } -->\n```http\nGET /things/1\n```\n\n\
         ```http\nHTTP/1.1 200 OK\n```\n\n<!-- { \"blockType\": \"request\", \"name\": \"get_thing\" } -->\n```http\nGET /things/2\n```\n\n\
         ```http\nHTTP/1.1 200 OK\n```\n",
    )],
    quiet: &[(
        "api/thing-get.md",
        "# Get thing\n\n## Examples\n\n<!-- { \"blockType\": \"request\", \"name\": \"get_thing\" } -->\n```http\nGET /things/1\n```\n\n\
         ```http\nHTTP/1.1 200 OK\n```\n\n<!-- { \"blockType\": \"request\", \"name\": \"get_thing_again\" } -->\n```http\nGET /things/2\n```\n\n\
         ```http\nHTTP/1.1 200 OK\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let mut first: HashMap<&str, &Annotation> = HashMap::new();
    for request in requests(subject.page) {
        for name in request.names() {
            let other = *first.entry(name).or_insert(request);
            if std::ptr::eq(other, request) {
                continue;
            }
            let line = request.json.line_of("/name");
            let finding = subject.on_word(&RULE, line, name, format!("another request is named \"{name}\""));
            let line = other.json.line_of("/name");
            findings.push(finding.related(&subject.page.path, line, "it has the name here"));
        }
    }
}

fn requests(page: &Page) -> Vec<&Annotation> {
    let annotations = page.blocks.iter().filter_map(|block| block.annotation.as_deref());
    annotations.filter(|annotation| annotation.block_type() == Some("request")).collect()
}

/// The names that requests of a page carry, each once, with their lines.
pub(in crate::lint) fn names(page: &Page) -> BTreeMap<&str, usize> {
    let mut names = BTreeMap::new();
    for request in requests(page) {
        for name in request.names() {
            names.entry(name).or_insert_with(|| request.json.line_of("/name"));
        }
    }
    names
}
