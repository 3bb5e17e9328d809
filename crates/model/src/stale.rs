//! Which answers are out of date: the device names them, the screens ask again.

use serde::{Deserialize, Serialize};

use crate::id::DocKey;

/// Something that screens show and that has changed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stale {
    /// Lists, search and home.
    Lists,
    /// One household.
    Household(DocKey),
    /// Safety notes.
    SafetyNotes,
    /// The team, its devices, invites and who waits to come in.
    Team,
    /// How sync stands.
    Sync,
    /// How an import stands.
    Import,
    /// Photos and voice notes: one came, or one can't come.
    Attachments,
    /// What is being recorded or played, and what waits to be kept.
    Voice,
    /// Whether the device is locked, and whose it is.
    Standing,
}
