//! GC403.

use crate::contract::Half;
use crate::lint::finding::{Finding, Severity};
use crate::lint::members::{is_untold, quoted_name, similar};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;

pub(super) static RULE: Rule = Rule {
    code: "GC403",
    name: "response-member-undocumented",
    severity: Severity::Warning,
    summary: "a response example shows a property that the resource page does not have",
    manual: "A reader looks the property up and finds nothing. Judged are objects of a type whose page, and whose base types' \
             pages, list properties or relationships. Errors, open types, `@odata` control information and objects of a type \
             that is not known exactly are let through.",
    help: "describe the property on the resource's page, or take it out of the example",
    fires: &[
        (
            "api/thing-get.md",
            "# Get thing\n\n## Examples\n\n```http\nGET /things/1\n```\n\n\
             <!-- { \"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.thing\" } -->\n\
             ```http\nHTTP/1.1 200 OK\n\n{ \"size\": 1, \"colour\": \"red\" }\n```\n",
        ),
        (
            "resources/thing.md",
            "# thing resource type\n\n## Properties\n\n|Property|Type|\n|:--|:--|\n|size|Int32|\n",
        ),
    ],
    quiet: &[
        (
            "api/thing-get.md",
            "# Get thing\n\n## Examples\n\n```http\nGET /things/1\n```\n\n\
             <!-- { \"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.thing\" } -->\n\
             ```http\nHTTP/1.1 200 OK\n\n{ \"@odata.id\": \"1\", \"size\": 1 }\n```\n",
        ),
        (
            "resources/thing.md",
            "# thing resource type\n\n## Properties\n\n|Property|Type|\n|:--|:--|\n|size|Int32|\n",
        ),
    ],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let untold = subject.members().filter(|(body, member)| {
        body.half == Half::Response
            && body.example.response.status < 400
            && !body.example.request.url.trim_end().ends_with("/$value")
            && is_untold(member)
    });
    for (body, member) in untold {
        let line = body.json.line_of(&member.pointer);
        let owner = member.owner.type_name.as_deref().unwrap_or("the response body");
        let message = format!("\"{}\" is no documented property of {owner}", member.name);
        let finding = subject.on_word(&RULE, line, &quoted_name(member.name), message);
        let finding = similar(finding, subject, member);
        // where the JSON is broken, the names are what the reader made of it
        findings.push(if body.json.is_strict() { finding } else { finding.unsure() });
    }
}
