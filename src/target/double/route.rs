//! Which documented operation a request asks for.

use std::sync::Arc;

use crate::contract::{Contract, DocumentedExample, Operation, UrlTemplate};
use crate::exchange::{Request, Variables};

/// Where a request leads.
pub(super) enum Route<'a> {
    /// A documented operation, the example that documents it, and the values in the path.
    Operation(&'a DocumentedExample, Variables),
    /// The path is documented, with these methods.
    OtherMethods(Vec<&'a str>),
    /// No page documents the path.
    Nowhere,
}

pub(super) fn route<'a>(contracts: &'a [Arc<Contract>], request: &Request) -> Route<'a> {
    let asked = UrlTemplate::read(&request.url);
    let path = asked.path.as_str();
    let mut methods = Vec::new();
    for contract in contracts {
        for operation in &contract.operations {
            let Some(values) = operation.path.matches(path) else { continue };
            match documented(contract, operation).filter(|_| operation.method == request.method) {
                Some(example) => return Route::Operation(example, named(values)),
                None => methods.push(operation.method.as_str()),
            }
        }
    }
    if methods.is_empty() { Route::Nowhere } else { Route::OtherMethods(methods) }
}

/// The example of an operation: one on the same path, else one with the same method.
fn documented<'a>(contract: &'a Contract, operation: &Operation) -> Option<&'a DocumentedExample> {
    let by_method = || contract.examples.iter().filter(|example| example.request.method == operation.method);
    by_method()
        .find(|example| example.request.path().as_str() == operation.path.as_str())
        .or_else(|| by_method().next())
}

fn named(values: Vec<(&str, String)>) -> Variables {
    values.into_iter().map(|(name, value)| (name.to_string(), value)).collect()
}
