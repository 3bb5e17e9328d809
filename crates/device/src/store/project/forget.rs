//! A household leaves lists, search and what is learnt: nothing of it is projected any more.

use doorstep_wire::id::DocId;
use rusqlite::{Transaction, params};

use super::{Words, household, joined};
use crate::store::StoreFault;

/// Tables with rows of a household's lines.
const LINES: [&str; 7] = [
    "DELETE FROM visit WHERE household_no = ?1",
    "DELETE FROM action WHERE household_no = ?1",
    "DELETE FROM person WHERE household_no = ?1",
    "DELETE FROM both_changed WHERE household_no = ?1",
    "DELETE FROM asked_for WHERE household_no = ?1",
    "DELETE FROM line_waiting WHERE household_no = ?1",
    "DELETE FROM line_text WHERE household_no = ?1",
];

/// Takes out every row about a document, a household or a note for safety. Households that were shown
/// with it stand by themselves then, or go on with one another.
///
/// # Errors
/// What the database says.
pub(crate) fn forget(tx: &Transaction<'_>, doc: DocId) -> Result<(), StoreFault> {
    for sql in [
        "DELETE FROM safety_note WHERE doc_id = ?1",
        "DELETE FROM to_project WHERE doc_id = ?1",
        "DELETE FROM joined_once WHERE doc_id = ?1 OR into_id = ?1",
    ] {
        tx.prepare_cached(sql)?.execute([doc.0])?;
    }
    let Some(number) = household::known_number(tx, doc)? else {
        return Ok(());
    };
    stand_alone(tx, number, doc)?;
    out_of_search(tx, number)?;
    for sql in LINES {
        tx.prepare_cached(sql)?.execute([number])?;
    }
    // Its facts go with it, by a trigger.
    tx.prepare_cached("DELETE FROM household WHERE household_no = ?1")?
        .execute([number])?;
    Ok(())
}

/// Loosens every mark from it and to it, so that no other is counted with it. The marks that lead to it
/// stay in their documents, and lead nowhere from now on.
fn stand_alone(tx: &Transaction<'_>, number: i64, doc: DocId) -> Result<(), StoreFault> {
    let marked: Vec<i64> = tx
        .prepare_cached("SELECT household_no FROM household WHERE joined_into = ?1")?
        .query_map([doc.0], |found| found.get(0))?
        .collect::<Result<_, _>>()?;
    let mut loosen =
        tx.prepare_cached("UPDATE household SET joined_into = NULL WHERE household_no = ?1")?;
    for loose in marked.iter().chain([&number]) {
        loosen.execute([loose])?;
        joined::settle(tx, *loose)?;
    }
    let mut mark =
        tx.prepare_cached("UPDATE household SET joined_into = ?2 WHERE household_no = ?1")?;
    for number in marked {
        mark.execute(params![number, doc.0])?;
    }
    Ok(())
}

fn out_of_search(tx: &Transaction<'_>, number: i64) -> Result<(), StoreFault> {
    let mut words = Words::default();
    let mut lines =
        tx.prepare_cached("SELECT line_no, is_name, text FROM line_text WHERE household_no = ?1")?;
    let mut rows = lines.query([number])?;
    while let Some(found) = rows.next()? {
        let text: String = found.get(2)?;
        words.changed(found.get(0)?, found.get(1)?, &text, "");
    }
    words.write(tx)
}

/// Takes what was forgotten out of what households have in common too: localities that were nobody
/// else's, and search's own tables, where a deleted word stays in older segments until they are merged.
///
/// # Errors
/// What the database says.
pub(crate) fn forget_shared(tx: &Transaction<'_>) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "DELETE FROM learning_place WHERE place NOT IN (SELECT place FROM learning_household)",
    )?
    .execute([])?;
    for index in ["search_words", "search_names", "search_pieces"] {
        let merge = format!("INSERT INTO {index} ({index}) VALUES ('optimize')");
        tx.execute_batch(&merge)?;
    }
    Ok(())
}
