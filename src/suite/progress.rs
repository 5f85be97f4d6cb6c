//! What a person sees while a run goes on: on a terminal a bar, which goes when the run is over; elsewhere nothing moves.
//!
//! The bar is on standard error, so that what is written to standard output is the same wherever it goes.

use std::collections::{BTreeMap, HashMap};
use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressStyle};

use super::event::RunEvent;
use crate::exchange::Wait;
use crate::report::{ScenarioReport, Text};
use crate::verdict::Verdict;

/// Turns the events of a run into what is printed.
pub(super) struct Progress {
    bar: ProgressBar,
    /// The verdict of each scenario so far; a further try replaces it.
    verdicts: HashMap<(String, usize), Verdict>,
    /// How many have each.
    counts: BTreeMap<&'static str, usize>,
}

impl Progress {
    /// With a bar where somebody looks at it.
    pub(super) fn on_this_terminal() -> Progress {
        let terminal = std::io::stdout().is_terminal() && std::io::stderr().is_terminal();
        Progress::new(terminal && std::env::var_os("CI").is_none())
    }

    fn new(is_watched: bool) -> Progress {
        let bar = if is_watched { ProgressBar::new(0) } else { ProgressBar::hidden() };
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}  {eta} left");
        let bar = bar.with_style(style.expect("a template written here"));
        Progress { bar, verdicts: HashMap::new(), counts: BTreeMap::new() }
    }

    /// Takes an event in, and says what belongs on standard output.
    pub(super) fn told(&mut self, event: RunEvent<'_>) -> String {
        match event {
            RunEvent::Waiting(path) => {
                eprintln!(
                    "waiting: another process runs @serial scenarios and holds {}",
                    crate::folder::shown(path)
                );
            }
            RunEvent::Throttled(wait) => self.bar.suspend(|| eprintln!("{}", waiting(wait))),
            RunEvent::Started { scenarios } => self.bar.set_length(scenarios as u64),
            RunEvent::Finished(scenario) => self.count(scenario),
            RunEvent::Told(scenario) => {
                self.bar.finish_and_clear();
                return Text::scenario(scenario);
            }
        }
        String::new()
    }

    fn count(&mut self, scenario: &ScenarioReport) {
        let key = (scenario.feature.clone(), scenario.line);
        if let Some(before) = self.verdicts.insert(key, scenario.verdict) {
            *self.counts.entry(before.as_str()).or_default() -= 1;
        }
        *self.counts.entry(scenario.verdict.as_str()).or_default() += 1;
        self.bar.set_position(self.verdicts.len() as u64);
        if !self.bar.is_hidden() {
            self.bar.set_message(self.counted());
        }
    }

    /// `3 passed, 1 violated`: those there are any of.
    fn counted(&self) -> String {
        let verdicts = [Verdict::Passed, Verdict::Violated, Verdict::Inconclusive, Verdict::Skipped];
        let words = verdicts.map(Verdict::as_str).into_iter();
        let counted =
            words.filter_map(|word| Some((self.counts.get(word).filter(|count| **count > 0)?, word)));
        counted.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>().join(", ")
    }
}

fn waiting(Wait { status, wait, left }: Wait) -> String {
    let (wait, left) = (wait.as_secs_f64(), left.as_secs_f64());
    format!("waiting {wait:.1} s: the endpoint answered {status} ({left:.0} s of --retry-budget left)")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scenario(line: usize, verdict: Verdict) -> ScenarioReport {
        ScenarioReport {
            feature: "x.feature".into(),
            line,
            name: "S".into(),
            tags: vec![],
            verdict,
            reason: None,
            tries: 1,
            unstable: false,
            seconds: 0.0,
            checked: 0,
            checks: vec![],
            strict: false,
            exchanged: 0,
            exchanges: vec![],
            asked: vec![],
        }
    }

    #[test]
    fn the_bar_counts_each_scenario_once_by_its_last_verdict() {
        let mut progress = Progress::new(false);
        progress.told(RunEvent::Started { scenarios: 3 });
        for (line, verdict) in [(1, Verdict::Inconclusive), (2, Verdict::Violated), (1, Verdict::Passed)] {
            assert_eq!(progress.told(RunEvent::Finished(&scenario(line, verdict))), "");
        }
        assert_eq!((progress.bar.position(), progress.bar.length()), (2, Some(3)));
        assert_eq!(progress.counted(), "1 passed, 1 violated");
    }

    #[test]
    fn the_bar_goes_before_the_first_scenario_is_told() {
        let mut progress = Progress::new(false);
        progress.told(RunEvent::Started { scenarios: 1 });
        let text = progress.told(RunEvent::Told(&scenario(7, Verdict::Violated)));
        assert!(progress.bar.is_finished());
        assert!(text.starts_with("VIOLATED  S\n  x.feature:7"), "{text}");
    }
}
