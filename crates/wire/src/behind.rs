//! What a device asks of a server whose log is not the one it has read: one that was restored from
//! an old copy, wiped or replaced.
//!
//! `POST /v1/teams/{team}/common` takes [`Checkpoints`] and answers [`Common`]: the last place that
//! both know. `POST /v1/teams/{team}/inventory` takes [`After`] and answers [`Inventory`]: what the
//! server holds beyond it, by name alone, so that a device sends only what is missing.

use minicbor::{Decode, Encode};

use crate::cursor::Cursor;
use crate::id::ChunkId;

/// Places that the device has been at.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Checkpoints {
    /// In any order; at most [`crate::limits::MAX_CHECKPOINTS`].
    #[n(0)]
    pub checkpoints: Vec<Cursor>,
}

/// The last of them at which the server's chain is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Common {
    /// [`Cursor::START`] if it is none of them.
    #[n(0)]
    pub cursor: Cursor,
}

/// Where an inventory begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct After {
    /// A place that both know; otherwise the answer is `chain_differs`.
    #[n(0)]
    pub cursor: Cursor,
}

/// What lies after a place in the server's log.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Inventory {
    /// In sequence, without a gap; at most [`crate::limits::MAX_INVENTORY`].
    #[n(0)]
    pub chunks: Vec<ChunkId>,
    /// Whether there are more.
    #[n(1)]
    pub more: bool,
}
