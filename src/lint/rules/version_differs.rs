//! GC106.

use crate::contract::{version_asked_most, version_of_folder, versions_asked};
use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;

pub(super) static RULE: Rule = Rule {
    code: "GC106",
    name: "version-differs",
    severity: Severity::Error,
    summary: "a request of one version's page asks the other version",
    manual: "The page stands in a folder `v1.0` or `beta`, and its example's URL names the other one: who copies it gets \
             another contract. URLs without a version are let through. Where no folder \
             tells the version, a request that names another one than most of the page's is a note.",
    help: "correct the version in the example's URL",
    fires: &[(
        "v1.0/api/thing-get.md",
        "# Get thing\n\n## Examples\n\n```http\nGET https://graph.microsoft.com/beta/things/1\n```\n\n```http\nHTTP/1.1 200 OK\n```\n",
    )],
    quiet: &[(
        "v1.0/api/thing-get.md",
        "# Get thing\n\n## Examples\n\n```http\nGET https://graph.microsoft.com/v1.0/things/1\n```\n\n```http\nHTTP/1.1 200 OK\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let folder = version_of_folder(subject.page);
    let Some(meant) = folder.or_else(|| version_asked_most(subject.page)) else { return };
    for (line, version) in versions_asked(subject.page).into_iter().filter(|(_, version)| *version != meant) {
        let finding = match folder {
            Some(folder) => format!("{version} is asked, and this is a page of {folder}"),
            None => format!("{version} is asked, and other requests of the page ask {meant}"),
        };
        let finding = subject.on_word(&RULE, line, version, finding);
        findings.push(if folder.is_some() { finding } else { finding.unsure() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::found_on;

    #[test]
    fn a_request_that_no_response_answers_asks_for_a_version_too() {
        let text = "# Get thing\n\n```http\nGET https://graph.microsoft.com/beta/things/1\n```\n\n\
                    ```http\nGET https://graph.microsoft.com/v1.0/things/2\n```\n\n```http\nHTTP/1.1 200 OK\n```\n";
        let found = found_on(&RULE, &[("v1.0/api/thing-get.md", text)]);
        assert_eq!(found.iter().map(|quoted| quoted.finding.line).collect::<Vec<_>>(), [4]);
    }
}
