//! One at a time, across waits for the network.

use std::sync::atomic::{AtomicBool, Ordering};

use event_listener::Event;

/// What only one may do at a time. A lock of the standard library can't be held while something is
/// awaited.
pub(crate) struct Turn {
    taken: AtomicBool,
    given_back: Event,
}

/// It is this one's turn until this is dropped, also where its work is given up half-way.
pub(crate) struct Taken<'a>(&'a Turn);

impl Turn {
    pub(crate) const fn new() -> Self {
        Self {
            taken: AtomicBool::new(false),
            given_back: Event::new(),
        }
    }

    /// Waits until nobody else has it.
    pub(crate) async fn take(&self) -> Taken<'_> {
        loop {
            // Listening begins before the look, so that none is missed in between.
            let given_back = self.given_back.listen();
            if !self.taken.swap(true, Ordering::AcqRel) {
                return Taken(self);
            }
            given_back.await;
        }
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.0.taken.store(false, Ordering::Release);
        self.0.given_back.notify(1);
    }
}
