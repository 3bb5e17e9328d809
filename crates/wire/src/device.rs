//! A device as others see it.

use minicbor::{Decode, Encode};

use crate::id::{DeviceId, VerifyingKeyBytes, WrapKeyBytes};
use crate::label::{Label, hash};

/// Both public keys of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct DevicePublic {
    /// Checks its signatures (Ed25519).
    #[n(0)]
    pub verifying: VerifyingKeyBytes,
    /// Wraps keys to it (X25519, HPKE).
    #[n(1)]
    pub wrapping: WrapKeyBytes,
}

impl DevicePublic {
    /// The first 16 bytes of the hash of both keys.
    pub fn device_id(&self) -> DeviceId {
        let full = hash(Label::Device, &[&self.verifying.0, &self.wrapping.0]);
        let mut id = [0; 16];
        for (to, from) in id.iter_mut().zip(full) {
            *to = from;
        }
        DeviceId(id)
    }
}

/// What a member may do; enforced by who may sign which membership entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Role {
    /// Visits households and records.
    #[n(1)]
    Worker,
    /// Also looks after the team's lists and learning.
    #[n(2)]
    Lead,
    /// Also invites and approves.
    #[n(3)]
    Admin,
}
