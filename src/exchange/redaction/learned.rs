//! Secrets that nobody gave and that exchanges show: what stands under the name of one is taken out wherever it comes again.

use serde_json::Value;

use super::looks;
use super::names::names_secret;
use crate::exchange::Exchange;

/// What these exchanges hold under the names of secrets. A name that may mean one, such as `code`, is no reason to take its value
/// out of other texts.
pub(super) fn secrets_of(exchanges: &[Exchange]) -> Vec<String> {
    let mut found = Vec::new();
    for Exchange { request, response, .. } in exchanges {
        for (name, value) in request.headers.iter().chain(&response.headers) {
            header(name, value, &mut found);
        }
        for body in [request.body.as_deref().unwrap_or_default(), &response.body] {
            match serde_json::from_slice(body) {
                Ok(body) => members(&body, &mut found),
                Err(_) => found.extend(looks::named_in(&String::from_utf8_lossy(body))),
            }
        }
    }
    found
}

/// `Bearer token`, `name=value; Path=/`, or the value alone.
fn header(name: &str, value: &str, found: &mut Vec<String>) {
    if !names_secret(name) {
        return;
    }
    if name.to_lowercase().ends_with("cookie") {
        let pairs = value.split(';').filter_map(|pair| pair.split_once('='));
        let is_attribute = |name: &str| {
            let attributes = ["path", "domain", "expires", "max-age", "samesite"];
            attributes.iter().any(|known| known.eq_ignore_ascii_case(name))
        };
        found.extend(
            pairs.filter(|(name, _)| !is_attribute(name.trim())).map(|(_, value)| value.trim().to_string()),
        );
        return;
    }
    found.push(value.split_once(' ').map_or(value, |(_, credentials)| credentials).trim().to_string());
}

fn members(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (name, member) in object {
                match member {
                    Value::String(text) if names_secret(name) => found.push(text.clone()),
                    // a list of secrets has their name
                    Value::Array(items) if names_secret(name) => {
                        found.extend(items.iter().filter_map(Value::as_str).map(str::to_string));
                    }
                    _ => {}
                }
                members(member, found);
            }
            if let Some(text) = super::named_value(object) {
                found.push(text.to_string());
            }
        }
        Value::Array(items) => items.iter().for_each(|item| members(item, found)),
        _ => {}
    }
}
