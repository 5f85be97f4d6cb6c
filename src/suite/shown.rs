//! What of a check may be shown.

use crate::exchange::{Exchange, Redaction};
use crate::report::Check;
use crate::verdict::{Code, Judgement, Violation};

/// The check without secrets, those included that only these exchanges show.
pub(super) fn shown(mut check: Check, redaction: &Redaction, exchanges: &[Exchange]) -> Check {
    let Judgement { violations, drift } = &mut check.judgement;
    for found in violations.iter_mut().chain(drift) {
        // a step of another crate says what it likes, headers included
        match found.code {
            Code::StepFailed => shown_violation(found, &redaction.knowing_headers(exchanges)),
            _ => shown_violation(found, redaction),
        }
    }
    check.step = shown_step(&check.step, redaction);
    check.difference = check.difference.as_deref().map(|text| shown_difference(text, redaction));
    check
}

fn shown_violation(found: &mut Violation, redaction: &Redaction) {
    found.actual = match header_of(found) {
        Some(name) => redaction.header(&name, &found.actual),
        None => redaction.at(&found.pointer, &found.actual),
    };
    found.expected = redaction.at(&found.pointer, &found.expected);
    found.pointer = redaction.text(&found.pointer);
}

/// The header that a violation shows the value of.
fn header_of(found: &Violation) -> Option<String> {
    let (name, _) = found.expected.split_once(": ").filter(|_| found.code == Code::Header)?;
    (found.actual != "no such header").then(|| name.to_string())
}

/// What a step says of a property or header with the name of a secret is not shown either: what is quoted after the name.
fn shown_step(step: &str, redaction: &Redaction) -> String {
    let mut is_secret = false;
    let part = |(at, part): (usize, &str)| {
        let is_quoted = at % 2 == 1;
        let shown = if is_quoted && is_secret { "[redacted]" } else { part };
        is_secret |= is_quoted && redaction.hides(part);
        shown.to_string()
    };
    redaction.text(&step.split('"').enumerate().map(part).collect::<Vec<_>>().join("\""))
}

/// A difference has a part for each place: a line that names it, and what was expected and came there.
fn shown_difference(text: &str, redaction: &Redaction) -> String {
    let part = |part: &str| {
        let path = part.lines().next().and_then(|line| line.split('"').nth(1)).unwrap_or_default();
        let pointer = path.replace(['.', '[', ']'], "/");
        match (redaction.hides(&pointer), part.split_once('\n')) {
            (true, Some((line, _))) => format!("{line}\n    [redacted]"),
            _ => part.to_string(),
        }
    };
    redaction.text(&text.split("\n\n").map(part).collect::<Vec<_>>().join("\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_under_the_name_of_a_secret_shows_where_and_not_what() {
        let text = "json atoms at path \".a[0].password\" are not equal:\n    expected:\n        \"x\"\n\n\
                    json atoms at path \".b\" are not equal:\n    expected:\n        \"y\"";
        let shown = shown_difference(text, &Redaction::default());
        assert!(shown.contains(".a[0].password") && !shown.contains("\"x\""), "{shown}");
        assert!(shown.contains("\"y\""), "{shown}");
    }

    #[test]
    fn what_a_step_says_a_secret_is_is_not_shown() {
        let shown = |step| shown_step(step, &Redaction::default());
        assert_eq!(
            shown("Then the property \"a/password\" is \"x\""),
            "Then the property \"a/password\" is \"[redacted]\""
        );
        let other = "Then the property \"status\" is \"x\"";
        assert_eq!(shown(other), other);
    }

    #[test]
    fn a_header_that_is_not_listed_is_not_shown_by_a_violation() {
        let mut found = Violation::new(Code::Header, "", "X-Answer: x", "y", None);
        shown_violation(&mut found, &Redaction::default());
        assert_eq!((found.expected.as_str(), found.actual.as_str()), ("X-Answer: x", "[redacted]"));
        let mut found = Violation::new(Code::Header, "", "Retry-After: 5", "6", None);
        shown_violation(&mut found, &Redaction::default());
        assert_eq!(found.actual, "6");
    }
}
