//! What keeps the JSON of a page from being JSON, and the repair where it is certain.

use super::finding::{Edit, Finding, Severity};
use super::rule::Rule;
use super::subject::Subject;
use crate::page::{JsonText, Problem};

/// Findings about a text: every comma too many, and the first of everything else, as what comes behind that is guesswork.
pub(super) fn check(
    subject: &Subject<'_>,
    rule: &'static Rule,
    json: &JsonText,
    is_shortened: bool,
    findings: &mut Vec<Finding>,
) {
    for repair in json.repairs() {
        let Some(close) = closer(repair) else {
            return findings.push(other(subject, rule, repair, is_shortened));
        };
        findings.push(trailing_comma(subject, rule, repair.line, close));
    }
}

/// How many of the commas too many can be taken out.
pub(super) fn commas_too_many(subject: &Subject<'_>, json: &JsonText) -> usize {
    let repairs = json.repairs().iter().map_while(|repair| Some((repair.line, closer(repair)?)));
    repairs.filter(|(line, close)| only_comma_before(subject, *line, *close).is_some()).count()
}

/// The bracket that a comma too many stands before.
fn closer(repair: &Problem) -> Option<char> {
    match repair.message.as_str() {
        "a comma before \"}\"" => Some('}'),
        "a comma before \"]\"" => Some(']'),
        _ => None,
    }
}

fn other(subject: &Subject<'_>, rule: &'static Rule, repair: &Problem, is_shortened: bool) -> Finding {
    let what = repair.message.split('\n').next().unwrap_or_default();
    let message = match excerpt(subject.source.line(repair.line)) {
        "" => format!("no JSON: {what}"),
        text => format!("no JSON: {what}, in `{text}`"),
    };
    let found = subject.on_line(rule, repair.line, message);
    match repair.message.as_str() {
        "an ellipsis" if is_shortened => {
            found.unsure().help("leave the ellipsis out: `truncated` says that there is more")
        }
        "an ellipsis" => Finding { severity: Severity::Warning, ..found }
            .help("leave the ellipsis out, and annotate the response with \"truncated\": true"),
        "a comment" => Finding { severity: Severity::Warning, ..found }
            .help("say it in the prose around the example: JSON has no comments"),
        message if message.ends_with("stands twice") => Finding { severity: Severity::Warning, ..found }
            .help("leave one of them out: clients keep the first or the last"),
        _ => found,
    }
}

fn trailing_comma(subject: &Subject<'_>, rule: &'static Rule, line: usize, close: char) -> Finding {
    let message = format!("a comma before the closing \"{close}\"");
    let Some(at) = only_comma_before(subject, line, close) else {
        return subject.on_line(rule, line, message);
    };
    let text = subject.source.text();
    let first = line - newlines(&text[at..subject.source.offset(line).max(at)]);
    let found = subject.finding(rule, subject.source.part(first, &text[at..=at]), message);
    let found =
        if first == line { found } else { found.related(&subject.page.path, line, "nothing follows") };
    found.fixed_by(Edit { start: at, end: at + 1, replacement: String::new() })
}

/// The offset of the comma before a bracket of a line, where only one bracket of the line can be meant.
fn only_comma_before(subject: &Subject<'_>, line: usize, close: char) -> Option<usize> {
    let (text, start) = (subject.source.text(), subject.source.offset(line));
    let mut found = subject.source.line(line).match_indices(close).filter_map(|(at, _)| {
        let before = text[..start + at].trim_end();
        before.ends_with(',').then(|| before.len() - 1)
    });
    let only = found.next().filter(|_| found.next().is_none())?;
    let is_after_value = !text[..only].trim_end().ends_with([',', '{', '[', ':', '.', '…']);
    is_after_value.then_some(only)
}

/// The start of a line, as far as a message has room for it.
fn excerpt(line: &str) -> &str {
    let line = line.trim();
    line.char_indices().nth(60).map_or(line, |(end, _)| &line[..end])
}

fn newlines(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count()
}

#[cfg(test)]
mod tests {
    use super::super::rule::Rule;
    use super::super::subject::Subject;
    use super::super::{NoNeighbours, rules::rule};
    use super::*;
    use crate::contract::Resources;
    use crate::page::Page;

    fn fixed(body: &str) -> (Vec<String>, String) {
        let text = format!("```http\nGET /a\n```\n```http\nHTTP/1.1 200 OK\n\n{body}\n```\n");
        let page = Page::read("api/a.md", &text);
        let resources = Resources::default();
        let subject = Subject::new(&page, &text, &resources, &NoNeighbours);
        let rule: &'static Rule = rule("GC301").unwrap();
        let mut findings = Vec::new();
        (rule.check)(&subject, &mut findings);
        let said = findings.iter().map(|f| format!("{}:{} {} {}", f.line, f.column, f.severity, f.message));
        let said = said.collect();
        let mut edits: Vec<Edit> = findings.into_iter().filter_map(|found| found.fix).collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.start));
        let mut fixed = text.clone();
        edits.into_iter().for_each(|edit| fixed.replace_range(edit.start..edit.end, &edit.replacement));
        (said, fixed)
    }

    #[test]
    fn every_comma_too_many_is_taken_out() {
        let (said, fixed) = fixed("{\n  \"a\": [\n    1,\n  ],\n}");
        assert_eq!(
            said,
            ["9:6 error a comma before the closing \"]\"", "10:4 error a comma before the closing \"}\""]
        );
        assert!(fixed.contains("{\n  \"a\": [\n    1\n  ]\n}\n"), "{fixed}");
    }

    #[test]
    fn a_comma_that_may_be_another_one_stays() {
        let (said, text) = fixed("{\"a\": \"x,}\", \"b\": 1,}");
        assert_eq!(said.len(), 1);
        assert!(text.contains("\"b\": 1,}"), "{text}");
    }

    #[test]
    fn behind_what_cannot_be_read_nothing_is_said() {
        let (said, _) = fixed("{\n  \"a\": 1\n  \"b\": 2,\n}");
        assert_eq!(said, ["9:3 error no JSON: no comma between two members, in `\"b\": 2,`"]);
    }
}
