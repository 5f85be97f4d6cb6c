//! Matchers as feature files write them: what stands behind "is" in a step or in the second column of a table.

use chrono::TimeDelta;
use cucumber::gherkin::Step;
use serde_json::Value;

use super::rows::{WrongRow, rows};
use super::variables::Known;
use crate::contract::instant;
use crate::verdict::{Matcher, Moment, ValueKind};

/// How far from now an instant may be to be near it.
const NEAR: TimeDelta = TimeDelta::minutes(5);

/// What to do about a text that is no matcher.
pub(super) const HELP: &str = "write \"text\", 7, true, null, one of \"a\", \"b\", a string, a number, a boolean, an object, a list, a timestamp, a date, a GUID, \
     a URL, before ..., after ..., near now or absent: `graph-contract steps` shows each";

/// Every form of a matcher with what it means, as the vocabulary shows them.
pub(super) const MATCHERS: &[(&str, &str)] = &[
    ("\"running\"", "this text; an instant in any spelling"),
    ("7, true, false, null, [1, 2], {\"a\": 1}", "this JSON value"),
    ("one of \"running\", \"failed\"", "one of these values"),
    ("one of its documented values", "one of the values that the page lists"),
    ("a string, a number, a boolean, an object, a list", "of this kind"),
    ("a string containing \"quota\"", "a text with this text in it"),
    ("a timestamp, a date, a GUID, a URL", "written as OData writes it; a timestamp as in RFC 3339"),
    (
        "before \"2030-01-01T00:00:00Z\", after the property \"createdDateTime\"",
        "an instant before or after another",
    ),
    (
        "near now, within 30 seconds of now",
        "an instant of the present: near is within five minutes; minutes and hours will do, too (the double keeps the page's timestamps)",
    ),
    ("absent", "not there at all; a name one slip away from a documented one that came is a mistake"),
];

/// Reads a matcher.
///
/// # Errors
/// What is wrong with the text.
pub(super) fn read(text: &str) -> Result<Matcher, String> {
    let text = text.trim();
    if let Some((kind, _)) = ValueKind::ALL.iter().find(|(_, words)| *words == text) {
        return Ok(Matcher::Kind(*kind));
    }
    match text {
        "absent" => return Ok(Matcher::Absent),
        "near now" => return Ok(Matcher::Near(NEAR)),
        "one of its documented values" => return Ok(Matcher::Documented),
        _ => {}
    }
    if let Some(Value::String(part)) = text.strip_prefix("a string containing ").and_then(value) {
        return Ok(Matcher::Containing(part));
    }
    if let Some(list) = text.strip_prefix("one of ") {
        return self::list(list).map(Matcher::OneOf);
    }
    if let Some(moment) = text.strip_prefix("before ") {
        return self::moment(moment).map(Matcher::Before);
    }
    if let Some(moment) = text.strip_prefix("after ") {
        return self::moment(moment).map(Matcher::After);
    }
    if let Some(distance) = text.strip_prefix("within ").and_then(|text| text.strip_suffix(" of now")) {
        return self::distance(distance).map(Matcher::Near);
    }
    value(text).map(Matcher::Value).ok_or_else(|| match meant(text) {
        Some(words) => format!("`{text}` is nothing that a value can be: did you mean `{words}`?"),
        None => format!("`{text}` is nothing that a value can be; a text stands in quotes"),
    })
}

/// The words that a text which is no matcher may have been meant as.
fn meant(text: &str) -> Option<&'static str> {
    let kinds = ValueKind::ALL.iter().map(|(_, words)| *words);
    let words = kinds.chain(["absent", "near now", "one of its documented values"]);
    let text = text.to_lowercase();
    let like = |words: &&str| strsim::damerau_levenshtein(&words.to_lowercase(), &text) <= 2;
    words.filter(|words| words.len() > "a URL".len()).find(like)
}

/// A matcher with the values of variables in its texts.
pub(super) fn with_variables(matcher: Matcher, variables: &dyn Known) -> Matcher {
    match matcher {
        Matcher::Value(value) => Matcher::Value(variables.in_value(value)),
        Matcher::OneOf(values) => {
            Matcher::OneOf(values.into_iter().map(|value| variables.in_value(value)).collect())
        }
        Matcher::Containing(part) => Matcher::Containing(variables.in_text(&part)),
        Matcher::Before(Moment::Property(name)) => {
            Matcher::Before(Moment::Property(variables.in_text(&name)))
        }
        Matcher::After(Moment::Property(name)) => Matcher::After(Moment::Property(variables.in_text(&name))),
        other => other,
    }
}

/// A text in quotes stands as it is; everything else is JSON.
pub(super) fn value(text: &str) -> Option<Value> {
    let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match quoted.filter(|text| !text.contains(['"', '\\'])) {
        Some(plain) => Some(Value::String(plain.to_string())),
        None => serde_json::from_str(text).ok(),
    }
}

/// Reads the table below a step, a property and what it is in each row: `| status | "running" |`.
///
/// # Errors
/// The rows that are none, each with what is wrong with it.
pub(super) fn of_table(step: &Step) -> Result<Vec<(String, Matcher)>, Vec<WrongRow>> {
    rows(step, |row| match row {
        [name, _] if name.trim().is_empty() => Err("a row names a property in its first cell".to_string()),
        [name, text] => read(text).map(|matcher| (name.clone(), matcher)),
        _ => Err("a row has two cells: a property, and what it is".to_string()),
    })
}

/// A list of values: `"running", "failed"`.
pub(super) fn list(text: &str) -> Result<Vec<Value>, String> {
    match serde_json::from_str::<Vec<Value>>(&format!("[{text}]")) {
        Ok(values) if !values.is_empty() => Ok(values),
        _ => Err(format!("`{text}` is no list of values: write \"one\", \"two\", 3")),
    }
}

fn moment(text: &str) -> Result<Moment, String> {
    let quoted = |text: &str| Some(text.strip_prefix('"')?.strip_suffix('"')?.to_string());
    if let Some(property) = text.strip_prefix("the property ").and_then(quoted) {
        return Ok(Moment::Property(property));
    }
    let instant = quoted(text).and_then(|text| instant(&text));
    instant.map(Moment::At).ok_or_else(|| {
        format!("`{text}` is no moment: write \"2030-01-01T00:00:00Z\", or the property \"createdDateTime\"")
    })
}

fn distance(text: &str) -> Result<TimeDelta, String> {
    let (count, unit) = text.split_once(' ').unwrap_or((text, ""));
    let count = count.parse::<i64>().ok().filter(|count| (1..1_000_000).contains(count));
    match (count, unit.trim_end_matches('s')) {
        (Some(count), "second") => Ok(TimeDelta::seconds(count)),
        (Some(count), "minute") => Ok(TimeDelta::minutes(count)),
        (Some(count), "hour") => Ok(TimeDelta::hours(count)),
        _ => Err(format!("`{text}` is no distance: write 30 seconds, 5 minutes or 2 hours")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_form_that_is_shown_can_be_read() {
        let forms = [
            "\"running\"",
            "7",
            "-1.5",
            "true",
            "null",
            "[1, 2]",
            "{\"a\": 1}",
            "\"a \\\"b\\\"\"",
            "one of \"running\", \"failed\"",
            "one of its documented values",
            "a string",
            "a timestamp",
            "a GUID",
            "before \"2030-01-01T00:00:00Z\"",
            "after the property \"createdDateTime\"",
            "near now",
            "within 30 seconds of now",
            "within 1 minute of now",
            "absent",
        ];
        for form in forms {
            assert!(read(form).is_ok(), "{form}: {:?}", read(form));
        }
    }

    #[test]
    fn a_text_in_quotes_stands_as_it_is() {
        assert_eq!(value("\"7\""), Some(json!("7")));
        assert_eq!(value("\"a \\\"b\\\"\""), Some(json!("a \"b\"")));
        assert_eq!(value("running"), None);
    }

    #[test]
    fn what_is_no_matcher_is_said() {
        for text in [
            "running",
            "a timestmp",
            "one of",
            "one of running",
            "before yesterday",
            "within 3 of now",
            "",
            "after \"noon\"",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
