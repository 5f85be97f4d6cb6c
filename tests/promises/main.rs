//! From a page to a verdict, without a server: what is read, what it promises, and which answers keep it.

mod answered_types;
mod derived;
mod documented;
mod matchers;
mod numbers;
mod oddities;
