//! A device and what the world knows of it, what was written on it, and what people have on paper.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use doorstep_model::DocKey;
use doorstep_wire::id::DeviceId;

use super::keyring::Keyring;
use crate::simulation::whole::device::SimDevice;

/// What became of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is there.
    Here,
    /// It is lost, with all that it had.
    Lost,
    /// It was removed, has handed over what it had, and has cleared itself.
    Cleared,
    /// It came in after the copy from which the server was restored, and nobody else had heard of it: the server
    /// does not know it any more, and says so (`ServerForgotDevice`).
    Forgotten,
    /// Getting the team back on it was given up.
    GivenUp,
}

/// A device and what the world knows of it.
pub(super) struct Seat {
    pub(super) device: SimDevice,
    pub(super) id: DeviceId,
    pub(super) fate: Fate,
    /// It was in the team at some time.
    pub(super) was_in: bool,
    /// All keys that ever lay in its store.
    pub(super) ring: Keyring,
    /// Whose invite it asked with.
    pub(super) invited_by: Option<usize>,
    /// The words that somebody typed on it to get the team back.
    pub(super) words: Option<Vec<String>>,
    /// What it handed over was declined.
    pub(super) declined: bool,
}

/// An edit that was called saved.
pub(super) struct SavedEdit {
    pub(super) household: DocKey,
    /// A word that stands in it and nowhere else.
    pub(super) marker: String,
    /// Its changes, by name.
    pub(super) steps: Vec<String>,
    /// On which device.
    pub(super) by: usize,
    /// It was only on what was lost, or on a server that was restored to before.
    pub(super) nowhere: bool,
}

/// Recovery words that somebody wrote down.
#[derive(Clone, Default)]
pub(super) struct Papers(Arc<Mutex<Vec<Vec<String>>>>);

impl Papers {
    pub(super) fn all(&self) -> MutexGuard<'_, Vec<Vec<String>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
