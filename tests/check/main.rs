//! `graph-contract check`: what is printed, how it ends, and how to live with it.

mod allowing;
mod baseline;
mod changed_since;
mod command;
mod ending;
mod fixing;
mod formats;
mod rules;
