//! Where there are no threads, as in a browser, a keychain is asked at once. None is known there yet.

use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use super::Keychain;

pub(super) struct Worker {
    keychain: Arc<dyn Keychain>,
}

impl Worker {
    pub(super) fn new(keychain: Arc<dyn Keychain>, _patience: Duration) -> Self {
        Self { keychain }
    }

    pub(super) fn later(&self, job: impl FnOnce(&dyn Keychain) + 'static) {
        job(&*self.keychain);
    }

    #[allow(
        clippy::unnecessary_wraps,
        reason = "where there are threads it may take too long"
    )]
    pub(super) fn ask<T>(&self, ask: impl FnOnce(&dyn Keychain) -> T + 'static) -> Option<T> {
        Some(ask(&*self.keychain))
    }

    #[allow(clippy::unused_self, reason = "as where there are threads")]
    pub(super) fn wait<T>(&self, answered: &Receiver<T>) -> Option<T> {
        answered.try_recv().ok()
    }
}
