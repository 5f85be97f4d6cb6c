//! The door to a documentation folder: finds a page and the resource pages beside it, and derives the contract.

mod alike;
mod derivations;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use serde_json::Value;

use self::alike::alike;
use self::derivations::derivations;
use crate::contract::{Contract, Derivations, DocumentedAt, Resources};
use crate::folder::{Unlisted, files, shown};
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
    /// Resource pages that some contract asked for; `None`: there is no such page.
    resources: Mutex<BTreeMap<PathBuf, Option<Arc<Page>>>>,
    /// Which types are derived from which, by the folder of their pages.
    derivations: Mutex<BTreeMap<PathBuf, Arc<Derivations>>>,
    /// Files by folder and name in lower case.
    names: Mutex<BTreeMap<PathBuf, Arc<BTreeMap<String, PathBuf>>>>,
}

/// How many contracts are kept at a time. One that is asked for again after that is derived again: those of a whole
/// documentation set, with all the types they reach, would take gigabytes.
const KEPT: usize = 500;

type Derived = Result<Arc<Contract>, Unreadable>;

#[derive(Debug, Default)]
struct Contracts {
    /// Filled by whoever asks first, while others wait for that page and no other.
    derived: BTreeMap<String, Arc<OnceLock<Derived>>>,
    /// The pages in the order in which they were asked for.
    asked: VecDeque<String>,
    problems: BTreeMap<String, Vec<(DocumentedAt, String)>>,
}

impl Contracts {
    fn of(&mut self, page: &str) -> Arc<OnceLock<Derived>> {
        if let Some(known) = self.derived.get(page) {
            return Arc::clone(known);
        }
        if self.asked.len() >= KEPT {
            let oldest = self.asked.pop_front().unwrap_or_default();
            self.derived.remove(&oldest);
        }
        self.asked.push_back(page.to_string());
        Arc::clone(self.derived.entry(page.to_string()).or_default())
    }
}

/// A page that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// There is no such file, or it cannot be opened.
    #[error("the page {path} cannot be read: {reason}")]
    File {
        /// The path that was tried.
        path: String,
        /// What the operating system says.
        reason: String,
    },
    /// A repair of it cannot be written.
    #[error("the page {path} cannot be written: {reason}")]
    Unwritable {
        /// The path that was tried.
        path: String,
        /// What the operating system says.
        reason: String,
    },
    /// The page has no request with a response.
    #[error("the page {path} documents no example: a request and its response")]
    NoExample {
        /// The page.
        path: String,
    },
}

impl From<Unlisted> for Unreadable {
    fn from(Unlisted { path, error }: Unlisted) -> Unreadable {
        Unreadable::File { path: shown(&path), reason: error.to_string() }
    }
}

/// What is said of a file that is there, and no text.
const NO_UTF8: &str = "it is not UTF-8";

impl Unreadable {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Unreadable::File { reason, .. } if reason.starts_with(NO_UTF8) => "save the page as UTF-8",
            Unreadable::File { .. } => {
                "a page's path is below the pages folder, which --pages names: api/thing-get.md"
            }
            Unreadable::Unwritable { .. } => "make it writable, or leave --fix out",
            Unreadable::NoExample { .. } => {
                "an example is an http fence that starts with a method and a URL, and after it one that starts with HTTP/1.1"
            }
        }
    }
}

impl Library {
    /// The library in a folder; nothing is read yet.
    pub fn at(folder: impl Into<PathBuf>) -> Library {
        Library {
            folder: folder.into(),
            contracts: Mutex::default(),
            resources: Mutex::default(),
            derivations: Mutex::default(),
            names: Mutex::default(),
        }
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
        let (pages, absent) = self.resource_pages(&path, &page, files_of(&page));
        let mut resources = Resources::from_pages(pages.iter().map(AsRef::as_ref));
        if !annotated_types(&page).all(|name| resources.knows(name)) {
            // a page that is not called like the type, and linked to anywhere
            let linked = linked_files(&text).into_iter().filter(|link| link.contains("resources/"));
            let wanted = files_of(&page).into_iter().chain(linked.filter_map(|link| linked_file(&link)));
            let wanted = wanted.collect();
            let (pages, _) = self.resource_pages(&path, &page, wanted);
            resources = Resources::from_pages(pages.iter().map(AsRef::as_ref));
        }
        if shows_types(&page) {
            resources = resources.knowing_derived(self.derivations(resources_beside(&path)));
        }
        let mut contract = Contract::derive(&page, &resources);
        contract.problems.extend(absent);
        match contract.examples.is_empty() {
            true => Err(Unreadable::NoExample { path: shown(&path) }),
            false => Ok(Arc::new(contract)),
        }
    }

    /// Why a page cannot be read, with the pages that its name may have meant where it is none.
    fn missed(&self, name: &str, error: Unreadable) -> Unreadable {
        let is_there = self.folder.join(name).exists();
        match (error, alike(&self.folder, name).join(" or ")) {
            (Unreadable::File { path, reason }, like) if !is_there && !like.is_empty() => {
                Unreadable::File { path, reason: format!("{reason}; did you mean {like}?") }
            }
            (error, _) => error,
        }
    }

    /// The resource pages that a page needs: those `wanted`, and those these name in turn. A page that is not there
    /// is no crash (decision 12): what it would say stays unknown, and where this page links to it, that is said.
    fn resource_pages(
        &self,
        path: &Path,
        page: &Page,
        mut wanted: Vec<String>,
    ) -> (Vec<Arc<Page>>, Vec<(DocumentedAt, String)>) {
        let api_page = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let folder = resources_beside(path);
        let mut pages: Vec<Arc<Page>> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut absent = BTreeSet::new();
        while let Some(file) = wanted.pop() {
            if !seen.insert(file.clone()) {
                continue;
            }
            let found = match file.strip_prefix(ANY_AREA) {
                Some(file) => self.resource_of_an_area(&folder, file, api_page),
                None => self.resource(folder.join(&file)),
            };
            match found {
                Some(found) => {
                    wanted.extend(files_of(&found));
                    pages.push(found);
                }
                None => {
                    absent.insert(file);
                }
            }
        }
        let at = DocumentedAt::new(&page.path, 1);
        let links = page
            .properties
            .iter()
            .filter_map(|row| Some((row.line, linked_file(row.type_name.link.as_deref()?)?)));
        let dead = links.filter(|(_, file)| absent.contains(file));
        let notes = dead.map(|(line, file)| {
            (at.at(line), format!("resources/{file} is not there, so its promises are not judged"))
        });
        (pages, notes.collect())
    }

    /// The derived types of a folder. It is looked through once, and only where an answer may say of what type it is.
    fn derivations(&self, folder: PathBuf) -> Arc<Derivations> {
        let mut known = self.derivations.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.entry(folder).or_insert_with_key(|folder| Arc::new(derivations(folder)));
        Arc::clone(found)
    }

    /// The resource page at a path, whose name may be written in any case. Each is read once.
    fn resource(&self, path: PathBuf) -> Option<Arc<Page>> {
        let mut resources = self.resources.lock().unwrap_or_else(PoisonError::into_inner);
        let found = |path: &PathBuf| read(path).ok().or_else(|| read(&self.with_capitals(path)?).ok());
        resources.entry(path).or_insert_with_key(|path| found(path).map(Arc::new)).clone()
    }

    /// The page of the type that `x.md` is called like, where that is not there and `area-x.md` is: of several areas the one
    /// whose name is most like the API page's.
    fn resource_of_an_area(&self, folder: &Path, file: &str, api_page: &str) -> Option<Arc<Page>> {
        if self.resource(folder.join(file)).is_some() {
            return None;
        }
        let type_name = format!("microsoft.graph.{}", file.strip_suffix(".md")?);
        let names = self.names_in(folder);
        let area = |name: &str| name.strip_suffix(file).is_some_and(|area| area.ends_with('-'));
        let mut called: Vec<&String> = names.keys().filter(|name| area(name)).collect();
        called.sort_by_key(|name| std::cmp::Reverse(common_start(name, api_page)));
        let describes = |page: &Arc<Page>| Resources::from_pages([page.as_ref()]).knows(&type_name);
        called.into_iter().find_map(|name| self.resource(folder.join(name)).filter(describes))
    }

    /// The file that a path in lower case means on a file system that tells case apart.
    fn with_capitals(&self, path: &Path) -> Option<PathBuf> {
        let (folder, name) = (path.parent()?, path.file_name()?.to_str()?);
        self.names_in(folder).get(name).cloned()
    }

    fn names_in(&self, folder: &Path) -> Arc<BTreeMap<String, PathBuf>> {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let found = names.entry(folder.to_path_buf()).or_insert_with(|| Arc::new(names_of(folder)));
        Arc::clone(found)
    }
}

/// The Markdown files at these paths; of a folder, every one below it, in the order of their paths.
pub(crate) fn markdown_files(paths: &[PathBuf]) -> Vec<Result<PathBuf, Unreadable>> {
    let found = paths.iter().flat_map(|path| files(path, "md"));
    found.map(|file| file.map_err(Unreadable::from)).collect()
}

/// What some editors put before a text.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// Reads a page.
pub(crate) fn read(path: &Path) -> Result<Page, Unreadable> {
    Ok(Page::read(&shown(path), &read_text(path)?))
}

/// The text of a page, without the mark of its byte order.
pub(crate) fn read_text(path: &Path) -> Result<String, Unreadable> {
    let unreadable = |reason: String| Unreadable::File { path: shown(path), reason };
    let bytes = fs::read(path).map_err(|error| unreadable(error.to_string()))?;
    let mut text = String::from_utf8(bytes).map_err(|error| unreadable(format!("{NO_UTF8}: {error}")))?;
    if text.starts_with(BYTE_ORDER_MARK) {
        text.drain(..BYTE_ORDER_MARK.len_utf8());
    }
    Ok(text)
}

/// The folder of resource pages that belongs to an API page.
fn resources_beside(page: &Path) -> PathBuf {
    let api = page.parent().unwrap_or(Path::new(""));
    api.parent().unwrap_or(Path::new("")).join("resources")
}

/// Whether an answer of the page says of what type something in it is.
fn shows_types(page: &Page) -> bool {
    let bodies = page.examples.iter().filter_map(|example| example.response.body.json()?.value());
    let mut shown = Vec::new();
    bodies.for_each(|body| types_in(body, &mut shown));
    !shown.is_empty()
}

/// The names of the resource files that a page may mean.
fn files_of(page: &Page) -> Vec<String> {
    let mut files = Vec::new();
    let links = page.properties.iter().filter_map(|row| row.type_name.link.as_deref());
    files.extend(links.chain(page.response_links.iter().map(String::as_str)).filter_map(linked_file));
    let mut names: Vec<&str> = page.properties.iter().map(|row| row.type_name.name.as_str()).collect();
    let base = page.base_type.as_deref().map(|base| match base.contains('.') {
        true => base.to_string(),
        false => format!("microsoft.graph.{base}"),
    });
    names.extend(base.as_deref());
    for block in &page.resources {
        names.extend(block.base_type());
    }
    let mut shown_types = Vec::new();
    names.extend(annotated_types(page));
    for example in &page.examples {
        let bodies = [example.request.body.json(), example.response.body.json()];
        bodies
            .into_iter()
            .flatten()
            .filter_map(|json| json.value())
            .for_each(|body| types_in(body, &mut shown_types));
    }
    files.extend(names.into_iter().chain(shown_types.iter().map(String::as_str)).flat_map(named_files));
    files
}

/// The types that annotations of examples name; old ones do without `odata.`.
fn annotated_types(page: &Page) -> impl Iterator<Item = &str> {
    let annotations =
        page.examples.iter().flat_map(|example| [&example.request_annotation, &example.response_annotation]);
    annotations
        .flatten()
        .filter_map(|annotation| annotation.text("@odata.type").or_else(|| annotation.text("@type")))
}

fn names_of(folder: &Path) -> BTreeMap<String, PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    names.map(|name| (name.to_lowercase(), folder.join(name))).collect()
}

/// How many characters two names start with alike.
fn common_start(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count()
}

fn linked_file(link: &str) -> Option<String> {
    let file = link.split(['#', '?']).next()?.rsplit('/').next()?;
    file.ends_with(".md").then(|| file.to_lowercase())
}

/// Before the name of a file that may have an area before it.
const ANY_AREA: &str = "*-";

/// `microsoft.graph.termStore.store` stands in `termstore-store.md`, or in `store.md`; `microsoft.graph.store` perhaps in
/// `area-store.md`.
fn named_files(name: &str) -> Vec<String> {
    let name = name.trim_start_matches('#').to_lowercase();
    let name = name.strip_prefix("collection(").unwrap_or(&name).trim_end_matches(')');
    let whole = name.strip_prefix("microsoft.graph.");
    let name = whole.unwrap_or(name);
    let is_plain =
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_');
    if !is_plain {
        return Vec::new();
    }
    let last = name.rsplit('.').next().unwrap_or(name);
    let of_an_area = whole.filter(|whole| *whole == last).map(|_| format!("{ANY_AREA}{last}.md"));
    let files = [format!("{}.md", name.replace('.', "-")), format!("{last}.md")];
    files.into_iter().chain(of_an_area).collect()
}

fn types_in(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            names.extend(members.get("@odata.type").and_then(Value::as_str).map(str::to_string));
            members.values().for_each(|member| types_in(member, names));
        }
        Value::Array(items) => items.iter().for_each(|item| types_in(item, names)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
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

    /// Where the size is documented that an example of this page shows, beside one resource page.
    fn size_at(page: &str, file: &str, resource: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        for (room, file, text) in [("api", "x.md", page), ("resources", file, resource)] {
            fs::create_dir(folder.path().join(room)).unwrap();
            fs::write(folder.path().join(room).join(file), text).unwrap();
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
        assert!(size_at(&answering("loudThing"), "loudThing.md", &resource).contains("loudThing.md:"));
    }

    #[test]
    fn a_resource_page_is_found_that_has_its_area_before_the_type() {
        let of_type = |name: &str| {
            format!(
                "{TABLE}\n<!-- {{\"blockType\": \"resource\", \"@odata.type\": \"{name}\"}} -->\n```json\n{{}}\n```\n"
            )
        };
        let at = |name: &str| size_at(&answering("ownItem"), "far-off-ownitem.md", &of_type(name));
        assert!(at("microsoft.graph.ownItem").contains("far-off-ownitem.md:"));
        assert!(at("microsoft.graph.off.ownItem").contains("x.md:"), "a type of another name");
    }

    #[test]
    fn a_resource_page_is_found_that_is_not_called_like_its_type() {
        let page = format!("Reads an [item](../resources/set-item.md).\n\n{}", answering("ownItem"));
        let block = "<!-- {\"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.ownItem\"} -->\n```json\n{\"size\": 1}\n```\n";
        assert!(size_at(&page, "set-item.md", &format!("{TABLE}\n{block}")).contains("set-item.md:"));
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
