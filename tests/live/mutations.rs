//! The documented answer with one thing changed: red every time, whatever was changed.

use serde_json::{Value, json};

use super::suite;
use super::tenant::{Fault, Tenant};

const SHOWN: [&str; 6] =
    ["id", "createdDateTime", "lastActionDateTime", "status", "statusDetail", "resourceLocation"];

/// Every mutation of the documented answer that the page rules out. Leaving out `@odata.type` is none: services do.
fn mutations() -> Vec<Fault> {
    let dropped = SHOWN.into_iter().map(Fault::Missing);
    let others = [json!(17), json!(1.5), json!(true), json!([]), json!({}), json!("")];
    let names = SHOWN.into_iter().chain(["@odata.type"]);
    let retyped = names.flat_map(|name| others.clone().map(|value: Value| Fault::Replaced(name, value)));
    let types = [None, Some("text/plain"), Some("text/html"), Some("application/xml"), Some("json")];
    let headers = types.into_iter().map(Fault::ContentType);
    let statuses =
        [201, 202, 204, 206, 302, 400, 404, 405, 409, 415, 418, 500, 501, 502].into_iter().map(Fault::Status);
    let bodies =
        ["", "null", "[]", "{}", "17", "\"text\"", "{\"id\":", "<html></html>"].into_iter().map(Fault::Body);
    dropped.chain(retyped).chain(headers).chain(statuses).chain(bodies).collect()
}

#[test]
fn one_mutation_is_violated_every_time() {
    let mutations = mutations();
    let kept: Vec<&Fault> = mutations.iter().filter(|fault| !is_violated(fault)).collect();
    assert!(kept.is_empty(), "{} of {} were not violated: {kept:?}", kept.len(), mutations.len());
    println!("{} mutations, each violated", mutations.len());
}

fn is_violated(fault: &Fault) -> bool {
    let tenant = Tenant::start(fault.clone());
    let run = suite::against(&tenant, &["--name", "^The documented example$"]);
    run.code == 1 && run.count("violated") == 1
}
