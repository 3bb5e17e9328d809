//! A thread for the keychain's calls: in order, so that what is forgotten was not kept after it, and away from
//! everything that a person waits for.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::Keychain;
use crate::device::lock;
use crate::platform::wipe_stack;

type Job = Box<dyn FnOnce(&dyn Keychain) + Send>;

pub(super) struct Worker {
    keychain: Arc<dyn Keychain>,
    jobs: Mutex<Option<Sender<Job>>>,
    patience: Duration,
}

impl Worker {
    /// `patience` is how long somebody waits for an answer.
    pub(super) fn new(keychain: Arc<dyn Keychain>, patience: Duration) -> Self {
        Self {
            keychain,
            jobs: Mutex::new(None),
            patience,
        }
    }

    /// Does it when what was asked for before is done. Where the system gives no thread, never.
    pub(super) fn later(&self, job: impl FnOnce(&dyn Keychain) + Send + 'static) {
        let mut jobs = lock(&self.jobs);
        let mut job: Job = Box::new(job);
        if let Some(sender) = jobs.as_ref() {
            match sender.send(job) {
                Ok(()) => return,
                // The thread ended by a fault in a call.
                Err(unsent) => job = unsent.0,
            }
        }
        *jobs = self.begin();
        if let Some(sender) = jobs.as_ref() {
            let _ends_at_once = sender.send(job);
        }
    }

    /// Does it and waits for what comes of it; `None` if that takes too long.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&dyn Keychain) -> T + Send + 'static,
    ) -> Option<T> {
        let (answer, answered) = channel();
        self.later(move |keychain| {
            // Nobody may be waiting any more.
            let _late = answer.send(ask(keychain));
        });
        self.wait(&answered)
    }

    pub(super) fn wait<T>(&self, answered: &Receiver<T>) -> Option<T> {
        answered.recv_timeout(self.patience).ok()
    }

    fn begin(&self) -> Option<Sender<Job>> {
        let (sender, jobs) = channel::<Job>();
        let keychain = Arc::clone(&self.keychain);
        let thread = std::thread::Builder::new().name("keychain".to_owned());
        let begun = thread.spawn(move || {
            for job in jobs {
                job(&*keychain);
                // It may be asked for nothing more for long.
                wipe_stack();
            }
        });
        begun.is_ok().then_some(sender)
    }
}
