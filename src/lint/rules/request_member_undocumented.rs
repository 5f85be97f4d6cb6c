//! GC401.

use crate::contract::{Half, ShownBody, ShownMember};
use crate::lint::finding::{Finding, Severity};
use crate::lint::members::{is_untold, quoted_name, similar};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;

pub(super) static RULE: Rule = Rule {
    code: "GC401",
    name: "request-member-undocumented",
    severity: Severity::Warning,
    summary: "a request example sends a property that neither the page's table nor the resource page has",
    manual: "Who copies the example sends what the reference does not know. Judged are objects whose members are all \
             described: the body of a request under the page's own table, and objects of a type whose page, and whose base \
             types' pages, list properties. Open types, `@odata` control information and objects of unknown types are let \
             through.",
    help: "add the property to the table, or take it out of the example",
    fires: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Request body\n\n|Property|Type|Description|\n|:--|:--|:--|\n|size|Int32|The size.|\n\n\
         ## Examples\n\n```http\nPATCH /things/1\n\n{ \"size\": 1, \"colour\": \"red\" }\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    quiet: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Request body\n\n|Property|Type|Description|\n|:--|:--|:--|\n|size|Int32|The size.|\n\
         |colour|String|The colour.|\n\n\
         ## Examples\n\n```http\nPATCH /things/1\n\n{ \"size\": 1, \"colour\": \"red\" }\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for (body, member) in
        subject.members().filter(|(body, member)| body.half == Half::Request && is_untold(member))
    {
        let line = body.json.line_of(&member.pointer);
        let name = member.name;
        let owner =
            member.owner.type_name.as_deref().map_or("the request body".to_string(), |name| name.to_string());
        let message = format!("\"{name}\" is no documented property of {owner}");
        let finding = subject.on_word(&RULE, line, &quoted_name(name), message);
        let finding = similar(finding, subject, member);
        // where the JSON is broken, the names are what the reader made of it
        findings.push(
            if body.json.is_strict() && subject.is_api_page() && is_its_type(subject, body, member) {
                finding
            } else {
                finding.unsure()
            },
        );
    }
}

/// Whether the object is surely of the type that it is held to: what an action takes is none of its answer's type, what the
/// section about the body links to may be sent instead, and what the title speaks of may have the property though the page's
/// table leaves it out.
fn is_its_type(subject: &Subject<'_>, body: &ShownBody<'_>, member: &ShownMember<'_>) -> bool {
    let is_action =
        body.example.request.method.eq_ignore_ascii_case("POST") && !subject.page.title.starts_with("Create");
    let is_another =
        member.pointer.matches('/').count() == 1 && (is_action || links_to_another(subject, member));
    let subject_word = subject.page.title.split_whitespace().last().unwrap_or_default();
    let of_title = subject.resources.member_in_any_case(subject_word, member.name);
    !is_another && of_title.is_none_or(|(name, _)| name != member.name)
}

/// Whether the section about the body links to types, and to none that has to do with the one that the object is held to.
fn links_to_another(subject: &Subject<'_>, member: &ShownMember<'_>) -> bool {
    let Some(held_to) = member.owner.type_name.as_deref() else { return false };
    let resources = subject.resources;
    let stem = |link: &String| Some(link.rsplit('/').next()?.split(".md").next()?.to_string());
    let mut linked = subject.page.request_links.iter().filter_map(stem).filter(|name| resources.knows(name));
    let is_other = |name: &String| !resources.is_a(name, held_to) && !resources.is_a(held_to, name);
    linked.next().is_some_and(|first| is_other(&first) && linked.all(|name| is_other(&name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{found_on, severities_on};

    fn resource(name: &str, property: &str) -> String {
        format!("# {name} resource type\n\n## Properties\n\n|Property|Type|\n|:--|:--|\n|{property}|Int32|\n")
    }

    fn severities(request_body: &str) -> Vec<Severity> {
        let text = format!(
            "# Update thing\n\n## HTTP request\n\n```http\nPATCH /things/{{id}}\n```\n\n## Request body\n\n{request_body}\n\n\
             ## Examples\n\n```http\nPATCH /things/1\n\n{{ \"colour\": 1 }}\n```\n\n\
             <!-- {{ \"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.box\" }} -->\n\
             ```http\nHTTP/1.1 200 OK\n\n{{ \"size\": 1 }}\n```\n"
        );
        let (a_box, label) = (resource("box", "size"), resource("openTypeLabel", "text"));
        let pages = [
            ("api/thing-update.md", &*text),
            ("resources/box.md", &*a_box),
            ("resources/opentypelabel.md", &*label),
        ];
        severities_on(&RULE, &pages)
    }

    #[test]
    fn what_the_section_about_the_body_links_to_may_be_sent() {
        assert_eq!(severities("Supply a [box](../resources/box.md)."), [Severity::Warning]);
        assert_eq!(severities("Supply a [label](../resources/opentypelabel.md)."), [Severity::Note]);
    }

    #[test]
    fn a_row_may_name_the_type_that_is_sent() {
        let found = |type_name: &str| {
            let text = format!(
                "# Create label\n\n## Request body\n\n|Name|Type|\n|:--|:--|\n|@odata.type|{type_name}|\n|text|Int32|\n\n\
                 ## Examples\n\n```http\nPOST /labels\n\n{{ \"text\": 1, \"colour\": 1 }}\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n"
            );
            let label = resource("openTypeLabel", "text");
            found_on(&RULE, &[("api/label-post.md", &*text), ("resources/opentypelabel.md", &*label)]).len()
        };
        assert_eq!(found("String"), 1);
        assert_eq!(found("microsoft.graph.openTypeLabel"), 0);
    }
}
