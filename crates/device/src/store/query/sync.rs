//! What waits to be sent, and what could not be taken in.

use doorstep_model::DocKey;
use doorstep_model::call::Apart;
use doorstep_wire::id::DocId;
use rusqlite::Connection;

use crate::store::StoreFault;
use crate::store::row;
use crate::store::table::setting::SHOW_RESTRICTED;
use crate::store::table::{chunk, member_name, restriction, setting, to_read};

/// Documents that are named, at most.
const NAMED: u32 = 100;

/// Counts behind the sync chip and its panel.
pub(crate) struct SyncCounts {
    /// Changes that the server does not hold.
    pub(crate) waiting: u32,
    /// Photos and voice notes that the server does not hold.
    pub(crate) attachments: u32,
    /// Which documents they are in.
    pub(crate) unsent: Vec<Unsent>,
    /// Chunks of anybody's that a server had before and lacks now.
    pub(crate) to_give_back: u32,
    /// Chunks of teammates' that the server does not take back.
    pub(crate) not_taken: u32,
    pub(crate) quarantined: u32,
    pub(crate) held_back: u32,
    /// What those are about.
    pub(crate) apart: Vec<Apart>,
    /// Documents that something has arrived for that was not read into them yet.
    pub(crate) to_read: u32,
}

/// A document with changes that only this device has.
pub(crate) struct Unsent {
    pub(crate) doc_id: DocId,
    pub(crate) is_household: bool,
    pub(crate) name: String,
    pub(crate) changes: u32,
}

/// Chunks that wait for something, where that can come: not for their document's turn, nor for what is restricted to
/// others. Of what was erased nothing comes, whether or not its entry was read here: a restored server may have
/// forgotten that. `by_words` is a device that came in by the paper: what the paper gave it no key of is for it no
/// more than for others.
fn lacking(by_words: bool) -> String {
    let no_key = match by_words {
        true => "OR doc_id NOT IN (SELECT doc_id FROM document_key)",
        false => "",
    };
    format!(
        "doc_id NOT IN (SELECT doc_id FROM to_read WHERE tries = 0)
         AND doc_id NOT IN (SELECT doc_id FROM restricted WHERE mine = 0 {no_key})
         AND NOT EXISTS (SELECT 1 FROM chunk WHERE chunk.chunk_id = held_back.chunk_id
                         AND substr(chunk.bytes, 1, 1) >= X'C0')"
    )
}

pub(crate) fn sync_counts(conn: &Connection, by_words: bool) -> Result<SyncCounts, StoreFault> {
    let lacking = lacking(by_words);
    let count = |sql: &str| -> Result<u32, StoreFault> {
        Ok(conn
            .prepare_cached(sql)?
            .query_row([], |found| row::count(found, 0))?)
    };
    Ok(SyncCounts {
        waiting: unsent_changes(conn)?,
        attachments: count("SELECT count(*) FROM blob WHERE sent = 0")?,
        to_give_back: chunk::to_give_back(conn)?,
        not_taken: chunk::not_taken(conn)?,
        unsent: unsent(conn)?,
        // What is restricted to others is neither: it is not for this device.
        quarantined: count(
            "SELECT count(*) FROM quarantine WHERE reason <> 'declined'
             AND (doc_id IS NULL OR doc_id NOT IN (SELECT doc_id FROM restricted WHERE mine = 0))",
        )?,
        held_back: count(&format!("SELECT count(*) FROM held_back WHERE {lacking}"))?,
        apart: apart(conn, &lacking)?,
        to_read: to_read::count(conn)?,
    })
}

/// Changes of this device's own that the server does not hold.
pub(crate) fn unsent_changes(conn: &Connection) -> Result<u32, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT (SELECT count(*) FROM change WHERE unsealed = 1)
              + (SELECT coalesce(sum(changes), 0) FROM chunk WHERE seq IS NULL)",
    )?;
    Ok(statement.query_row([], |found| row::count(found, 0))?)
}

/// Receipts are about no document and are not among them.
fn apart(conn: &Connection, lacking: &str) -> Result<Vec<Apart>, StoreFault> {
    let team_name = member_name::team_name(conn)?;
    let mut statement = conn.prepare_cached(&format!(
        "SELECT coalesce(household_doc_id, apart.doc_id) AS shown, kind, coalesce(name, ''),
                sum(quarantined), sum(held_back), household.household_no IS NOT NULL
         FROM (
             SELECT doc_id, 1 AS quarantined, 0 AS held_back FROM quarantine
             WHERE doc_id IS NOT NULL AND reason <> 'declined'
             UNION ALL
             SELECT doc_id, 0, 1 FROM held_back WHERE {lacking}
         ) AS apart
         LEFT JOIN document ON document.doc_id = apart.doc_id
         LEFT JOIN safety_note ON safety_note.doc_id = apart.doc_id
         LEFT JOIN household ON household.doc_id = coalesce(household_doc_id, apart.doc_id)
         WHERE apart.doc_id <> zeroblob(16)
           AND apart.doc_id NOT IN (SELECT doc_id FROM restricted WHERE mine = 0)
         GROUP BY shown ORDER BY name_sort LIMIT ?1",
    ))?;
    let rows = statement.query_map([NAMED], |found| {
        let kind: Option<String> = found.get(1)?;
        let id: DocId = row::id(found, 0)?;
        let is_household: bool = found.get(5)?;
        Ok(Apart {
            household: is_household.then(|| DocKey::from(id.0)),
            name: match kind.as_deref() {
                Some("team") => team_name.clone(),
                _ => found.get(2)?,
            },
            quarantined: row::count(found, 3)?,
            held_back: row::count(found, 4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn unsent(conn: &Connection) -> Result<Vec<Unsent>, StoreFault> {
    let team_name = member_name::team_name(conn)?;
    // A safety note waits under the name of its household.
    let mut statement = conn.prepare_cached(
        "SELECT coalesce(household_doc_id, waiting.doc_id) AS shown, kind, coalesce(name, ''),
                sum(changes) AS changes
         FROM (
             SELECT doc_id, count(*) AS changes FROM change WHERE unsealed = 1 GROUP BY doc_id
             UNION ALL
             SELECT doc_id, sum(changes) FROM chunk WHERE seq IS NULL GROUP BY doc_id
         ) AS waiting
         JOIN document ON document.doc_id = waiting.doc_id
         LEFT JOIN safety_note ON safety_note.doc_id = waiting.doc_id
         LEFT JOIN household ON household.doc_id = coalesce(household_doc_id, waiting.doc_id)
         GROUP BY shown HAVING sum(changes) > 0 ORDER BY name_sort LIMIT ?1",
    )?;
    let rows = statement.query_map([NAMED], |found| {
        let kind: String = found.get(1)?;
        let is_household = kind != "team";
        Ok(Unsent {
            doc_id: row::id(found, 0)?,
            name: if is_household {
                found.get(2)?
            } else {
                team_name.clone()
            },
            changes: row::count(found, 3)?,
            is_household,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Households that are for others alone, if the team wants that to be said.
pub(crate) fn for_others(conn: &Connection) -> Result<u32, StoreFault> {
    match setting::get(conn, SHOW_RESTRICTED)?.as_deref() {
        Some("1") => restriction::households_not_mine(conn),
        _ => Ok(0),
    }
}

#[cfg(test)]
mod tests;
