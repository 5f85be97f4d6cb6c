//! Trying again: how often, and what comes of it.
//!
//! A run tries again in passes of its own, not in cucumber's: there a scenario has failed only when a step broke, and a
//! broken promise breaks no step. A retry takes no violation back. It tells whether the service is wrong every time or now
//! and then.

use std::time::Duration;

use cucumber::gherkin::{Feature, Rule, Scenario};
use cucumber::runner::basic::{Cli, RetryOptions};

use crate::report::ScenarioReport;
use crate::verdict::Verdict;

/// How often one scenario is tried again, and after what pause.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Retry {
    pub(super) times: usize,
    pub(super) pause: Duration,
}

impl Retry {
    /// By the nearest `@retry` tag; what that leaves open, by the run.
    pub(super) fn of(feature: &Feature, rule: Option<&Rule>, scenario: &Scenario, of_run: usize) -> Retry {
        let of_run = Cli { retry: (of_run > 0).then_some(of_run), ..Cli::default() };
        RetryOptions::parse_from_tags(feature, rule, scenario, &of_run).map_or_else(
            Retry::default,
            |options| Retry { times: options.retries.left, pause: options.after.unwrap_or_default() },
        )
    }

    /// Whether a scenario with this report has tries left and a use for them.
    pub(super) fn wants(self, report: &ScenarioReport) -> bool {
        let may_differ = matches!(report.verdict, Verdict::Violated | Verdict::Inconclusive);
        may_differ && !report.unstable && report.tries <= self.times
    }
}

/// What two tries come to. A violation stays; what could not be tested at first is what the next try made of it.
pub(super) fn settled(first: ScenarioReport, again: ScenarioReport) -> ScenarioReport {
    let (tries, seconds) = (first.tries + 1, first.seconds + again.seconds);
    let mut exchanges = first.exchanges.clone();
    exchanges.extend(again.exchanges.iter().cloned());
    let kept = match (first.verdict, again.verdict) {
        (Verdict::Violated, Verdict::Passed) => ScenarioReport { unstable: true, ..first },
        (Verdict::Violated, _) => first,
        _ => ScenarioReport {
            asked: again.asked.iter().map(|at| at + first.exchanges.len()).collect(),
            ..again
        },
    };
    ScenarioReport { tries, seconds, exchanged: exchanges.len(), exchanges, ..kept }
}

#[cfg(test)]
mod tests {
    use cucumber::gherkin::GherkinEnv;

    use super::*;
    use crate::exchange::{Exchange, Request, Response};

    fn tried(verdict: Verdict) -> ScenarioReport {
        let request =
            Request { method: "GET".into(), url: verdict.as_str().into(), headers: vec![], body: None };
        let response = Response { status: 200, headers: vec![], body: vec![] };
        ScenarioReport {
            feature: "x.feature".into(),
            line: 1,
            name: "S".into(),
            tags: vec![],
            verdict,
            reason: None,
            tries: 1,
            unstable: false,
            seconds: 1.0,
            checked: 0,
            checks: vec![],
            strict: false,
            exchanged: 1,
            exchanges: vec![Exchange { request, response, seconds: 0.0 }],
            asked: vec![0],
        }
    }

    fn came_to(tries: &[Verdict]) -> (Verdict, bool, usize) {
        let report = tries.iter().map(|verdict| tried(*verdict)).reduce(settled).unwrap();
        (report.verdict, report.unstable, report.tries)
    }

    #[test]
    fn a_violation_that_goes_away_is_unstable_and_stays() {
        use Verdict::{Inconclusive, Passed, Skipped, Violated};
        assert_eq!(came_to(&[Violated, Passed]), (Violated, true, 2));
        assert_eq!(came_to(&[Violated, Violated, Passed]), (Violated, true, 3));
        assert_eq!(came_to(&[Inconclusive, Violated, Passed]), (Violated, true, 3));
        assert_eq!(came_to(&[Violated, Violated]), (Violated, false, 2));
        assert_eq!(came_to(&[Violated, Inconclusive]), (Violated, false, 2));
        assert_eq!(came_to(&[Violated, Skipped]), (Violated, false, 2));
    }

    #[test]
    fn what_could_not_be_tested_is_what_the_next_try_made_of_it() {
        use Verdict::{Inconclusive, Passed, Violated};
        assert_eq!(came_to(&[Inconclusive, Passed]), (Passed, false, 2));
        assert_eq!(came_to(&[Inconclusive, Violated]), (Violated, false, 2));
        assert_eq!(came_to(&[Inconclusive, Inconclusive]), (Inconclusive, false, 2));
    }

    #[test]
    fn every_exchange_is_kept_and_those_that_the_kept_try_asked_for_are_known() {
        let report = settled(tried(Verdict::Inconclusive), tried(Verdict::Passed));
        assert_eq!((report.exchanges.len(), report.seconds), (2, 2.0));
        assert_eq!(report.exchanges[report.asked[0]].request.url, "passed");
        let report = settled(tried(Verdict::Violated), tried(Verdict::Passed));
        assert_eq!(report.exchanges[report.asked[0]].request.url, "violated");
    }

    #[test]
    fn what_passed_or_was_left_out_or_has_had_its_tries_is_not_tried_again() {
        let twice = Retry { times: 2, pause: Duration::ZERO };
        assert!(twice.wants(&tried(Verdict::Violated)) && twice.wants(&tried(Verdict::Inconclusive)));
        assert!(!twice.wants(&tried(Verdict::Passed)) && !twice.wants(&tried(Verdict::Skipped)));
        assert!(!Retry::default().wants(&tried(Verdict::Violated)));
        assert!(!twice.wants(&ScenarioReport { tries: 3, ..tried(Verdict::Violated) }));
        assert!(!twice.wants(&settled(tried(Verdict::Violated), tried(Verdict::Passed))));
    }

    #[test]
    fn the_nearest_tag_says_how_often() {
        let text = "@retry(5)\nFeature: F\n  @retry.after(2s)\n  Scenario: S\n    Given x\n  Scenario: T\n    Given x\n";
        let feature = Feature::parse(text, GherkinEnv::default()).unwrap();
        let of = |at: usize, of_run| {
            let Retry { times, pause } = Retry::of(&feature, None, &feature.scenarios[at], of_run);
            (times, pause.as_secs())
        };
        assert_eq!(of(0, 0), (1, 2));
        assert_eq!(of(0, 3), (3, 2));
        assert_eq!(of(1, 3), (5, 0));
    }
}
