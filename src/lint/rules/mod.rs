//! One file a rule.

use super::rule::Rule;

mod allowance_unknown;
mod todo_left;

/// Every rule, in the order of their codes.
#[must_use]
pub fn rules() -> &'static [&'static Rule] {
    &RULES
}

/// The rule of this code or name, in any case.
#[must_use]
pub fn rule(which: &str) -> Option<&'static Rule> {
    let is_meant = |rule: &&&'static Rule| {
        rule.code.eq_ignore_ascii_case(which) || rule.name.eq_ignore_ascii_case(which)
    };
    RULES.iter().find(is_meant).copied()
}

static RULES: [&Rule; 2] = [&todo_left::RULE, &allowance_unknown::RULE];

#[cfg(test)]
mod tests {
    use super::super::{NoNeighbours, Subject};
    use super::*;
    use crate::contract::Resources;
    use crate::page::Page;

    /// What a rule finds on the first of some pages, the others being its resource pages.
    fn found(rule: &Rule, pages: &[(&str, &str)]) -> Vec<String> {
        let read: Vec<Page> = pages.iter().map(|(path, text)| Page::read(path, text)).collect();
        let resources = read.iter().filter(|page| page.path.starts_with("resources/"));
        let resources = Resources::from_pages(resources);
        let subject = Subject::new(&read[0], pages[0].1, &resources, &NoNeighbours);
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
