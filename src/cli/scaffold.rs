//! `graph-contract scaffold`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::folder::shown;
use crate::library::{self, Library, Unreadable};
use crate::report::ExitStatus;
use crate::suite::scaffold;

#[derive(Debug, Args)]
pub(super) struct Scaffold {
    /// API pages, or folders that hold some
    #[arg(required = true)]
    pages: Vec<PathBuf>,
    /// The folder to write feature files to, in the tree of the pages
    #[arg(long, value_name = "DIR", default_value = "features")]
    out: PathBuf,
    /// Write over feature files that are there
    #[arg(long)]
    force: bool,
}

/// The library of each root, so that the types of a set are read once.
type Libraries = BTreeMap<PathBuf, Library>;

impl Scaffold {
    /// Writes a feature file for each page that documents an example, and says of each what came of it.
    pub(super) fn execute(&self) -> ExitStatus {
        let mut status = ExitStatus::Nothing;
        let mut libraries = BTreeMap::new();
        for page in library::markdown_files(&self.pages) {
            status = match page.and_then(|page| self.write(&page, &mut libraries)) {
                Ok(true) if status != ExitStatus::Input => ExitStatus::Kept,
                Ok(_) => status,
                Err(Unreadable::NoExample { path }) => {
                    println!("left out  {path}: it documents no example");
                    status
                }
                Err(unreadable) => {
                    eprintln!("error: {unreadable}");
                    ExitStatus::Input
                }
            };
        }
        status
    }

    /// `false`: the file was there already.
    fn write(&self, page: &Path, libraries: &mut Libraries) -> Result<bool, Unreadable> {
        let (root, name) = below_root(page);
        let library = libraries.entry(root).or_insert_with_key(|root| Library::at(root));
        let contract = library.contract(&name)?;
        let feature = self.out.join(&name).with_extension("feature");
        if feature.exists() && !self.force {
            println!("left out  {}: it is there already (--force writes over it)", shown(&feature));
            return Ok(false);
        }
        let folder = feature.parent().unwrap_or(Path::new(""));
        let written =
            fs::create_dir_all(folder).and_then(|()| fs::write(&feature, scaffold(&contract, &name)));
        written.map_err(|error| Unreadable::File { path: shown(&feature), reason: error.to_string() })?;
        println!("written   {}", shown(&feature));
        Ok(true)
    }
}

/// The folder that holds `api/`, and the page's path below it: what `--pages` and a feature file name.
fn below_root(page: &Path) -> (PathBuf, String) {
    let folder = page.parent().unwrap_or(Path::new(""));
    let root = folder.parent().unwrap_or(Path::new("")).to_path_buf();
    let name = page.strip_prefix(&root).unwrap_or(page);
    (root, shown(name))
}
