//! The text of a check that a person reads, in the manner of a compiler.

use std::fmt::Write as _;

use super::quotation::{marked, plain};
use super::{BaselineReport, CheckReport, summary};
use crate::lint::{Entry, Quoted, Rule, found_on, rules};

/// Every finding, a table by rule, and a closing line.
#[must_use]
pub fn check_text(report: &CheckReport) -> String {
    let mut text = String::new();
    report.findings.iter().for_each(|found| finding(found, &mut text));
    for found in &report.fixed {
        let found = &found.finding;
        let _ = writeln!(text, "fixed[{}] {}:{}: {}", found.rule.code, found.path, found.line, found.message);
    }
    if !report.fixed.is_empty() {
        text.push('\n');
    }
    if let Some(found) = &report.baseline {
        baseline(found, &mut text);
    }
    summary::table(report, &mut text);
    let _ = writeln!(text, "{}", summary::closing(report));
    text
}

fn finding(quoted: &Quoted, text: &mut String) {
    let found = &quoted.finding;
    let numbers = found.related.iter().zip(&quoted.related).filter(|(_, line)| line.is_some());
    let highest = numbers.map(|(related, _)| related.line).chain([found.line]).max().unwrap_or_default();
    let margin = highest.to_string().len();
    let _ = writeln!(text, "{}[{}]: {}", found.severity, found.rule.code, found.message);
    let _ = writeln!(text, "{:margin$}--> {}:{}:{}", "", found.path, found.line, found.column);
    marked(text, margin, found.line, &quoted.line, found.column, found.length);
    for (related, line) in found.related.iter().zip(&quoted.related) {
        let _ = writeln!(text, "{:margin$}::: {}:{}: {}", "", related.path, related.line, related.message);
        if let Some(line) = line {
            plain(text, margin, related.line, line);
        }
    }
    let _ = writeln!(text, "{:margin$} |", "");
    if !found.help.is_empty() {
        let _ = writeln!(text, "{:margin$} = help: {}", "", found.help);
    }
    if found.fix.is_some() {
        let _ = writeln!(text, "{:margin$} = fix: --fix repairs this", "");
    }
    text.push('\n');
}

/// How many entries of a baseline are told one by one.
const TOLD: usize = 20;

fn baseline(report: &BaselineReport, text: &mut String) {
    let BaselineReport { file, expired, outlived, .. } = report;
    let count = |entries: &[Entry]| {
        summary::number(entries.iter().fold(0, |sum, entry| sum.saturating_add(entry.count)), "finding")
    };
    let why = [
        (
            expired,
            format!("let {} through until a day that has passed", count(expired)),
            "repair them, or write it anew",
        ),
        (
            outlived,
            format!("lists {} too many", count(outlived)),
            "write it anew, so that what is gone stays away",
        ),
    ];
    for (entries, what, remedy) in why.into_iter().filter(|(entries, ..)| !entries.is_empty()) {
        let _ = writeln!(text, "note: {file} {what}");
        for entry in entries.iter().take(TOLD) {
            let Entry { path, rule, count, expires, message, .. } = entry;
            let times = if *count > 1 { format!(" ({count} times)") } else { String::new() };
            let _ = writeln!(text, "  {path}: {rule}: {message}{times}, until {expires}");
        }
        if entries.len() > TOLD {
            let _ = writeln!(text, "  and {} more", entries.len() - TOLD);
        }
        let _ = writeln!(text, "  = help: {remedy} (--write-baseline {file})\n");
    }
}

/// A rule's manual page: what it says of itself, a page that it fires on, what is printed then, and the page put right.
#[must_use]
pub fn explanation(rule: &'static Rule) -> String {
    let mut text = format!("{} {} ({})\n\n", rule.code, rule.name, rule.severity);
    for part in [sentence(rule.summary), sentence(rule.manual), format!("What to do: {}", rule.help)] {
        let _ = writeln!(text, "{}\n", wrapped(&part));
    }
    pages("It fires on", rule.fires, &mut text);
    text.push_str("and prints:\n\n");
    found_on(rule, rule.fires).iter().for_each(|found| finding(found, &mut text));
    pages("It is quiet about", rule.quiet, &mut text);
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// A paragraph in lines of a hundred characters.
fn wrapped(text: &str) -> String {
    const WIDEST: usize = 100;
    let (mut wrapped, mut length) = (String::with_capacity(text.len()), 0);
    for word in text.split_whitespace() {
        let width = word.chars().count();
        let before = match length {
            0 => "",
            length if length + 1 + width <= WIDEST => " ",
            _ => "\n",
        };
        length = if before == " " { length + 1 + width } else { width };
        wrapped.extend([before, word]);
    }
    wrapped
}

/// A fragment as a sentence.
fn sentence(fragment: &str) -> String {
    let mut chars = fragment.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let end = if fragment.ends_with(['.', ':', '?']) { "" } else { "." };
    format!("{first}{}{end}", chars.as_str())
}

fn pages(what: &str, pages: &[(&str, &str)], text: &mut String) {
    for (at, (path, page)) in pages.iter().enumerate() {
        let _ = writeln!(text, "{} {path}:\n", if at == 0 { what } else { "beside" });
        for line in page.lines() {
            let _ = writeln!(text, "{}", format!("    {line}").trim_end());
        }
        text.push('\n');
    }
}

/// Every rule, as a table in Markdown.
#[must_use]
pub fn rules_table() -> String {
    let widest = |of: fn(&Rule) -> &str| rules().iter().map(|rule| of(rule).len()).max().unwrap_or_default();
    let (name, summary) = (widest(|rule| rule.name), widest(|rule| rule.summary));
    let mut text = format!("| code  | {:name$} | severity | {:summary$} |\n", "rule", "finds");
    let _ = writeln!(text, "|-------|-{0:-<name$}-|----------|-{0:-<summary$}-|", "");
    for rule in rules() {
        let severity = rule.severity.to_string();
        let _ = writeln!(
            text,
            "| {} | {:name$} | {severity:8} | {:summary$} |",
            rule.code, rule.name, rule.summary
        );
    }
    text
}
