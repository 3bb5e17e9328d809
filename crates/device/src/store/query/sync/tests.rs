//! What waits for nothing that could come is not told of as something that waits.

use doorstep_model::call::GetSync;
use doorstep_wire::chunk::SealedChunk;
use rusqlite::{Connection, params};

use crate::alone::Alone;
use crate::store::StoreFault;
use crate::store::table::held_back;
use crate::teammate::{doc, sent};
use crate::unlocked::Unlocked;

/// How much is told of that is held back, and of how many documents.
fn told(alone: &Alone) -> (u32, usize) {
    let page = alone.must(GetSync {});
    (page.held_back, page.apart.len())
}

#[test]
fn what_is_left_of_an_erased_document_is_no_part_that_waits() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    sent(&alone);
    let last = |conn: &Connection| {
        let sql = "SELECT bytes FROM chunk WHERE doc_id = ?1 ORDER BY chunk_no DESC LIMIT 1";
        let bytes = conn.query_row(sql, [doc(&id).0], |row| row.get::<_, Vec<u8>>(0))?;
        Ok::<_, StoreFault>(SealedChunk::parse(bytes).unwrap())
    };
    let chunk = alone.device.with(|open, _| Ok(open.store.read(last)?));
    let chunk = chunk.unwrap();
    let waits = |open: &mut Unlocked, _| {
        let (name, doc) = (chunk.id(), doc(&id));
        Ok(open.store.write(|tx| held_back::put(tx, name, doc))?)
    };
    alone.device.with(waits).unwrap();
    assert_eq!(told(&alone), (1, 1), "the control");
    // A restored server has forgotten the entry that erased it, and kept what is left.
    let erased = chunk.erased();
    let erases = |open: &mut Unlocked, _| {
        let sql = "UPDATE chunk SET bytes = ?2 WHERE chunk_id = ?1";
        let change = |tx: &rusqlite::Transaction<'_>| {
            tx.execute(sql, params![erased.id().0, erased.bytes()])?;
            Ok::<_, StoreFault>(())
        };
        Ok(open.store.write(change)?)
    };
    alone.device.with(erases).unwrap();
    assert_eq!(told(&alone), (0, 0));
}
