//! Which safety notes a household has. Their words are in their documents alone: no list and no
//! search shows them.

use doorstep_model::field::Record;
use doorstep_model::safety_note::SafetyNote;
use doorstep_wire::id::DocId;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::store::StoreFault;
use crate::store::row;

/// Notes of one household that are read, at most.
const AT_MOST: u32 = 50;

pub(crate) const CREATE_SAFETY_NOTE: &str = "CREATE TABLE safety_note (
    doc_id BLOB NOT NULL PRIMARY KEY,
    household_doc_id BLOB NOT NULL,
    -- not taken down
    standing INTEGER NOT NULL,
    review_on TEXT,
    -- fields that two people changed and nobody has settled
    both_changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX safety_note_household ON safety_note (household_doc_id, standing DESC);
CREATE INDEX safety_note_review ON safety_note (review_on)
    WHERE standing = 1 AND review_on IS NOT NULL;
CREATE INDEX safety_note_both_changed ON safety_note (doc_id) WHERE both_changed > 0";

/// Writes where a note belongs.
pub(crate) fn safety_note(
    tx: &Transaction<'_>,
    doc: DocId,
    note: &SafetyNote,
) -> Result<(), StoreFault> {
    let Some(household) = &note.household.value else {
        tx.prepare_cached("DELETE FROM safety_note WHERE doc_id = ?1")?
            .execute([doc.0])?;
        return Ok(());
    };
    let standing = note.stands() && !note.what.is_blank();
    tx.prepare_cached(
        "INSERT OR REPLACE INTO safety_note (doc_id, household_doc_id, standing, review_on, both_changed)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        doc.0,
        household.to_bytes(),
        standing,
        note.review_on.value.map(|date| date.to_string()),
        note.both_changed(),
    ])?;
    Ok(())
}

/// The notes of a household and of those shown with it, those that stand first.
pub(crate) fn safety_notes_of(
    conn: &Connection,
    household: DocId,
) -> Result<Vec<DocId>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "WITH shown (number) AS MATERIALIZED (
             SELECT coalesce(shown_in, household_no) FROM household WHERE doc_id = ?1),
         about (doc_id) AS MATERIALIZED (
             SELECT ?1 UNION SELECT household.doc_id FROM shown JOIN household
                 ON household_no = number OR shown_in = number)
         SELECT doc_id FROM safety_note WHERE household_doc_id IN (SELECT doc_id FROM about)
         ORDER BY standing DESC, doc_id LIMIT ?2",
    )?;
    let rows = statement.query_map(params![household.0, AT_MOST], |found| row::id(found, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The household that a note is about.
pub(crate) fn household_of_note(
    conn: &Connection,
    note: DocId,
) -> Result<Option<DocId>, StoreFault> {
    let mut statement =
        conn.prepare_cached("SELECT household_doc_id FROM safety_note WHERE doc_id = ?1")?;
    Ok(statement
        .query_row([note.0], |found| row::id(found, 0))
        .optional()?)
}
