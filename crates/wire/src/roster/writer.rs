//! Whose words count: members' and, up to where it was agreed, those of devices that were removed.

use super::Roster;
use crate::chunk::SealedChunk;
use crate::id::{DeviceId, VerifyingKeyBytes};

/// Why what a device wrote does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WriterFault {
    /// It is not in the team and never was.
    #[error("the chunk's writer is not in the team")]
    NotMember,
    /// It was removed, and this is beyond what was accepted of it.
    #[error("the chunk's writer was removed before it")]
    Removed,
    /// The signature is not the writer's.
    #[error("the chunk's signature is not its writer's")]
    BadSignature,
}

impl Roster {
    /// Whether a chunk is signed by a device whose words count at that place of its log.
    ///
    /// Of a removed device's log what lies before the accepted end is not compared with it here: the
    /// chunk at the end names the one before it, and so on.
    ///
    /// # Errors
    /// [`WriterFault`] names the first rule that is broken.
    pub fn check_writer(&self, chunk: &SealedChunk) -> Result<(), WriterFault> {
        let header = chunk.header();
        let member = self.members.get(&header.device_id);
        let former = self.former.get(&header.device_id);
        let key = match (member, former) {
            (Some(member), _) => member.device.verifying,
            (None, None) => return Err(WriterFault::NotMember),
            (None, Some(former)) => {
                let end = former.ends.get(&header.log_id);
                let counts = end.is_some_and(|end| {
                    header.log_seq < end.log_seq
                        || (header.log_seq == end.log_seq && chunk.id() == end.chunk_id)
                });
                // It was in no later epoch, and says nothing in the name of one.
                if !counts || header.epoch > former.epoch {
                    return Err(WriterFault::Removed);
                }
                former.member.device.verifying
            }
        };
        if chunk.is_signed_by(&key) {
            Ok(())
        } else {
            Err(WriterFault::BadSignature)
        }
    }

    /// The key of a device that is in the team or was. For what a document that counts names itself.
    pub fn verifying(&self, device: &DeviceId) -> Option<VerifyingKeyBytes> {
        let member = self.members.get(device);
        let member = member.or_else(|| Some(&self.former.get(device)?.member));
        member.map(|member| member.device.verifying)
    }
}
