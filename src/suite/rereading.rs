//! A violated read is sent once more after a pause, to see whether that repeats. No verdict is changed by it: what does not
//! repeat stays violated, and is `unstable`.

use super::checking::Answer;
use super::effect::is_read;
use super::world::{Last, World};
use crate::exchange::{Request, Response};
use crate::verdict::Judgement;

impl World {
    /// Whether what `judge` found in the last answer is not found in the answer to the same read a moment later. What is no
    /// read is never judged anew.
    pub(super) async fn goes_away(&mut self, judge: impl Fn(&Answer<'_>) -> Judgement) -> bool {
        self.read_again().await;
        let Some(last) = &self.last else { return false };
        let Some(example) = last.subject.as_ref().or(self.subject.as_ref()) else { return false };
        let Some(Some(response)) = &last.again else { return false };
        let judgement = judge(&Answer { example: example.example(), last, response });
        !self.breaks(&judgement)
    }

    /// Sends the last read once more, where that was not done yet and its answer may differ.
    async fn read_again(&mut self) {
        let is_to_send = |last: &&Last| last.again.is_none() && is_read(&last.request);
        let Some(last) = self.last.as_deref().filter(is_to_send) else { return };
        let (request, status) = (last.request.clone(), last.answered.exchange.response.status);
        let again = self.look_again(request).await;
        // an error that did not come at first shows nothing of what did
        let again = again.filter(|again| again.status < 400 || again.status == status);
        self.last.iter_mut().for_each(|last| last.again = Some(again.clone()));
    }

    /// The answer to a read a moment later; `None`: there is none, or none that says anything about the contract.
    pub(super) async fn look_again(&mut self, request: Request) -> Option<Response> {
        let session = self.session.as_mut()?;
        session.look_again(request, &mut self.record.exchanges).await
    }
}
