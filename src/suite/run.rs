//! A run: features and a target in, a report out.

use std::sync::Arc;
use std::time::Instant;

use chrono::{SecondsFormat, Utc};
use cucumber::gherkin::{Feature, Rule, Scenario};

use super::engine::Engine;
use super::event::{RunEvent, Watcher};
use super::features::{self, Features};
use super::naming::test_name;
use super::place::{Place, path_of, scenarios, tags};
use super::settings::Settings;
use super::{directives, preflight, serial};
use crate::exchange::{Target, TargetKind};
use crate::folder::shown;
use crate::library::Library;
use crate::report::{InputError, RunReport};

/// Runs the features that the settings name on a target, and tells `watcher` what happens while it does.
///
/// Nothing is sent before every chosen scenario is known to be runnable: its steps defined, its doc strings JSON, its page
/// readable. An input that is not is in the report's `errors`.
pub async fn run(
    settings: &Settings,
    target: Box<dyn Target>,
    watcher: impl FnMut(RunEvent<'_>) + Send + 'static,
) -> RunReport {
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
        notes: Vec::new(),
    };
    let mut chosen = chosen(settings, target.kind());
    report.errors = std::mem::take(&mut chosen.errors);
    let library = Arc::new(Library::at(&settings.pages));
    report.errors.extend(preflight::check(&chosen.read, &library, &settings.given_variables()));
    report.notes = library.problems().into_iter().map(|(at, message)| (at.to_string(), message)).collect();
    if report.errors.is_empty() {
        let engine = Engine::new(settings, target, library, &chosen.read, watcher.clone());
        sent(settings, engine, chosen.read, &watcher, &mut report).await;
    }
    report.scenarios.iter().for_each(|scenario| watcher.tell(RunEvent::Told(scenario)));
    report.seconds = started.elapsed().as_secs_f64();
    report
}

/// Runs what was chosen, under the lock where one of the scenarios must have no other beside it.
async fn sent(
    settings: &Settings,
    engine: Engine,
    mut chosen: Vec<Feature>,
    watcher: &Watcher,
    report: &mut RunReport,
) {
    let is_left_out = |tags: &[String]| directives::left_out(tags, report.target, settings.allow_writes);
    features::retain(&mut chosen, |feature, rule, scenario| {
        is_left_out(&tags(feature, rule, scenario)).is_none()
    });
    let tagged = |feature: &Feature, (rule, scenario): (Option<&Rule>, &Scenario)| {
        directives::is_serial(&tags(feature, rule, scenario))
    };
    let is_serial = chosen.iter().any(|feature| scenarios(feature).any(|found| tagged(feature, found)));
    let path = serial::path(&settings.report_dir);
    let lock = match is_serial {
        true => serial::lock(&path, || watcher.tell(RunEvent::Waiting(&path))).await.map(Some),
        false => Ok(None),
    };
    match lock {
        Ok(lock) => {
            engine.run(chosen, report).await;
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

/// The test names of the chosen scenarios, and the inputs that cannot be read.
pub(super) fn names(settings: &Settings) -> (Vec<String>, Vec<InputError>) {
    let chosen = chosen(settings, settings.kind());
    let names = chosen.read.iter().flat_map(|feature| {
        scenarios(feature).map(|(_, scenario)| chosen.test_name(feature, scenario)).collect::<Vec<_>>()
    });
    (names.collect(), chosen.errors)
}

fn chosen(settings: &Settings, kind: TargetKind) -> Features {
    let filter = &settings.filter;
    let mut chosen = features::read(&settings.features, filter);
    let names = std::mem::take(&mut chosen.names);
    features::retain(&mut chosen.read, |feature, rule, scenario| {
        let tags = tags(feature, rule, scenario);
        let own = &names[&Place::of(feature, scenario)];
        let is_ignored = directives::left_out(&tags, kind, settings.allow_writes).is_some();
        filter.chooses(&tags, &scenario.name)
            && filter.chooses_test(&path_of(feature), own)
            && (is_ignored || !filter.ignored)
    });
    chosen.names = names;
    chosen
}

impl Features {
    fn test_name(&self, feature: &Feature, scenario: &Scenario) -> String {
        test_name(&path_of(feature), &self.names[&Place::of(feature, scenario)])
    }
}
