//! What a page allows itself: `<!-- graph-contract: allow GC103 because the service answers both -->`.

use memchr::memmem;

use super::rule::Rule;
use super::rules;
use super::source::Source;

/// What stands behind `graph-contract:` in comments of a page, or where the colon was forgotten.
#[derive(Debug, Default)]
pub(super) struct Allowances<'a> {
    pub(super) allowed: Vec<&'static Rule>,
    /// What is no allowance or names no rule, with its line: a word of the page.
    pub(super) unknown: Vec<(usize, &'a str)>,
}

const MARK: &str = "graph-contract";

impl<'a> Allowances<'a> {
    pub(super) fn of(source: &Source<'a>) -> Allowances<'a> {
        let mut allowances = Allowances::default();
        let text = source.text();
        for at in memmem::find_iter(text.as_bytes(), MARK) {
            let line = source.line_at(at);
            if opens_comment(&text[source.offset(line)..at]) && source.may_comment(line) {
                let behind = &text[at + MARK.len()..];
                allowances.comment(line, behind.split("-->").next().unwrap_or(behind));
            }
        }
        allowances
    }

    /// `comment`: what stands behind the program's name. Without a colon it is none of ours, unless it is meant to be.
    fn comment(&mut self, line: usize, comment: &'a str) {
        match comment.strip_prefix(':') {
            Some(behind) => self.take(line, behind),
            None if comment.trim_start().starts_with("allow ") => self.unknown.push((line, comment.trim())),
            None => {}
        }
    }

    fn take(&mut self, line: usize, comment: &'a str) {
        let mut words = comment.split([' ', '\t', '\r', '\n', ',']).filter(|word| !word.is_empty());
        match words.next() {
            Some("allow") => {}
            other => return self.unknown.push((line, other.unwrap_or(comment))),
        }
        let before = self.allowed.len() + self.unknown.len();
        for word in words.take_while(|word| !word.eq_ignore_ascii_case("because")) {
            match rules::rule(word) {
                Some(rule) => self.allowed.push(rule),
                None => self.unknown.push((line, word)),
            }
        }
        if before == self.allowed.len() + self.unknown.len() {
            self.unknown.push((line, "allow"));
        }
    }

    pub(super) fn covers(&self, rule: &Rule) -> bool {
        self.allowed.iter().any(|allowed| allowed.code == rule.code)
    }
}

/// Whether what stands before a word of a line opens a comment there, and is no code that shows how to.
fn opens_comment(before: &str) -> bool {
    before.trim_end().ends_with("<!--") && before.matches('`').count().is_multiple_of(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<&str>, Vec<(usize, &str)>) {
        let found = Allowances::of(&Source::read(text));
        (found.allowed.iter().map(|rule| rule.code).collect(), found.unknown)
    }

    #[test]
    fn codes_and_names_are_allowed_until_the_reason_begins() {
        let text = "# x\n<!-- graph-contract: allow gc601, GC609\n because GC999 says so -->\n";
        assert_eq!(read(text), (vec!["GC601", "GC609"], vec![]));
        assert_eq!(read("text <!-- graph-contract: allow todo-left -->").0, ["GC601"]);
    }

    #[test]
    fn what_names_no_rule_is_kept_with_its_line() {
        assert_eq!(read("\n<!-- graph-contract: allow GC999 -->").1, [(2, "GC999")]);
        assert_eq!(read("<!-- graph-contract: permit GC601 -->").1, [(1, "permit")]);
        assert_eq!(read("<!-- graph-contract: allow because -->").1, [(1, "allow")]);
    }

    #[test]
    fn only_a_comment_is_an_allowance() {
        let fenced = "```\n<!-- graph-contract: allow GC601 -->\n```\n";
        let said = "write graph-contract: allow GC601, or `<!-- graph-contract: allow GC601 -->`\n";
        assert_eq!((read(fenced), read(said)), ((vec![], vec![]), (vec![], vec![])));
    }
}
