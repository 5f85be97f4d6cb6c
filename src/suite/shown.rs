//! What of a check may be shown.

use crate::exchange::{Exchange, Redaction};
use crate::report::Check;
use crate::verdict::Code;

/// The check without secrets, those included that only these exchanges show.
pub(super) fn shown(check: Check, redaction: &Redaction, exchanges: &[Exchange]) -> Check {
    // a step of another crate says what it likes, headers included
    let judgement = match check.judgement.violations.iter().any(|found| found.code == Code::StepFailed) {
        true => check.judgement.shown(&redaction.knowing_headers(exchanges)),
        false => check.judgement.shown(redaction),
    };
    Check {
        step: shown_step(&check.step, redaction),
        difference: check.difference.as_deref().map(|text| shown_difference(text, redaction)),
        judgement,
        ..check
    }
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
}
