//! Steps that start with `*`: each goes on with what the step before it does, as after `And`. The parser takes them for `Given`.

use cucumber::gherkin::{Feature, Step, StepType};

/// Gives each `*` of a feature, and what goes on after it, the kind of the step before.
pub(super) fn go_on(feature: &mut Feature) {
    let in_rules = feature.rules.iter_mut().flat_map(|rule| {
        let background = rule.background.iter_mut().map(|background| &mut background.steps);
        background.chain(rule.scenarios.iter_mut().map(|scenario| &mut scenario.steps))
    });
    let background = feature.background.iter_mut().map(|background| &mut background.steps);
    let scenarios = feature.scenarios.iter_mut().map(|scenario| &mut scenario.steps);
    background.chain(scenarios).chain(in_rules).for_each(|steps| of_block(steps));
}

fn of_block(steps: &mut [Step]) {
    let (mut kind, mut is_after) = (StepType::Given, false);
    for step in steps {
        let keyword = step.keyword.trim();
        let goes_on = keyword == "*" || (is_after && matches!(keyword, "And" | "But"));
        is_after = goes_on;
        if goes_on {
            step.ty = kind;
        }
        kind = step.ty;
    }
}

#[cfg(test)]
mod tests {
    use cucumber::gherkin::GherkinEnv;

    use super::*;

    #[test]
    fn an_asterisk_goes_on_with_what_was_before_it() {
        let text = "Feature: F\n  Background:\n    * a\n  Scenario: S\n    When b\n    * c\n    And d\n    Then e\n    * f\n    But g\n    Given h\n    * i\n  Rule: R\n    Scenario: T\n      Then j\n      * k\n";
        let mut feature = Feature::parse(text, GherkinEnv::default()).unwrap();
        go_on(&mut feature);
        let kinds =
            |steps: &[Step]| steps.iter().map(|step| format!("{:?} {}", step.ty, step.value)).collect();
        let of_background: Vec<String> = kinds(&feature.background.unwrap().steps);
        assert_eq!(of_background, ["Given a"]);
        let of_scenario: Vec<String> = kinds(&feature.scenarios[0].steps);
        let wanted = ["When b", "When c", "When d", "Then e", "Then f", "Then g", "Given h", "Given i"];
        assert_eq!(of_scenario, wanted);
        let of_rule: Vec<String> = kinds(&feature.rules[0].scenarios[0].steps);
        assert_eq!(of_rule, ["Then j", "Then k"]);
    }
}
