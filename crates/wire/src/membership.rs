//! `/v1/teams/{team}/membership`: the log of who is in a team.
//!
//! `GET ?from=N` answers [`Entries`]; `POST` takes [`Append`] and answers an empty body. The swap is
//! on the head: if another admin was first, the answer is `membership_moved` and the device reads
//! on, then tries again or gives up.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::id::EntryHash;

/// Entries from a position on.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Entries {
    /// In order; at most [`crate::limits::MAX_ENTRIES_REPLY`].
    #[n(0)]
    pub entries: Vec<ByteVec>,
    /// Whether there are more.
    #[n(1)]
    pub more: bool,
    /// The log's head, so that a device notices when it knows more than the server.
    #[n(2)]
    pub head: EntryHash,
}

/// One more entry, if the head is still what the writer knew. A new entry comes from the admin who
/// signed it; one that the server has lost may come from anybody in the team.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Append {
    /// The head the writer knew.
    #[n(0)]
    pub expected_head: EntryHash,
    /// The entry's bytes.
    #[n(1)]
    pub entry: ByteVec,
    /// It is new, and its writer wants to hear of it (`membership_moved`) if the server holds more by a
    /// device that the entry removes than the entry counts. What is given back is what it is.
    #[n(2)]
    pub only_if_all_is_read: Option<bool>,
    /// It is new, and its writer had read the sequence up to here: it wants to hear of it
    /// (`membership_moved`) if the server holds more about a document that the entry erases.
    #[n(3)]
    pub read_to: Option<u64>,
}
