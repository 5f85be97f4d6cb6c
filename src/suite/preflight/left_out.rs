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
    let (what, name, known) = match change {
        Change::Property(path, None) => ("property", path, members(documented)),
        Change::Header(name, None) => ("header", name, headers(documented)),
        _ => return None,
    };
    let first = name.split('/').next().unwrap_or(name);
    let is_header = |known: &&String| what == "header" && known.eq_ignore_ascii_case(name);
    if known.iter().any(|known| known == name || known == first || is_header(&known)) {
        return None;
    }
    let message = format!("the documented request has no {what} {name} that could be left out");
    let help = format!("it has: {}", if known.is_empty() { "none".to_string() } else { known.join(", ") });
    Some(Fault::new(step.position.line, &message, &help))
}

fn members(documented: &DocumentedRequest) -> Vec<String> {
    let example = documented.body.as_ref().map(|body| &body.example);
    let members = example.and_then(Value::as_object).into_iter().flat_map(|members| members.keys());
    members.cloned().collect()
}

fn headers(documented: &DocumentedRequest) -> Vec<String> {
    let names = documented.headers.iter().map(|(name, _)| name.clone());
    std::iter::once("Authorization".to_string()).chain(names).collect()
}
