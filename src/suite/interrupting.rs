//! Ctrl-C and SIGTERM in a run that writes: the first stops the sending, and what was changed is put back; the second ends at
//! once.

/// Like a shell's: ended by a signal.
const ENDED: i32 = 130;

/// Listens from now on, until the runtime ends. `restore`: the command that sees to what is left.
pub(super) fn listen(runtime: &tokio::runtime::Runtime, stop: Box<dyn Fn() + Send + Sync>, restore: String) {
    let _entered = runtime.enter();
    let Ok(mut ending) = Ending::new() else { return }; // then a signal ends the process, as ever
    runtime.spawn(async move {
        ending.next().await;
        stop();
        eprintln!(
            "interrupted: what was changed is put back, and nothing else is sent; once more ends it at once"
        );
        ending.next().await;
        eprintln!("ended before all was put back: {restore}");
        std::process::exit(ENDED);
    });
}

/// Comes with each signal to end.
#[cfg(unix)]
struct Ending {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Ending {
    fn new() -> std::io::Result<Ending> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Ending {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        let (interrupt, terminate) = (self.interrupt.recv(), self.terminate.recv());
        futures::future::select(std::pin::pin!(interrupt), std::pin::pin!(terminate)).await;
    }
}

#[cfg(not(unix))]
struct Ending;

#[cfg(not(unix))]
impl Ending {
    fn new() -> std::io::Result<Ending> {
        Ok(Ending)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
