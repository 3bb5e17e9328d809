//! What the store knows to be erased.

use std::collections::HashMap;

use doorstep_wire::id::DocId;

use super::rows::{OfTeam, Team, cell};
use crate::storage::StorageFault;
use crate::storage::ledger::Ledger;

/// Documents of a team that were erased: whether the entry is in the log here, or waited for.
pub(super) struct Erased(HashMap<DocId, bool>);

impl Erased {
    /// Whether the team's log erases it, so that nothing of it is kept.
    pub(super) fn is_erased(&self, document: &DocId) -> bool {
        self.0.get(document).copied().unwrap_or_default()
    }

    /// Whether something of it may have been erased, by the log or by an entry that it has lost.
    pub(super) fn may_be(&self, document: &DocId) -> bool {
        self.0.contains_key(document)
    }
}

pub(super) async fn of(ledger: &impl Ledger, team: &Team) -> Result<Erased, StorageFault> {
    let mut erased = HashMap::new();
    let mut pages = OfTeam::new(ledger, "erased", team.id)?;
    loop {
        let rows = pages.next().await?;
        if rows.is_empty() {
            return Ok(Erased(erased));
        }
        let known = |row: &crate::storage::ledger::Row| {
            let document = DocId(cell::id(row, 1)?);
            Some((document, cell::number(row, 3)? == 1))
        };
        erased.extend(rows.iter().filter_map(known));
    }
}
