//! What a removed device had not sent: left at the server for an admin of the team to look at.
//!
//! `POST /v1/teams/{team}/handed-over` (a removed device) takes [`HandOver`]; a repeat is harmless.
//! `POST /v1/teams/{team}/handed-over/check` (a removed device) takes [`Check`], and answers one.
//! `GET /v1/teams/{team}/handed-over` (admin) answers [`Waiting`].
//! `GET /v1/teams/{team}/handed-over/{device}/{after}` (admin) answers [`Page`].
//! `DELETE /v1/teams/{team}/handed-over/{device}/{up_to}` (admin) clears away what was accepted or declined.
//!
//! The server keeps items as they came and judges none of them: whoever accepts them does. So they are
//! bounded in bytes for each device, and in nothing else.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::id::{BlobId, ChunkId, DeviceId};

/// One thing that was not sent. Encoded as CBOR, it is what the server keeps.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Item {
    /// A sealed chunk.
    #[n(0)]
    Chunk {
        /// As it was sealed.
        #[n(0)]
        bytes: ByteVec,
    },
    /// The signed head of a photo or voice note.
    #[n(1)]
    BlobHead {
        /// As it was signed.
        #[n(0)]
        bytes: ByteVec,
    },
    /// A part of one.
    #[n(2)]
    BlobPart {
        /// Of which.
        #[n(0)]
        blob: BlobId,
        /// From 0.
        #[n(1)]
        number: u32,
        /// Sealed, as its head lists it.
        #[n(2)]
        sealed: ByteVec,
    },
    /// All that the device had has come.
    #[n(3)]
    End {
        /// How many items.
        #[n(0)]
        items: u64,
    },
}

/// Some of what waits on the device.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct HandOver {
    /// Each an encoded [`Item`], at most [`crate::limits::MAX_HANDED_OVER_AT_ONCE`] bytes together.
    #[n(0)]
    pub items: Vec<ByteVec>,
}

/// What a removed device believes that the server has; the answer names those of it that are not there. At
/// most [`crate::limits::MAX_HANDED_OVER_COUNT`] of each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
pub struct Check {
    /// Hashes of items that it has handed over (32 bytes each).
    #[n(0)]
    pub items: Vec<ByteVec>,
    /// Chunks of its own in the team's sequence.
    #[n(1)]
    pub chunks: Vec<ChunkId>,
    /// Photos and voice notes of its own.
    #[n(2)]
    pub blobs: Vec<BlobId>,
}

impl Check {
    /// Whether it names nothing.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.chunks.is_empty() && self.blobs.is_empty()
    }
}

/// What one removed device has handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct WaitingOf {
    /// Which device.
    #[n(0)]
    pub device: DeviceId,
    /// How many items.
    #[n(1)]
    pub count: u64,
    /// Bytes of them together.
    #[n(2)]
    pub bytes: u64,
}

/// What waits for an admin.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Waiting {
    /// One for each device that has handed something over, in the order of their ids.
    #[n(0)]
    pub of: Vec<WaitingOf>,
}

/// Some of what one device has handed over, in the order in which it came.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Page {
    /// Each an encoded [`Item`].
    #[n(0)]
    pub items: Vec<ByteVec>,
    /// Where to read on; `None` after the last.
    #[n(1)]
    pub next: Option<u64>,
    /// The number of the last of them; 0 where there is none.
    #[n(2)]
    pub last: u64,
}
