//! A request that no page of the scenario documents.

use cucumber::gherkin::Step;

use super::stop::Stop;
use super::world::World;
use crate::contract::{PathTemplate, UrlTemplate};
use crate::exchange::{Request, Route};

/// How many documented paths are named.
const SOME: usize = 3;

impl World {
    /// What is wrong with judging the last answer by a page.
    pub(super) fn undocumented(&mut self, step: &Step) -> Stop {
        let Some(last) = &self.last else { return self.nothing_sent(step) };
        let message = match self.is_listed(&last.request) {
            true => {
                "the page lists the method and the path, and no example shows such a request and its answer"
                    .to_string()
            }
            false => {
                format!("no page of the scenario documents the request; {}", self.nearest(&last.request))
            }
        };
        self.misuse(step, &message, "take the page that documents it: Given the API page ...")
    }

    /// Ends the scenario where a path that no page documents is answered with 404: whatever is misspelt is answered so.
    pub(super) fn not_misspelt(&mut self, step: &Step) -> Result<(), Stop> {
        let Some(last) = &self.last else { return Err(self.nothing_sent(step)) };
        let is_404 = last.answered.exchange.response.status == 404;
        let is_nowhere = || matches!(self.route(&self.taken, &last.request), Route::Nowhere);
        if !is_404 || self.is_listed(&last.request) || !is_nowhere() {
            return Ok(());
        }
        let (path, nearest) = (self.asked(&last.request), self.nearest(&last.request));
        let path = path.as_str();
        let message = format!(
            "no page of the scenario documents the path {path}, so that a 404 proves nothing; {nearest}"
        );
        let help =
            "write a documented path, or take the page that documents this one: Given the API page ...";
        Err(self.misuse(step, &message, help))
    }

    /// Whether a page lists the method and the path, with or without an example of it.
    fn is_listed(&self, request: &Request) -> bool {
        let asked = self.asked(request);
        let mut listed = self.taken.iter().flat_map(|page| &page.contract.operations);
        let method = if request.method == "HEAD" { "GET" } else { &request.method };
        listed.any(|operation| operation.method == method && operation.path.matches(asked.as_str()).is_some())
    }

    /// The path of a request below its version.
    fn asked(&self, request: &Request) -> PathTemplate {
        UrlTemplate::read(self.below_base(&request.url)).path
    }

    /// The documented paths that are most like that of a request.
    fn nearest(&self, request: &Request) -> String {
        let asked = format!("{} {}", request.method, self.asked(request).as_str());
        let documented = self.taken.iter().flat_map(|page| &page.contract.operations);
        let mut documented: Vec<String> = documented.map(ToString::to_string).collect();
        documented.sort_unstable();
        documented.dedup();
        documented.sort_by(|one, other| {
            let alike = |path: &str| strsim::normalized_damerau_levenshtein(path, &asked);
            alike(other).total_cmp(&alike(one))
        });
        documented.truncate(SOME);
        match documented.is_empty() {
            true => "they document none".to_string(),
            false => format!("they document {}", documented.join(", ")),
        }
    }
}
