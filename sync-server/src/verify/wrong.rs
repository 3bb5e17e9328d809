//! What can be wrong with a store.

use doorstep_wire::chunk::ChunkFault;
use doorstep_wire::entry::EntryFault;
use doorstep_wire::roster::RosterFault;

/// What is wrong. Places are those of the sequence or of the log, numbers of blobs those of their ids'
/// order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// A column does not hold what it should.
    #[error("a column of {0} can't be read")]
    Column(&'static str),
    /// One of the server's secrets is missing or has another length.
    #[error("the server's secret {0} is missing or damaged")]
    Secret(&'static str),
    /// An entry is missing.
    #[error("the membership log has no entry {0}")]
    EntryMissing(u64),
    /// An entry can't be read.
    #[error("entry {0} of the membership log can't be read: {1}")]
    EntryUnreadable(u64, EntryFault),
    /// An entry may not stand there.
    #[error("entry {0} of the membership log may not stand there: {1}")]
    EntryRefused(u64, RosterFault),
    /// The team's row says something else than its membership log.
    #[error("the team's membership head or count is not that of its log")]
    MembershipHead,
    /// A place in the sequence is empty.
    #[error("there is no chunk at place {0}")]
    ChunkMissing(u64),
    /// A chunk can't be read.
    #[error("the chunk at place {0} can't be read: {1}")]
    ChunkUnreadable(u64, ChunkFault),
    /// A chunk is kept under another id, or in another team, than its own.
    #[error("the chunk at place {0} is kept under another id or team than its own")]
    ChunkElsewhere(u64),
    /// A chunk's signature is not that of a device of the team.
    #[error("the chunk at place {0} is not signed by a device of the team")]
    ChunkUnsigned(u64),
    /// A chunk of a document that was erased is there still.
    #[error("the chunk at place {0} is of a document that was erased, and is there still")]
    NotErased(u64),
    /// A chunk says that its document was erased.
    #[error("the chunk at place {0} says that its document was erased, and it was not")]
    ErasedWrongly(u64),
    /// A blob of a document that was erased is there still.
    #[error("blob {0} is of a document that was erased, and is there still")]
    BlobNotErased(u64),
    /// The membership log erases a document of which the store does not know it.
    #[error("the membership log erases a document of which the store does not know it")]
    ErasureUnknown,
    /// A chunk does not follow the last one of its log.
    #[error("the chunk at place {0} does not follow the last one of its log")]
    LogForked(u64),
    /// The chain is not the hash of all before.
    #[error("the chain at place {0} is not the hash of all before")]
    Chain(u64),
    /// The team's row says something else than its sequence.
    #[error("the team's head or chain is not where its sequence ends")]
    Head,
    /// The end of a device's log is remembered wrongly.
    #[error("the end of a device's log is not remembered as it is")]
    LogEnd,
    /// A blob's head is damaged, in the wrong place, or not signed by a device of the team.
    #[error("the head of blob {0} is damaged, misplaced or not signed by a device of the team")]
    BlobHead(u64),
    /// A part is not what its blob's head lists.
    #[error("part {1} of blob {0} is not what its head lists")]
    BlobPart(u64, u64),
    /// A blob's count of missing parts is wrong.
    #[error("blob {0} says wrongly how many of its parts are missing")]
    BlobMissing(u64),
    /// Parts without a blob.
    #[error("there are parts of a blob that is not there")]
    BlobLost,
    /// What the team's blobs take is counted wrongly.
    #[error("what the team's blobs take is counted wrongly")]
    BlobTotal,
}
