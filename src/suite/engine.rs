//! The engine: `cucumber` runs the scenarios, pass by pass until none is to be tried again.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use cucumber::gherkin::Feature;
use cucumber::{Cucumber, Event, cli, event, parser, runner, writer};
use futures::FutureExt as _;
use tokio::runtime::{Builder, Handle};

use super::event::RunEvent;
use super::hooks::Shared;
use super::place::Place;
use super::plan::Part;
use super::planning::without_checks;
use super::settings::Settings;
use super::shards::{self, Shard, Shards};
use super::steps;
use super::world::World;
use crate::exchange::TargetKind;
use crate::report::RunReport;

/// How many scenarios run at once on the double. On a live endpoint it is one: scenarios share what the endpoint holds.
const ON_THE_DOUBLE: usize = 16;

#[derive(Clone)]
pub(super) struct Engine {
    shared: Arc<Shared>,
    /// How many scenarios run at once.
    concurrency: usize,
    /// How many shards of the run do.
    threads: usize,
}

impl Engine {
    pub(super) fn new(settings: &Settings, shared: Shared) -> Engine {
        let on_the_double = shared.target_kind() == TargetKind::Double;
        let suits = if on_the_double { ON_THE_DOUBLE } else { 1 };
        // scenarios that write to one endpoint would put back each other's values
        let may_differ = on_the_double || !settings.allow_writes;
        let concurrency = settings.concurrency.filter(|_| may_differ).unwrap_or(suits);
        // what ends the run early must be seen before anything more is sent
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = if settings.fail_fast { 1 } else { cores.min(concurrency) };
        Engine { shared: Arc::new(shared), concurrency, threads }
    }

    /// Whether some scenario must have no other beside it.
    pub(super) fn has_serial(&self, parts: &[Part]) -> bool {
        let is_serial = |part: &Part| match part {
            Part::Read(feature) => shards::has_serial(feature),
            Part::Later { is_serial, .. } => *is_serial,
        };
        self.shared.sends() && parts.iter().any(is_serial)
    }

    /// Runs what can run here, and reports on it and on what was left out.
    pub(super) async fn run(self, parts: Vec<Part>, report: &mut RunReport) {
        self.shared.watcher.tell(RunEvent::Started { scenarios: self.shared.runnable() });
        if !self.shared.sends() {
            self.pass(without_checks(self.read(parts)), 1).await;
            return self.shared.report(report);
        }
        match self.shared.fail_fast || self.shared.retries() || self.threads == 1 {
            true => self.until_none_waits(self.read(parts)).await,
            false => self.sharded(parts).await,
        }
        self.shared.report(report);
    }

    fn read(&self, parts: Vec<Part>) -> Vec<Feature> {
        let read = |part| match part {
            Part::Read(feature) => vec![*feature],
            Part::Later { path, .. } => self.shared.read_again(&path),
        };
        parts.into_iter().flat_map(read).collect()
    }

    /// Runs what is there until all of it came to something, and no try is left that could change that.
    async fn until_none_waits(&self, features: Vec<Feature>) {
        let mut waiting = features;
        while !waiting.is_empty() {
            self.until_settled(&waiting).await;
            waiting = self.shared.unrun(waiting);
        }
    }

    /// One pass over all, then one over those that are tried again, until none is.
    async fn until_settled(&self, features: &[Feature]) {
        self.one_pass(features.to_vec()).await;
        loop {
            let (again, pause) = self.shared.to_try_again(features);
            let tries = self.shared.tries();
            if again.is_empty() {
                return;
            }
            tokio::time::sleep(pause).await;
            self.one_pass(again).await;
            if self.shared.tries() == tries {
                return;
            }
        }
    }

    async fn one_pass(&self, features: Vec<Feature>) {
        match self.threads {
            1 => self.pass(features, self.concurrency).await,
            _ => self.sharded(features.into_iter().map(Box::new).map(Part::Read).collect()).await,
        }
    }

    /// One pass over all, in shards on several threads.
    async fn sharded(&self, parts: Vec<Part>) {
        let (shards, mut serial) = Shards::of(parts);
        let waiting = Arc::new(Mutex::new(VecDeque::from(shards)));
        let thread = |_| {
            let (engine, waiting) = (self.clone(), Arc::clone(&waiting));
            tokio::task::spawn_blocking(move || engine.take_shards(&waiting))
        };
        // cucumber takes the panic hook and sets it again around each of its runs, which here overlap
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let mut ended = Vec::new();
        for thread in (0..self.threads).map(thread).collect::<Vec<_>>() {
            ended.push(thread.await);
        }
        std::panic::set_hook(hook);
        for thread in ended {
            match thread {
                Ok(alone) => serial.extend(alone),
                Err(lost) => std::panic::resume_unwind(lost.into_panic()),
            }
        }
        if !serial.is_empty() {
            self.pass(serial, 1).await;
        }
    }

    /// Runs one shard after the other for as long as some wait, and hands back what must have no other beside it.
    ///
    /// Requests leave and answers arrive on the thread that the steps run on: to hand each to another thread costs more than it
    /// takes to send.
    fn take_shards(&self, waiting: &Mutex<VecDeque<Shard>>) -> Vec<Feature> {
        let own = Builder::new_current_thread().enable_all().build();
        let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let mut alone = Vec::new();
        while let Some(shard) = next() {
            let (features, serial) = self.features_of(shard);
            let pass = self.pass(features, self.concurrency / self.threads);
            match &own {
                Ok(own) => own.block_on(pass),
                // where the system has no more, the run's own does
                Err(_) => Handle::current().block_on(pass),
            }
            alone.extend(serial);
        }
        alone
    }

    /// The features of a shard that may run beside others, and those that may not.
    fn features_of(&self, shard: Shard) -> (Vec<Feature>, Vec<Feature>) {
        match shard {
            Shard::Read(features) => (features, Vec::new()),
            Shard::Later(path) => shards::apart(self.shared.read_again(&path)),
        }
    }

    async fn pass(&self, features: Vec<Feature>, at_once: usize) {
        let (before, after) = (Arc::clone(&self.shared), Arc::clone(&self.shared));
        let mut runner = runner::Basic::default()
            .steps(steps::handing_on())
            .max_concurrent_scenarios(at_once)
            // cucumber would bring a @serial scenario back among others when its pause is over
            .retry_options(|_, _, _, _| None)
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
        cucumber.with_cli(options).run(features).await;
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
