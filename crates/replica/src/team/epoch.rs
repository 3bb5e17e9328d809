//! The team's key changes: a new one for everybody who is in the team then, which opens the former.

use doorstep_wire::device::DevicePublic;
use doorstep_wire::entry::{KeyFor, NewEpoch};
use doorstep_wire::id::{DeviceId, KeyCheck, SealedKey, TeamId, WrappedKey};
use rand_core::CryptoRng;

use super::found::epoch_context;
use crate::crypto::aead::{open_with_nonce, seal_with_nonce};
use crate::crypto::key::{EpochKey, EpochKeys, SecretKey};
use crate::crypto::wrap::{UnwrapKey, WrapFault, wrap};

/// Why a device does not have the key that an entry begins an epoch with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EpochFault {
    /// There is none for this device.
    #[error("the new key is not for this device")]
    NotForThisDevice,
    /// It does not open.
    #[error("the new key does not open")]
    CannotOpen,
    /// It is another one than the rest of the team was given.
    #[error("the new key is another one than the team's")]
    OtherKey,
}

/// What becomes of the next epoch where a device's key can't be wrapped to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadKey {
    /// It is not begun. Whoever has the team can remove that device first.
    Refuse,
    /// That device is given random bytes in its place, which open for nobody.
    LeaveOut,
}

/// What an entry says that begins the next epoch for these devices, with its key.
///
/// # Errors
/// [`WrapFault`] if one of their keys can't be wrapped to, unless such devices are left out, or recovery's.
pub(super) fn next_epoch<'a>(
    team: &TeamId,
    former: &EpochKey,
    devices: impl Iterator<Item = (&'a DeviceId, &'a DevicePublic)>,
    recovery: &DevicePublic,
    bad_key: BadKey,
    rng: &mut impl CryptoRng,
) -> Result<NewEpoch, WrapFault> {
    let next = EpochKey {
        epoch: former.epoch.saturating_add(1),
        key: SecretKey::generate(rng),
    };
    let context = epoch_context(next.epoch);
    let mut keys = Vec::new();
    for (id, device) in devices {
        let key = match wrapped(&next.key, device, &context, rng) {
            Err(_) if bad_key == BadKey::LeaveOut => nobodys(rng),
            wrapped => wrapped?,
        };
        keys.push(KeyFor { device: *id, key });
    }
    let for_recovery = wrapped(&next.key, recovery, &context, rng)?;
    let sealed = seal_with_nonce(
        &former_key(&next),
        &former_context(team, next.epoch),
        former.key.expose(),
        rng,
    );
    Ok(NewEpoch {
        epoch: next.epoch,
        keys,
        for_recovery,
        former: SealedKey::try_from(sealed.as_slice()).map_err(|_| WrapFault)?,
        check: check(&next.key),
    })
}

fn wrapped(
    key: &SecretKey,
    to: &DevicePublic,
    context: &[u8],
    rng: &mut impl CryptoRng,
) -> Result<WrappedKey, WrapFault> {
    let bytes = wrap(key, &to.wrapping, context, rng)?;
    WrappedKey::try_from(bytes.as_slice()).map_err(|_| WrapFault)
}

/// What looks like a wrapped key, and opens for nobody.
fn nobodys(rng: &mut impl CryptoRng) -> WrappedKey {
    let mut bytes = WrappedKey([0; 80]);
    rng.fill_bytes(&mut bytes.0);
    bytes
}

/// What the former epoch's key is sealed under.
fn former_key(epoch: &EpochKey) -> SecretKey {
    epoch.key.derive(b"doorstep/1/former-epoch")
}

fn former_context(team: &TeamId, epoch: u32) -> Vec<u8> {
    [&team.0[..], &epoch.to_be_bytes()].concat()
}

/// Tells two keys apart without telling anything else of them.
pub(super) fn check(key: &SecretKey) -> KeyCheck {
    KeyCheck(*key.derive(b"doorstep/1/epoch-check").expose())
}

/// The key of a new epoch, as this device was given it.
///
/// # Errors
/// [`EpochFault`] if there is none for it, or not the one that the others have.
pub fn epoch_key(
    device: &DeviceId,
    unwrap: &UnwrapKey,
    epoch: &NewEpoch,
) -> Result<EpochKey, EpochFault> {
    let given = epoch.keys.iter().find(|key| key.device == *device);
    let given = given.ok_or(EpochFault::NotForThisDevice)?;
    opened(unwrap, &given.key, epoch)
}

/// The key of a new epoch, as the paper words open it.
///
/// # Errors
/// [`EpochFault`] if it is not the one that the others have.
pub fn epoch_key_for_recovery(
    unwrap: &UnwrapKey,
    epoch: &NewEpoch,
) -> Result<EpochKey, EpochFault> {
    opened(unwrap, &epoch.for_recovery, epoch)
}

fn opened(
    unwrap: &UnwrapKey,
    wrapped: &WrappedKey,
    epoch: &NewEpoch,
) -> Result<EpochKey, EpochFault> {
    let key = unwrap.unwrap(&wrapped.0, &epoch_context(epoch.epoch));
    let key = key.map_err(|_| EpochFault::CannotOpen)?;
    if check(&key) == epoch.check {
        let epoch = epoch.epoch;
        Ok(EpochKey { epoch, key })
    } else {
        Err(EpochFault::OtherKey)
    }
}

/// Opens what is lacking of former epochs' keys, from the latest entry back. `epochs` are those that
/// began after the first, in their order. Answers which were found.
pub fn open_former(keys: &mut EpochKeys, team: &TeamId, epochs: &[NewEpoch]) -> Vec<u32> {
    let mut found = Vec::new();
    for begun in epochs.iter().rev() {
        let Some(before) = begun.epoch.checked_sub(1) else {
            continue;
        };
        if keys.get(before).is_some() {
            continue;
        }
        let Some(key) = keys.get(begun.epoch).map(SecretKey::duplicate) else {
            continue;
        };
        let epoch = EpochKey {
            epoch: begun.epoch,
            key,
        };
        let context = former_context(team, begun.epoch);
        let opened = open_with_nonce(&former_key(&epoch), &context, &begun.former.0);
        let opened = opened.map(zeroize::Zeroizing::new);
        let opened = opened.ok().and_then(|bytes| SecretKey::from_bytes(&bytes));
        // The first epoch has no check.
        let meant = epochs.iter().find(|one| one.epoch == before);
        let is_meant = |key: &SecretKey| meant.is_none_or(|meant| check(key) == meant.check);
        if let Some(key) = opened.filter(is_meant) {
            keys.put(EpochKey { epoch: before, key });
            found.push(before);
        }
    }
    found
}
