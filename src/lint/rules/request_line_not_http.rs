//! GC309.

use crate::lint::finding::{Edit, Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::source::Place;
use crate::lint::subject::Subject;
use crate::page::{Problem, RequestLine};

pub(super) static RULE: Rule = Rule {
    code: "GC309",
    name: "request-line-not-http",
    severity: Severity::Warning,
    summary: "a line of the HTTP request section is no request line",
    manual: "The section names the method and the path, each request on a line of its own, and tools read it so: `or` between \
             two of them, a missing space, or a placeholder whose brace is not closed makes a request that is not there; so does a path without its first `/` (`~/` stands for the root of the service). Words \
             belong above the block. Blocks of another language are let through; a header behind a request line is a note.",
    help: "write the method, a space and the path, and nothing else",
    fires: &[(
        "api/thing-delete.md",
        "# Delete thing\n\n## HTTP request\n\n```http\nDELETE /me/things/{id}\nor\nDELETE /things/{id}\n```\n",
    )],
    quiet: &[(
        "api/thing-delete.md",
        "# Delete thing\n\n## HTTP request\n\n```http\nDELETE /me/things/{id | name}\nDELETE /things/{id}\n```\n\n\
         ```python\nmore()\n```\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let no_request = subject.page.problems.iter().filter(|p| p.message == Problem::NO_REQUEST_LINE);
    for problem in no_request.filter(|problem| is_http(subject, problem.line)) {
        let text = subject.source.line(problem.line).trim();
        let found = subject.on_line(&RULE, problem.line, format!("`{text}` is no request line"));
        findings.push(if is_header(text) { found.unsure() } else { found });
    }
    findings.extend(subject.page.http_request.iter().filter_map(|line| path(subject, line)));
}

/// A path that is none.
fn path(subject: &Subject<'_>, request: &RequestLine) -> Option<Finding> {
    let RequestLine { line, path, .. } = request;
    if let Some(brace) = brace(path) {
        let message = format!("a `{brace}` without its other half in `{path}`");
        return Some(subject.on_word(&RULE, *line, path, message));
    }
    if path.starts_with(['/', '{', '<', '.', '~', '$', '?']) || path.contains("://") {
        return None;
    }
    let found = subject.on_word(&RULE, *line, path, format!("`{path}` does not start with `/`"));
    let at = subject.source.line(*line).find(path.as_str()).map(|at| subject.source.offset(*line) + at);
    Some(match at.filter(|_| path.starts_with(|c: char| c.is_ascii_alphabetic())) {
        Some(at) => found.fixed_by(Edit { start: at, end: at, replacement: "/".to_string() }),
        None => found,
    })
}

/// Whether the block around a line is one of HTTP by its fence, or of no language.
fn is_http(subject: &Subject<'_>, line: usize) -> bool {
    let above = (1..line).rev().map(|line| subject.source.line(line).trim_start());
    let fence = above.take(MOST_LINES).find(|text| text.starts_with("```") || text.starts_with("~~~"));
    let language = fence.map_or("", |fence| fence.trim_start_matches(['`', '~']).trim());
    let language = language.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    let is_fenced = subject.source.place(line) == Some(Place::Fence);
    is_fenced && matches!(language.as_str(), "" | "http" | "https" | "msgraph-interactive")
}

/// How many lines a block of that section has at most, as far as this rule reads it.
const MOST_LINES: usize = 40;

fn is_header(text: &str) -> bool {
    text.split_once(':').is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
}

/// A brace of a path that has no other half.
fn brace(path: &str) -> Option<char> {
    let mut depth = 0;
    for c in path.chars().filter(|c| matches!(c, '{' | '}')) {
        depth += if c == '{' { 1 } else { -1 };
        if depth < 0 {
            return Some('}');
        }
    }
    (depth > 0).then_some('{')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::found_on;

    fn found(line: &str) -> Vec<String> {
        let text = format!("## HTTP request\n\n```http\n{line}\n```\n");
        found_on(&RULE, &[("api/a.md", &text)]).into_iter().map(|found| found.finding.message).collect()
    }

    #[test]
    fn a_path_is_one() {
        for right in
            ["GET /a/{id | name}", "GET https://x/{id}/$ref", "GET ~/a", "GET {url}", "POST /a/b(c='{c}')"]
        {
            assert_eq!(found(right), Vec::<String>::new(), "{right}");
        }
        assert_eq!(found("GET /a/{id/b"), ["a `{` without its other half in `/a/{id/b`"]);
        assert_eq!(found("GET /a/id}/b"), ["a `}` without its other half in `/a/id}/b`"]);
        assert_eq!(found("GET a/b"), ["`a/b` does not start with `/`"]);
    }
}
