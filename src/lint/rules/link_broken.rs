//! GC606.

use crate::lint::finding::{Edit, Finding, Severity};
use crate::lint::links::{Link, Relative};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;

pub(super) static RULE: Rule = Rule {
    code: "GC606",
    name: "link-broken",
    severity: Severity::Warning,
    summary: "a relative link leads to no file",
    manual: "The reader gets a page that says nothing is there. File names are compared case-sensitively, as the site that \
             publishes them does; where only the case differs, the repair is certain. Links to other sites, links that start \
             with `/`, and links into folders that are not at hand are not looked at.",
    help: "link to where the page is now, or take the link out",
    fires: &[
        ("api/thing-get.md", "# Get thing\n\nReads a [thing](../resources/thingy.md).\n"),
        ("resources/thing.md", "# thing resource type\n"),
    ],
    quiet: &[
        (
            "api/thing-get.md",
            "# Get thing\n\nReads a [thing](../resources/thing.md), see [there](https://a.b/c.md).\n",
        ),
        ("resources/thing.md", "# thing resource type\n"),
    ],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for link in subject.links() {
        let Some(relative) = link.relative().filter(|relative| !relative.path.is_empty()) else { continue };
        if subject.neighbours.has(&subject.page.path, &relative.file()) == Some(false) {
            findings.push(finding(subject, link, relative));
        }
    }
}

fn finding(subject: &Subject<'_>, link: Link<'_>, relative: Relative<'_>) -> Finding {
    let span = subject.source.part(link.line, relative.path);
    let found = subject.finding(&RULE, span, format!("`{}` is not there", relative.path));
    let lower = relative.path.to_lowercase();
    let as_lower = Relative { path: &lower, ..relative };
    let is_there =
        lower != relative.path && subject.neighbours.has(&subject.page.path, &as_lower.file()) == Some(true);
    let start = subject.source.offset(link.line)
        + (relative.path.as_ptr() as usize - subject.source.line(link.line).as_ptr() as usize);
    match is_there {
        true => found.help(format!("the file is `{lower}`")).fixed_by(Edit {
            start,
            end: start + relative.path.len(),
            replacement: lower,
        }),
        false => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::found_on;

    #[test]
    fn another_case_is_repaired() {
        let text = "See [thing](../resources/someThing.md#x) and [gone](gone.md).\n";
        let pages = [("api/a.md", text), ("resources/something.md", "")];
        let found = found_on(&RULE, &pages).into_iter();
        let fixes: Vec<_> = found.map(|found| found.finding.fix.map(|edit| edit.replacement)).collect();
        assert_eq!(fixes, [Some("../resources/something.md".to_string()), None]);
    }
}
