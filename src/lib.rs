//! Holds a service to its API-reference pages.
//!
//! A page is read, its promises are derived, an answer is judged:
//!
//! ```
//! use graph_contract::{contract::{Contract, Resources}, exchange::Response, page::Page, verdict::judge};
//!
//! let page = Page::read("api/book-get.md", "\
//! ## HTTP request
//! ``` http
//! GET /books/{id}
//! ```
//! ## Examples
//! ``` http
//! GET https://graph.microsoft.com/v1.0/books/{id}
//! ```
//! ``` http
//! HTTP/1.1 200 OK
//! Content-Type: application/json
//!
//! { \"id\": \"String (identifier)\", \"pages\": 320 }
//! ```
//! ");
//! let contract = Contract::derive(&page, &Resources::default());
//!
//! let headers = vec![("Content-Type".to_string(), "application/json".to_string())];
//! let answer = Response { status: 200, headers, body: br#"{"id": "1", "pages": "320"}"#.to_vec() };
//! let judgement = judge(&contract.examples[0], None, &answer);
//!
//! assert_eq!(judgement.violations[0].pointer, "/pages");
//! assert_eq!(judgement.violations[0].expected, "a number");
//! assert_eq!(judgement.violations[0].documented_at, "api/book-get.md:13");
//! ```
//!
//! Data flows one way through the modules: [`page`] (text to facts), [`contract`] (facts to promises), [`exchange`] (what
//! went over the wire), [`verdict`] (promises held against answers), [`target`] (who answers), [`suite`] (Gherkin),
//! [`report`] (what a run came to). [`library`] finds pages in a folder; [`cli`] is the command line.

pub mod cli;
pub mod contract;
pub mod exchange;
pub mod library;
pub mod page;
pub mod report;
pub mod suite;
pub mod target;
pub mod verdict;
