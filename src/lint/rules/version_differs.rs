//! GC106.

use crate::contract::UrlTemplate;
use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;

pub(super) static RULE: Rule = Rule {
    code: "GC106",
    name: "version-differs",
    severity: Severity::Error,
    summary: "an example of one version's page asks the other version",
    manual: "The page stands in a folder `v1.0` or `beta`, and its example's URL names the other one: who copies it gets \
             another contract. URLs without a version are let through.",
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
    let folder = subject.page.path.rsplit(['/', '\\']).find(|part| matches!(*part, "v1.0" | "beta"));
    let Some(folder) = folder else { return };
    let mut last = 0;
    for example in &subject.page.examples {
        let request = &example.request;
        let version = UrlTemplate::read(&request.url)
            .version
            .filter(|version| matches!(version.as_str(), "v1.0" | "beta"));
        let is_new = std::mem::replace(&mut last, request.line) != request.line;
        if let Some(version) = version.filter(|version| is_new && version != folder) {
            let message = format!("the example asks {version}, and this is a page of {folder}");
            findings.push(subject.on_word(&RULE, request.line, &version, message));
        }
    }
}
