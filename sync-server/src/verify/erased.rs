//! What the store knows to be erased.

use std::collections::HashSet;

use doorstep_wire::id::DocId;

use super::rows::{OfTeam, Team, cell};
use crate::storage::StorageFault;
use crate::storage::ledger::Ledger;

/// Documents of a team that were erased.
pub(super) type Erased = HashSet<DocId>;

pub(super) async fn of(ledger: &impl Ledger, team: &Team) -> Result<Erased, StorageFault> {
    let mut erased = Erased::new();
    let mut pages = OfTeam::new(ledger, "erased", team.id)?;
    loop {
        let rows = pages.next().await?;
        if rows.is_empty() {
            return Ok(erased);
        }
        erased.extend(rows.iter().filter_map(|row| cell::id(row, 1).map(DocId)));
    }
}
