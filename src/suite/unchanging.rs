//! `Then`: what must not have changed.

use cucumber::gherkin::Step;
use serde_json::{Map, Value};

use super::checking::Noted;
use super::stop::Stop;
use super::world::{Last, World};
use crate::exchange::{Caller, NoAnswer, Request};
use crate::verdict::{Judgement, Sent, judge_kept, judge_sent, judge_unchanged};

impl World {
    /// What was sent is kept and nothing else changed; `but_sent` false: nothing changed at all.
    pub(super) async fn check_unchanged(&mut self, step: &Step, but_sent: bool) -> Result<(), Stop> {
        self.testable(step, None)?;
        let last = self.possible_change(step, but_sent)?;
        let subject = match last.subject.clone() {
            Some(subject) => subject,
            None => self.subject(step)?,
        };
        if last.request.method == "POST" && subject.example().request.path().key().is_none() {
            let message =
                "the request addresses no single resource, so there is none that could have changed";
            return Err(self.misuse(step, message, "ask for it after a request to one resource"));
        }
        let sent = last.sent.body.clone().filter(|_| but_sent);
        let status = last.answered.exchange.response.status;
        let Some(Value::Object(before)) = last.answered.before.clone() else {
            if status >= 400 {
                let reason = format!(
                    "there was no resource that could have changed: the request was answered {status}"
                );
                return self.answered(Err(NoAnswer::Inconclusive(reason)));
            }
            let help = "only an update of an existing resource can be held to this";
            return Err(self.misuse(step, "what the resource was before is not known", help));
        };
        let judge = |after: &Value| {
            let example = subject.example();
            let Some(after) = after.as_object() else { return Judgement::default() };
            let mut judgement = judge_unchanged(example, &before, after, sent.as_ref());
            if let Some(sent) = &sent {
                judgement.add(judge_kept(example, sent, &before, after));
            }
            if but_sent {
                // nothing is asked for by the read itself
                let read = Sent { asks_for_unknown: false, ..last.sent.clone() };
                judgement.add(judge_sent(example, &read, &Value::Object(after.clone())));
                if let Some(Value::Object(answered)) = last.answered.exchange.response.json() {
                    let (before, answered) = both_show(&before, &answered);
                    judgement.add(judge_unchanged(example, &before, &answered, sent.as_ref()));
                }
            }
            judgement
        };
        let url = &last.answered.exchange.request.url;
        let judgement = judge(&self.read_after(url).await?);
        let goes_away = self.breaks(&judgement)
            && self.object_later(url).await.is_some_and(|after| !self.breaks(&judge(&after)));
        self.note(step, Noted { judgement, difference: None, goes_away })
    }

    /// The resource as it is now.
    async fn read_after(&mut self, url: &str) -> Result<Value, Stop> {
        let exchanged = self.record.exchanges.len();
        let after = self.object_at(url).await;
        match self.answered_since(exchanged, after)? {
            Some(after) => Ok(after),
            None => {
                let reason = "the resource could not be read after the update".to_string();
                self.answered(Err(NoAnswer::Inconclusive(reason)))
            }
        }
    }

    /// The resource a moment later; `None`: nothing came that tells.
    async fn object_later(&mut self, url: &str) -> Option<Value> {
        let authorization = self.session.as_ref()?.authorization(Caller::Entitled).ok()?;
        let authorization = authorization.map(|value| ("Authorization".to_string(), value));
        let accept = ("Accept".to_string(), "application/json".to_string());
        let (url, _) = url.split_once(['?', '#']).unwrap_or((url, ""));
        let headers = authorization.into_iter().chain([accept]).collect();
        let request = Request { method: "GET".to_string(), url: url.to_string(), headers, body: None };
        self.look_again(request).await?.json().filter(Value::is_object)
    }

    async fn object_at(&mut self, url: &str) -> Result<Option<Value>, NoAnswer> {
        let session = self.session.as_mut().expect("a request was sent by this session");
        Ok(session.read(url, &mut self.record.exchanges).await?.filter(Value::is_object))
    }

    /// The request that could have changed something: the last one that does not only read.
    fn possible_change(&mut self, step: &Step, but_sent: bool) -> Result<Last, Stop> {
        match (self.last_write.clone(), self.last.clone()) {
            (Some(write), _) => Ok(*write),
            (None, Some(read)) if !but_sent => Ok(*read),
            (None, Some(_)) => {
                let message = "only reads were sent, so there is nothing that was sent to be kept";
                Err(self.misuse(step, message, "write: nothing has changed"))
            }
            (None, None) => Err(self.nothing_sent(step)),
        }
    }
}

/// The members of both, inside complex values too: an answer may show more or less than a read does.
fn both_show(
    before: &Map<String, Value>,
    answered: &Map<String, Value>,
) -> (Map<String, Value>, Map<String, Value>) {
    let of_both = before.iter().filter_map(|(name, before)| {
        let (before, answered) = match (before, answered.get(name)?) {
            (Value::Object(before), Value::Object(answered)) => {
                let (before, answered) = both_show(before, answered);
                (Value::Object(before), Value::Object(answered))
            }
            (before, answered) => (before.clone(), answered.clone()),
        };
        Some(((name.clone(), before), (name.clone(), answered)))
    });
    of_both.unzip()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_only_one_of_both_shows_is_left_out_inside_complex_values_too() {
        let object = |value: Value| value.as_object().cloned().unwrap();
        let before = object(json!({"a": 1, "b": 2, "o": {"p": 1, "q": 2}}));
        let answered = object(json!({"a": 3, "c": 4, "o": {"p": 5, "r": 6}}));
        let both = (object(json!({"a": 1, "o": {"p": 1}})), object(json!({"a": 3, "o": {"p": 5}})));
        assert_eq!(both_show(&before, &answered), both);
    }
}
