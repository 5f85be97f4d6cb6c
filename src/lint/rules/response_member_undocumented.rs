//! GC403.

use crate::contract::{DocumentedAt, Half, ShownBody, ShownMember};
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
             that is not known exactly are let through. Where an object does not say of what type it is, a property of a derived \
             type is a note.",
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
        let finding = if body.json.is_strict() { finding } else { finding.unsure() };
        findings.push(match of_derived(subject, body, member) {
            Some((derived, at)) => {
                let said = format!("it is a property of {derived}");
                finding.related(at.path(), at.line(), said).help(NAME_THE_TYPE).unsure()
            }
            None => finding,
        });
    }
}

const NAME_THE_TYPE: &str = "show the \"@odata.type\" of the object, or document the property";

/// A derived type that has the member, where the object does not say of what type it is.
fn of_derived<'s>(
    subject: &'s Subject<'_>,
    body: &ShownBody<'_>,
    member: &ShownMember<'_>,
) -> Option<(String, &'s DocumentedAt)> {
    let (owner, _) = member.pointer.rsplit_once('/')?;
    let says_type = body.json.value()?.pointer(owner)?.get("@odata.type").is_some();
    let promised = member.owner.type_name.as_deref().filter(|_| !says_type)?;
    subject.resources.derived_with(promised, member.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::severities_on;

    #[test]
    fn an_object_that_names_no_type_may_be_of_a_derived_one() {
        let severity = |shown: &str| {
            let text = format!(
                "# Get thing\n\n```http\nGET /things/1\n```\n\n\
                 <!-- {{ \"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.thing\" }} -->\n\
                 ```http\nHTTP/1.1 200 OK\n\n{shown}\n```\n"
            );
            let resource = |name: &str, base: &str, property: &str| {
                format!(
                    "# {name} resource type\n\n{base}\n\n## Properties\n\n|Property|Type|\n|:--|:--|\n|{property}|Int32|\n"
                )
            };
            let (thing, toy) = (
                resource("thing", "", "size"),
                resource("toy", "Inherits from [thing](thing.md).", "colour"),
            );
            let pages =
                [("api/thing-get.md", &*text), ("resources/thing.md", &*thing), ("resources/toy.md", &*toy)];
            severities_on(&RULE, &pages)
        };
        assert_eq!(severity("{ \"colour\": 1 }"), [Severity::Note]);
        assert_eq!(severity("{ \"weight\": 1 }"), [Severity::Warning]);
        assert_eq!(
            severity("{ \"@odata.type\": \"#microsoft.graph.thing\", \"colour\": 1 }"),
            [Severity::Warning]
        );
        assert_eq!(severity("{ \"@odata.type\": \"#microsoft.graph.toy\", \"colour\": 1 }"), []);
    }
}
