//! The text of a plan: what would be sent.

use std::fmt::Write as _;

use super::run::ScenarioReport;
use crate::exchange::Exchange;

/// A scenario's requests; `left_out`: why the rest of them, or all, would not be sent.
#[must_use]
pub fn plan_text(scenario: &ScenarioReport, left_out: Option<&str>) -> String {
    let mut text = format!("{}:{}  {}\n", scenario.feature, scenario.line, scenario.name);
    scenario.exchanges.iter().for_each(|planned| request(planned, &mut text));
    if let Some(reason) = left_out {
        let _ = writeln!(text, "  not sent: {reason}");
    }
    text.push('\n');
    text
}

fn request(planned: &Exchange, text: &mut String) {
    let request = &planned.request;
    let around = String::from_utf8_lossy(&planned.response.body);
    let around = if around.is_empty() { String::new() } else { format!("  ({around})") };
    let _ = writeln!(text, "  {} {}{around}", request.method, readable(&request.url));
    for (name, value) in &request.headers {
        let _ = writeln!(text, "    {name}: {value}");
    }
    if let Some(body) = request.body.as_deref().filter(|body| !body.is_empty()) {
        let body = String::from_utf8_lossy(body);
        text.push('\n');
        body.lines().for_each(|line| {
            let _ = writeln!(text, "    {line}");
        });
    }
}

/// A placeholder without a value, as a page shows it.
fn readable(url: &str) -> String {
    url.replace("%7B", "{").replace("%7D", "}")
}
