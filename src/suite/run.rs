//! A run: features and a target in, a report out.

use std::sync::Arc;
use std::time::Instant;

use chrono::{SecondsFormat, Utc};

use super::engine::Engine;
use super::event::{RunEvent, Watcher};
use super::hooks::Shared;
use super::plan::{Part, Plan};
use super::serial;
use super::settings::Settings;
use crate::exchange::{NotReady, Redaction, Target};
use crate::folder::shown;
use crate::library::Library;
use crate::report::{InputError, RunReport};

/// Runs the features that the settings name on a target, and tells `watcher` what happens while it does.
///
/// Nothing is sent before every chosen scenario is known to be runnable: its steps defined, its doc strings JSON, its page
/// readable. An input that is not is in the report's `errors`.
///
/// # Errors
/// [`NotReady`] when scenarios could run and nobody says who calls, or the credential is refused: nothing is sent then.
pub async fn run(
    settings: &Settings,
    target: Box<dyn Target>,
    watcher: impl FnMut(RunEvent<'_>) + Send + 'static,
) -> Result<RunReport, NotReady> {
    let started = Instant::now();
    let watcher = Watcher::new(watcher);
    let mut report = RunReport {
        target: target.kind(),
        base_url: target.name(),
        started: Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true),
        seconds: 0.0,
        errors: Vec::new(),
        scenarios: Vec::new(),
        left_changed: Vec::new(),
        differences: None,
        notes: Vec::new(),
    };
    let waiting = watcher.clone();
    target.on_wait(Box::new(move |wait| waiting.tell(RunEvent::Throttled(wait))));
    let library = Arc::new(Library::at(&settings.pages));
    let mut plan = Plan::of(settings, target.kind(), &library);
    report.errors = redacted(std::mem::take(&mut plan.errors), &settings.redaction());
    report.notes = library.problems().into_iter().map(|(at, message)| (at.to_string(), message)).collect();
    if report.errors.is_empty() {
        if !plan.parts.is_empty() {
            target.ready().await?;
        }
        let shared = Shared::new(settings, target, library, plan.scenarios, watcher.clone());
        sent(settings, Engine::new(settings, shared), plan.parts, &watcher, &mut report).await;
    }
    report.scenarios.iter().for_each(|scenario| watcher.tell(RunEvent::Told(scenario)));
    report.seconds = started.elapsed().as_secs_f64();
    Ok(report)
}

/// What a feature file says may hold a secret that was given.
fn redacted(errors: Vec<InputError>, redaction: &Redaction) -> Vec<InputError> {
    let shown = |error: InputError| InputError { message: redaction.text(&error.message), ..error };
    errors.into_iter().map(shown).collect()
}

/// Runs what was chosen, under the lock where one of the scenarios must have no other beside it.
async fn sent(
    settings: &Settings,
    engine: Engine,
    parts: Vec<Part>,
    watcher: &Watcher,
    report: &mut RunReport,
) {
    let is_serial = engine.has_serial(&parts);
    let path = serial::path(&settings.report_dir);
    let lock = match is_serial {
        true => serial::lock(&path, || watcher.tell(RunEvent::Waiting(&path))).await.map(Some),
        false => Ok(None),
    };
    match lock {
        Ok(lock) => {
            engine.run(parts, report).await;
            drop(lock);
        }
        Err(error) => report.errors.push(InputError {
            path: shown(&path),
            line: 0,
            message: format!("the lock that keeps @serial scenarios apart cannot be taken: {error}"),
            help: "name a report folder that can be written to, on a file system that has locks".to_string(),
        }),
    }
}
