//! What is done around each scenario, and what comes of all of them.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use cucumber::event;
use cucumber::gherkin::Feature;

use super::event::{RunEvent, Watcher};
use super::place::{Place, scenarios};
use super::record::Record;
use super::retry::{Retry, settled};
use super::scenario::{Planned, input_error};
use super::settings::Settings;
use super::world::World;
use super::{directives, features};
use crate::exchange::{Consent, NotPutBack, Redaction, Target, TargetKind, Variables};
use crate::library::Library;
use crate::report::{InputError, LeftChanged, RunReport, ScenarioReport, number};
use crate::verdict::Verdict;

/// What the hooks around each scenario need.
pub(super) struct Shared {
    target: Box<dyn Target>,
    library: Arc<Library>,
    redaction: Redaction,
    pub(super) fail_fast: bool,
    consent: Consent,
    is_strict: bool,
    /// The values that every scenario begins with.
    variables: Variables,
    planned: HashMap<Place, Planned>,
    found: Mutex<Found>,
    pub(super) watcher: Watcher,
}

#[derive(Default)]
struct Found {
    started: HashMap<Place, Instant>,
    scenarios: HashMap<Place, ScenarioReport>,
    errors: Vec<InputError>,
    left_changed: Vec<(Place, LeftChanged)>,
    /// How many requests of which scenario nobody can undo.
    acts: BTreeMap<Place, usize>,
}

impl Found {
    /// Takes in what a scenario found beside its checks, and says when it began and what its tries before came to.
    fn take(
        &mut self,
        place: &Place,
        error: Option<InputError>,
        left_changed: Vec<(Place, LeftChanged)>,
    ) -> (Instant, Option<ScenarioReport>) {
        self.errors.extend(error);
        self.left_changed.extend(left_changed);
        (self.started.remove(place).unwrap_or_else(Instant::now), self.scenarios.remove(place))
    }
}

impl Shared {
    pub(super) fn new(
        settings: &Settings,
        target: Box<dyn Target>,
        library: Arc<Library>,
        planned: HashMap<Place, Planned>,
        watcher: Watcher,
    ) -> Shared {
        Shared {
            target,
            library,
            redaction: settings.redaction(),
            fail_fast: settings.fail_fast,
            consent: settings.consent(),
            is_strict: settings.strict,
            variables: settings.given_variables(),
            planned,
            found: Mutex::default(),
            watcher,
        }
    }

    pub(super) fn target_kind(&self) -> TargetKind {
        self.target.kind()
    }

    /// What must not be shown: what was given, and what the target came to know since.
    fn redaction(&self) -> Redaction {
        self.redaction.with(&self.target.secrets())
    }

    /// Whether the run sends anything.
    pub(super) fn sends(&self) -> bool {
        self.target.sends()
    }

    fn lock(&self) -> MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) async fn begin(&self, place: Place, world: &mut World) {
        let is_marked = |planned: &Planned| directives::is_destructive(&planned.tags);
        world.is_destructive = self.planned.get(&place).is_some_and(is_marked);
        self.lock().started.insert(place, Instant::now());
        world.library = Some(Arc::clone(&self.library));
        world.fail_fast = self.fail_fast;
        world.is_strict = self.is_strict;
        world.variables.clone_from(&self.variables);
        world.session = Some(self.target.open().await);
    }

    pub(super) async fn end(
        &self,
        place: Place,
        finished: &event::ScenarioFinished,
        world: Option<&mut World>,
    ) {
        let Some(planned) = self.planned.get(&place) else { return };
        let Some(world) = world else { return };
        let mut record = std::mem::take(&mut world.record);
        let left = match world.session.take() {
            Some(mut session) => {
                if session.acts() > 0 {
                    *self.lock().acts.entry(place).or_default() += session.acts();
                }
                session.close(&mut record.exchanges).await
            }
            None => Vec::new(),
        };
        self.keep(planned, record, finished, left);
    }

    /// Keeps what a scenario came to, and tells of it.
    fn keep(
        &self,
        planned: &Planned,
        record: Record,
        finished: &event::ScenarioFinished,
        left: Vec<NotPutBack>,
    ) {
        let (place, redaction) = (&planned.place, self.redaction());
        let left_changed = |left: NotPutBack| LeftChanged {
            scenario: format!("{}:{}", place.feature, place.line),
            url: redaction.text(&left.url),
            reason: redaction.text(&left.reason),
        };
        let left_changed = left.into_iter().map(|left| (place.clone(), left_changed(left)));
        let (error, left_changed): (_, Vec<_>) =
            (input_error(place, &record, &redaction), left_changed.collect());
        let (started, first) = self.lock().take(place, error, left_changed);
        // what takes time is done beside the others
        let report = planned.finished(record, finished, started, &redaction);
        let report = match first {
            Some(first) => settled(first, report),
            None => report,
        };
        self.watcher.tell(RunEvent::Finished(&report));
        let report = report.without_what_passed();
        self.lock().scenarios.insert(place.clone(), report);
    }

    /// How many scenarios can run here.
    pub(super) fn runnable(&self) -> usize {
        let can_run = |planned: &&Planned| {
            directives::left_out(&planned.tags, self.target_kind(), self.consent).is_none()
        };
        self.planned.values().filter(can_run).count()
    }

    /// Reads a file again, for those of its scenarios that can run here.
    pub(super) fn read_again(&self, path: &Path) -> Vec<Feature> {
        let mut read: Vec<Feature> = features::again(path).into_iter().collect();
        features::retain(&mut read, |feature, _, scenario| {
            let planned = self.planned.get(&Place::of(feature, scenario));
            let is_left_out = |planned: &Planned| {
                directives::left_out(&planned.tags, self.target_kind(), self.consent).is_some()
            };
            planned.is_some_and(|planned| !is_left_out(planned))
        });
        read
    }

    /// Whether any scenario may be tried again.
    pub(super) fn retries(&self) -> bool {
        self.planned.values().any(|planned| planned.retry.times > 0)
    }

    /// How often scenarios were run so far.
    pub(super) fn tries(&self) -> usize {
        self.lock().scenarios.values().map(|report| report.tries).sum()
    }

    /// The scenarios that are tried again, and the longest pause that one of them asks for.
    pub(super) fn to_try_again(&self, features: &[Feature]) -> (Vec<Feature>, Duration) {
        let found = self.lock();
        let wants = |planned: &Planned| {
            let report = found.scenarios.get(&planned.place).filter(|_| found.errors.is_empty())?;
            planned.retry.wants(report).then_some(planned.retry)
        };
        let again: HashMap<&Place, Retry> =
            self.planned.values().filter_map(|planned| Some((&planned.place, wants(planned)?))).collect();
        let mut features = features.to_vec();
        features::retain(&mut features, |feature, _, scenario| {
            again.contains_key(&Place::of(feature, scenario))
        });
        (features, again.values().map(|retry| retry.pause).max().unwrap_or_default())
    }

    /// What is still to run: under `--fail-fast` cucumber stops at whatever breaks a step, also where a retry mended it or
    /// the scenario was left out on purpose. Nothing, where one failed or where cucumber ran none of them.
    pub(super) fn unrun(&self, waiting: Vec<Feature>) -> Vec<Feature> {
        let found = self.lock();
        let failed =
            |report: &ScenarioReport| matches!(report.verdict, Verdict::Violated | Verdict::Inconclusive);
        let mut rest = waiting.clone();
        features::retain(&mut rest, |feature, _, scenario| {
            !found.scenarios.contains_key(&Place::of(feature, scenario))
        });
        let ran_none = rest.iter().flat_map(scenarios).count() == waiting.iter().flat_map(scenarios).count();
        let is_over = !found.errors.is_empty() || ran_none || found.scenarios.values().any(failed);
        if is_over { Vec::new() } else { rest }
    }

    /// Fills the report of the run.
    pub(super) fn report(&self, report: &mut RunReport) {
        let mut found = std::mem::take(&mut *self.lock());
        // scenarios come to their end in whatever order they do
        found.errors.sort_by(|one, two| {
            (&one.path, one.line, &one.message).cmp(&(&two.path, two.line, &two.message))
        });
        found.left_changed.sort_by(|(one, _), (two, _)| one.cmp(two));
        report.errors = found.errors;
        report.notes.extend(found.acts.iter().map(|(place, acts)| {
            let verb = if *acts == 1 { "was" } else { "were" };
            let message = format!("{} that cannot be undone {verb} sent", number(*acts, "request"));
            (format!("{}:{}", place.feature, place.line), message)
        }));
        report.left_changed = found.left_changed.into_iter().map(|(_, left)| left).collect();
        report.scenarios = self.in_order(found.scenarios);
    }

    /// Every planned scenario in the order of the files, with a verdict for those that did not run.
    fn in_order(&self, mut scenarios: HashMap<Place, ScenarioReport>) -> Vec<ScenarioReport> {
        let kind = self.target_kind();
        let report = |(place, planned): (&Place, &Planned)| match scenarios.remove(place) {
            Some(report) => report,
            None => match directives::left_out(&planned.tags, kind, self.consent) {
                Some(reason) => planned.left_out(Verdict::Skipped, reason),
                None if self.fail_fast => {
                    planned.left_out(Verdict::Skipped, "another scenario ended the run (--fail-fast)")
                }
                None => planned.left_out(Verdict::Inconclusive, "the runner did not run it"),
            },
        };
        let mut planned: Vec<_> = self.planned.iter().collect();
        planned.sort_unstable_by_key(|(place, _)| *place);
        planned.into_iter().map(report).collect()
    }
}
