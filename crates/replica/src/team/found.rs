//! The first entry of a team.

use doorstep_wire::entry::{Entry, EntryBody, EntryPlace, Genesis};
use doorstep_wire::id::{EntryHash, TeamId};
use rand_core::CryptoRng;

use crate::crypto::identity::Identity;
use crate::crypto::key::EpochKey;
use crate::crypto::recovery::Recovery;
use crate::crypto::wrap::{WrapFault, wrap};

/// What wrapped epoch keys are bound to.
pub(crate) fn epoch_context(epoch: u32) -> Vec<u8> {
    [&b"doorstep/1/epoch-key"[..], &epoch.to_be_bytes()].concat()
}

/// Founds a team: the founder's device is its first admin, the paper words can restore it.
///
/// # Errors
/// [`WrapFault`] never happens with keys made here.
pub fn found(
    founder: &Identity,
    recovery: &Recovery,
    epoch_key: &EpochKey,
    rng: &mut impl CryptoRng,
) -> Result<Entry, WrapFault> {
    let recovery = recovery.public();
    let wrapped = wrap(
        &epoch_key.key,
        &recovery.wrapping,
        &epoch_context(epoch_key.epoch),
        rng,
    )?;
    let mut salt = [0; 16];
    rng.fill_bytes(&mut salt);
    let place = EntryPlace {
        team_id: TeamId::ZERO,
        previous: EntryHash::ZERO,
        position: 0,
        author: founder.device_id(),
    };
    let body = EntryBody::Genesis(Genesis {
        device: founder.public(),
        recovery,
        epoch_key_for_recovery: wrapped.into(),
        salt,
    });
    Ok(Entry::sign(place, body, founder.signing()))
}
