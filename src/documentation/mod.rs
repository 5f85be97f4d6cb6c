//! The door to a documentation set: finds its pages, reads them, and has [`lint`] check them.
//!
//! A set is what stands below one folder (its root) in `api/` and `resources/`. The resource pages of a root are always read,
//! all of them, so that what is found on a page does not depend on what else is checked with it. API pages are read, checked
//! and let go one by one.

mod baseline;
mod changed;
mod checking;
mod fixing;
mod neighbours;
mod relative;
mod root;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use crate::folder::shown;
use crate::library::{Unreadable, markdown_files};
use crate::lint::{self, Quoted, Rule, rules};

pub use baseline::{BaselineFile, UnusableBaseline};
pub use changed::{Changed, NoChanges};
pub use fixing::fix;
pub use relative::Relative;
use root::{Place, Root};

/// Pages to check, each with the set that it belongs to.
///
/// ```
/// use graph_contract::documentation::Documentation;
/// let checked = Documentation::at(&["fixtures/pages/resources".into()]).check();
/// assert!(checked.pages > 10 && checked.unreadable.is_empty());
/// assert!(checked.findings.iter().all(|found| found.finding.path.starts_with("fixtures/pages/resources/")));
/// ```
#[derive(Debug, Default)]
pub struct Documentation {
    roots: Vec<Root>,
    unreadable: Vec<Unreadable>,
    /// Some pages were left out, so what several pages show together is not said.
    is_part: bool,
}

/// What came of checking.
#[derive(Debug, Default, Clone)]
pub struct Checked {
    /// The paths of the pages that were checked, as given, in order.
    pub paths: Vec<String>,
    /// How many pages were checked.
    pub pages: usize,
    /// What was found, in the order of the pages' paths and of their lines.
    pub findings: Vec<Quoted>,
    /// Pages that cannot be used: those to check, and resource pages of the same set.
    pub unreadable: Vec<Unreadable>,
}

impl Documentation {
    /// The pages at these paths; of a folder, every Markdown file below it. Only their names are read yet.
    #[must_use]
    pub fn at(paths: &[PathBuf]) -> Documentation {
        let mut documentation = Documentation::default();
        // by the folder of a page as given, and by the set's folder as the system names it
        let (mut places, mut roots) = (HashMap::new(), HashMap::new());
        for file in markdown_files(paths) {
            match file {
                Ok(path) => documentation.add(path, &mut places, &mut roots),
                Err(unreadable) => documentation.unreadable.push(unreadable),
            }
        }
        documentation
    }

    fn add(
        &mut self,
        path: PathBuf,
        places: &mut HashMap<PathBuf, (usize, Vec<String>)>,
        roots: &mut HashMap<PathBuf, usize>,
    ) {
        let folder = path.parent().unwrap_or(Path::new(""));
        if let Some((root, inside)) = places.get(folder) {
            return self.roots[*root].add(inside, path);
        }
        let place = Place::of(folder);
        let key = std::fs::canonicalize(root::opened(&place.root)).unwrap_or_else(|_| place.root.clone());
        let at = *roots.entry(key.clone()).or_insert_with(|| {
            self.roots.push(Root::new(place.root, key));
            self.roots.len() - 1
        });
        self.roots[at].knows(shown(folder), &place.inside);
        places.insert(folder.to_path_buf(), (at, place.inside.clone()));
        self.roots[at].add(&place.inside, path);
    }

    /// How many pages there are to check.
    #[must_use]
    pub fn len(&self) -> usize {
        self.roots.iter().map(Root::len).sum()
    }

    /// Whether there is no page to check.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Leaves out every page that has not changed.
    pub fn keep_changed(&mut self, changed: &Changed) {
        self.is_part = true;
        self.roots.iter_mut().for_each(|root| root.keep(|path| changed.holds(path)));
    }

    /// Checks every page by every rule.
    #[must_use]
    pub fn check(&self) -> Checked {
        self.check_by(rules())
    }

    pub(crate) fn check_by(&self, rules: &[&'static Rule]) -> Checked {
        let mut all = Checked { unreadable: self.unreadable.clone(), ..Checked::default() };
        for root in &self.roots {
            let named = checking::check(root, rules, &mut all);
            all.findings.extend(lint::taken(if self.is_part { Vec::new() } else { named }));
        }
        all.unreadable = each_once(std::mem::take(&mut all.unreadable));
        all.paths.sort();
        all.pages = all.paths.len();
        let place = |found: &Quoted| (found.finding.line, found.finding.column, found.finding.rule.code);
        all.findings.sort_by(|one, other| {
            one.finding.path.cmp(&other.finding.path).then_with(|| place(one).cmp(&place(other)))
        });
        all
    }
}

/// What is neither a page to check nor a resource page may be come upon as both.
fn each_once(unreadable: Vec<Unreadable>) -> Vec<Unreadable> {
    let mut known = HashSet::new();
    unreadable.into_iter().filter(|one| known.insert(one.to_string())).collect()
}
