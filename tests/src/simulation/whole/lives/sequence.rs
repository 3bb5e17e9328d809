//! All that the server has of the team, as it lies there.

use std::collections::HashMap;
use std::path::Path;

use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::decode;
use doorstep_wire::entry::Entry;
use doorstep_wire::handed_over::Item;
use doorstep_wire::id::{Chain, EntryHash, TeamId};
use doorstep_wire::roster::Roster;
use rusqlite::Connection;

use crate::simulation::fault;

/// The membership log and the sequence.
pub(super) struct Sequence {
    pub(super) team: TeamId,
    pub(super) log: Vec<Entry>,
    pub(super) roster: Roster,
    /// In the order of their places, with the chain there.
    pub(super) chunks: Vec<(u64, Chain, SealedChunk)>,
    /// What removed devices have handed over.
    pub(super) handed_over: Vec<SealedChunk>,
}

impl Sequence {
    /// Reads it.
    pub(super) fn of(database: &Path) -> Result<Self, String> {
        let server = Connection::open(database).map_err(fault)?;
        let entries: Vec<Vec<u8>> = rows(
            &server,
            "SELECT bytes FROM membership ORDER BY position",
            |row| row.get(0),
        )?;
        let log: Result<Vec<Entry>, _> = entries.into_iter().map(Entry::parse).collect();
        let log = log.map_err(fault)?;
        let (first, rest) = log.split_first().ok_or("the server has no log")?;
        let mut roster = Roster::begin(first).map_err(fault)?;
        for entry in rest {
            roster.append(entry).map_err(fault)?;
        }
        let chunks: Vec<(i64, Chain, Vec<u8>)> = rows(
            &server,
            "SELECT seq, chain, bytes FROM chunk ORDER BY seq",
            |row| Ok((row.get(0)?, Chain(row.get(1)?), row.get(2)?)),
        )?;
        let chunks = chunks.into_iter().map(|(seq, chain, bytes)| {
            let chunk = SealedChunk::parse(bytes).map_err(fault)?;
            Ok((seq.unsigned_abs(), chain, chunk))
        });
        let items: Vec<Vec<u8>> = rows(&server, "SELECT bytes FROM handed_over", |row| row.get(0))?;
        let handed_over = items.iter().filter_map(|item| match decode::<Item>(item) {
            Ok(Item::Chunk { bytes }) => SealedChunk::parse(bytes.to_vec()).ok(),
            _ => None,
        });
        Ok(Self {
            team: roster.team_id(),
            handed_over: handed_over.collect(),
            chunks: chunks.collect::<Result<_, String>>()?,
            log,
            roster,
        })
    }

    /// Where each entry stands in the log.
    pub(super) fn positions(&self) -> HashMap<EntryHash, usize> {
        let entries = self.log.iter().enumerate();
        entries.map(|(at, entry)| (entry.hash(), at)).collect()
    }
}

/// Rows of a table.
pub(super) fn rows<T>(
    conn: &Connection,
    sql: &str,
    row: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, String> {
    let mut statement = conn.prepare(sql).map_err(fault)?;
    let rows = statement.query_map([], row).map_err(fault)?;
    rows.collect::<rusqlite::Result<_>>().map_err(fault)
}
