//! Holds a service to its API-reference pages.

pub mod cli;
pub mod contract;
pub mod exchange;
pub mod library;
pub mod page;
pub mod report;
pub mod suite;
pub mod target;
pub mod verdict;
