//! Holds a service to its API-reference pages.
//!
//! A page is read, its promises are derived, an answer is judged:
//!
//! ```
//! use graph_contract::{exchange::Response, library::Library, verdict::judge};
//!
//! let contract = Library::at("fixtures/pages").contract("api/longrunningoperation-update.md")?;
//! let example = &contract.examples[0];
//!
//! let headers = vec![("Content-Type".to_string(), "application/json".to_string())];
//! let answer = Response { status: 200, headers, body: br#"{"status": "paused"}"#.to_vec() };
//! let judgement = judge(example, None, &answer);
//!
//! let wrong = judgement.violations.iter().find(|found| found.pointer == "/status").unwrap();
//! assert_eq!(wrong.expected, "one of notStarted, running, succeeded, failed, unknownFutureValue");
//! assert!(wrong.documented_at.starts_with("fixtures/pages/api/longrunningoperation-update.md:"));
//! # Ok::<(), graph_contract::library::Unreadable>(())
//! ```
//!
//! Data flows one way through the modules: [`page`] (text to facts), [`contract`] (facts to promises), [`exchange`] (what
//! went over the wire), [`verdict`] (promises held against answers), [`target`] (who answers), [`suite`] (Gherkin),
//! [`report`] (what a run came to). [`lint`] (where a page contradicts itself) stands beside
//! [`verdict`]. [`library`] finds pages in a folder,
//! [`documentation`] reads a whole set of them; [`cli`] is the command line.

pub mod capture;
pub mod cli;
pub mod contract;
pub mod documentation;
pub mod exchange;
mod folder;
pub mod library;
pub mod lint;
pub mod page;
mod pattern;
mod pointer;
pub mod report;
pub mod suite;
pub mod target;
pub mod verdict;
