//! Finding and reading feature files, and choosing scenarios.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::string::FromUtf8Error;

use cucumber::gherkin::{self, Feature};
use cucumber::tag::Ext as _;

use super::asterisk;
use super::blocks;
use super::naming::{names, test_name};
use super::not_gherkin::{Wrong, wrong};
use super::outlines;
use super::place::{Place, scenarios};
use super::preflight;
use super::settings::Filter;
use crate::folder::{self, Unlisted, shown};
use crate::report::InputError;

/// A feature file, read; outlines are expanded into their rows.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) feature: Feature,
    /// What every scenario of the file is called, without the path.
    pub(super) names: BTreeMap<Place, String>,
}

/// Finds feature files; of a folder, every `.feature` below it, in the order of their paths. Whole test names go straight to
/// their files. A file that is given twice is there once.
pub(super) fn files(paths: &[PathBuf], filter: &Filter) -> (Vec<PathBuf>, Vec<InputError>) {
    let (mut files, mut errors, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for path in paths {
        let found = wanted(path, filter);
        if found.is_empty() && paths.len() > 1 && !filter.exact {
            errors.push(unreadable(path, "the folder holds no .feature file"));
        }
        for file in found {
            match file {
                Ok(file) => files.extend(Some(file).filter(|file| seen.insert(identity(file)))),
                Err(Unlisted { path, error }) => errors.push(unreadable(&path, &error.to_string())),
            }
        }
    }
    (files, errors)
}

/// One file may be named in many ways.
fn identity(file: &Path) -> PathBuf {
    fs::canonicalize(file).unwrap_or_else(|_| file.to_path_buf())
}

fn wanted(path: &Path, filter: &Filter) -> Vec<Result<PathBuf, Unlisted>> {
    match filter.exact && !filter.tests.is_empty() && filter.tests.iter().all(|name| is_whole(name)) {
        true => filter.tests.iter().filter_map(|name| file_of(name, path)).map(Ok).collect(),
        false => folder::files(path, "feature"),
    }
}

/// Whether a test name says which file it is of.
fn is_whole(name: &str) -> bool {
    name.contains(".feature::")
}

/// The file below `path` that a test name is of; `None`: it is of none there.
fn file_of(name: &str, path: &Path) -> Option<PathBuf> {
    name.match_indices("::").find_map(|(end, _)| {
        let below = Path::new(&name[..end]).strip_prefix(path).ok()?;
        let is_plain = below.components().all(|part| matches!(part, Component::Normal(_)));
        // joined anew, as the name of the scenario is made of the path
        let file = if below.as_os_str().is_empty() { path.to_path_buf() } else { path.join(below) };
        (is_plain && file.is_file()).then_some(file)
    })
}

/// Reads a feature file.
///
/// # Errors
/// Everything that is wrong with the file as a whole.
pub(super) fn read(path: &Path) -> Result<Named, Vec<InputError>> {
    if path.to_str().is_none() {
        return Err(vec![unreadable(path, "its path is no UTF-8, so that no test could be named after it")]);
    }
    let text = text_of(path).map_err(|error| vec![error])?;
    let feature = parsed(path, &text).map_err(|error| vec![error])?;
    let faults = preflight::check_file(&shown(path), &text, &feature);
    let expanded = expanded(path, &text, feature);
    match (expanded, faults.is_empty()) {
        (Ok(feature), true) => Ok(Named { names: names(&feature), feature }),
        (Ok(_), false) => Err(faults),
        (Err(error), _) => Err(faults.into_iter().chain([error]).collect()),
    }
}

/// Reads a file once more that was found to be right; `None`: it is no more.
pub(super) fn again(path: &Path) -> Option<Feature> {
    let text = text_of(path).ok()?;
    let feature = parsed(path, &text).ok()?;
    expanded(path, &text, feature).ok()
}

fn text_of(path: &Path) -> Result<String, InputError> {
    let bytes = fs::read(path).map_err(|error| unreadable(path, &error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| no_utf8(path, &error))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_string).unwrap_or(text))
}

fn no_utf8(path: &Path, error: &FromUtf8Error) -> InputError {
    let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
    InputError {
        path: shown(path),
        line: before.iter().filter(|byte| **byte == b'\n').count() + 1,
        message: "the feature is no UTF-8".to_string(),
        help: "save the file as UTF-8".to_string(),
    }
}

fn parsed(path: &Path, text: &str) -> Result<Feature, InputError> {
    match blocks::parse(text) {
        Ok(mut feature) => {
            asterisk::go_on(&mut feature);
            Ok(Feature { path: Some(path.to_path_buf()), ..feature })
        }
        Err(source) => {
            let line = line_of(&source).min(text.lines().count()).max(1);
            Err(not_gherkin(path, text, line))
        }
    }
}

fn expanded(path: &Path, text: &str, feature: Feature) -> Result<Feature, InputError> {
    outlines::expand(feature, text).map_err(|error| InputError {
        path: shown(path),
        line: error.pos.line,
        message: format!("no column of the Examples table is named <{}>", error.name),
        help: "name a column like it, or mend the name between < and >".to_string(),
    })
}

fn not_gherkin(path: &Path, text: &str, line: usize) -> InputError {
    let Wrong { line, what, help } = wrong(text, line);
    let message = if what.is_empty() {
        "this is not Gherkin".to_string()
    } else {
        format!("this is not Gherkin: {what}")
    };
    InputError { path: shown(path), line, message, help }
}

fn unreadable(path: &Path, reason: &str) -> InputError {
    InputError {
        path: shown(path),
        line: 0,
        message: format!("the feature cannot be read: {reason}"),
        help: "give a feature file, or a folder that holds some".to_string(),
    }
}

/// The parser keeps the position to itself and shows it: `Error at 7:3: ...`.
fn line_of(error: &gherkin::ParseError) -> usize {
    let shown = error.to_string();
    let digits = shown.trim_start_matches(|c: char| !c.is_ascii_digit()).split(':').next();
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

impl Filter {
    /// Whether `--tags` and `--name` choose a scenario.
    pub(super) fn chooses(&self, tags: &[String], name: &str) -> bool {
        let by_tags = self.tags.as_ref().is_none_or(|expression| expression.eval(tags));
        let by_name = self.name.as_ref().is_none_or(|pattern| pattern.is_match(name));
        by_tags && by_name
    }

    /// Whether the filters of `cargo test` choose a scenario by its test name, which is `own` below the feature's path.
    pub(super) fn chooses_test(&self, path: &str, own: &str) -> bool {
        let name = test_name(path, own);
        let matches = |filter: &String| match self.exact {
            true => name == *filter || own == filter,
            false => name.contains(filter.as_str()),
        };
        (self.tests.is_empty() || self.tests.iter().any(matches)) && !self.skip.iter().any(matches)
    }
}

/// Keeps the scenarios that `choose` wants; features without any go.
pub(super) fn retain(
    features: &mut Vec<Feature>,
    choose: impl Fn(&Feature, Option<&gherkin::Rule>, &gherkin::Scenario) -> bool,
) {
    features.iter_mut().for_each(|feature| retain_scenarios(feature, &choose));
    features.retain(|feature| scenarios(feature).next().is_some());
}

/// Keeps the scenarios of a feature that `choose` wants.
pub(super) fn retain_scenarios(
    feature: &mut Feature,
    choose: impl Fn(&Feature, Option<&gherkin::Rule>, &gherkin::Scenario) -> bool,
) {
    let chosen: Vec<bool> = scenarios(feature).map(|(rule, found)| choose(feature, rule, found)).collect();
    let mut chosen = chosen.into_iter();
    let mut is_chosen = |_: &gherkin::Scenario| chosen.next().unwrap_or_default();
    feature.scenarios.retain(&mut is_chosen);
    feature.rules.iter_mut().for_each(|rule| rule.scenarios.retain(&mut is_chosen));
}
