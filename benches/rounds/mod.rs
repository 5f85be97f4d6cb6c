//! Two works measured beside each other.

use std::time::{Duration, Instant};

/// The shortest of some rounds of each work, which is what is left where the machine was least disturbed. The rounds alternate,
/// so that what disturbs for a while disturbs both.
pub(crate) fn best<T, U>(
    rounds: usize,
    ours: impl Fn() -> T,
    beside: impl Fn() -> U,
) -> (Duration, Duration) {
    let rounds = (0..rounds).map(|_| (round(&ours), round(&beside)));
    rounds.reduce(|best, next| (best.0.min(next.0), best.1.min(next.1))).unwrap_or_default()
}

fn round<T>(work: impl Fn() -> T) -> Duration {
    let started = Instant::now();
    std::hint::black_box(work());
    started.elapsed()
}

pub(crate) fn tell(what: &str, (ours, beside): (Duration, Duration), name: &str) {
    let ratio = ours.as_secs_f64() / beside.as_secs_f64();
    println!("{what}: {:.1} ms, {ratio:.2} x {name} ({:.1} ms)", ms(ours), ms(beside));
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
