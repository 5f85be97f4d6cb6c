//! Reading pages beside merely tokenising them, and judging bodies beside merely parsing them: ratios from one run.
//!
//! `cargo bench` measures 2,000 copies of the fixture pages; `cargo bench -- FOLDER` the pages below a folder.

use std::path::PathBuf;

use graph_contract::exchange::Response;
use graph_contract::library::Library;
use graph_contract::page::Page;
use graph_contract::report::inspection;
use graph_contract::verdict::judge;
use rayon::prelude::*;
use serde_json::{Value, json};

mod floor;
mod rounds;

use floor::{below, read, tokenised};
use rounds::{best, tell};

/// The program's own, for both sides.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const BODIES: usize = 10_000;
const ROUNDS: usize = 9;

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).map(PathBuf::from);
    let (pages, _kept) = pages(folder);
    let ours = || pages.par_iter().map(inspected).sum::<usize>();
    let times = best(ROUNDS, ours, || pages.par_iter().map(tokenised).sum::<usize>());
    tell(&format!("inspect {} pages", pages.len()), times, "reading and tokenising them");

    let bodies: Vec<Vec<u8>> = (0..BODIES).map(|number| body(number).to_string().into_bytes()).collect();
    let contract =
        Library::at("fixtures/pages").contract("api/longrunningoperation-update.md").expect("the fixture");
    let headers = vec![("Content-Type".to_string(), "application/json".to_string())];
    let answers: Vec<Response> = bodies
        .iter()
        .map(|body| Response { status: 200, headers: headers.clone(), body: body.clone() })
        .collect();
    let parsed = || bodies.iter().filter(|body| serde_json::from_slice::<Value>(body).is_ok()).count();
    let kept = || {
        answers
            .iter()
            .filter(|answer| judge(&contract.examples[0], None, answer).violations.is_empty())
            .count()
    };
    assert_eq!(kept(), BODIES, "the bodies are right ones");
    tell(&format!("judge {BODIES} bodies"), best(ROUNDS, kept, parsed), "parsing them");
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
