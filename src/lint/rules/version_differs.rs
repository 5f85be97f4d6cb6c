//! GC106.

use crate::contract::UrlTemplate;
use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::page::Page;

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
    let requests = requests(subject.page);
    let folder = subject.page.path.rsplit(['/', '\\']).find(|part| VERSIONS.contains(part));
    let most = || {
        VERSIONS
            .into_iter()
            .max_by_key(|version| requests.iter().filter(|(_, found)| found == version).count())
    };
    let Some(meant) = folder.or_else(most) else { return };
    for (line, version) in requests.iter().filter(|(_, version)| version != meant) {
        let finding = match folder {
            Some(folder) => format!("{version} is asked, and this is a page of {folder}"),
            None => format!("{version} is asked, and other requests of the page ask {meant}"),
        };
        let finding = subject.on_word(&RULE, *line, version, finding);
        findings.push(if folder.is_some() { finding } else { finding.unsure() });
    }
}

const VERSIONS: [&str; 2] = ["beta", "v1.0"];

/// The lines of the requests that name a version: of the HTTP request section and of the examples.
fn requests(page: &Page) -> Vec<(usize, String)> {
    let documented = page.http_request.iter().map(|line| (line.line, line.path.as_str()));
    let shown = page.examples.iter().map(|example| (example.request.line, example.request.url.as_str()));
    let mut requests: Vec<(usize, String)> = documented
        .chain(shown)
        .filter_map(|(line, url)| Some((line, UrlTemplate::read(url).version?)))
        .filter(|(_, version)| VERSIONS.contains(&version.as_str()))
        .collect();
    requests.sort();
    requests.dedup();
    requests
}
