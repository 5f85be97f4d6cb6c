//! One file a rule.

use super::rule::Rule;

mod allowance_unknown;
mod anchor_broken;
mod annotation_boolean_as_string;
mod annotation_key_unknown;
mod annotation_not_json;
mod annotation_without_block;
mod block_type_differs;
mod body_not_allowed;
mod body_outside_fence;
mod collection_not_annotated;
mod content_length_wrong;
mod content_type_missing;
mod enumeration_shown_as_string;
mod fence_commented_out;
mod fence_unclosed;
mod filler_left;
mod front_matter_malformed;
mod guid_malformed;
mod heading_missing;
mod instant_malformed;
mod link_broken;
mod markdown_misread;
mod member_declared_twice;
mod member_never_shown;
mod message_malformed;
pub(super) mod name_taken;
mod pairing_lost;
mod permissions_malformed;
mod permissions_missing;
mod placeholder_renamed;
mod reason_phrase_wrong;
mod representation_against_table;
mod request_line_not_http;
mod request_member_undocumented;
mod request_not_strict_json;
mod request_undocumented;
mod request_without_response;
mod required_member_missing;
mod response_differs_from_request;
mod response_member_undocumented;
mod response_not_strict_json;
mod response_without_request;
mod response_without_type;
mod status_differs_from_prose;
mod todo_left;
mod type_differs_from_annotation;
mod type_unknown;
mod value_case_differs;
mod value_malformed;
mod value_not_listed;
mod value_type_differs;
mod values_differ_from_resource;
mod version_differs;

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
    &request_without_response::RULE,
    &response_without_request::RULE,
    &status_differs_from_prose::RULE,
    &pairing_lost::RULE,
    &request_undocumented::RULE,
    &version_differs::RULE,
    &placeholder_renamed::RULE,
    &name_taken::RULE,
    &annotation_not_json::RULE,
    &annotation_key_unknown::RULE,
    &annotation_boolean_as_string::RULE,
    &block_type_differs::RULE,
    &response_without_type::RULE,
    &type_differs_from_annotation::RULE,
    &collection_not_annotated::RULE,
    &type_unknown::RULE,
    &annotation_without_block::RULE,
    &response_not_strict_json::RULE,
    &request_not_strict_json::RULE,
    &body_not_allowed::RULE,
    &content_type_missing::RULE,
    &content_length_wrong::RULE,
    &reason_phrase_wrong::RULE,
    &message_malformed::RULE,
    &body_outside_fence::RULE,
    &request_line_not_http::RULE,
    &request_member_undocumented::RULE,
    &required_member_missing::RULE,
    &response_member_undocumented::RULE,
    &representation_against_table::RULE,
    &member_declared_twice::RULE,
    &member_never_shown::RULE,
    &values_differ_from_resource::RULE,
    &response_differs_from_request::RULE,
    &value_type_differs::RULE,
    &value_not_listed::RULE,
    &value_case_differs::RULE,
    &instant_malformed::RULE,
    &guid_malformed::RULE,
    &filler_left::RULE,
    &value_malformed::RULE,
    &enumeration_shown_as_string::RULE,
    &todo_left::RULE,
    &permissions_missing::RULE,
    &permissions_malformed::RULE,
    &heading_missing::RULE,
    &front_matter_malformed::RULE,
    &link_broken::RULE,
    &anchor_broken::RULE,
    &fence_unclosed::RULE,
    &allowance_unknown::RULE,
    &fence_commented_out::RULE,
    &markdown_misread::RULE,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::found_on;

    /// What a rule finds on the first of some pages, the others being its resource pages.
    fn found(rule: &Rule, pages: &[(&str, &str)]) -> Vec<String> {
        let found = found_on(rule, pages).into_iter().map(|quoted| quoted.finding);
        found.map(|found| format!("{}:{}: {}", found.line, found.column, found.message)).collect()
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
