//! One file a rule.

use super::rule::Rule;

mod anchor_broken;
mod body_not_allowed;
mod body_outside_fence;
mod content_length_wrong;
mod content_type_missing;
mod fence_commented_out;
mod fence_unclosed;
mod front_matter_malformed;
mod heading_missing;
mod link_broken;
mod markdown_misread;
mod message_malformed;
mod permissions_malformed;
mod permissions_missing;
mod reason_phrase_wrong;
mod request_line_not_http;
mod request_not_strict_json;
mod response_not_strict_json;
mod todo_left;

/// Every rule, in the order of their codes.
#[must_use]
pub fn rules() -> &'static [&'static Rule] {
    RULES
}

/// The rule of this code or name, in any case.
#[must_use]
pub fn rule(which: &str) -> Option<&'static Rule> {
    let is_meant = |rule: &&&'static Rule| {
        rule.code.eq_ignore_ascii_case(which) || rule.name.eq_ignore_ascii_case(which)
    };
    RULES.iter().find(is_meant).copied()
}

static RULES: &[&Rule] = &[
    &response_not_strict_json::RULE,
    &request_not_strict_json::RULE,
    &body_not_allowed::RULE,
    &content_type_missing::RULE,
    &content_length_wrong::RULE,
    &reason_phrase_wrong::RULE,
    &message_malformed::RULE,
    &body_outside_fence::RULE,
    &request_line_not_http::RULE,
    &todo_left::RULE,
    &permissions_missing::RULE,
    &permissions_malformed::RULE,
    &heading_missing::RULE,
    &front_matter_malformed::RULE,
    &link_broken::RULE,
    &anchor_broken::RULE,
    &fence_unclosed::RULE,
    &fence_commented_out::RULE,
    &markdown_misread::RULE,
];

#[cfg(test)]
mod tests {
    use super::super::{Neighbours, Subject, anchors};
    use super::*;
    use crate::contract::Resources;
    use crate::page::Page;

    /// Pages are there, and nothing else.
    struct Pages<'a>(&'a [(&'a str, &'a str)]);

    impl Pages<'_> {
        fn at(&self, to: &str) -> Option<&str> {
            let page = self.0.iter().find(|(path, _)| to.trim_start_matches("../") == *path);
            page.map(|(_, text)| *text)
        }
    }

    impl Neighbours for Pages<'_> {
        fn has(&self, _: &str, to: &str) -> Option<bool> {
            Some(self.at(to).is_some())
        }

        fn anchors(&self, _: &str, to: &str) -> Option<Vec<String>> {
            self.at(to).map(anchors)
        }
    }

    /// What a rule finds on the first of some pages, the others being its resource pages.
    fn found(rule: &Rule, pages: &[(&str, &str)]) -> Vec<String> {
        let read: Vec<Page> = pages.iter().map(|(path, text)| Page::read(path, text)).collect();
        let resources = read.iter().filter(|page| page.path.starts_with("resources/"));
        let resources = Resources::from_pages(resources);
        let beside = Pages(pages);
        let subject = Subject::new(&read[0], pages[0].1, &resources, &beside);
        let mut findings = Vec::new();
        (rule.check)(&subject, &mut findings);
        findings
            .into_iter()
            .map(|found| format!("{}:{}: {}", found.line, found.column, found.message))
            .collect()
    }

    #[test]
    fn every_rule_fires_once_on_its_page_and_is_quiet_about_the_other() {
        for rule in rules() {
            assert_eq!(found(rule, rule.fires).len(), 1, "{rule:?}: {:?}", found(rule, rule.fires));
            assert_eq!(found(rule, rule.quiet), Vec::<String>::new(), "{rule:?}");
        }
    }

    #[test]
    fn codes_are_in_order_and_names_are_words() {
        assert!(rules().is_sorted_by(|one, other| one.code < other.code));
        for rule in rules() {
            assert!(rule.code.len() == 5 && rule.code.starts_with("GC"), "{rule:?}");
            assert!(rule.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{rule:?}");
        }
    }
}
