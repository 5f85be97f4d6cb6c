//! Reading pages beside merely tokenising them, and judging bodies beside merely parsing them: ratios from one run.
//!
//! `cargo bench` measures 2,000 copies of the fixture pages; `cargo bench -- FOLDER` the pages below a folder.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use graph_contract::exchange::Response;
use graph_contract::library::Library;
use graph_contract::page::Page;
use graph_contract::report::inspection;
use graph_contract::verdict::judge;
use rayon::prelude::*;
use serde_json::{Value, json};

/// The program's own, for both sides.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 7;
const BODIES: usize = 10_000;

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).map(PathBuf::from);
    let (pages, _kept) = pages(folder);
    let floor = best(|| pages.par_iter().map(|page| tokenised(&read(page))).sum::<usize>());
    let ours = best(|| pages.par_iter().map(inspected).sum::<usize>());
    tell(&format!("inspect {} pages", pages.len()), ours, "reading and tokenising them", floor);

    let bodies: Vec<Vec<u8>> = (0..BODIES).map(|number| body(number).to_string().into_bytes()).collect();
    let contract =
        Library::at("fixtures/pages").contract("api/longrunningoperation-update.md").expect("the fixture");
    let headers = vec![("Content-Type".to_string(), "application/json".to_string())];
    let answers: Vec<Response> = bodies
        .iter()
        .map(|body| Response { status: 200, headers: headers.clone(), body: body.clone() })
        .collect();
    let floor = best(|| bodies.iter().filter(|body| serde_json::from_slice::<Value>(body).is_ok()).count());
    let kept = || {
        answers
            .iter()
            .filter(|answer| judge(&contract.examples[0], None, answer).violations.is_empty())
            .count()
    };
    assert_eq!(kept(), BODIES, "the bodies are right ones");
    tell(&format!("judge {BODIES} bodies"), best(kept), "parsing them", floor);
}

fn tell(what: &str, ours: Duration, beside: &str, floor: Duration) {
    let ratio = ours.as_secs_f64() / floor.as_secs_f64();
    println!("{what}: {:.1} ms, {ratio:.2} x {beside} ({:.1} ms)", ms(ours), ms(floor));
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// The shortest of some rounds: what is left when the machine was least disturbed.
fn best<T>(work: impl Fn() -> T) -> Duration {
    let round = || {
        let started = Instant::now();
        std::hint::black_box(work());
        started.elapsed()
    };
    (0..ROUNDS).map(|_| round()).min().unwrap_or_default()
}

fn read(page: &PathBuf) -> String {
    std::fs::read_to_string(page).expect("a page that was listed")
}

fn tokenised(text: &str) -> usize {
    let options =
        pulldown_cmark::Options::ENABLE_TABLES | pulldown_cmark::Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    pulldown_cmark::Parser::new_ext(text, options).into_offset_iter().count()
}

fn inspected(page: &PathBuf) -> usize {
    inspection(&Page::read(&page.to_string_lossy(), &read(page))).len()
}

fn pages(folder: Option<PathBuf>) -> (Vec<PathBuf>, Option<tempfile::TempDir>) {
    if let Some(folder) = folder {
        return (below(&folder), None);
    }
    let kept = tempfile::tempdir().expect("a folder for the pages");
    let sources = below(&PathBuf::from("fixtures/pages"));
    for number in 0..2_000 {
        let source = &sources[number % sources.len()];
        std::fs::copy(source, kept.path().join(format!("{number}.md"))).expect("a copy");
    }
    (below(kept.path()), Some(kept))
}

fn below(folder: &std::path::Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of pages").flatten().map(|entry| entry.path());
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = entries.partition(|path| path.is_dir());
    let pages = files.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.chain(folders.iter().flat_map(|folder| below(folder))).collect()
}

fn body(number: usize) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.longRunningOperation",
        "id": format!("operation {number}"),
        "createdDateTime": "2024-01-01T00:00:00Z",
        "lastActionDateTime": "2024-01-02T00:00:00.1234567Z",
        "status": "running",
        "statusDetail": format!("{number} of {BODIES}"),
        "resourceLocation": "https://example.org/1",
    })
}
