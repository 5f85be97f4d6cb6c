//! `graph-contract check`: what is printed, how it ends, and how to live with it.

mod command;
mod ending;
