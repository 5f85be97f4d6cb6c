//! The double, with a count of the sessions that are open at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use futures::future::BoxFuture;
use graph_contract::exchange::{
    Answered, Effect, Exchange, NoAnswer, NotPutBack, Request, Session, Subject, Target, TargetKind,
    Variables,
};
use graph_contract::target::Double;
use serde_json::Value;

#[derive(Default)]
pub(super) struct Count {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Count {
    pub(super) fn most(&self) -> usize {
        self.most.load(SeqCst)
    }
}

pub(super) struct Counting {
    pub(super) double: Double,
    pub(super) count: Arc<Count>,
}

impl Target for Counting {
    fn kind(&self) -> TargetKind {
        self.double.kind()
    }

    fn name(&self) -> String {
        self.double.name()
    }

    fn open(&self) -> BoxFuture<'_, Box<dyn Session>> {
        Box::pin(async move {
            let now = self.count.now.fetch_add(1, SeqCst) + 1;
            self.count.most.fetch_max(now, SeqCst);
            let counted = Counted { session: self.double.open().await, count: Arc::clone(&self.count) };
            Box::new(counted) as Box<dyn Session>
        })
    }
}

struct Counted {
    session: Box<dyn Session>,
    count: Arc<Count>,
}

impl Session for Counted {
    fn about(&mut self, subject: &Subject) {
        self.session.about(subject);
    }

    fn prefix(&self, version: Option<&str>) -> String {
        self.session.prefix(version)
    }

    fn existing(&mut self, subject: &Subject, body: Option<&Value>) -> Result<Variables, NoAnswer> {
        self.session.existing(subject, body)
    }

    fn unknown(&mut self, subject: &Subject) -> Result<Variables, NoAnswer> {
        self.session.unknown(subject)
    }

    fn authorization(&self) -> String {
        self.session.authorization()
    }

    fn send<'a>(
        &'a mut self,
        request: Request,
        effect: Effect,
        log: &'a mut Vec<Exchange>,
    ) -> BoxFuture<'a, Result<Answered, NoAnswer>> {
        self.session.send(request, effect, log)
    }

    fn read<'a>(
        &'a mut self,
        url: &'a str,
        log: &'a mut Vec<Exchange>,
    ) -> BoxFuture<'a, Result<Option<Value>, NoAnswer>> {
        self.session.read(url, log)
    }

    fn received(&mut self) -> BoxFuture<'_, Option<Vec<Request>>> {
        self.session.received()
    }

    fn close<'a>(&'a mut self, log: &'a mut Vec<Exchange>) -> BoxFuture<'a, Vec<NotPutBack>> {
        Box::pin(async move {
            let left = self.session.close(log).await;
            self.count.now.fetch_sub(1, SeqCst);
            left
        })
    }
}
