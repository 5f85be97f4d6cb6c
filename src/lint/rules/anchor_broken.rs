//! GC607.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::lint::anchors::{Anchors, Match};
use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;

pub(super) static RULE: Rule = Rule {
    code: "GC607",
    name: "anchor-broken",
    severity: Severity::Warning,
    summary: "a link leads to a heading that the page does not have",
    manual: "The reader lands at the top of the page. Anchors are those of headings as GitHub and docfx make them (lower case, \
             hyphens for spaces, punctuation dropped, `-1` behind a second one), and what `name=\"...\"` and `id=\"...\"` name. \
             Runs of hyphens count as one. An anchor that differs from a heading's in case alone is a note. Links to tabs \
             (`#tab/...`) and into pages that are not at hand are not looked at.",
    help: "link to a heading of the page, or take the `#` part out",
    fires: &[("api/thing-get.md", "# Get thing\n\nSee [the request](#the-request).\n\n## HTTP request\n")],
    quiet: &[(
        "api/thing-get.md",
        "# Get thing\n\nSee [the request](#http-request) and [hints](#hints).\n\n## HTTP request\n\n<a id=\"hints\"></a>\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let own = OnceCell::new();
    for link in subject.links().filter(|link| link.target.contains('#')) {
        let Some(relative) = link.relative() else { continue };
        let Some(anchor) = relative.anchor.filter(|anchor| !is_of_the_site(anchor)) else { continue };
        let anchors = match relative.path {
            "" => Some(Arc::clone(own.get_or_init(|| Arc::new(Anchors::of(subject.source.text()))))),
            path if path.ends_with(".md") => subject.neighbours.anchors(&subject.page.path, &relative.file()),
            _ => None,
        };
        let Some(anchors) = anchors else { continue };
        let span = subject.source.part(link.line, anchor);
        let page = if relative.path.is_empty() { "this page" } else { relative.path };
        let wanted = percent_encoding::percent_decode_str(anchor).decode_utf8_lossy();
        findings.extend(match anchors.find(&wanted) {
            Match::There => None,
            Match::OtherCase(heading) => Some(
                subject
                    .finding(&RULE, span, format!("`#{anchor}` differs in case from `#{heading}`"))
                    .unsure()
                    .help(format!("write `#{heading}`")),
            ),
            Match::Absent => {
                Some(subject.finding(&RULE, span, format!("{page} has no heading for `#{anchor}`")))
            }
        });
    }
}

/// Anchors that the site makes, or that a browser understands.
fn is_of_the_site(anchor: &str) -> bool {
    anchor.contains('/') || anchor.starts_with(":~:") || anchor.eq_ignore_ascii_case("top")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::found_on;

    fn found(target: &str) -> Vec<(Severity, String)> {
        let text = format!("# A page\n\nSee [there]({target}).\n\n## Notes & hints\n");
        let pages = [("api/a.md", text.as_str()), ("resources/b.md", "# B\n\n## Members\n")];
        let found = found_on(&RULE, &pages).into_iter();
        found.map(|found| (found.finding.severity, found.finding.message)).collect()
    }

    #[test]
    fn anchors_of_other_pages_are_known() {
        let message = "../resources/b.md has no heading for `#values`".to_string();
        assert_eq!(found("../resources/b.md#values"), [(Severity::Warning, message)]);
        for right in
            ["../resources/b.md#members", "#notes--hints", "#notes-hints", "#tab/http", "c.md#x", "#a-page"]
        {
            assert_eq!(found(right), [], "{right}");
        }
    }

    #[test]
    fn another_case_is_a_note() {
        let message = "`#Notes-Hints` differs in case from `#notes--hints`".to_string();
        assert_eq!(found("#Notes-Hints"), [(Severity::Note, message)]);
    }
}
