//! The door to a documentation folder: finds a page and the resource pages beside it, and derives the contract.

mod alike;
mod contracts;
mod derivations;
mod meant;
mod reading;
mod resource_pages;
mod unreadable;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use self::alike::alike;
use self::contracts::Contracts;
use self::meant::{Meant, annotated_types, files_of, linked_file, shows_types};
pub(crate) use self::reading::{BYTE_ORDER_MARK, markdown_files, read, read_text};
use self::resource_pages::{PagesBeside, ResourcePages};
pub use self::unreadable::Unreadable;
use crate::contract::{Contract, DocumentedAt, Resources};
use crate::folder::shown;
use crate::lint::linked_files;
use crate::page::Page;

/// A folder with `api/` and `resources/` pages.
///
/// ```no_run
/// use graph_contract::library::Library;
/// let library = Library::at("fixtures/pages");
/// let contract = library.contract("api/longrunningoperation-update.md").unwrap();
/// assert_eq!(contract.examples.len(), 1);
/// ```
#[derive(Debug)]
pub struct Library {
    folder: PathBuf,
    contracts: Mutex<Contracts>,
    resources: Arc<ResourcePages>,
}

impl Library {
    /// The library in a folder; nothing is read yet.
    pub fn at(folder: impl Into<PathBuf>) -> Library {
        Library { folder: folder.into(), contracts: Mutex::default(), resources: Arc::default() }
    }

    /// The contract of the page at a path below the folder. A page is read once, so long as not very many others are.
    ///
    /// # Errors
    /// [`Unreadable`] when there is no such page, or it documents no example.
    pub fn contract(&self, page: &str) -> Result<Arc<Contract>, Unreadable> {
        let contract = self.lock().of(page);
        let derived = contract.get_or_init(|| {
            let derived = self.derive(page);
            let problems = derived.as_ref().map(|contract| contract.problems.clone()).unwrap_or_default();
            self.lock().problems.insert(page.to_string(), problems);
            derived
        });
        derived.clone()
    }

    fn lock(&self) -> MutexGuard<'_, Contracts> {
        self.contracts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A file beside the folder: `bodies/thing.json` where the pages are in `fixtures/pages` is `fixtures/bodies/thing.json`.
    pub(crate) fn beside(&self, file: &str) -> PathBuf {
        self.folder.parent().unwrap_or(Path::new("")).join(file)
    }

    /// What was found wrong with the pages read so far, in the order of their names.
    #[must_use]
    pub fn problems(&self) -> Vec<(DocumentedAt, String)> {
        self.lock().problems.values().flatten().cloned().collect()
    }

    fn derive(&self, name: &str) -> Result<Arc<Contract>, Unreadable> {
        let path = self.folder.join(name);
        let text = read_text(&path).map_err(|error| self.missed(name, error))?;
        let page = Page::read(&shown(&path), &text);
        let (pages, absent) = self.resources.needed(&path, &page, files_of(&page));
        let mut resources = Resources::from_pages(pages.iter().map(AsRef::as_ref));
        if !annotated_types(&page).all(|name| resources.knows(name)) {
            // a page that is not called like the type, and linked to anywhere
            let linked = linked_files(&text).into_iter().filter(|link| link.contains("resources/"));
            let linked = linked.filter_map(|link| linked_file(&link)).map(Meant::File);
            let wanted = files_of(&page).into_iter().chain(linked).collect();
            let (pages, _) = self.resources.needed(&path, &page, wanted);
            resources = Resources::from_pages(pages.iter().map(AsRef::as_ref));
        }
        if shows_types(&page) {
            resources = resources.knowing_derived(self.resources.derivations(&path));
        }
        let resources = resources.among(Arc::new(PagesBeside { pages: Arc::clone(&self.resources), path }));
        let mut contract = Contract::derive(&page, &resources);
        contract.problems.extend(absent);
        match contract.examples.is_empty() {
            true => Err(Unreadable::NoExample { path: contract.page.clone() }),
            false => Ok(Arc::new(contract)),
        }
    }

    /// Whether a folder is named that is not there.
    fn has_no_folder(&self) -> bool {
        !self.folder.as_os_str().is_empty() && !self.folder.exists()
    }

    /// Why a page cannot be read, with the pages that its name may have meant where it is none.
    fn missed(&self, name: &str, error: Unreadable) -> Unreadable {
        match error {
            Unreadable::File { path, reason } if self.has_no_folder() => {
                let folder = format!("; there is no pages folder {}", shown(&self.folder));
                Unreadable::File { path, reason: reason + &folder }
            }
            Unreadable::File { path, reason } if !self.folder.join(name).exists() => {
                let like = alike(&self.folder, name);
                let meant = format!("; did you mean {}?", like.join(" or "));
                Unreadable::File { path, reason: reason + if like.is_empty() { "" } else { &meant } }
            }
            error => error,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::contracts::KEPT;
    use super::*;

    #[test]
    fn a_page_that_is_not_kept_any_more_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("api")).unwrap();
        let page = "```http\nGET /x\n```\n\n```http\nwords\n```\n\n```http\nHTTP/1.1 200 OK\n```\n";
        let names: Vec<String> = (0..=KEPT).map(|number| format!("api/{number}.md")).collect();
        names.iter().for_each(|name| fs::write(folder.path().join(name), page).unwrap());
        let library = Library::at(folder.path());
        let first = library.contract(&names[0]).unwrap();
        assert!(Arc::ptr_eq(&first, &library.contract(&names[0]).unwrap()));
        names.iter().for_each(|name| drop(library.contract(name).unwrap()));
        let again = library.contract(&names[0]).unwrap();
        assert!(!Arc::ptr_eq(&first, &again));
        assert_eq!(again.examples.len(), first.examples.len());
        assert_eq!(library.problems().len(), names.len(), "each page's own, once");
    }

    /// Where the size is documented that an example of this page shows, beside these resource pages.
    fn size_at(page: &str, resources: &[(&str, &str)]) -> String {
        let folder = tempfile::tempdir().unwrap();
        ["api", "resources"].iter().for_each(|room| fs::create_dir(folder.path().join(room)).unwrap());
        fs::write(folder.path().join("api/x.md"), page).unwrap();
        for (file, text) in resources {
            fs::write(folder.path().join("resources").join(file), text).unwrap();
        }
        let contract = Library::at(folder.path()).contract("api/x.md").unwrap();
        let body = contract.examples[0].response.json().unwrap();
        body.shape.member("size", &body.types).unwrap().documented_at.to_string()
    }

    const TABLE: &str = "# thing resource type\n\n## Properties\n|Property|Type|\n|:--|:--|\n|size|Int32|\n";

    fn answering(type_name: &str) -> String {
        format!(
            "```http\nGET /x\n```\n\n<!-- {{\"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.{type_name}\"}} -->\n\
             ```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{{\"size\": 1}}\n```\n"
        )
    }

    #[test]
    fn a_resource_page_is_found_whose_name_has_capitals() {
        let resource = TABLE.replace("# thing", "# loudThing");
        assert!(size_at(&answering("loudThing"), &[("loudThing.md", &resource)]).contains("loudThing.md:"));
    }

    #[test]
    fn a_resource_page_is_found_that_has_its_area_before_the_type() {
        let of_type = |name: &str| {
            format!(
                "{TABLE}\n<!-- {{\"blockType\": \"resource\", \"@odata.type\": \"{name}\"}} -->\n```json\n{{}}\n```\n"
            )
        };
        let (meant, other) = (of_type("microsoft.graph.ownItem"), of_type("microsoft.graph.off.ownItem"));
        let at = |resources: &[(&str, &str)]| size_at(&answering("ownItem"), resources);
        assert!(at(&[("far-off-ownitem.md", &meant)]).contains("far-off-ownitem.md:"));
        assert!(at(&[("far-off-ownitem.md", &other)]).contains("x.md:"), "a type of another name");
        let two = [("far-off-ownitem.md", other.as_str()), ("near-ownitem.md", meant.as_str())];
        assert!(at(&two).contains("near-ownitem.md:"), "the other area's type has another name");
    }

    #[test]
    fn a_resource_page_is_found_that_is_not_called_like_its_type() {
        let page = format!("Reads an [item](../resources/set-item.md).\n\n{}", answering("ownItem"));
        let block = "<!-- {\"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.ownItem\"} -->\n```json\n{\"size\": 1}\n```\n";
        assert!(size_at(&page, &[("set-item.md", &format!("{TABLE}\n{block}"))]).contains("set-item.md:"));
    }

    #[test]
    fn a_derived_type_may_come_whose_page_nothing_links_to() {
        let folder = tempfile::tempdir().unwrap();
        let write = |file: &str, text: &str| {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let resource = |name: &str, said: &str| {
            let page = format!("# {name} resource type\n\nNamespace: microsoft.graph\n\n{said}\n\n");
            write(
                &format!("resources/{name}.md"),
                &format!("{page}## Properties\n|Property|Type|\n|:-|:-|\n|id|String|\n"),
            );
        };
        resource("animal", "It lives.");
        resource("dog", "Inherits from [animal](animal.md).");
        resource("puppy", "Inherits from [dog](dog.md).");
        resource("stone", "It does not.");
        write(
            "api/x.md",
            &answering("animal").replace("\"size\": 1", "\"@odata.type\": \"#microsoft.graph.animal\""),
        );
        let contract = Library::at(folder.path()).contract("api/x.md").unwrap();
        let body = contract.examples[0].response.json().unwrap();
        let is_kept = |name: &str| {
            body.schema
                .validator()
                .is_valid(&serde_json::json!({"@odata.type": format!("#microsoft.graph.{name}")}))
        };
        assert_eq!(
            ["animal", "dog", "puppy", "stone", "cloud"].map(is_kept),
            [true, true, true, false, false]
        );
    }
}
