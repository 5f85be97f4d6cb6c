//! `Then`: an answer held to matchers.

use chrono::Utc;
use cucumber::gherkin::Step;

use super::matcher_text::with_variables;
use super::stop::Stop;
use super::world::World;
use crate::exchange::NoAnswer;
use crate::verdict::{
    Judgement, Matcher, collection_size, judge_every_member, judge_header, judge_no_body, judge_property,
    judge_some_member, judge_status,
};

impl World {
    pub(super) fn check_header(&mut self, step: &Step, name: &str, matcher: Matcher) -> Result<(), Stop> {
        let (name, matcher) =
            self.replaced(step, |known| (known.in_text(name), with_variables(matcher, known)))?;
        let answered = self.an_answer(matches!(matcher, Matcher::Absent));
        self.check(step, None, |answer| {
            let mut judgement = judge_header(&name, &matcher, answer.response, Utc::now());
            judgement.add(answered);
            judgement
        })
    }

    pub(super) fn check_property(&mut self, step: &Step, name: &str, matcher: Matcher) -> Result<(), Stop> {
        let (name, matcher) =
            self.replaced(step, |known| (known.in_text(name), with_variables(matcher, known)))?;
        let answered = self.an_answer(matches!(matcher, Matcher::Absent));
        self.check(step, None, |answer| {
            let mut judgement = judge_property(answer.example, &name, &matcher, answer.response, Utc::now());
            judgement.add(answered);
            judgement
        })
    }

    pub(super) fn check_no_body(&mut self, step: &Step) -> Result<(), Stop> {
        let answered = self.an_answer(true);
        self.check(step, None, |answer| {
            let mut judgement = judge_no_body(answer.example, answer.response);
            judgement.add(answered);
            judgement
        })
    }

    /// Each member, or some member, of the collection in the answer. An empty collection shows nothing of its members.
    pub(super) fn check_members(
        &mut self,
        step: &Step,
        matchers: Vec<(String, Matcher)>,
        every: bool,
    ) -> Result<(), Stop> {
        let matchers: Vec<(String, Matcher)> = self.replaced(step, |known| {
            let replaced =
                |(name, matcher): (String, Matcher)| (known.in_text(&name), with_variables(matcher, known));
            matchers.into_iter().map(replaced).collect()
        })?;
        let mut is_empty = false;
        self.check(step, None, |answer| {
            is_empty = every && collection_size(answer.example, answer.response) == Some(0);
            let judge = if every { judge_every_member } else { judge_some_member };
            judge(answer.example, &matchers, answer.response, Utc::now())
        })?;
        match is_empty {
            true => self.answered(Err(NoAnswer::Inconclusive(
                "the collection is empty, so there is no member to judge".to_string(),
            ))),
            false => Ok(()),
        }
    }

    /// An error lacks nearly everything: what is said not to be there must not be there in an answer, unless the page or a
    /// step says that an error comes. `is_negative`: something is said not to be there.
    fn an_answer(&self, is_negative: bool) -> Judgement {
        let Some(last) = self.last.as_ref().filter(|last| is_negative && !last.is_expected) else {
            return Judgement::default();
        };
        let response = &last.answered.exchange.response;
        let promised = last.subject.as_ref().map(|subject| &subject.example().response);
        let is_promised = promised.is_some_and(|promised| promised.status >= 400);
        match response.status >= 400 && !is_promised {
            true => {
                let expected = promised.map_or(200, |promised| promised.status);
                judge_status(expected, response, promised.map(|promised| &promised.documented_at))
            }
            false => Judgement::default(),
        }
    }
}
