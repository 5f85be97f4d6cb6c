//! What a step leaves out of the documented request must be there: leaving out a misspelt name would leave out nothing.

use cucumber::gherkin::Step;
use serde_json::Value;

use super::Fault;
use super::found::Found;
use crate::contract::DocumentedRequest;
use crate::suite::changes::{Change, of_table};

/// The names that a step leaves out, and that the documented request does not have.
pub(super) fn faults(step: &Step, found: &Found, documented: &DocumentedRequest) -> Vec<Fault> {
    let name = |group: &str| found.group(group).map(str::to_string);
    let property = name("property_left_out").map(|name| Change::Property(name, None));
    let header = name("header_left_out").map(|name| Change::Header(name, None));
    let in_table = of_table(step).unwrap_or_default();
    let left_out = in_table.into_iter().chain(property).chain(header);
    left_out.filter_map(|change| fault(step, &change, documented)).collect()
}

fn fault(step: &Step, change: &Change, documented: &DocumentedRequest) -> Option<Fault> {
    let body = documented.body.as_ref().map(|body| &body.example);
    let (what, name, is_there, known) = match change {
        Change::Property(path, None) => {
            let found = body.and_then(|body| body.get(path).or_else(|| body.pointer(&format!("/{path}"))));
            ("property", path, found.is_some(), members(body))
        }
        Change::Header(name, None) => {
            let known = headers(documented);
            let is_there = known.iter().any(|known| known.eq_ignore_ascii_case(name));
            ("header", name, is_there, known)
        }
        Change::Query(name, None) => {
            let query = documented.url.query.as_deref().unwrap_or_default();
            let known: Vec<String> =
                query.split('&').filter_map(|option| option.split('=').next()).map(str::to_string).collect();
            ("query option", name, known.contains(name), known)
        }
        _ => return None,
    };
    let message = format!("the documented request has no {what} {name} that could be left out");
    let known = if known.is_empty() { "none".to_string() } else { known.join(", ") };
    (!is_there).then(|| Fault::new(step.position.line, &message, &format!("it has: {known}")))
}

fn members(body: Option<&Value>) -> Vec<String> {
    body.and_then(Value::as_object).into_iter().flat_map(|members| members.keys()).cloned().collect()
}

fn headers(documented: &DocumentedRequest) -> Vec<String> {
    let names = documented.headers.iter().map(|(name, _)| name.clone());
    std::iter::once("Authorization".to_string()).chain(names).collect()
}
