//! Taking in changes that came from elsewhere: all of them, or none.

use automerge::Automerge;
use doorstep_wire::id::DeviceId;
use rand_core::CryptoRng;

use super::growing::{Care, Growing, Voucher};
use super::guarded::{ApplyFault, reloaded};
use super::{Document, new_actor};
use crate::chunk::{ChangeBytes, Snapshot};

/// What taking in did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The changes that were new, in order.
    pub new: Vec<ChangeBytes>,
}

impl Document {
    /// Takes in changes that `signer` signed.
    ///
    /// # Errors
    /// [`ApplyFault`]; the document is as it was.
    pub fn apply(
        &mut self,
        signer: DeviceId,
        changes: &[ChangeBytes],
        rng: &mut impl CryptoRng,
    ) -> Result<Applied, ApplyFault> {
        let writer = self.writer;
        let mut growing = Growing::on(Some(self), Care::InTheEnd);
        growing.add(signer, changes)?;
        let new = match growing.finish(writer, rng)? {
            None => Vec::new(),
            Some(grown) => {
                *self = grown.document;
                grown.new
            }
        };
        Ok(Applied { new })
    }

    /// A document that begins with the changes `signer` signed.
    ///
    /// # Errors
    /// [`ApplyFault`] as for [`Document::apply`].
    pub fn begin(
        signer: DeviceId,
        changes: &[ChangeBytes],
        writer: DeviceId,
        rng: &mut impl CryptoRng,
    ) -> Result<(Self, Applied), ApplyFault> {
        let mut growing = Growing::on(None, Care::InTheEnd);
        growing.add(signer, changes)?;
        let grown = growing.finish(writer, rng)?;
        let grown = grown.ok_or(ApplyFault::UnknownKind)?;
        Ok((grown.document, Applied { new: grown.new }))
    }

    /// A document that begins whole, as `signer` saved and signed it.
    ///
    /// # Errors
    /// [`ApplyFault`] as for [`Document::apply`].
    pub fn begin_whole(
        signer: DeviceId,
        snapshot: &Snapshot,
        writer: DeviceId,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, ApplyFault> {
        let mut growing = Growing::on(None, Care::InTheEnd);
        growing.add_whole(Voucher::Signer(signer), snapshot)?;
        let grown = growing.finish(writer, rng)?;
        Ok(grown.ok_or(ApplyFault::UnknownKind)?.document)
    }

    /// Only what survives being saved and loaded replaces a document.
    pub(super) fn settle(
        doc: Automerge,
        writer: DeviceId,
        rng: &mut impl CryptoRng,
    ) -> Result<(Self, Vec<u8>), ApplyFault> {
        let (reloaded, saved) = reloaded(&doc)?;
        Ok((Self::written_by(reloaded, writer, rng)?, saved))
    }

    pub(super) fn written_by(
        mut doc: Automerge,
        writer: DeviceId,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, ApplyFault> {
        doc.set_actor(new_actor(writer, rng));
        Self::from_automerge(doc, writer).map_err(|_| ApplyFault::UnknownKind)
    }
}
