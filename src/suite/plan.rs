//! What is going to run: every feature file read, filtered and checked, before anything is sent.
//!
//! The features of a usual run are kept. Of a run of very many scenarios only their places are: a file's feature is read again
//! when its turn comes.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use cucumber::gherkin::{Feature, Rule, Scenario};
use rayon::prelude::*;

use super::features::{self, Named};
use super::naming::test_name;
use super::place::{Place, path_of, scenarios, tags};
use super::retry::Retry;
use super::scenario::Planned;
use super::settings::Settings;
use super::{directives, preflight, steps};
use crate::exchange::TargetKind;
use crate::library::Library;
use crate::report::InputError;

/// How many scenarios have their features kept.
const KEPT: usize = 60_000;

/// The scenarios that were chosen, and where their features are.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) scenarios: HashMap<Place, Planned>,
    pub(super) parts: Vec<Part>,
    pub(super) errors: Vec<InputError>,
}

/// The scenarios of one file that can run here.
#[derive(Debug)]
pub(super) enum Part {
    /// They are here.
    Read(Box<Feature>),
    /// They are read again when their turn comes; `is_serial`: some of them are `@serial`.
    Later { path: PathBuf, is_serial: bool },
}

impl Plan {
    /// Reads and checks every file, on all cores.
    pub(super) fn of(settings: &Settings, kind: TargetKind, library: &Library) -> Plan {
        // while the first files are read; where no thread is left, who needs the patterns first makes them
        let _ = std::thread::Builder::new().spawn(steps::make);
        let (paths, errors) = features::files(&settings.features, &settings.filter);
        let planning = Planning { settings, kind, library, kept: AtomicUsize::new(0) };
        let files: Vec<Plan> = paths.par_iter().map(|path| planning.file(path)).collect();
        let mut plan = Plan { errors, ..Plan::default() };
        for file in files {
            plan.scenarios.extend(file.scenarios);
            plan.parts.extend(file.parts);
            plan.errors.extend(file.errors);
        }
        let mut seen = BTreeSet::new();
        plan.errors.retain(|error| seen.insert((error.path.clone(), error.line, error.message.clone())));
        plan
    }
}

struct Planning<'a> {
    settings: &'a Settings,
    kind: TargetKind,
    library: &'a Library,
    kept: AtomicUsize,
}

impl Planning<'_> {
    fn file(&self, path: &Path) -> Plan {
        let Named { mut feature, names } = match features::read(path) {
            Ok(named) => named,
            Err(errors) => return Plan { errors, ..Plan::default() },
        };
        choose(&mut feature, &names, self.settings, self.kind);
        let given = self.settings.given_variables();
        let errors = preflight::check(&feature, self.library, &given);
        let planned = |(rule, scenario)| {
            let planned = self.planned(&feature, rule, scenario);
            (planned.place.clone(), planned)
        };
        let planned = scenarios(&feature).map(planned).collect();
        features::retain_scenarios(&mut feature, |feature, rule, scenario| {
            let tags = tags(feature, rule, scenario);
            directives::left_out(&tags, self.kind, self.settings.consent()).is_none()
        });
        Plan { scenarios: planned, parts: self.part(path, feature).into_iter().collect(), errors }
    }

    fn planned(&self, feature: &Feature, rule: Option<&Rule>, scenario: &Scenario) -> Planned {
        Planned {
            place: Place::of(feature, scenario),
            tags: tags(feature, rule, scenario),
            strict: self.settings.strict,
            retry: Retry::of(feature, rule, scenario, self.settings.retries),
        }
    }

    fn part(&self, path: &Path, feature: Feature) -> Option<Part> {
        let count = scenarios(&feature).count();
        if self.kept.fetch_add(count, Ordering::Relaxed) + count <= KEPT {
            return (count > 0).then_some(Part::Read(Box::new(feature)));
        }
        let is_serial = |(rule, scenario)| directives::is_serial(&tags(&feature, rule, scenario));
        let is_serial = scenarios(&feature).any(is_serial);
        (count > 0).then(|| Part::Later { path: path.to_path_buf(), is_serial })
    }
}

/// Keeps the scenarios that the filters choose.
fn choose(feature: &mut Feature, names: &BTreeMap<Place, String>, settings: &Settings, kind: TargetKind) {
    let filter = &settings.filter;
    features::retain_scenarios(feature, |feature, rule, scenario| {
        let tags = tags(feature, rule, scenario);
        let own = &names[&Place::of(feature, scenario)];
        let is_ignored = directives::left_out(&tags, kind, settings.consent()).is_some();
        filter.chooses(&tags, &scenario.name)
            && filter.chooses_test(&path_of(feature), own)
            && (is_ignored || !filter.ignored)
    });
}

/// The test names of the chosen scenarios, and the inputs that cannot be read.
pub(super) fn names(settings: &Settings) -> (Vec<String>, Vec<InputError>) {
    let (paths, mut errors) = features::files(&settings.features, &settings.filter);
    let kind = settings.kind();
    let mut names = Vec::new();
    for path in paths {
        match features::read(&path) {
            Ok(mut named) => {
                choose(&mut named.feature, &named.names, settings, kind);
                let own = |scenario| &named.names[&Place::of(&named.feature, scenario)];
                let path = path_of(&named.feature);
                names.extend(scenarios(&named.feature).map(|(_, scenario)| test_name(&path, own(scenario))));
            }
            Err(found) => errors.extend(found),
        }
    }
    (names, errors)
}
