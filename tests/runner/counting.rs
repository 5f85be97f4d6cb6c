//! The double, with a count of the scenarios that run at once: one more when its session opens, one less when it is over.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use futures::future::BoxFuture;
use graph_contract::exchange::{Session, Target, TargetKind};
use graph_contract::target::Double;

#[derive(Default)]
pub(super) struct Count {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Count {
    fn opened(&self) {
        let now = self.now.fetch_add(1, SeqCst) + 1;
        self.most.fetch_max(now, SeqCst);
    }

    pub(super) fn finished(&self) {
        self.now.fetch_sub(1, SeqCst);
    }

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
        self.count.opened();
        self.double.open()
    }
}
