//! A team whose devices are all gone, by the words on paper: its log is checked, its keys are opened, and
//! one new device is let in.

use doorstep_wire::entry::EntryBody;
use doorstep_wire::id::TeamId;
use doorstep_wire::roster::Roster;

use super::epoch::{epoch_key, epoch_key_for_recovery, open_former};
use super::found::epoch_context;
use super::log::{Log, LogFault, epochs};
use crate::crypto::identity::Identity;
use crate::crypto::key::{EpochKey, EpochKeys};
use crate::crypto::recovery::{Recovery, words_for};

/// Why words on paper don't open a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryFault {
    /// The log is not to be believed.
    #[error(transparent)]
    Log(#[from] LogFault),
    /// Others took their place: they were used, or an admin replaced them.
    #[error("others took the place of these words")]
    Used,
    /// They are another team's.
    #[error("these words are not this team's")]
    OtherWords,
    /// Whoever began the epoch gave the words no key, or another one.
    #[error("the team's key does not open with these words")]
    CannotOpen,
}

/// Six words for a team: the first 66 bits of its id, which is the hash of its first entry. They stand on
/// paper beside the recovery words, so that nobody can show another team in its place.
pub fn team_words(team: &TeamId) -> Vec<String> {
    words_for(&team.0, 6)
}

/// Checks a team's log, and opens with the words in force the key of the epoch in force, and with that the
/// former ones.
///
/// # Errors
/// [`RecoveryFault`].
pub fn open_with_words(
    words: &Recovery,
    log: &[Vec<u8>],
) -> Result<(Roster, EpochKeys), RecoveryFault> {
    let Log { roster, entries } = Log::read(log)?;
    let public = words.public();
    if roster.was_recovery(&public) {
        return Err(RecoveryFault::Used);
    }
    if *roster.recovery() != public {
        return Err(RecoveryFault::OtherWords);
    }
    let identity = words.identity();
    let unwrap = identity.unwrap_key();
    let begun = epochs(&entries);
    let last = match begun.last() {
        Some(last) => {
            epoch_key_for_recovery(unwrap, last).map_err(|_| RecoveryFault::CannotOpen)?
        }
        None => {
            let wrapped = &roster.genesis().epoch_key_for_recovery;
            let key = unwrap.unwrap(wrapped, &epoch_context(0));
            let key = key.map_err(|_| RecoveryFault::CannotOpen)?;
            EpochKey { epoch: 0, key }
        }
    };
    let mut keys: EpochKeys = [last].into_iter().collect();
    open_former(&mut keys, &roster.team_id(), &begun);
    Ok((roster, keys))
}

/// What a device finds in the log that the words have let in: `None` if they have not.
///
/// # Errors
/// [`RecoveryFault`] if the log is not to be believed, or is another team's.
pub fn let_in(
    me: &Identity,
    team: &TeamId,
    log: &[Vec<u8>],
) -> Result<Option<(Roster, EpochKeys)>, RecoveryFault> {
    let Log { roster, entries } = Log::read(log)?;
    if roster.team_id() != *team {
        return Err(LogFault::OtherTeam.into());
    }
    let is_in = entries.iter().any(|entry| match &entry.body {
        EntryBody::Recover(recover) => recover.device == me.public(),
        _ => false,
    });
    if !is_in {
        return Ok(None);
    }
    let begun = epochs(&entries);
    let given = begun
        .iter()
        .filter_map(|begun| epoch_key(&me.device_id(), me.unwrap_key(), begun).ok());
    let mut keys: EpochKeys = given.collect();
    open_former(&mut keys, team, &begun);
    Ok(Some((roster, keys)))
}
