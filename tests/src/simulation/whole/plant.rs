//! Faults that controls plant, from outside, since the devices and the server are the real ones.
//! Each is made for one of the things that are asked, which must then be found broken.

use doorstep_wire::sync::SyncReply;
use doorstep_wire::{decode, encode};

use doorstep_device::Answered;

/// A fault that must be noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planted {
    /// The server acknowledges a chunk and does not keep it.
    ServerForgets,
    /// A device's store forgets that a change waits to be sent.
    ForgetsToSend,
    /// Chunks of one reply change on their way.
    ChunksChange,
    /// Every reply lacks its last chunk.
    LeavesOut,
    /// A device is put back to a copy, and nobody says so.
    RestoredInSecret,
    /// A person was told "saved", and nothing was.
    NeverSaved,
    /// A device's lists lose a household.
    ListForgets,
    /// A device's search loses what it learnt.
    SearchForgets,
    /// A household's page takes others for having read everything.
    KeptFalsely,
    /// A person writes after everybody came to rest.
    WritesAfterwards,
}

impl Planted {
    /// All of them, with the words that the finding must hold.
    pub const ALL: [(Self, &'static str); 10] = [
        (Self::ServerForgets, "the server"),
        (Self::ForgetsToSend, "says that everything is sent"),
        (Self::ChunksChange, "comes to rest"),
        (Self::LeavesOut, "comes to rest"),
        (Self::RestoredInSecret, "lacks"),
        (Self::NeverSaved, "lacks"),
        (Self::ListForgets, "its list"),
        (Self::SearchForgets, "its search"),
        (Self::KeptFalsely, "holds all of household"),
        (Self::WritesAfterwards, "other heads"),
    ];

    /// What is done to a device's store for it.
    pub(super) fn sql(self) -> Option<&'static str> {
        match self {
            Self::ForgetsToSend => Some("UPDATE change SET unsealed = 0"),
            Self::KeptFalsely => Some(
                "INSERT INTO seen (device_id, seq) SELECT DISTINCT device_id, 1000000 FROM chunk
                 WHERE true ON CONFLICT (device_id) DO UPDATE SET seq = excluded.seq",
            ),
            Self::ListForgets => Some("UPDATE household SET closed = 1"),
            Self::SearchForgets => Some("DELETE FROM text_word"),
            _ => None,
        }
    }
}

/// Takes the last chunk out of a reply, or changes all of them.
pub(super) fn edit(planted: Option<Planted>, path: &str, answered: &mut Answered) {
    if !path.ends_with("/sync") {
        return;
    }
    let Ok(mut reply) = decode::<SyncReply>(&answered.body) else {
        return;
    };
    match planted {
        Some(Planted::LeavesOut) => drop(reply.chunks.pop()),
        Some(Planted::ChunksChange) => {
            for chunk in &mut reply.chunks {
                let mut bytes = chunk.to_vec();
                if let Some(last) = bytes.last_mut() {
                    *last ^= 1;
                }
                *chunk = bytes.into();
            }
        }
        _ => return,
    }
    answered.body = encode(&reply);
}
