//! No key goes to anybody who is not named, whatever grants say.

use std::collections::BTreeSet;

use doorstep_model::call::{
    EditHousehold, GetOpeners, GetSync, ListHouseholds, OpenHousehold, SetOpeners,
};
use doorstep_model::household::{About, WhatMatters};
use doorstep_model::{DocKey, Heads, ProblemCode};
use doorstep_replica::crypto::key::DocumentKey;
use doorstep_replica::restricted::Openers;
use doorstep_wire::chunk::{ChunkKind, SealedChunk};
use doorstep_wire::id::{DeviceId, KeyId};
use rusqlite::Connection;

use crate::alone::Alone;
use crate::random;
use crate::store::StoreFault;
use crate::store::leave::leave;
use crate::store::table::{document_key, key_holder, restriction};
use crate::teammate::{doc, sent};

mod again;
mod cost;
mod notes;
mod paper;
mod people;
mod unnamed;

const STRANGER: DeviceId = DeviceId([77; 16]);

fn me(alone: &Alone) -> DeviceId {
    let me = alone.device.with(|open, _| Ok(open.identity.device_id()));
    me.unwrap()
}

fn write(alone: &Alone, id: &DocKey, text: &str) {
    let base = Heads::default();
    let edits = vec![WhatMatters::matters_to_us.only().write(&base, text)];
    let id = id.clone();
    alone.must(EditHousehold { id, edits });
}

fn seal(alone: &Alone) {
    let seal = |open: &mut crate::unlocked::Unlocked, _| open.seal_waiting(usize::MAX);
    alone.device.with(seal).unwrap();
}

/// Alex alone can open it from now on.
fn restrict(alone: &Alone, id: &DocKey) {
    let document = id.clone();
    let openers = alone.must(GetOpeners { document });
    let me = openers.people.into_iter().find(|one| one.me).unwrap();
    let openers = alone.must(SetOpeners {
        document: id.clone(),
        people: Some(vec![me.person]),
    });
    assert!(openers.restricted && openers.people[0].named && openers.has_admin);
}

/// The keys of a document in the store: whether each is for everybody.
fn keys(alone: &Alone, id: &DocKey) -> Vec<(KeyId, bool)> {
    let all = |conn: &Connection| document_key::all(conn, doc(id));
    let all = alone.device.with(|open, _| Ok(open.store.read(all)?));
    let all = all.unwrap().into_iter();
    all.map(|key| (key.key_id, key.open)).collect()
}

/// The key that the last chunk of content is sealed with.
fn last_key(alone: &Alone, id: &DocKey) -> KeyId {
    let chunks = |conn: &Connection| {
        let mut rows =
            conn.prepare("SELECT bytes FROM chunk WHERE doc_id = ?1 ORDER BY chunk_no")?;
        let rows = rows.query_map([doc(id).0], |row| row.get::<_, Vec<u8>>(0))?;
        Ok::<_, StoreFault>(rows.collect::<Result<Vec<_>, _>>()?)
    };
    let chunks = alone.device.with(|open, _| Ok(open.store.read(chunks)?));
    let mut content = chunks.unwrap().into_iter().filter_map(|bytes| {
        let chunk = SealedChunk::parse(bytes).unwrap();
        let is_content = chunk.header().kind != ChunkKind::Grant;
        is_content.then(|| chunk.header().key_id)
    });
    content.next_back().unwrap()
}

#[test]
fn what_is_written_then_is_sealed_with_a_key_that_nobody_else_has() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    seal(&alone);
    let first = last_key(&alone, &id);
    assert_eq!(keys(&alone, &id), [(first, true)]);
    restrict(&alone, &id);
    write(&alone, &id, "For Alex.");
    seal(&alone);
    let second = last_key(&alone, &id);
    assert_eq!(keys(&alone, &id), [(first, true), (second, false)]);

    // Somebody gives everybody a key of theirs: nothing is sealed with it.
    let theirs = DocumentKey::generate(&mut random::system());
    let grant = |open: &mut crate::unlocked::Unlocked, _| {
        let (name, key) = (theirs.key_id, theirs.key.expose());
        Ok(open
            .store
            .write(|tx| document_key::put(tx, doc(&id), name, 0, key))?)
    };
    alone.device.with(grant).unwrap();
    write(&alone, &id, "More. ");
    seal(&alone);
    assert_eq!(last_key(&alone, &id), second);

    // Somebody else turns out to have the key: another is made.
    let known = |open: &mut crate::unlocked::Unlocked, _| {
        Ok(open
            .store
            .write(|tx| key_holder::put(tx, doc(&id), second, [STRANGER]))?)
    };
    alone.device.with(known).unwrap();
    write(&alone, &id, "And more. ");
    seal(&alone);
    let third = last_key(&alone, &id);
    assert!(third != second && third != first && third != theirs.key_id);
    assert!(keys(&alone, &id).contains(&(third, false)));
    // The very key that was for some is given to everybody.
    let given = |open: &mut crate::unlocked::Unlocked, _| {
        Ok(open.store.write(|tx| {
            let key = document_key::by_id(tx, doc(&id), third)?.unwrap();
            document_key::put(tx, doc(&id), third, 0, key.as_slice().try_into().unwrap())
        })?)
    };
    alone.device.with(given).unwrap();
    assert!(keys(&alone, &id).contains(&(third, true)));
    write(&alone, &id, "Once more. ");
    seal(&alone);
    assert!(!keys(&alone, &id).contains(&(last_key(&alone, &id), true)));

    // Lifted on purpose, everybody has all of them.
    let (document, people) = (id.clone(), None);
    assert!(!alone.must(SetOpeners { document, people }).restricted);
    // Until nobody can have said something else before, they stay with those who have them.
    write(&alone, &id, "Not yet for all. ");
    seal(&alone);
    assert!(!keys(&alone, &id).contains(&(last_key(&alone, &id), true)));
    sent(&alone);
    alone.device.keep_restricted().unwrap();
    let all = keys(&alone, &id);
    assert!(all.iter().all(|(_, open)| *open), "{all:?}");
    write(&alone, &id, "For all. ");
    seal(&alone);
    assert!(keys(&alone, &id).contains(&(last_key(&alone, &id), true)));
}

#[test]
fn where_it_is_not_known_for_whom_nothing_is_sealed() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    restrict(&alone, &id);
    write(&alone, &id, "For Alex.");
    seal(&alone);
    let before = last_key(&alone, &id);
    // What was said is gone, as from a store that was put back; the keys are not.
    assert_eq!(
        alone.sql("DELETE FROM restriction WHERE doc_id = ?1", &id),
        1
    );
    alone.sql("DELETE FROM restricted WHERE doc_id = ?1", &id);
    write(&alone, &id, "Still for Alex. ");
    let sealed = alone.device.with(|open, _| open.seal_waiting(usize::MAX));
    assert_eq!(sealed.unwrap_err().code, ProblemCode::Unexpected);
    assert_eq!(last_key(&alone, &id), before);
    let unsent = alone.must(GetSync {}).unsent;
    let waits = unsent
        .iter()
        .find(|one| one.household.as_ref() == Some(&id));
    assert!(waits.is_some_and(|waits| waits.changes > 0), "it waits");
}

#[test]
fn a_document_that_is_for_others_is_in_no_list_and_nothing_waits_for_it() {
    let alone = Alone::begin();
    let id = alone.household("Zebraclock");
    let name = About::address.only().set(Some("7 Quillstreet".to_owned()));
    alone.must(EditHousehold {
        id: id.clone(),
        edits: vec![name],
    });
    write(&alone, &id, "The kettlemarker.");
    seal(&alone);
    alone.device.with(|open, _| open.index_words()).unwrap();
    let found = |word: &str| {
        let call = ListHouseholds {
            search: word.into(),
            limit: 9,
            ..Default::default()
        };
        alone.must(call).total
    };
    assert_eq!(
        (found("kettlemarker"), found("zebraclock"), found("")),
        (1, 1, 1)
    );
    let goes = |open: &mut crate::unlocked::Unlocked, _| {
        open.store.write(|tx| {
            restriction::restrict(tx, doc(&id), None, false)?;
            leave(tx, doc(&id)).map(|_| ())
        })?;
        open.documents.forget(doc(&id));
        Ok(())
    };
    alone.device.with(goes).unwrap();
    assert_eq!(
        (found("kettlemarker"), found("zebraclock"), found("")),
        (0, 0, 0)
    );
    let page = alone.must(GetSync {});
    assert_eq!(
        (page.held_back, page.quarantined, page.apart.len()),
        (0, 0, 0)
    );
    let call = OpenHousehold {
        id: id.clone(),
        seen: false,
    };
    assert_eq!(alone.ask(call).unwrap_err().code, ProblemCode::NotForYou);
    let tables = ["document", "change", "household", "line_text", "to_read"];
    for table in tables {
        let rows = |conn: &Connection| {
            let sql = format!("SELECT count(*) FROM {table}");
            Ok::<i64, StoreFault>(conn.query_row(&sql, [], |row| row.get(0))?)
        };
        let of_it = match table {
            // The team's own record is there, and has changes.
            "document" | "change" => format!("SELECT count(*) FROM {table} WHERE doc_id = ?1"),
            _ => String::new(),
        };
        let left = alone.device.with(|open, _| {
            Ok(open.store.read(|conn| match of_it.is_empty() {
                true => rows(conn),
                false => Ok(conn.query_row(&of_it, [doc(&id).0], |row| row.get(0))?),
            })?)
        });
        assert_eq!(left, Ok(0), "{table}");
    }
}

#[test]
fn who_is_named_is_told_and_a_statement_counts_at_once() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    restrict(&alone, &id);
    let standing = alone.device.with(|open, _| open.standing_of(doc(&id)));
    let standing = standing.unwrap();
    assert!(!standing.is_untold());
    let me = alone.device.with(|open, _| Ok(open.identity.device_id()));
    let named: BTreeSet<DeviceId> = [me.unwrap()].into();
    assert_eq!(standing.openers.devices(), named);
    assert_ne!(standing.openers, Openers::Everybody);
    let nobody = SetOpeners {
        document: id,
        people: Some(Vec::new()),
    };
    let problem = alone.ask(nobody).unwrap_err();
    assert_eq!(problem.code, ProblemCode::NameYourself);
}
