//! GC604.

use std::borrow::Cow;

use super::front_matter_malformed::is_about_type;
use super::permissions_missing::title_line;
use crate::lint::finding::{Finding, Severity};
use crate::lint::headings::{headings, slug};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::Section;

pub(super) static RULE: Rule = Rule {
    code: "GC604",
    name: "heading-missing",
    severity: Severity::Warning,
    summary: "a page lacks a part that readers and tools look for by its heading",
    manual: "A page has a title. One about an operation has the sections HTTP request, Response and Examples, by which its \
             promises are found; the sections Request headers and Request body are missing on some pages that need neither, \
             and are notes, and so are Examples where the page shows one elsewhere. Headings are known in other cases, in the plural, and by their anchors; a page none of whose \
             headings is known is in another language, and only needs its title.",
    help: "add the section, with a sentence that says so where there is nothing to tell",
    fires: &[(
        "api/thing-get.md",
        "---\ndoc_type: apiPageType\n---\n# Get thing\n\n## HTTP request\n\n## Request headers\n\n## Request body\n\n## Response\n",
    )],
    quiet: &[(
        "api/thing-get.md",
        "---\ndoc_type: apiPageType\n---\n# Get thing\n\n## HTTP request\n\n## Request headers\n\n## Request body\n\n## Response\n\n\
         ## Example\n",
    )],
    check,
};

const NEEDED: [(Section, &str, Severity); 5] = [
    (Section::HttpRequest, "HTTP request", Severity::Warning),
    (Section::RequestHeaders, "Request headers", Severity::Note),
    (Section::RequestBody, "Request body", Severity::Note),
    (Section::Response, "Response", Severity::Warning),
    (Section::Examples, "Examples", Severity::Warning),
];

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let (mut has_title, mut sections) = (false, Vec::new());
    for heading in headings(&subject.source) {
        has_title |= heading.level == 1;
        match section(heading.text) {
            Section::Other(_) => {}
            known => sections.push(known),
        }
    }
    if !has_title && subject.page.doc_type.is_some() {
        findings
            .push(subject.on_line(&RULE, 1, "no heading of the first level").help("give the page its title"));
    }
    let is_api_page = subject.page.doc_type.as_deref() == Some("apiPageType") && !is_about_type(subject);
    if !is_api_page || sections.is_empty() {
        return;
    }
    for (section, name, severity) in &NEEDED {
        if !sections.contains(section) {
            let found = subject.on_line(&RULE, title_line(subject), format!("no section \"{name}\""));
            let stands_elsewhere = *section == Section::Examples && !subject.page.examples.is_empty();
            let severity = if stands_elsewhere { Severity::Note } else { *severity };
            findings.push(Finding { severity, ..found });
        }
    }
}

/// The section that a heading opens, by its words or its anchor.
fn section(heading: &str) -> Section {
    let is_plain = heading.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ');
    let shown = if is_plain { Cow::Borrowed(heading) } else { Cow::Owned(slug(heading).replace('-', " ")) };
    match Section::named(&shown) {
        Section::Other(name) => {
            anchor(heading).map_or(Section::Other(name), |anchor| Section::named(&anchor.replace('-', " ")))
        }
        known => known,
    }
}

/// `http-request` of `<a name="http-request"></a>`.
fn anchor(heading: &str) -> Option<&str> {
    let (_, anchor) = heading.split_once("name=\"")?;
    anchor.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_known_by_its_words_or_its_anchor() {
        assert_eq!(section("HTTP Requests"), Section::HttpRequest);
        assert_eq!(section("<a name=\"http-request\"></a>HTTP-Anforderung"), Section::HttpRequest);
        assert_eq!(section("Responses:"), Section::Response);
        assert!(matches!(section("Notes"), Section::Other(_)));
    }
}
