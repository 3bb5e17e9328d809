//! Connections on which nothing happens end.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep};

/// A connection on which nobody has asked anything yet.
const SILENT: Duration = Duration::from_secs(15);
/// One on which nobody asks any more: a little longer than a session, with which listening for
/// events ends.
const IDLE: Duration = Duration::from_secs(16 * 60);
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// What happens on one connection.
#[derive(Clone)]
pub(crate) struct Activity(Arc<Inner>);

struct Inner {
    asked: AtomicBool,
    under_way: AtomicUsize,
    last: Mutex<Instant>,
}

/// A request under way, until it is dropped.
pub(crate) struct Asked(Activity);

impl Activity {
    pub(crate) fn begin() -> Self {
        Self(Arc::new(Inner {
            asked: AtomicBool::new(false),
            under_way: AtomicUsize::new(0),
            last: Mutex::new(Instant::now()),
        }))
    }

    /// A request has come.
    pub(crate) fn asked(&self) -> Asked {
        self.0.asked.store(true, Ordering::SeqCst);
        self.0.under_way.fetch_add(1, Ordering::SeqCst);
        Asked(self.clone())
    }

    /// Resolves when nothing has happened for too long.
    pub(crate) async fn too_quiet(&self) {
        while !self.is_too_quiet() {
            sleep(LOOK_EVERY).await;
        }
    }

    fn is_too_quiet(&self) -> bool {
        let patience = if self.0.asked.load(Ordering::SeqCst) {
            IDLE
        } else {
            SILENT
        };
        let last = *self.0.last.lock().unwrap_or_else(PoisonError::into_inner);
        self.0.under_way.load(Ordering::SeqCst) == 0 && last.elapsed() > patience
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        let inner = &self.0.0;
        *inner.last.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        inner.under_way.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::{Activity, IDLE, SILENT};
    use std::time::Duration;
    use tokio::time::{Instant, advance, timeout};

    #[tokio::test(start_paused = true)]
    async fn a_silent_connection_ends_soon_a_working_one_does_not() {
        let activity = Activity::begin();
        let began = Instant::now();
        activity.too_quiet().await;
        assert!(began.elapsed() < SILENT + Duration::from_secs(10));

        let activity = Activity::begin();
        let asked = activity.asked();
        advance(2 * IDLE).await;
        assert!(
            timeout(IDLE, activity.too_quiet()).await.is_err(),
            "a long upload goes on"
        );
        drop(asked);
        assert!(timeout(IDLE / 2, activity.too_quiet()).await.is_err());
        assert!(timeout(IDLE, activity.too_quiet()).await.is_ok());
    }
}
