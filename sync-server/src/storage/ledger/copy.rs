//! From one store into another that is empty: whole and compared, or not at all.

use std::collections::HashMap;

use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{Chain, ChunkId, TeamId};

use super::{Access, Ledger, Row, TABLES, Table, Value};
use crate::storage::StorageFault;

/// Why a store was not moved. Both are as they were before.
#[derive(Debug, thiserror::Error)]
pub enum MoveFault {
    /// One of the two failed.
    #[error(transparent)]
    Storage(#[from] StorageFault),
    /// There is something in the target.
    #[error("the target is not empty: there is something in its table {0}")]
    NotEmpty(&'static str),
    /// What was written does not come back as it was.
    #[error("the copy differs from the original in row {row} of {table}")]
    Differs {
        /// In which table.
        table: &'static str,
        /// The first such row; the first row is 1.
        row: u64,
    },
    /// The chain over a team's chunks is not what the store says.
    #[error("a team's chain is wrong at place {0}; `verify` tells more")]
    Chain(u64),
    /// A team's head is not where its chunks end.
    #[error("a team's head is not at the end of its sequence; `verify` tells more")]
    Head,
}

/// How many rows of a table were moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Its name.
    pub table: &'static str,
    /// Rows.
    pub rows: u64,
}

/// Copies every row, then reads both stores again, compares them row by row and computes each chain
/// anew; only then it is kept.
///
/// # Errors
/// [`MoveFault`]; the target is left empty then.
pub async fn copy(from: &impl Ledger, to: &impl Ledger) -> Result<Vec<Moved>, MoveFault> {
    from.layout().await?.is_current()?;
    from.begin(Access::Hold).await?;
    to.begin(Access::Fill).await?;
    for table in &TABLES {
        // A store makes its secrets when it is opened; those of the original take their place.
        if table.name == "server_secret" {
            to.clear(table).await?;
        } else if !to.page(table, None).await?.is_empty() {
            return Err(MoveFault::NotEmpty(table.name));
        }
    }
    for table in &TABLES {
        let mut pages = Pages::of(from, table);
        while let Some(rows) = pages.next().await? {
            to.write(table, rows).await?;
        }
    }
    let moved = compare(from, to).await?;
    to.commit().await?;
    Ok(moved)
}

async fn compare(from: &impl Ledger, to: &impl Ledger) -> Result<Vec<Moved>, MoveFault> {
    let mut moved = Vec::new();
    let mut chains = Chains::default();
    for table in &TABLES {
        let (mut originals, mut copies) = (Pages::of(from, table), Pages::of(to, table));
        let mut rows = 0;
        loop {
            let (original, copy) = (originals.next().await?, copies.next().await?);
            let pair = (original.unwrap_or_default(), copy.unwrap_or_default());
            let differs =
                (0..pair.0.len().max(pair.1.len())).find(|at| pair.0.get(*at) != pair.1.get(*at));
            if let Some(at) = differs {
                let row = rows + u64::try_from(at).unwrap_or(u64::MAX) + 1;
                let table = table.name;
                return Err(MoveFault::Differs { table, row });
            }
            if pair.1.is_empty() {
                break;
            }
            rows += u64::try_from(pair.1.len()).unwrap_or(u64::MAX);
            for row in &pair.1 {
                chains.take(table, row)?;
            }
        }
        let table = table.name;
        moved.push(Moved { table, rows });
    }
    chains.finish()?;
    Ok(moved)
}

/// The pages of a table, one after the other.
pub(super) struct Pages<'a, L> {
    ledger: &'a L,
    table: &'static Table,
    after: Option<Row>,
}

impl<'a, L: Ledger> Pages<'a, L> {
    pub(super) fn of(ledger: &'a L, table: &'static Table) -> Self {
        Self {
            ledger,
            table,
            after: None,
        }
    }

    pub(super) async fn next(&mut self) -> Result<Option<Vec<Row>>, StorageFault> {
        let rows = self.ledger.page(self.table, self.after.take()).await?;
        self.after = rows.last().map(|row| self.table.key_of(row));
        Ok(self.after.is_some().then_some(rows))
    }
}

/// Computes chains anew, team by team, as the rows of `team` and then of `chunk` come.
#[derive(Default)]
struct Chains {
    /// Where each team must end.
    heads: HashMap<TeamId, Cursor>,
    team: Option<TeamId>,
    at: Option<Cursor>,
}

impl Chains {
    fn take(&mut self, table: &Table, row: &[Value]) -> Result<(), MoveFault> {
        match table.name {
            "team" => {
                let (team, head) = (team(row)?, cursor(row.get(1), row.get(2))?);
                self.heads.insert(team, head);
            }
            "chunk" => {
                let team = team(row)?;
                if self.team != Some(team) {
                    self.end()?;
                    self.team = Some(team);
                }
                let here = cursor(row.get(1), row.get(3))?;
                let chunk = row.get(2).and_then(Value::bytes).unwrap_or_default();
                let chunk = ChunkId::try_from(chunk).map_err(|_| MoveFault::Chain(here.seq))?;
                let at = self.at.unwrap_or(Cursor::START).after(&chunk);
                if at != here {
                    return Err(MoveFault::Chain(here.seq));
                }
                self.at = Some(at);
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), MoveFault> {
        if let (Some(team), Some(at)) = (self.team.take(), self.at.take())
            && self.heads.remove(&team) != Some(at)
        {
            return Err(MoveFault::Head);
        }
        Ok(())
    }

    /// What has no chunk must be at the start.
    fn finish(mut self) -> Result<(), MoveFault> {
        self.end()?;
        if self.heads.values().all(|head| *head == Cursor::START) {
            Ok(())
        } else {
            Err(MoveFault::Head)
        }
    }
}

fn team(row: &[Value]) -> Result<TeamId, MoveFault> {
    let bytes = row.first().and_then(Value::bytes).unwrap_or_default();
    TeamId::try_from(bytes).map_err(|_| MoveFault::Head)
}

fn cursor(seq: Option<&Value>, chain: Option<&Value>) -> Result<Cursor, MoveFault> {
    let seq = seq.and_then(Value::number).unwrap_or_default();
    let seq = u64::try_from(seq).unwrap_or_default();
    let chain = chain.and_then(Value::bytes).unwrap_or_default();
    let chain = Chain::try_from(chain).map_err(|_| MoveFault::Chain(seq))?;
    Ok(Cursor { seq, chain })
}
