//! What an admin's device signs about those who are in the team, and what the paper words sign.

use doorstep_wire::device::Role;
use doorstep_wire::entry::{
    Accept, ChangeRole, Entry, EntryBody, LogEnd, Recover, Remove, Removed, ReplaceRecovery,
};
use doorstep_wire::id::DeviceId;
use doorstep_wire::roster::Roster;
use rand_core::CryptoRng;

use super::epoch::{BadKey, next_epoch};
use super::invite::next_place;
use crate::crypto::identity::Identity;
use crate::crypto::key::EpochKey;
use crate::crypto::recovery::Recovery;
use crate::crypto::wrap::WrapFault;

/// The entry by which devices go, if any, and the rest gets a new key. `former` is the epoch's in force.
///
/// # Errors
/// [`WrapFault`] if the key of one who stays can't be wrapped to.
pub fn remove(
    admin: &Identity,
    roster: &Roster,
    former: &EpochKey,
    removed: Vec<Removed>,
    rng: &mut impl CryptoRng,
) -> Result<Entry, WrapFault> {
    let goes = |id: &DeviceId| removed.iter().any(|gone| gone.device == *id);
    let stay = roster.members().filter(|(id, _)| !goes(id));
    let stay = stay.map(|(id, member)| (id, &member.device));
    let team = roster.team_id();
    let epoch = next_epoch(&team, former, stay, roster.recovery(), BadKey::Refuse, rng)?;
    let body = EntryBody::Remove(Remove { removed, epoch });
    Ok(sign(admin, roster, body))
}

/// The entry by which a device may do more or less.
pub fn change_role(admin: &Identity, roster: &Roster, device: DeviceId, role: Role) -> Entry {
    sign(
        admin,
        roster,
        EntryBody::ChangeRole(ChangeRole { device, role }),
    )
}

/// The entry by which more counts of what a removed device wrote.
pub fn accept(admin: &Identity, roster: &Roster, device: DeviceId, ends: Vec<LogEnd>) -> Entry {
    sign(admin, roster, EntryBody::Accept(Accept { device, ends }))
}

/// The entry by which other paper words count from here on, and everybody gets a new key. `former` is the
/// epoch's in force, which the words that counted so far open. Whoever is in the team with a key that can't be
/// wrapped to gets none: a stranger who came in so, and whose words are in force, could not be removed else.
///
/// # Errors
/// [`WrapFault`] if the new words' key can't be wrapped to.
pub fn replace_recovery(
    admin: &Identity,
    new_words: &Recovery,
    roster: &Roster,
    former: &EpochKey,
    rng: &mut impl CryptoRng,
) -> Result<Entry, WrapFault> {
    let (team, recovery) = (roster.team_id(), new_words.public());
    let all = roster.members().map(|(id, member)| (id, &member.device));
    let epoch = next_epoch(&team, former, all, &recovery, BadKey::LeaveOut, rng)?;
    let body = EntryBody::ReplaceRecovery(ReplaceRecovery {
        recovery,
        proof: new_words.prove(&team),
        epoch,
    });
    Ok(sign(admin, roster, body))
}

/// The entry by which the paper words let a device in, as an admin. Everybody gets a new key, and the
/// team new words. Whoever is in the team with a key that can't be wrapped to gets none, and keeps nobody
/// from coming back.
///
/// # Errors
/// [`WrapFault`] if the new words' key can't be wrapped to.
pub fn recover(
    words: &Recovery,
    new_words: &Recovery,
    device: &Identity,
    roster: &Roster,
    former: &EpochKey,
    rng: &mut impl CryptoRng,
) -> Result<Entry, WrapFault> {
    let (id, public) = (device.device_id(), device.public());
    let mut all: Vec<_> = roster
        .members()
        .map(|(id, member)| (id, &member.device))
        .collect();
    all.push((&id, &public));
    all.sort_by_key(|(id, _)| **id);
    let recovery = new_words.public();
    let team = roster.team_id();
    let epoch = next_epoch(
        &team,
        former,
        all.into_iter(),
        &recovery,
        BadKey::LeaveOut,
        rng,
    )?;
    let body = EntryBody::Recover(Recover {
        device: public,
        recovery,
        epoch,
    });
    Ok(sign(&words.identity(), roster, body))
}

fn sign(author: &Identity, roster: &Roster, body: EntryBody) -> Entry {
    Entry::sign(next_place(author, roster), body, author.signing())
}
