//! The signed log of who is in the team, as this device keeps it.

use doorstep_model::stale::Stale;
use doorstep_model::{Problem, ProblemCode};
use doorstep_wire::entry::Entry;
use doorstep_wire::membership::Entries;
use doorstep_wire::roster::Roster;

use crate::store::table::membership;
use crate::unlocked::{TeamPlace, Unlocked};

/// The roster that these entries make, from genesis on.
pub(crate) fn roster(entries: &[Vec<u8>]) -> Option<Roster> {
    let (first, rest) = entries.split_first()?;
    let mut roster = Roster::begin(&Entry::parse(first.clone()).ok()?).ok()?;
    for bytes in rest {
        roster.append(&Entry::parse(bytes.clone()).ok()?).ok()?;
    }
    Some(roster)
}

impl Unlocked {
    /// Takes in entries that the server has beyond ours; believes none that does not fit.
    pub(crate) fn read_entries(&mut self, entries: &Entries) -> Result<(), Problem> {
        for bytes in &entries.entries {
            let entry = Entry::parse(bytes.to_vec())
                .map_err(|fault| Problem::with(ProblemCode::ServerRefused, fault))?;
            self.append_entry(&entry)?;
        }
        Ok(())
    }

    /// Checks one more entry and keeps it; one that is held already is passed over, since an entry
    /// of this device's own may be read back before the answer to its sending has come.
    pub(crate) fn append_entry(&mut self, entry: &Entry) -> Result<(), Problem> {
        let TeamPlace::Member(current) = &mut self.place else {
            return Err(ProblemCode::NoTeam.into());
        };
        if entry.place.position < current.roster.entry_count() {
            return Ok(());
        }
        let mut roster = current.roster.clone();
        roster
            .append(entry)
            .map_err(|fault| Problem::with(ProblemCode::ServerRefused, fault))?;
        let position = entry.place.position;
        self.store
            .write(|tx| membership::append(tx, position, entry.hash(), entry.bytes()))?;
        current.roster = roster;
        self.stale(Stale::Team);
        Ok(())
    }
}
