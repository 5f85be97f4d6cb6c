//! `Then`: an answer held to matchers.

use chrono::Utc;
use cucumber::gherkin::Step;
use serde_json::Value;

use super::checking::Answer;
use super::matcher_text::with_variables;
use super::stop::Stop;
use super::world::World;
use crate::exchange::{NoAnswer, Response, Subject};
use crate::verdict::{
    Amount, Judgement, Matcher, Matchers, collection_goes_on, collection_size, judge_amount,
    judge_every_member, judge_header, judge_no_body, judge_property, judge_some_member, judge_status,
};

/// The shortest name that can be a slip of another: `size` and `site` are two words.
const SHORTEST: usize = 5;

impl World {
    pub(super) async fn check_header(
        &mut self,
        step: &Step,
        name: &str,
        matcher: Matcher,
    ) -> Result<(), Stop> {
        let (name, matcher) =
            self.replaced(step, |known| (known.in_text(name), with_variables(matcher, known)))?;
        let is_negative = matches!(matcher, Matcher::Absent);
        self.check(step, None, |answer| {
            let mut judgement = judge_header(&name, &matcher, answer.response, Utc::now());
            judgement.add(an_answer(is_negative, answer));
            judgement
        })
        .await
    }

    pub(super) async fn check_property(
        &mut self,
        step: &Step,
        name: &str,
        matcher: Matcher,
    ) -> Result<(), Stop> {
        let (name, matcher) =
            self.replaced(step, |known| (known.in_text(name), with_variables(matcher, known)))?;
        let is_negative = matches!(matcher, Matcher::Absent);
        if is_negative && !name.contains('/') {
            self.not_a_slip(step, &name)?;
        }
        self.check(step, None, |answer| {
            let mut judgement = judge_property(answer.example, &name, &matcher, answer.response, Utc::now());
            judgement.add(an_answer(is_negative, answer));
            judgement
        })
        .await
    }

    /// A name that no page has is absent for ever; one that is a slip away from what the page documents and the answer has was
    /// meant to be that.
    fn not_a_slip(&mut self, step: &Step, name: &str) -> Result<(), Stop> {
        let (subject, response) = self.judged_answer(step)?;
        let Some(Value::Object(members)) = response.json() else { return Ok(()) };
        let Some(body) = subject.example().response.json() else { return Ok(()) };
        let is_documented = |name: &str| body.shape.member(name, &body.types).is_some();
        if members.contains_key(name) {
            return Ok(());
        }
        let is_like = |other: &str| {
            name.len().min(other.len()) >= SHORTEST && strsim::damerau_levenshtein(name, other) == 1
        };
        let mut documented = members.keys().filter(|member| is_documented(member));
        let meant = documented.find(|member| is_like(member)).filter(|_| !is_documented(name));
        let Some(meant) = meant else { return Ok(()) };
        let message = format!(
            "the page documents no property {name}, and the answer has {meant}, which is one slip away"
        );
        Err(self.misuse(
            step,
            &message,
            "mend the name, or leave the step out: what no page documents is absent for ever",
        ))
    }

    pub(super) async fn check_no_body(&mut self, step: &Step) -> Result<(), Stop> {
        self.check(step, None, |answer| {
            let mut judgement = judge_no_body(answer.example, answer.response);
            judgement.add(an_answer(true, answer));
            judgement
        })
        .await
    }

    /// How many members the collection in the answer has. What only its next page can tell is not known.
    pub(super) async fn check_amount(&mut self, step: &Step, amount: Amount) -> Result<(), Stop> {
        if self.collection_size(step)?.is_some_and(|members| amount.is_open(members)) {
            self.whole(step)?;
        }
        self.check(step, None, |answer| judge_amount(answer.example, amount, answer.response)).await
    }

    /// Each member, or some member, of the collection in the answer. An empty collection shows nothing of its members.
    pub(super) async fn check_members(
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
        if every && self.collection_size(step)? == Some(0) {
            let reason = "the collection is empty, so there is no member to judge".to_string();
            return self.answered(Err(NoAnswer::Inconclusive(reason)));
        }
        if !every && self.no_member(step, &matchers)? {
            self.whole(step)?;
        }
        self.check(step, None, |answer| {
            let (example, response) = (answer.example, answer.response);
            match every {
                // one that is empty when it is read again takes nothing back
                true if collection_size(example, response) == Some(0) => {
                    judge_amount(example, Amount::AtLeast(1), response)
                }
                true => judge_every_member(example, &matchers, response, Utc::now()),
                false => judge_some_member(example, &matchers, response, Utc::now()),
            }
        })
        .await
    }

    /// Ends the scenario where the last answer is but a page of a collection.
    fn whole(&mut self, step: &Step) -> Result<(), Stop> {
        let (_, response) = self.judged_answer(step)?;
        if !collection_goes_on(response) {
            return Ok(());
        }
        let reason = "the collection goes on behind @odata.nextLink, and this page of it does not tell";
        self.answered(Err(NoAnswer::Inconclusive(reason.to_string())))
    }

    /// How many members the collection in the last answer has; `None`: there is none.
    fn collection_size(&mut self, step: &Step) -> Result<Option<usize>, Stop> {
        let (subject, response) = self.judged_answer(step)?;
        Ok(collection_size(subject.example(), response))
    }

    /// Whether the last answer has a collection, and no member of it is as the matchers say.
    fn no_member(&mut self, step: &Step, matchers: &Matchers) -> Result<bool, Stop> {
        let (subject, response) = self.judged_answer(step)?;
        let judgement = judge_some_member(subject.example(), matchers, response, Utc::now());
        Ok(collection_size(subject.example(), response).is_some() && !judgement.violations.is_empty())
    }

    /// The last answer, and the example that it is judged by.
    fn judged_answer(&mut self, step: &Step) -> Result<(Subject, &Response), Stop> {
        self.testable(step, None)?;
        let subject = self.judged(step)?;
        let last = self.last.as_ref().expect("what is testable was sent");
        Ok((subject, &last.answered.exchange.response))
    }
}

/// An error lacks nearly everything: what is said not to be there must not be there in an answer, unless the page or a
/// step says that an error comes. `is_negative`: something is said not to be there.
fn an_answer(is_negative: bool, answer: &Answer<'_>) -> Judgement {
    let promised = answer.last.subject.as_ref().map(|subject| &subject.example().response);
    let is_promised = promised.is_some_and(|promised| promised.status >= 400) || answer.last.is_expected;
    match is_negative && answer.response.status >= 400 && !is_promised {
        true => {
            let expected = promised.map_or(200, |promised| promised.status);
            judge_status(expected, answer.response, promised.map(|promised| &promised.documented_at))
        }
        false => Judgement::default(),
    }
}
