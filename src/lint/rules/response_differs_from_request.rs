//! GC408.

use std::collections::HashMap;

use crate::contract::{ShownBody, ShownMember, Types, is_echo};
use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;
use crate::lint::values::{is_sample, shown_value};
use crate::verdict::same_value;

pub(super) static RULE: Rule = Rule {
    code: "GC408",
    name: "response-differs-from-request",
    severity: Severity::Note,
    summary: "an example sends a value, and its response shows another value of the same property",
    manual: "A reader takes the response for the answer to the request above it, and a service is held to it: what is sent comes \
             back. It is a note, as a service may make another value of what it is sent: a name with a prefix, a time of its own. \
             Timestamps that name one instant are the same, and placeholders are no values. Only requests that create or change \
             a resource are looked at, and properties of the bodies themselves.",
    help: "show the value that was sent, or say in the property's description what the service makes of it",
    fires: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Examples\n\n```http\nPATCH /things/1\n\n{ \"color\": \"red\" }\n```\n\n\
         ```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{ \"color\": \"blue\" }\n```\n",
    )],
    quiet: &[(
        "api/thing-update.md",
        "# Update thing\n\n## Examples\n\n```http\nPATCH /things/1\n\n{ \"color\": \"red\" }\n```\n\n\
         ```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{ \"color\": \"red\" }\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let requests = subject.bodies().iter().filter(|body| body.is_request());
    let requests: HashMap<usize, &ShownBody<'_>> =
        requests.map(|body| (body.example.request.line, body)).collect();
    for response in subject.bodies().iter().filter(|body| is_answer(body)) {
        let Some(request) = requests.get(&response.example.request.line) else { continue };
        let shown: HashMap<&str, &ShownMember<'_>> = own(response).map(|shown| (shown.name, shown)).collect();
        for sent in own(request) {
            let shown =
                shown.get(sent.name).filter(|shown| !same_value(sent.value, shown.value, None, &NO_TYPES));
            findings.extend(shown.map(|shown| differs(subject, (request, sent), (response, shown))));
        }
    }
}

/// Whether this is a response that shows what its request has made.
fn is_answer(body: &ShownBody<'_>) -> bool {
    !body.is_request() && is_echo(body.example) && (200..300).contains(&body.example.response.status)
}

/// The members of the body itself that show a plain value.
fn own<'b, 'a>(body: &'b ShownBody<'a>) -> impl Iterator<Item = &'b ShownMember<'a>> {
    body.members.iter().filter(|member| {
        let is_own = member.pointer.matches('/').count() == 1 && !member.name.contains('@');
        is_own && !member.is_placeholder && is_sample(member.value)
    })
}

/// Values are compared as they stand: an instant in any spelling, a number in any notation.
static NO_TYPES: Types = Types::new();

type Place<'p, 'a> = (&'p ShownBody<'a>, &'p ShownMember<'a>);

fn differs(
    subject: &Subject<'_>,
    (request, sent): Place<'_, '_>,
    (response, shown): Place<'_, '_>,
) -> Finding {
    let (was, is) = (shown_value(sent.value), shown_value(shown.value));
    let message = format!("\"{}\" comes back as {is}", sent.name);
    let line = response.json.line_of(&shown.pointer);
    let asked = request.json.line_of(&sent.pointer);
    subject.on_word(&RULE, line, &is, message).related(
        &subject.page.path,
        asked,
        format!("it is sent as {was}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::found_on;

    fn found(request: &str, sent: &str, status: &str, shown: &str) -> usize {
        let text = format!(
            "# A\n\n```http\n{request}\n\n{{ \"a\": {sent} }}\n```\n\n\
             ```http\nHTTP/1.1 {status}\nContent-Type: application/json\n\n{{ \"a\": {shown} }}\n```\n"
        );
        found_on(&RULE, &[("api/a.md", &text)]).len()
    }

    #[test]
    fn what_is_one_value_or_none_is_no_difference() {
        let of_values = |sent, shown| found("PATCH /a", sent, "200 OK", shown);
        assert_eq!(of_values("1", "2"), 1);
        for (sent, shown) in [
            ("1", "1.0"),
            ("\"2020-01-01T00:00:00Z\"", "\"2020-01-01T01:00:00.000+01:00\""),
            ("\"a-value\"", "\"x\""),
            ("\"x\"", "\"String\""),
            ("\"a long text\"", "\"a long...\""),
            ("null", "\"x\""),
            ("[1]", "[2]"),
        ] {
            assert_eq!(of_values(sent, shown), 0, "{sent} {shown}");
        }
    }

    #[test]
    fn an_action_answers_with_something_else() {
        assert_eq!(found("POST /a", "1", "201 Created", "2"), 1);
        assert_eq!(found("POST /a", "1", "200 OK", "2"), 0);
        assert_eq!(found("PATCH /a", "1", "409 Conflict", "2"), 0);
    }
}
