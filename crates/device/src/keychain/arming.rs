//! The slot that the keychain opens: written after an opening, taken away by a lock.
//!
//! Whichever of slot and secret is written last, and wherever that is cut off, the passphrase opens. The slot is
//! what counts: it is taken away first, at once and on this disk; the secret, which opens nothing without it,
//! when the keychain has time.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use doorstep_replica::crypto::key::SecretKey;

use super::Keychain;
use super::worker::Worker;
use crate::device::lock;
use crate::home::StoreFolder;
use crate::random;
use crate::slots::{KeychainId, KeychainSlot, Since};

/// One device's dealings with the keychain.
pub(crate) struct Arming {
    worker: Option<Worker>,
    /// Another number once what was asked for before is not to be written any more.
    turn: Arc<Mutex<u64>>,
    known: Mutex<Known>,
    /// The start is over: from here on the passphrase alone opens.
    started: AtomicBool,
}

/// What is remembered of the store that is or was open.
#[derive(Default, Clone, Copy)]
struct Known {
    id: Option<KeychainId>,
    since: Option<Since>,
}

impl Arming {
    pub(crate) fn new(keychain: Option<Arc<dyn Keychain>>, patience: Duration) -> Self {
        Self {
            worker: keychain.map(|keychain| Worker::new(keychain, patience)),
            turn: Arc::default(),
            known: Mutex::default(),
            started: AtomicBool::new(false),
        }
    }

    /// There is a keychain to ask.
    pub(crate) fn is_possible(&self) -> bool {
        self.worker.is_some()
    }

    /// Whether this is the start, for whoever asks first.
    pub(crate) fn starts(&self) -> bool {
        !self.started.swap(true, Ordering::SeqCst)
    }

    /// A store is open, by a passphrase that was typed then or by the keychain.
    pub(crate) fn opened(&self, id: Option<KeychainId>, since: Since) {
        self.started.store(true, Ordering::SeqCst);
        let since = Some(since);
        *lock(&self.known) = Known { id, since };
    }

    /// What the keychain has a secret under, or may have.
    pub(crate) fn knows(&self, id: Option<KeychainId>) {
        lock(&self.known).id = id;
    }

    pub(crate) fn turn(&self) -> u64 {
        *lock(&self.turn)
    }

    /// Gives the keychain a new secret and writes the slot under it, unless it is disarmed meanwhile: `turn` is
    /// from before it was known that the store is open. Tells whether it is armed.
    pub(crate) fn arm(
        &self,
        turn: u64,
        folder: StoreFolder,
        id: KeychainId,
        key: SecretKey,
    ) -> Option<Receiver<bool>> {
        let (worker, since) = (self.worker.as_ref()?, lock(&self.known).since?);
        self.knows(Some(id));
        let turns = Arc::clone(&self.turn);
        let (told, armed) = channel();
        worker.later(move |keychain| {
            let secret = SecretKey::generate(&mut random::system());
            let kept = keychain.put(&id.text(), secret.expose()).is_ok();
            let written = {
                let now = lock(&turns);
                let slot = KeychainSlot::seal(id, &secret, &key, since);
                kept && *now == turn && folder.write_keychain_slot(&slot).is_ok()
            };
            if !written {
                let _opens_nothing = keychain.delete(&id.text());
            }
            let _nobody_waits = told.send(written);
        });
        Some(armed)
    }

    /// Waits for what [`Arming::arm`] tells, for as long as anybody waits for a keychain.
    pub(crate) fn is_armed(&self, armed: &Receiver<bool>) -> bool {
        let worker = self.worker.as_ref();
        worker.and_then(|worker| worker.wait(armed)) == Some(true)
    }

    /// From here on the keychain opens nothing. Only where the slot can't be taken away is the keychain waited
    /// for.
    pub(crate) fn disarm(&self, folder: &StoreFolder) {
        let gone = {
            let mut turn = lock(&self.turn);
            *turn = turn.wrapping_add(1);
            folder.remove_keychain_slot().is_ok()
        };
        let known = *lock(&self.known);
        let (Some(worker), Some(id)) = (self.worker.as_ref(), known.id) else {
            return;
        };
        if gone {
            worker.later(move |keychain| {
                let _opens_nothing = keychain.delete(&id.text());
            });
        } else {
            let _all_that_is_left = self.forget(id);
        }
    }

    /// Lets the keychain forget the secret; whether it has.
    pub(crate) fn forget(&self, id: KeychainId) -> bool {
        let worker = self.worker.as_ref();
        let forgotten = worker.and_then(|worker| worker.ask(move |it| it.delete(&id.text())));
        forgotten.is_some_and(|forgotten| forgotten.is_ok())
    }

    /// The secret, within the time that somebody waits for it.
    pub(crate) fn secret(&self, id: KeychainId) -> Option<SecretKey> {
        let asked = move |keychain: &dyn Keychain| {
            let found = keychain.get(&id.text()).ok().flatten()?;
            SecretKey::from_bytes(&zeroize::Zeroizing::new(found))
        };
        self.worker.as_ref()?.ask(asked).flatten()
    }

    /// Until all is done that the keychain was asked for.
    #[cfg(test)]
    pub(crate) fn settle(&self) {
        let (done, all_done) = std::sync::mpsc::channel();
        if let Some(worker) = self.worker.as_ref() {
            worker.later(move |_| drop(done));
            let _ended: Result<(), _> = all_done.recv();
        }
    }
}
