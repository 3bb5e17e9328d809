//! Documents go for good: the entry, and the reason in it, which only those in the team can read.

use doorstep_wire::entry::{Entry, EntryBody, Erase};
use doorstep_wire::id::{DocId, SealedReason, TeamId};
use doorstep_wire::roster::Roster;
use rand_core::CryptoRng;

use super::invite::next_place;
use crate::crypto::aead::{open_with_nonce, seal_with_nonce};
use crate::crypto::identity::Identity;
use crate::crypto::key::{EpochKey, EpochKeys, SecretKey};

/// What a reason is padded to, with the time (8) and its length (2) in front, so that its length tells
/// nothing.
const PADDED: usize = 1_024;

/// The most bytes that a reason may have.
pub const MAX_REASON: usize = PADDED - 8 - 2;

/// Why something was erased, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// By the clock of the admin's device, in milliseconds since 1970.
    pub at_ms: u64,
    /// In the admin's words.
    pub why: String,
}

/// A reason is longer than [`MAX_REASON`], or there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a reason has between 1 and {MAX_REASON} bytes")]
pub struct BadReason;

/// The entry by which documents go for good. `epoch` is the one in force.
///
/// # Errors
/// [`BadReason`] if the reason is empty or too long.
pub fn erase(
    admin: &Identity,
    roster: &Roster,
    epoch: &EpochKey,
    mut documents: Vec<DocId>,
    reason: &Reason,
    rng: &mut impl CryptoRng,
) -> Result<Entry, BadReason> {
    documents.sort_unstable();
    documents.dedup();
    let padded = zeroize::Zeroizing::new(padded(reason).ok_or(BadReason)?);
    let context = context(&roster.team_id(), epoch.epoch, &documents);
    let sealed = seal_with_nonce(&reason_key(&epoch.key), &context, &padded, rng);
    let body = EntryBody::Erase(Erase {
        documents,
        epoch: epoch.epoch,
        reason: SealedReason::try_from(sealed.as_slice()).map_err(|_| BadReason)?,
    });
    let place = next_place(admin, roster);
    Ok(Entry::sign(place, body, admin.signing()))
}

/// Why these documents were erased; `None` if the key is not here, or it is no text.
pub fn reason(keys: &EpochKeys, team: &TeamId, erase: &Erase) -> Option<Reason> {
    let key = reason_key(keys.get(erase.epoch)?);
    let context = context(team, erase.epoch, &erase.documents);
    let opened = open_with_nonce(&key, &context, &erase.reason.0).ok()?;
    let (at, rest) = opened.split_first_chunk::<8>()?;
    let (len, rest) = rest.split_first_chunk::<2>()?;
    let text = rest.get(..usize::from(u16::from_be_bytes(*len)))?;
    Some(Reason {
        at_ms: u64::from_be_bytes(*at),
        why: String::from_utf8(text.to_vec()).ok()?,
    })
}

fn padded(reason: &Reason) -> Option<Vec<u8>> {
    let why = reason.why.as_bytes();
    let len = u16::try_from(why.len()).ok()?;
    if why.is_empty() || why.len() > MAX_REASON {
        return None;
    }
    let at = reason.at_ms.to_be_bytes();
    let mut padded = [&at[..], &len.to_be_bytes(), why].concat();
    padded.resize(PADDED, 0);
    Some(padded)
}

fn reason_key(epoch: &SecretKey) -> SecretKey {
    epoch.derive(b"doorstep/1/erase-reason")
}

/// Binds a reason to what it is the reason of.
fn context(team: &TeamId, epoch: u32, documents: &[DocId]) -> Vec<u8> {
    let mut context = [&team.0[..], &epoch.to_be_bytes()].concat();
    context.extend(documents.iter().flat_map(|document| document.0));
    context
}
