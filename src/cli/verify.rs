//! `graph-contract verify`.

use std::cmp::Reverse;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::closest::closest;
use crate::capture::{Captured, Lacks, Verified, har, raw, verify};
use crate::contract::Contract;
use crate::exchange::{Exchange, Redaction, Request};
use crate::library::Library;
use crate::report::{ExitStatus, judgement_json, judgement_text};
use crate::verdict::{Judgement, Verdict};

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The page that documents the response; for a .har file also a folder of pages
    page: PathBuf,
    /// The response: a raw HTTP message (`curl -i`), a .har file, or `-` for standard input
    response: PathBuf,
    /// The example to hold it to, by its annotated name or its number [default: the page's first, or the one that a .har entry asks for]
    #[arg(long, value_name = "NAME")]
    example: Option<String>,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Count drift as violation (GRAPH_CONTRACT_STRICT=1)
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// One captured exchange and what it came to.
struct Entry<'a> {
    page: Option<&'a str>,
    captured: Captured,
    verified: Verified<'a>,
    verdict: Verdict,
}

impl Verify {
    pub(super) fn execute(&self) -> ExitStatus {
        match self.verified() {
            Ok(status) => status,
            Err(message) => {
                eprintln!("error: {message}");
                ExitStatus::Input
            }
        }
    }

    fn verified(&self) -> Result<ExitStatus, String> {
        let bytes = read(&self.response).map_err(|error| format!("{}: {error}", self.response.display()))?;
        let in_file = |error: &dyn std::fmt::Display| format!("{}: {error}", self.response.display());
        let is_har = self.is_har(&bytes);
        let captured = match is_har {
            true => har(&bytes).map_err(|error| in_file(&error))?,
            false => vec![raw(&bytes).map_err(|error| in_file(&error))?],
        };
        let contracts = if self.page.is_dir() { self.closest(&captured)? } else { self.of_page(&captured)? };
        let found = captured.into_iter().zip(&contracts);
        let entries: Vec<Entry<'_>> =
            found.map(|(captured, contracts)| self.entry(contracts, captured)).collect();
        if entries.is_empty() {
            eprintln!("nothing was checked: {} holds no entry", self.response.display());
        }
        self.print(&entries, is_har);
        Ok(status(&entries))
    }

    /// The one page for every entry.
    fn of_page(&self, captured: &[Captured]) -> Result<Vec<Vec<Arc<Contract>>>, String> {
        let contract =
            Library::at("").contract(&self.page.to_string_lossy()).map_err(|error| error.to_string())?;
        if self.example.is_some() && contract.example(self.example.as_deref()).is_none() {
            return Err(self.no_such_example(&contract));
        }
        Ok(captured.iter().map(|_| vec![Arc::clone(&contract)]).collect())
    }

    /// For each entry the pages below a folder that document its request most closely.
    fn closest(&self, captured: &[Captured]) -> Result<Vec<Vec<Arc<Contract>>>, String> {
        let requests: Option<Vec<&Request>> = captured.iter().map(|found| found.request.as_ref()).collect();
        let requests = requests.filter(|_| self.example.is_none()).ok_or(
            "a folder of pages is for a .har file, whose entries say which page they ask for; name the page",
        )?;
        let library = Library::at("");
        let pages =
            closest(std::slice::from_ref(&self.page), &requests).map_err(|error| error.to_string())?;
        let contract = |page: &PathBuf| library.contract(&page.to_string_lossy());
        let contracts = pages.iter().map(|pages| pages.iter().map(contract).collect());
        contracts.collect::<Result<_, _>>().map_err(|error| error.to_string())
    }

    fn no_such_example(&self, contract: &Contract) -> String {
        let wanted = self.example.as_deref().unwrap_or_default();
        format!(
            "{} documents no example \"{wanted}\"; it has: {}",
            self.page.display(),
            contract.example_names()
        )
    }

    fn is_har(&self, bytes: &[u8]) -> bool {
        let named = self.response.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("har"));
        let object = bytes.trim_ascii_start().strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
        named || object.is_some_and(|members| members.starts_with(b"\"log\""))
    }

    /// Several pages may document one request: of those that it is most like, any may be meant, and the one that is kept, or broken
    /// least, counts.
    fn entry<'a>(&self, contracts: &'a [Arc<Contract>], captured: Captured) -> Entry<'a> {
        let held =
            contracts.iter().map(|contract| (contract, verify(contract, self.example.as_deref(), &captured)));
        let held = held.min_by_key(|(_, verified)| {
            let Judgement { violations, drift } = &verified.judgement;
            // a query that is neither's own is more like none than like another
            let has_query = verified.example.is_some_and(|example| example.request.url.query.is_some());
            let broken = violations.len() + if self.is_strict() { drift.len() } else { 0 };
            (Reverse(verified.rank), has_query, broken, drift.len())
        });
        let (contract, mut verified) =
            held.map(|(contract, verified)| (Some(contract), verified)).unwrap_or_default();
        if self.is_strict() {
            let drift = std::mem::take(&mut verified.judgement.drift);
            verified.judgement.violations.extend(drift);
        }
        let verdict = match (verified.example, verified.judgement.violations.is_empty()) {
            (None, _) => Verdict::Skipped,
            (Some(_), false) => Verdict::Violated,
            (Some(_), true) if captured.lacks.is_some() => Verdict::Inconclusive,
            (Some(_), true) => Verdict::Passed,
        };
        verified.judgement = verified.judgement.shown(&redaction(&captured));
        Entry { page: contract.map(|contract| contract.page.as_str()), captured, verified, verdict }
    }

    fn is_strict(&self) -> bool {
        self.strict || std::env::var("GRAPH_CONTRACT_STRICT").is_ok_and(|value| value == "1")
    }

    fn print(&self, entries: &[Entry<'_>], is_har: bool) {
        match (self.format, is_har) {
            (Format::Json, true) => {
                let entries: Vec<Value> = entries.iter().map(Entry::as_json).collect();
                println!("{:#}", json!({"entries": entries}));
            }
            (Format::Json, false) => entries.iter().for_each(|entry| println!("{:#}", entry.as_json())),
            (Format::Text, _) => entries.iter().for_each(|entry| print!("{}", entry.as_text())),
        }
    }
}

impl Entry<'_> {
    /// Why it was not judged.
    fn reason(&self) -> Option<&'static str> {
        match self.verdict {
            Verdict::Skipped => Some("the page documents no such request"),
            Verdict::Inconclusive => self.captured.lacks.map(Lacks::reason),
            Verdict::Passed | Verdict::Violated => None,
        }
    }

    fn as_json(&self) -> Value {
        let mut object = judgement_json(self.verdict, &self.verified.judgement);
        if let Some(request) = &self.captured.request {
            object["request"] = json!({"method": request.method, "url": without_query(&request.url)});
            object["reason"] = json!(self.reason());
            object["page"] = json!(self.page.filter(|_| self.verdict != Verdict::Skipped));
        }
        object
    }

    fn as_text(&self) -> String {
        let asked = self
            .captured
            .request
            .as_ref()
            .map(|request| format!("{} {}", request.method, without_query(&request.url)));
        let what = asked.unwrap_or_else(|| format!("the response ({})", self.captured.response.status));
        match self.verdict {
            verdict @ (Verdict::Skipped | Verdict::Inconclusive) => {
                format!("{}  {what}\n  {}\n", verdict.as_str(), self.reason().unwrap_or_default())
            }
            verdict => format!("{}  {what}\n{}", verdict.as_str(), judgement_text(&self.verified.judgement)),
        }
    }
}

/// Nothing is known of a capture's secrets but what it shows itself.
fn redaction(captured: &Captured) -> Redaction {
    let nothing = || Request { method: String::new(), url: String::new(), headers: Vec::new(), body: None };
    let request = captured.request.clone().unwrap_or_else(nothing);
    Redaction::default().knowing(&[Exchange { request, response: captured.response.clone(), seconds: 0.0 }])
}

/// A query may hold a secret, such as the signature of a shared link.
fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    if path != Path::new("-") {
        return std::fs::read(path);
    }
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn status(entries: &[Entry<'_>]) -> ExitStatus {
    let any = |verdict| entries.iter().any(|entry| entry.verdict == verdict);
    match (any(Verdict::Violated), any(Verdict::Inconclusive), any(Verdict::Passed)) {
        (true, _, _) => ExitStatus::Violated,
        (_, true, _) => ExitStatus::Inconclusive,
        (_, _, true) => ExitStatus::Kept,
        (_, _, false) => ExitStatus::Nothing,
    }
}
