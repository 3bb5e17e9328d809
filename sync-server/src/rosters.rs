//! Who is in which team, as the signed logs say. Checked anew at every request: what is remembered
//! counts only while the log's head is still the same.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use doorstep_wire::entry::Entry;
use doorstep_wire::id::TeamId;
use doorstep_wire::limits::MAX_ENTRIES_REPLY;
use doorstep_wire::roster::Roster;

use crate::storage::{Storage, StorageFault};

/// Teams remembered at once.
const REMEMBERED: usize = 1_000;

#[derive(Default)]
pub(crate) struct Rosters {
    remembered: Mutex<HashMap<TeamId, Arc<Roster>>>,
}

impl Rosters {
    /// The team as it is now.
    pub(crate) async fn of(
        &self,
        storage: &impl Storage,
        team: TeamId,
    ) -> Result<Arc<Roster>, StorageFault> {
        let (head, count) = storage.membership_head(team).await?;
        let before = self
            .remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&team)
            .cloned();
        if let Some(roster) = &before
            && roster.head() == head
        {
            return Ok(Arc::clone(roster));
        }
        let roster = Arc::new(read_on(storage, team, before.as_deref().cloned(), count).await?);
        let mut remembered = self
            .remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= REMEMBERED && !remembered.contains_key(&team) {
            remembered.clear();
        }
        remembered.insert(team, Arc::clone(&roster));
        Ok(roster)
    }
}

/// Checks the entries that are not known yet; each was checked before it was stored.
async fn read_on(
    storage: &impl Storage,
    team: TeamId,
    mut roster: Option<Roster>,
    count: u64,
) -> Result<Roster, StorageFault> {
    let damaged = |what: &str| StorageFault::Unusable(format!("a membership log: {what}"));
    loop {
        let from = roster.as_ref().map_or(0, Roster::entry_count);
        if let Some(roster) = roster.take_if(|_| from >= count) {
            return Ok(roster);
        }
        let entries = storage.entries(team, from, MAX_ENTRIES_REPLY).await?;
        if entries.is_empty() {
            return Err(damaged("it is shorter than its head says"));
        }
        for bytes in entries {
            let entry = Entry::parse(bytes).map_err(|fault| damaged(&fault.to_string()))?;
            match &mut roster {
                None => {
                    let begun =
                        Roster::begin(&entry).map_err(|fault| damaged(&fault.to_string()))?;
                    roster = Some(begun);
                }
                Some(roster) => {
                    roster
                        .append(&entry)
                        .map_err(|fault| damaged(&fault.to_string()))?;
                }
            }
        }
    }
}
