//! Letting a device in: both people compare six words, then the admin signs.

use doorstep_wire::device::DevicePublic;
use doorstep_wire::entry::{Add, Entry, EntryBody, NewEpoch, join_proof_message};
use doorstep_wire::id::{EntryHash, Signature, TeamId};
use doorstep_wire::label::{Label, hash, verify};
use doorstep_wire::roster::Roster;
use rand_core::CryptoRng;

use super::epoch::{check, epoch_key, open_former};
use super::found::epoch_context;
use super::invite::{TicketContents, next_place};
pub use super::log::LogFault;
use super::log::{Log, epochs};
use crate::crypto::identity::Identity;
use crate::crypto::key::{EpochKey, EpochKeys};
use crate::crypto::recovery::words_for;
use crate::crypto::wrap::{WrapFault, wrap};

/// Six words that only these three make: 66 bits, so that a server that swaps a key is seen.
pub fn six_words(team: &TeamId, joiner: &DevicePublic, approver: &DevicePublic) -> Vec<String> {
    let parts: [&[u8]; 5] = [
        &team.0,
        &joiner.verifying.0,
        &joiner.wrapping.0,
        &approver.verifying.0,
        &approver.wrapping.0,
    ];
    words_for(&hash(Label::Words, &parts), 6)
}

/// Why somebody can't be let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JoinFault {
    /// The invite is not in the log, or was used.
    #[error("the invite is not open")]
    InviteNotOpen,
    /// Its time is over by the admin's clock.
    #[error("the invite's time is over")]
    Expired,
    /// The joiner's proof does not fit.
    #[error("the joiner's proof does not fit the invite")]
    BadProof,
    /// Another admin made the invite; the joiner compares words with that one alone.
    #[error("the invite was made by another device")]
    NotTheInviter,
    /// Their key can't be wrapped to.
    #[error(transparent)]
    Wrap(#[from] WrapFault),
}

/// Who asks to be let in, and by which invite.
pub struct Asking<'a> {
    /// The invite's entry.
    pub invite: EntryHash,
    /// The joiner's device.
    pub joiner: &'a DevicePublic,
    /// By the invite's seed, over the team and that device.
    pub proof: &'a Signature,
}

/// Checks a join request and signs the entry that lets the device in.
///
/// # Errors
/// [`JoinFault`] names what does not fit; nothing is signed then.
pub fn approve(
    admin: &Identity,
    roster: &Roster,
    asking: &Asking<'_>,
    epoch_key: &EpochKey,
    now_ms: u64,
    rng: &mut impl CryptoRng,
) -> Result<Entry, JoinFault> {
    let Asking {
        invite,
        joiner,
        proof,
    } = *asking;
    let state = roster.invite(&invite).ok_or(JoinFault::InviteNotOpen)?;
    if state.used_by.is_some() {
        return Err(JoinFault::InviteNotOpen);
    }
    if state.by != admin.device_id() {
        return Err(JoinFault::NotTheInviter);
    }
    if state.invite.expires_ms < now_ms {
        return Err(JoinFault::Expired);
    }
    let message = join_proof_message(&roster.team_id(), joiner);
    if !verify(Label::JoinProof, &state.invite.key, &message, proof) {
        return Err(JoinFault::BadProof);
    }
    let wrapped = wrap(
        &epoch_key.key,
        &joiner.wrapping,
        &epoch_context(epoch_key.epoch),
        rng,
    )?;
    let body = EntryBody::Add(Add {
        device: *joiner,
        role: state.invite.role,
        invite,
        proof: *proof,
        epoch: epoch_key.epoch,
        epoch_key: wrapped.into(),
    });
    Ok(Entry::sign(
        next_place(admin, roster),
        body,
        admin.signing(),
    ))
}

/// Checks a whole log against what the ticket said, and takes the epochs' keys out of it.
///
/// # Errors
/// [`LogFault`] if the log is not the invited team's, or does not let this device in by the hand of
/// the admin whose keys made the six words.
pub fn enter(
    me: &Identity,
    ticket: &TicketContents,
    log: &[Vec<u8>],
) -> Result<(Roster, EpochKeys), LogFault> {
    let Log { roster, entries } = Log::read(log)?;
    if roster.team_id() != ticket.team_id {
        return Err(LogFault::OtherTeam);
    }
    if !entries
        .iter()
        .any(|entry| entry.hash() == ticket.membership_head)
    {
        return Err(LogFault::Behind);
    }
    let found = entries.iter().find_map(|entry| match &entry.body {
        EntryBody::Add(add) if add.device == me.public() => Some((entry.place.author, add)),
        _ => None,
    });
    let (author, add) = found.ok_or(LogFault::NotIn)?;
    if author != ticket.approver.device_id() {
        return Err(LogFault::OtherApprover);
    }
    let keys = keys_of(me, add, &roster.team_id(), &epochs(&entries));
    // Whoever was removed since has none of the epoch in force.
    let is_in = roster.member(&me.device_id()).is_some() && keys.get(roster.epoch()).is_some();
    is_in.then_some((roster, keys)).ok_or(LogFault::NotIn)
}

/// What it was given when it came in and since, and what of before opens with that.
fn keys_of(me: &Identity, add: &Add, team: &TeamId, epochs: &[NewEpoch]) -> EpochKeys {
    let context = epoch_context(add.epoch);
    let given = me.unwrap_key().unwrap(&add.epoch_key, &context).ok();
    let begun = epochs.iter().find(|begun| begun.epoch == add.epoch);
    let given = given.filter(|key| begun.is_none_or(|begun| check(key) == begun.check));
    let first = given.map(|key| EpochKey {
        epoch: add.epoch,
        key,
    });
    let since = epochs.iter().filter(|begun| begun.epoch > add.epoch);
    let since = since.filter_map(|begun| epoch_key(&me.device_id(), me.unwrap_key(), begun).ok());
    let mut keys: EpochKeys = first.into_iter().chain(since).collect();
    open_former(&mut keys, team, epochs);
    keys
}
