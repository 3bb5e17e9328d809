//! What ours and theirs have in common, so that the same steps are measured of each.

use std::future::Future;
use std::time::{Duration, Instant};

use doorstep_tests::world::relay::Relay;
use tokio::runtime::{Builder, Handle, Runtime};

/// What takes longer is not waited for.
const PATIENCE: Duration = Duration::from_secs(60 * 60);

/// What came of a step, or why nothing did.
pub(crate) type Outcome<T> = Result<T, String>;

/// A server that is a program of its own, a relay before it, and devices.
pub(crate) trait Office {
    /// One of its devices.
    type Device: Device;
    /// The server's process.
    fn server(&self) -> u32;
    /// The way to the server.
    fn relay(&self) -> &Relay;
    /// A device with the whole caseload, that has never spoken with the server.
    async fn first(&mut self) -> Outcome<Self::Device>;
    /// A device that is let in and has fetched nothing. There has been a first one, which has sent all.
    async fn join(&mut self) -> Outcome<Self::Device>;
}

/// A device.
pub(crate) trait Device {
    /// Sends all that is here.
    async fn push(&mut self) -> Outcome<()>;
    /// Fetches all, which is so many visits; answers when the names of all households were there.
    async fn pull(&mut self, visits: usize) -> Outcome<Duration>;
    /// Adds a visit to each of `count` households from this one on, and does not send it.
    async fn mark(&mut self, first: usize, count: usize) -> Outcome<()>;
    /// Asks for news once, on the line that is open.
    async fn idle(&mut self) -> Outcome<()>;
    /// Goes off the net. The next step that needs it connects anew.
    async fn leave(&mut self) -> Outcome<()>;
}

/// How long a step takes, and what came of it.
pub(crate) async fn patient<T>(
    what: &str,
    step: impl Future<Output = Outcome<T>>,
) -> Outcome<(Duration, T)> {
    let began = Instant::now();
    match tokio::time::timeout(PATIENCE, step).await {
        Ok(done) => done
            .map(|made| (began.elapsed(), made))
            .map_err(|reason| format!("{what}: {reason}")),
        Err(_) => Err(format!(
            "{what}: not finished in {} minutes",
            PATIENCE.as_secs() / 60
        )),
    }
}

/// A relay with threads of its own, so that it takes no time of a device that runs in this process, and a
/// glance at that device's list does not wait for what else it does.
pub(crate) struct Apart {
    relay: Relay,
    threads: Option<Runtime>,
    handle: Handle,
}

impl Apart {
    pub(crate) async fn begin(relay: impl Future<Output = Relay> + Send + 'static) -> Self {
        let threads = Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("threads");
        Self {
            relay: threads.spawn(relay).await.expect("a relay"),
            handle: threads.handle().clone(),
            threads: Some(threads),
        }
    }

    pub(crate) fn relay(&self) -> &Relay {
        &self.relay
    }

    /// Its threads, for something else that must not take part in what is measured.
    pub(crate) fn handle(&self) -> &Handle {
        &self.handle
    }
}

impl Drop for Apart {
    fn drop(&mut self) {
        if let Some(threads) = self.threads.take() {
            threads.shutdown_background();
        }
    }
}
