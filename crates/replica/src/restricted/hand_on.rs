//! A document's keys, wrapped to devices or, once it is everybody's again, as they are.

use doorstep_wire::device::DevicePublic;
use doorstep_wire::id::{DeviceId, DocId, KeyId, TeamId, WrappedKey};
use minicbor::{Decode, Encode};
use rand_core::CryptoRng;

use super::statement::{MOST_UPON, StatementRef};
use crate::chunk::GrantedKey;
use crate::crypto::key::DocumentKey;
use crate::crypto::wrap::{UnwrapKey, wrap};

/// Devices that one key is wrapped to or known to be with, at most.
pub const MOST_DEVICES: usize = 2_000;

/// A key for one device, or for the paper words under the id of their public keys.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct WrappedFor {
    /// Which.
    #[n(0)]
    pub device: DeviceId,
    /// HPKE's encapsulated key ‖ ciphertext.
    #[n(1)]
    pub key: WrappedKey,
}

/// A key of a document, for those who may have it.
#[derive(Debug, Encode, Decode)]
pub struct HandedKey {
    /// Its name, which is worked out of it ([`DocumentKey::name_of`]).
    #[n(0)]
    pub key_id: KeyId,
    /// The epoch that it was made in.
    #[n(1)]
    pub epoch: u32,
    /// The statements that stood when it was made, and nobody has built upon: it is for whoever these name, and
    /// for whom those let in who knew them.
    #[n(2)]
    pub upon: Vec<StatementRef>,
    /// Devices that have it besides, as far as the writer knows, in the order of their ids: whoever made it is
    /// among them.
    #[n(3)]
    pub held_by: Vec<DeviceId>,
    /// For these devices, in the order of their ids.
    #[n(4)]
    pub wrapped: Vec<WrappedFor>,
    /// For everybody in the team; then for nobody apart.
    #[n(5)]
    open: Option<GrantedKey>,
}

/// A key that is to be handed on.
pub struct Known<'a> {
    /// It.
    pub key: &'a DocumentKey,
    /// When it was made.
    pub epoch: u32,
    /// What stood then.
    pub upon: Vec<StatementRef>,
    /// Who has it, this device among them.
    pub held_by: Vec<DeviceId>,
}

/// To whom.
pub enum Handed<'a> {
    /// These devices, and the paper words.
    To(&'a [DevicePublic]),
    /// Everybody in the team: the document is not restricted any more.
    Openly,
}

/// A key as it stands in a grant. A device whose public key is none gets random bytes, which open for nobody:
/// it stands in no other's way.
pub fn hand_on(
    (team, document): (&TeamId, &DocId),
    known: &Known<'_>,
    to: &Handed<'_>,
    rng: &mut impl CryptoRng,
) -> HandedKey {
    let context = context(team, document, &known.key.key_id, known.epoch);
    let mut held_by = known.held_by.clone();
    held_by.sort();
    held_by.dedup();
    let (mut wrapped, mut open) = (Vec::new(), None);
    match to {
        Handed::Openly => open = Some(GrantedKey::of(&known.key.key)),
        Handed::To(devices) => {
            for device in *devices {
                let mut key = WrappedKey([0; 80]);
                rng.fill_bytes(&mut key.0);
                if let Ok(bytes) = wrap(&known.key.key, &device.wrapping, &context, rng)
                    && let Ok(fits) = WrappedKey::try_from(bytes.as_slice())
                {
                    key = fits;
                }
                wrapped.push(WrappedFor {
                    device: device.device_id(),
                    key,
                });
            }
        }
    }
    wrapped.sort_by_key(|one| one.device);
    wrapped.dedup_by_key(|one| one.device);
    HandedKey {
        key_id: known.key.key_id,
        epoch: known.epoch,
        upon: known.upon.clone(),
        held_by,
        wrapped,
        open,
    }
}

impl HandedKey {
    /// Whether it is called as a key for some alone is, something stood when it was made, devices stand in order, each once, and it is for somebody:
    /// for devices or for everybody.
    pub(super) fn is_sound(&self) -> bool {
        let in_order = self.held_by.is_sorted_by(|one, next| one < next)
            && self
                .wrapped
                .is_sorted_by(|one, next| one.device < next.device);
        in_order
            && DocumentKey::is_named(&self.key_id)
            && self.open.is_some() == self.wrapped.is_empty()
            && (1..=MOST_UPON).contains(&self.upon.len())
            && self.upon.is_sorted_by(|one, next| one < next)
            && self.wrapped.len() <= MOST_DEVICES
            && self.held_by.len() <= MOST_DEVICES
    }

    /// Whether it is for everybody.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Every device that has it then.
    pub fn holders(&self) -> impl Iterator<Item = DeviceId> {
        let wrapped = self.wrapped.iter().map(|one| one.device);
        self.held_by.iter().copied().chain(wrapped)
    }
}

/// The key, if it is for everybody or for this device. Bytes that do not open, or open to another than its name
/// was worked out of, are nobody's.
pub fn opened_with(
    (team, document): (&TeamId, &DocId),
    handed: &HandedKey,
    device: &DeviceId,
    unwrap: &UnwrapKey,
) -> Option<DocumentKey> {
    let key = match &handed.open {
        Some(open) => open.key(),
        None => {
            let mine = handed.wrapped.iter().find(|one| one.device == *device)?;
            let context = context(team, document, &handed.key_id, handed.epoch);
            unwrap.unwrap(&mine.key.0, &context).ok()?
        }
    };
    (DocumentKey::name_of(&key) == handed.key_id).then_some(DocumentKey {
        key_id: handed.key_id,
        key,
    })
}

/// Binds a wrapped key to what it is for.
fn context(team: &TeamId, document: &DocId, key_id: &KeyId, epoch: u32) -> Vec<u8> {
    [
        b"doorstep/1/document-key".as_slice(),
        &team.0,
        &document.0,
        &key_id.0,
        &epoch.to_be_bytes(),
    ]
    .concat()
}
