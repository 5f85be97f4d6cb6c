//! The engine: features and a target in, a report out.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use chrono::{SecondsFormat, Utc};
use cucumber::gherkin::Feature;
use cucumber::{Cucumber, Event, World as _, cli, event, parser, runner, writer};
use futures::FutureExt as _;

use super::features::{self, Features};
use super::place::{Place, path_of, scenarios, tags};
use super::scenario::{Planned, input_error};
use super::settings::Settings;
use super::world::World;
use super::{preflight, record::Record};
use crate::exchange::{Redaction, Target, TargetKind};
use crate::library::Library;
use crate::report::{InputError, LeftChanged, RunReport, ScenarioReport};
use crate::verdict::Verdict;

/// How many scenarios run at once on the double. On a live endpoint it is one: scenarios share what the endpoint holds.
const ON_THE_DOUBLE: usize = 16;

/// Runs the features that the settings name on a target, and tells `watcher` of each scenario in the order of the files.
///
/// Nothing is sent before every chosen scenario is known to be runnable: its steps defined, its doc strings JSON, its page
/// readable. An input that is not is in the report's `errors`.
pub async fn run(
    settings: &Settings,
    target: Box<dyn Target>,
    mut watcher: impl FnMut(&ScenarioReport),
) -> RunReport {
    let started = Instant::now();
    let mut report = RunReport {
        target: target.kind(),
        base_url: target.name(),
        started: Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true),
        seconds: 0.0,
        errors: Vec::new(),
        scenarios: Vec::new(),
        left_changed: Vec::new(),
        notes: Vec::new(),
    };
    let mut chosen = chosen(settings);
    report.errors = std::mem::take(&mut chosen.errors);
    let library = Arc::new(Library::at(&settings.pages));
    report.errors.extend(preflight::check(&chosen.read, &library));
    report.notes = library.problems().into_iter().map(|(at, message)| (at.to_string(), message)).collect();
    if report.errors.is_empty() {
        let engine = Engine::new(settings, target, library, &chosen.read);
        engine.run(chosen.read, &mut report).await;
    }
    report.scenarios.iter().for_each(&mut watcher);
    report.seconds = started.elapsed().as_secs_f64();
    report
}

/// The names of the chosen scenarios, and the inputs that cannot be read.
pub(super) fn names(settings: &Settings) -> (Vec<String>, Vec<InputError>) {
    let chosen = chosen(settings);
    let names = chosen
        .read
        .iter()
        .flat_map(|feature| scenarios(feature).map(|(_, scenario)| test_name(feature, &scenario.name)));
    (names.collect(), chosen.errors)
}

fn chosen(settings: &Settings) -> Features {
    let mut chosen = features::read(&settings.features);
    features::retain(&mut chosen.read, |feature, rule, scenario| {
        settings.filter.chooses(&tags(feature, rule, scenario), &scenario.name)
            && settings.filter.chooses_test(&test_name(feature, &scenario.name))
    });
    chosen
}

/// The name a scenario goes by in `cargo test`.
fn test_name(feature: &Feature, scenario: &str) -> String {
    format!("{}::{scenario}", path_of(feature))
}

struct Engine {
    shared: Arc<Shared>,
    concurrency: usize,
}

/// What the hooks around each scenario need.
struct Shared {
    target: Box<dyn Target>,
    library: Arc<Library>,
    redaction: Redaction,
    fail_fast: bool,
    planned: BTreeMap<Place, Planned>,
    found: Mutex<Found>,
}

#[derive(Default)]
struct Found {
    started: BTreeMap<Place, Instant>,
    scenarios: BTreeMap<Place, ScenarioReport>,
    errors: Vec<InputError>,
    left_changed: Vec<LeftChanged>,
}

impl Engine {
    fn new(
        settings: &Settings,
        target: Box<dyn Target>,
        library: Arc<Library>,
        chosen: &[Feature],
    ) -> Engine {
        let suits = match target.kind() {
            TargetKind::Double => ON_THE_DOUBLE,
            TargetKind::Live => 1,
        };
        let planned = chosen.iter().flat_map(|feature| {
            scenarios(feature).map(|(rule, scenario)| {
                let place = Place::of(feature, scenario);
                let tags = tags(feature, rule, scenario);
                (place.clone(), Planned { place, tags, strict: settings.strict })
            })
        });
        let shared = Shared {
            target,
            library,
            redaction: settings.redaction(),
            fail_fast: settings.fail_fast,
            planned: planned.collect(),
            found: Mutex::default(),
        };
        // scenarios that write to one endpoint would put back each other's values
        let may_differ = shared.target.kind() == TargetKind::Double || !settings.allow_writes;
        let concurrency = settings.concurrency.filter(|_| may_differ).unwrap_or(suits);
        Engine { shared: Arc::new(shared), concurrency }
    }

    async fn run(self, mut chosen: Vec<Feature>, report: &mut RunReport) {
        let on_live = self.shared.target.kind() == TargetKind::Live;
        features::retain(&mut chosen, |feature, rule, scenario| {
            !(on_live && tags(feature, rule, scenario).iter().any(|tag| tag == "double"))
        });
        self.run_chosen(chosen).await;
        let found = std::mem::take(&mut *self.shared.lock());
        report.errors = found.errors;
        report.left_changed = found.left_changed;
        report.scenarios = self.shared.in_order(found.scenarios);
    }

    async fn run_chosen(&self, chosen: Vec<Feature>) {
        let (before, after) = (Arc::clone(&self.shared), Arc::clone(&self.shared));
        let mut runner = runner::Basic::default()
            .steps(World::collection())
            .max_concurrent_scenarios(self.concurrency)
            .before(move |feature, _, scenario, world| {
                let (shared, place) = (Arc::clone(&before), Place::of(feature, scenario));
                async move { shared.begin(place, world).await }.boxed_local()
            })
            .after(move |feature, _, scenario, finished, world| {
                let (shared, place) = (Arc::clone(&after), Place::of(feature, scenario));
                async move { shared.end(place, finished, world).await }.boxed_local()
            });
        if self.shared.fail_fast {
            runner = runner.fail_fast();
        }
        let options = cli::Opts::<cli::Empty, runner::basic::Cli, cli::Empty>::default();
        let cucumber: Cucumber<World, _, _, _, _> = Cucumber::custom(Parsed, runner, Silent);
        cucumber.with_cli(options).run(chosen).await;
    }
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn begin(&self, place: Place, world: &mut World) {
        self.lock().started.insert(place, Instant::now());
        world.library = Some(Arc::clone(&self.library));
        world.fail_fast = self.fail_fast;
        world.session = Some(self.target.open().await);
    }

    async fn end(&self, place: Place, finished: &event::ScenarioFinished, world: Option<&mut World>) {
        let Some(planned) = self.planned.get(&place) else { return };
        let Some(world) = world else { return };
        let mut record = std::mem::take(&mut world.record);
        let left = match world.session.take() {
            Some(mut session) => session.close(&mut record.exchanges).await,
            None => Vec::new(),
        };
        self.keep(planned, record, finished, left);
    }

    fn keep(
        &self,
        planned: &Planned,
        record: Record,
        finished: &event::ScenarioFinished,
        left: Vec<crate::exchange::NotPutBack>,
    ) {
        let place = &planned.place;
        let mut found = self.lock();
        found.errors.extend(input_error(place, &record));
        found.left_changed.extend(left.into_iter().map(|left| LeftChanged {
            scenario: format!("{}:{}", place.feature, place.line),
            url: self.redaction.text(&left.url),
            reason: self.redaction.text(&left.reason),
        }));
        let started = found.started.get(place).copied().unwrap_or_else(Instant::now);
        let report = planned.finished(record, finished, started, &self.redaction);
        // cucumber tries a scenario tagged @retry again: what it passes later takes no violation back
        let was_violated = found.scenarios.get(place).is_some_and(|known| known.verdict == Verdict::Violated);
        if !was_violated {
            found.scenarios.insert(place.clone(), report);
        }
    }

    /// Every planned scenario in the order of the files, with a verdict for those that did not run.
    fn in_order(&self, mut scenarios: BTreeMap<Place, ScenarioReport>) -> Vec<ScenarioReport> {
        let on_live = self.target.kind() == TargetKind::Live;
        let report = |(place, planned): (&Place, &Planned)| match scenarios.remove(place) {
            Some(report) => report,
            None if on_live && planned.tags.iter().any(|tag| tag == "double") => {
                planned.left_out(Verdict::Skipped, "it only makes sense on the double (@double)")
            }
            None if self.fail_fast => {
                planned.left_out(Verdict::Skipped, "an earlier scenario ended the run (--fail-fast)")
            }
            None => planned.left_out(Verdict::Inconclusive, "the runner did not run it"),
        };
        self.planned.iter().map(report).collect()
    }
}

/// Hands features that were read already to cucumber.
struct Parsed;

impl cucumber::Parser<Vec<Feature>> for Parsed {
    type Cli = cli::Empty;
    type Output = futures::stream::Iter<std::vec::IntoIter<parser::Result<Feature>>>;

    fn parse(self, features: Vec<Feature>, _: cli::Empty) -> Self::Output {
        let features: Vec<parser::Result<Feature>> = features.into_iter().map(Ok).collect();
        futures::stream::iter(features)
    }
}

/// Reports are made of what the hooks keep, so cucumber's own events are not written anywhere.
struct Silent;

impl cucumber::Writer<World> for Silent {
    type Cli = cli::Empty;

    async fn handle_event(&mut self, _: parser::Result<Event<event::Cucumber<World>>>, _: &cli::Empty) {}
}

impl writer::Normalized for Silent {}
