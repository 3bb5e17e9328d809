//! The rows of one team, and what is in their columns.

use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{Chain, EntryHash, TeamId};

use crate::storage::StorageFault;
use crate::storage::ledger::{Kind, Ledger, Row, Table, Value};

/// Columns of a row; `None` if the column holds something else.
pub(super) mod cell {
    use super::Value;

    pub(in crate::verify) fn bytes(row: &[Value], at: usize) -> Option<&[u8]> {
        row.get(at)?.bytes()
    }

    pub(in crate::verify) fn id<const N: usize>(row: &[Value], at: usize) -> Option<[u8; N]> {
        bytes(row, at)?.try_into().ok()
    }

    pub(in crate::verify) fn number(row: &[Value], at: usize) -> Option<u64> {
        row.get(at)?.number()?.try_into().ok()
    }

    pub(in crate::verify) fn text(row: &[Value], at: usize) -> Option<&str> {
        match row.get(at)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// What a team's own row says.
pub(super) struct Team {
    pub(super) id: TeamId,
    pub(super) head: Cursor,
    pub(super) membership_head: EntryHash,
    pub(super) entry_count: u64,
}

impl Team {
    pub(super) fn read(row: &[Value]) -> Option<Self> {
        Some(Self {
            id: TeamId(cell::id(row, 0)?),
            head: Cursor {
                seq: cell::number(row, 1)?,
                chain: Chain(cell::id(row, 2)?),
            },
            membership_head: EntryHash(cell::id(row, 3)?),
            entry_count: cell::number(row, 4)?,
        })
    }
}

/// The rows of one team in a table whose key begins with the team, page by page.
pub(super) struct OfTeam<'a, L> {
    ledger: &'a L,
    table: &'static Table,
    team: TeamId,
    after: Option<Row>,
}

impl<'a, L: Ledger> OfTeam<'a, L> {
    pub(super) fn new(
        ledger: &'a L,
        table: &'static str,
        team: TeamId,
    ) -> Result<Self, StorageFault> {
        let table = Table::of(table)?;
        let rest = table.columns.iter().take(table.key).skip(1);
        // Before every key that can be there.
        let lowest = rest.map(|(_, kind)| match kind {
            Kind::Bytes => Value::Bytes(Vec::new()),
            Kind::Number => Value::Number(i64::MIN),
            Kind::Text => Value::Text(String::new()),
        });
        let first = std::iter::once(Value::Bytes(team.0.to_vec()));
        Ok(Self {
            ledger,
            table,
            team,
            after: Some(first.chain(lowest).collect()),
        })
    }

    /// The next rows of this team; none at its end.
    pub(super) async fn next(&mut self) -> Result<Vec<Row>, StorageFault> {
        let Some(after) = self.after.take() else {
            return Ok(Vec::new());
        };
        let mut rows = self.ledger.page(self.table, Some(after)).await?;
        let read = rows.len();
        rows.retain(|row| cell::bytes(row, 0) == Some(self.team.0.as_slice()));
        if rows.len() == read {
            self.after = rows.last().map(|row| self.table.key_of(row));
        }
        Ok(rows)
    }
}
