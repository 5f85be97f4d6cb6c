//! A resource that exists, where no variable names one: the first of a documented list.

use super::session::LiveSession;
use crate::contract::PathTemplate;
use crate::exchange::{Exchange, NoAnswer, Session as _, Subject, Variables};

impl LiveSession {
    /// The key of the first member of the list that one of the scenario's pages documents for the collection of `subject`.
    pub(super) async fn first_listed(
        &mut self,
        subject: &Subject,
        known: &Variables,
        log: &mut Vec<Exchange>,
    ) -> Result<Option<String>, NoAnswer> {
        let path = subject.example().request.path();
        let Some((collection, _)) = path.as_str().rsplit_once('/') else { return Ok(None) };
        let Some(list) = listing(&self.pages, collection).cloned() else { return Ok(None) };
        let value = |name: &str| known.get(name).cloned().or_else(|| self.variable(name));
        let version = list.example().request.version.as_deref();
        let Ok(path) = PathTemplate::read(collection).fill(value) else { return Ok(None) };
        let answer = self.object(&format!("{}{path}", self.prefix(version)), log).await?;
        let first =
            answer.as_ref().and_then(|body| body.get("value")?.as_array()?.first()?.get("id")?.as_str());
        match first {
            Some(id) => Ok(Some(id.to_string())),
            None => Err(NoAnswer::Inconclusive(format!("{collection} lists nothing that could be used"))),
        }
    }
}

/// The page that lists a collection.
pub(super) fn listing<'a>(pages: &'a [Subject], collection: &str) -> Option<&'a Subject> {
    pages.iter().find(|page| {
        let mut examples = page.contract.examples.iter();
        examples.any(|example| {
            example.is_list() && example.request.path().as_str().eq_ignore_ascii_case(collection)
        })
    })
}
