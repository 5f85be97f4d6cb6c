//! What a run tells while it goes on. The engine prints nothing: whoever watches does.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::exchange::Wait;
use crate::report::ScenarioReport;

/// Something that happened in a run.
///
/// ```
/// use graph_contract::suite::RunEvent;
/// let mut names = Vec::new();
/// let mut watch = |event: RunEvent<'_>| {
///     if let RunEvent::Told(scenario) = event {
///         names.push(scenario.name.clone());
///     }
/// };
/// watch(RunEvent::Started { scenarios: 0 });
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum RunEvent<'a> {
    /// Another process runs `@serial` scenarios; this one waits for the lock at this path.
    Waiting(&'a Path),
    /// The endpoint has asked to wait.
    Throttled(Wait),
    /// So many scenarios are about to run; those that are left out are not among them.
    Started {
        /// How many.
        scenarios: usize,
    },
    /// A scenario came to its end, in whatever order they do. It comes once more for every further try.
    Finished(&'a ScenarioReport),
    /// The run is over; this is one of its scenarios, in the order of the files.
    Told(&'a ScenarioReport),
}

/// Who is told what happens.
#[derive(Clone)]
pub(super) struct Watcher(Arc<Mutex<Watch>>);

type Watch = dyn FnMut(RunEvent<'_>) + Send;

impl Watcher {
    pub(super) fn new(watch: impl FnMut(RunEvent<'_>) + Send + 'static) -> Watcher {
        Watcher(Arc::new(Mutex::new(watch)))
    }

    pub(super) fn tell(&self, event: RunEvent<'_>) {
        (self.0.lock().unwrap_or_else(PoisonError::into_inner))(event);
    }
}
