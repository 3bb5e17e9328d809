//! A membership log from its first entry on.

use doorstep_wire::entry::{Entry, EntryFault, NewEpoch};
use doorstep_wire::roster::{Roster, RosterFault};

/// Why a membership log is not to be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LogFault {
    /// An entry is not well-formed.
    #[error(transparent)]
    Entry(#[from] EntryFault),
    /// An entry can't stand where it does.
    #[error(transparent)]
    Roster(#[from] RosterFault),
    /// The log is another team's than the ticket's.
    #[error("the log is not the invited team's")]
    OtherTeam,
    /// What the admin knew is missing: the server shows an old or another log.
    #[error("the log does not hold the entry that the invite names")]
    Behind,
    /// This device is not in it, or its key does not open.
    #[error("the log does not let this device in")]
    NotIn,
    /// The device was let in by somebody other than the one who invited.
    #[error("another device than the inviting one approved")]
    OtherApprover,
}

/// A log of which every entry stands where it does.
pub struct Log {
    /// Who is in the team by it.
    pub roster: Roster,
    /// From genesis on.
    pub entries: Vec<Entry>,
}

impl Log {
    /// Checks a log, as it was stored or came.
    ///
    /// # Errors
    /// [`LogFault`] names the first rule that is broken.
    pub fn read(log: &[Vec<u8>]) -> Result<Self, LogFault> {
        let mut entries = Vec::with_capacity(log.len());
        let mut roster: Option<Roster> = None;
        for bytes in log {
            let entry = Entry::parse(bytes.clone())?;
            match &mut roster {
                None => roster = Some(Roster::begin(&entry)?),
                Some(roster) => roster.append(&entry)?,
            }
            entries.push(entry);
        }
        let roster = roster.ok_or(LogFault::OtherTeam)?;
        Ok(Self { roster, entries })
    }
}

/// Every epoch that these entries begin, in their order. The first one has no entry of its own.
pub fn epochs(entries: &[Entry]) -> Vec<NewEpoch> {
    let begun = entries.iter().filter_map(|entry| entry.body.new_epoch());
    begun.cloned().collect()
}
