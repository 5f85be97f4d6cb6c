//! GC605.

use super::permissions_missing::title_line;
use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::source::Place;
use crate::lint::subject::Subject;

pub(super) static RULE: Rule = Rule {
    code: "GC605",
    name: "front-matter-malformed",
    severity: Severity::Warning,
    summary: "the front matter of a page is missing, incomplete or no YAML",
    manual: "The site that publishes the pages makes their titles, search results and owners of it, and tools know by \
             `doc_type` what a page is about. Every page has `title`, `description`, `author` and `doc_type`, with a value; \
             `doc_type` is apiPageType, resourcePageType, enumPageType or conceptualPageType, and not that of another kind of page. A value with `: ` in it, or one \
             that begins with a character that means something in YAML, needs quotes. Texts without front matter that have no \
             title either are parts of other pages, and are let through, as are README files.",
    help: "write `title`, `description`, `author` and `doc_type` between two lines of `---` at the top of the page",
    fires: &[(
        "api/thing-get.md",
        "---\ntitle: Get thing\nauthor: someone\ndoc_type: apiPageType\n---\n# Get thing\n",
    )],
    quiet: &[(
        "api/thing-get.md",
        "---\ntitle: Get thing\ndescription: \"Reads: a thing\"\nauthor: someone\ndoc_type: apiPageType\n---\n# Get thing\n",
    )],
    check,
};

const NEEDED: [&str; 4] = ["title", "description", "author", "doc_type"];
const DOC_TYPES: [&str; 4] = ["apiPageType", "resourcePageType", "enumPageType", "conceptualPageType"];

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let source = &subject.source;
    if source.place(1) != Some(Place::FrontMatter) {
        let name = subject.page.path.rsplit('/').next().unwrap_or_default();
        let is_page = !name.eq_ignore_ascii_case("README.md")
            && (title_line(subject) > 1 || source.line(1).starts_with("# "));
        if is_page {
            findings.push(subject.on_line(&RULE, 1, "no front matter"));
        }
        return;
    }
    if source.lines_in(Place::FrontMatter).skip(1).all(|(_, text)| text.trim_end() != "---") {
        return findings.push(subject.on_line(&RULE, 1, "front matter that is never closed"));
    }
    let entries = source.lines_in(Place::FrontMatter).filter_map(|(line, text)| Some((line, entry(text)?)));
    let entries: Vec<(usize, (&str, &str))> = entries.collect();
    let is_there = |key: &str| entries.iter().any(|(_, (found, _))| *found == key);
    let missing: Vec<&str> = NEEDED.into_iter().filter(|key| !is_there(key)).collect();
    if !missing.is_empty() {
        let message = format!("front matter without `{}`", missing.join("`, `"));
        findings.push(subject.on_line(&RULE, 1, message));
    }
    findings.extend(entries.into_iter().filter_map(|(line, (key, value))| judge(subject, line, key, value)));
}

/// A key at the start of a line, and what stands behind its colon.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic()) && !key.trim_end().contains(' ');
    is_key.then(|| (key.trim_end(), value.trim()))
}

/// Whether the page describes a type, whatever its `doc_type` says.
pub(super) fn is_about_type(subject: &Subject<'_>) -> bool {
    let page = subject.page;
    page.title.ends_with("resource type") || (!page.resources.is_empty() && page.http_request.is_empty())
}

fn judge(subject: &Subject<'_>, line: usize, key: &str, value: &str) -> Option<Finding> {
    let on_value = |message: String| subject.on_word(&RULE, line, value, message);
    let plain = value.trim_matches(['"', '\'']).trim();
    if NEEDED.contains(&key) && plain.is_empty() && !goes_on(subject, line) {
        return Some(subject.on_line(&RULE, line, format!("`{key}` has no value")));
    }
    if key == "doc_type" && !plain.is_empty() && !DOC_TYPES.contains(&plain) {
        let help = format!("write one of {}", DOC_TYPES.join(", "));
        return Some(on_value(format!("`{plain}` is no type of page")).help(help));
    }
    if key == "doc_type" && plain == "apiPageType" && is_about_type(subject) {
        let found = on_value(format!("`{plain}` on a page about a type")).help("write resourcePageType");
        let title = title_line(subject);
        return Some(found.related(&subject.page.path, title, "the title"));
    }
    let wrong = no_scalar(value).filter(|_| !goes_on(subject, line))?;
    Some(on_value(format!("`{key}` is no YAML: {wrong}")).help("put the value in double quotes"))
}

/// Whether the value goes on on the next line, indented.
fn goes_on(subject: &Subject<'_>, line: usize) -> bool {
    let next = subject.source.line(line + 1);
    subject.source.place(line + 1) == Some(Place::FrontMatter)
        && next.starts_with([' ', '\t', '-'])
        && next != "---"
}

/// What keeps a value from being one text of YAML.
fn no_scalar(value: &str) -> Option<&'static str> {
    let first = value.chars().next()?;
    match first {
        '"' | '\'' => {
            let behind = &value[1..];
            let end = behind.rfind(first).map(|at| behind[at + 1..].trim());
            match end {
                None => Some("its quote is never closed"),
                Some(rest) if !rest.is_empty() && !rest.starts_with('#') => {
                    Some("text behind its closing quote")
                }
                _ if first == '"' && has_bare_quote(behind) => Some("a quote inside the quotes"),
                _ => None,
            }
        }
        '@' | '`' | '%' => Some("it begins with a character that needs quotes"),
        '*' | '&' | '{' | '[' | '!' => None, // an alias, a list: right in themselves
        _ if value.contains(": ") => Some("a colon that needs quotes"),
        _ => None,
    }
}

/// Whether a double quote stands inside a double-quoted text without a backslash; `text` begins behind the first one.
fn has_bare_quote(text: &str) -> bool {
    let Some(end) = text.rfind('"') else { return false };
    let inner = &text[..end];
    inner.match_indices('"').any(|(at, _)| !inner[..at].ends_with('\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_one_text_of_yaml() {
        for value in
            ["Get thing", "\"Reads: a thing\"", "'it'", "\"a \\\"b\\\" c\"", "http://a/b", "\"a\" # why", ""]
        {
            assert_eq!(no_scalar(value), None, "{value}");
        }
        for value in ["Reads: a thing", "\"Get thing", "\"a \"b\" c\"", "\"a\" b", "@someone"] {
            assert!(no_scalar(value).is_some(), "{value}");
        }
    }
}
