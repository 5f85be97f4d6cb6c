//! The data of a report.

use super::differences::Difference;
use crate::exchange::{Exchange, TargetKind};
use crate::verdict::{Judgement, Verdict, Violation};

/// Everything a run found.
#[derive(Debug, Clone)]
pub struct RunReport {
    /// The double or a live endpoint.
    pub target: TargetKind,
    /// The target's base URL, or words for the double.
    pub base_url: String,
    /// When the run started, RFC 3339.
    pub started: String,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// Inputs that could not be used; with any of them nothing is sent.
    pub errors: Vec<InputError>,
    /// Every scenario, in the order of the files.
    pub scenarios: Vec<ScenarioReport>,
    /// What a live endpoint was left with.
    pub left_changed: Vec<LeftChanged>,
    /// Where the double answered otherwise; `None`: it was not asked.
    pub differences: Option<Vec<Difference>>,
    /// What somebody should know, and what it is about: a page that could not be read as it stands, a scenario that did what
    /// nobody can undo.
    pub notes: Vec<(String, String)>,
}

/// An input that cannot be used, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError {
    /// The file.
    pub path: String,
    /// 1-based line; 0 when the whole file is meant.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// A resource of a live endpoint that could not be put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftChanged {
    /// The scenario that changed it.
    pub scenario: String,
    /// The resource.
    pub url: String,
    /// What is left changed, and why.
    pub reason: String,
}

/// What one scenario came to.
#[derive(Debug, Clone)]
pub struct ScenarioReport {
    /// The feature file.
    pub feature: String,
    /// The scenario's line; of an outline, the row's.
    pub line: usize,
    /// The scenario's name, with an outline row's values in it.
    pub name: String,
    /// Its tags and its feature's, without `@`.
    pub tags: Vec<String>,
    /// What it came to.
    pub verdict: Verdict,
    /// Why it is inconclusive or skipped.
    pub reason: Option<String>,
    /// How often it was run: more than once where a retry is asked for and it did not pass; 0: never.
    pub tries: usize,
    /// Whether it was violated, and was not when it was tried or its reads were sent again: it stays violated.
    pub unstable: bool,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// How many `Then` steps ran.
    pub checked: usize,
    /// The `Then` steps that ran, with what each found; empty where all of them found nothing, and that was told when the
    /// scenario came to its end.
    pub checks: Vec<Check>,
    /// Whether drift counts as violation.
    pub strict: bool,
    /// How many exchanges it took.
    pub exchanged: usize,
    /// Every exchange, redacted: reads before and after an update, retries, and what was put back; empty as `checks` are.
    pub exchanges: Vec<Exchange>,
    /// Which of the exchanges the scenario's `When` steps asked for.
    pub asked: Vec<usize>,
}

/// One `Then` step and what it found.
#[derive(Debug, Clone)]
pub struct Check {
    /// The step's line; of a table, the row's.
    pub line: usize,
    /// How many requests had been sent: what is found of one answer is not told again of the same one.
    pub requests: usize,
    /// The step as it stands in the file.
    pub step: String,
    /// What it found.
    pub judgement: Judgement,
    /// The difference as text, where two bodies were compared.
    pub difference: Option<String>,
    /// Whether what it found was not found when the same was read once more.
    pub goes_away: bool,
}

/// How many scenarios came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Scenarios that passed.
    pub passed: usize,
    /// Scenarios that were violated.
    pub violated: usize,
    /// Scenarios that could not be tested.
    pub inconclusive: usize,
    /// Scenarios that were left out.
    pub skipped: usize,
    /// Exchanges of all scenarios.
    pub exchanges: usize,
    /// Differences that break no client.
    pub drift: usize,
}

impl ScenarioReport {
    /// What a pass comes to where an earlier attempt at the scenario, in another process, was violated: it stays violated.
    pub(crate) fn unstable_after(self, attempts: usize) -> ScenarioReport {
        match self.verdict {
            Verdict::Passed => {
                ScenarioReport { verdict: Verdict::Violated, unstable: true, tries: attempts, ..self }
            }
            _ => self,
        }
    }

    /// The report without what nobody looks at again once it was told: a run of many scenarios keeps the others' alone.
    #[must_use]
    pub(crate) fn without_what_passed(mut self) -> ScenarioReport {
        if self.verdict == Verdict::Passed && self.drift().is_empty() {
            (self.checks, self.exchanges, self.asked) = Default::default();
        }
        self
    }

    /// The broken promises of all checks, each once; under strict with the drift.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        let found = self.found();
        let drift = if self.strict { found.drift } else { Vec::new() };
        found.violations.into_iter().chain(drift).collect()
    }

    /// The differences that break no client; under strict they are violations.
    #[must_use]
    pub fn drift(&self) -> Vec<Violation> {
        if self.strict { Vec::new() } else { self.found().drift }
    }

    /// Whether every broken promise was kept when the same was read once more.
    #[must_use]
    pub(crate) fn goes_away(&self) -> bool {
        let breaks = |check: &&Check| check.judgement.breaks(self.strict);
        self.checks.iter().any(|check| breaks(&check))
            && self.checks.iter().filter(breaks).all(|check| check.goes_away)
    }

    fn found(&self) -> Judgement {
        let mut all = Judgement::default();
        for of_answer in self.checks.chunk_by(|one, next| one.requests == next.requests) {
            let mut found = Judgement::default();
            of_answer.iter().for_each(|check| found.add(check.judgement.clone()));
            all.violations.extend(found.violations);
            all.drift.extend(found.drift);
        }
        all
    }
}

impl RunReport {
    /// The counts.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary::of(&self.scenarios)
    }
}

impl Summary {
    /// The counts of some scenarios.
    pub fn of<'a>(scenarios: impl IntoIterator<Item = &'a ScenarioReport>) -> Summary {
        let mut summary = Summary::default();
        for scenario in scenarios {
            match scenario.verdict {
                Verdict::Passed => summary.passed += 1,
                Verdict::Violated => summary.violated += 1,
                Verdict::Inconclusive => summary.inconclusive += 1,
                Verdict::Skipped => summary.skipped += 1,
            }
            summary.exchanges += scenario.exchanged;
            summary.drift += scenario.drift().len();
        }
        summary
    }
}
