//! Where a device stands in its team's sequence on the server.

use minicbor::{Decode, Encode};

use crate::id::{Chain, ChunkId};
use crate::label::{Label, hash};

/// How many chunks of the sequence are known, and the running hash over their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Cursor {
    /// Number of chunks seen; the last seen one has this sequence number, the first has 1.
    #[n(0)]
    pub seq: u64,
    /// Chain value after the last seen chunk.
    #[n(1)]
    pub chain: Chain,
}

impl Cursor {
    /// Before the first chunk.
    pub const START: Self = Self {
        seq: 0,
        chain: Chain::ZERO,
    };

    /// The cursor after one more chunk: `chain_n = hash(chain_{n-1} ‖ chunk_id_n)`.
    pub fn after(self, chunk: &ChunkId) -> Self {
        Self {
            seq: self.seq.saturating_add(1),
            chain: Chain(hash(Label::Chain, &[&self.chain.0, &chunk.0])),
        }
    }
}
