//! `POST /v1/teams/{team}/sync`: push and pull in one round trip.
//!
//! A request commits whole or not at all, and a repeat is harmless: a chunk that the server holds
//! is answered with its place.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::cursor::Cursor;
use crate::id::EntryHash;

/// What a device knows and brings.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct SyncRequest {
    /// Where the device stands.
    #[n(0)]
    pub cursor: Cursor,
    /// Sealed chunks, in the order of the device's log.
    #[n(1)]
    pub push: Vec<ByteVec>,
    /// At most this many bytes of chunks in the reply (one chunk is always sent).
    #[n(2)]
    pub max_bytes: u32,
}

/// What became of one pushed chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Pushed {
    /// It has this place in the sequence, now or since an earlier request.
    #[n(0)]
    Stored {
        /// From 1.
        #[n(0)]
        seq: u64,
    },
}

/// What the server has beyond the device's cursor.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct SyncReply {
    /// One for each pushed chunk, in order.
    #[n(0)]
    pub pushed: Vec<Pushed>,
    /// The chunks after the request's cursor, in sequence, the device's own among them. One that
    /// this very request pushed is given as its id alone, 32 bytes, which no sealed chunk is.
    #[n(1)]
    pub chunks: Vec<ByteVec>,
    /// After the last of them.
    #[n(2)]
    pub cursor: Cursor,
    /// Whether there are more.
    #[n(3)]
    pub more: bool,
    /// The membership head, so that a device knows when to read on.
    #[n(4)]
    pub membership_head: EntryHash,
    /// How many chunks there are after `cursor`, so that a person can be told; nothing is judged by
    /// it. Left out where there are none, and by a server that does not tell.
    #[n(5)]
    pub left: Option<u64>,
    /// An admin is told of how many removed devices something waits that they had not sent
    /// ([`crate::handed_over`]); left out where there is nothing.
    #[n(6)]
    pub handed_over: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{decode, encode};

    /// A reply of a server that does not tell how much is left: five fields, as they were.
    #[test]
    fn a_reply_without_the_last_field_is_read_and_nothing_is_written_for_none() {
        let reply = SyncReply {
            pushed: vec![],
            chunks: vec![vec![4; 5].into()],
            cursor: Cursor::START,
            more: true,
            membership_head: EntryHash::ZERO,
            left: None,
            handed_over: None,
        };
        let bytes = encode(&reply);
        assert_eq!(bytes.first(), Some(&0x85));
        assert_eq!(decode::<SyncReply>(&bytes).ok(), Some(reply));
    }
}
