//! Nothing of what was erased is in any table or file of the device; all else is as it was.

use doorstep_model::call::{
    AddSafetyNote, EditHousehold, GetSync, JoinHouseholds, ListHouseholds, OpenHousehold,
};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::household::{About, Action, Demand, Person, Visit, WhatMatters};
use doorstep_model::id::RecordingKey;
use doorstep_model::{Date, DocKey, Heads, ItemId, ProblemCode, UnixMillis};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::DocId;
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::alone::Alone;
use crate::store::StoreFault;
use crate::store::table::{chunk, recording};
use crate::unlocked::Unlocked;

/// Words that stand in one household alone.
const WORDS: [&str; 11] = [
    "Zebraclock",
    "Quillstreet",
    "Underfell",
    "kettlemarker",
    "boilermarker",
    "promisemarker",
    "askedmarker",
    "gardenmarker",
    "Personmarker",
    "dogmarker",
    "soundmarker",
];

fn doc(key: &DocKey) -> DocId {
    DocId(key.to_bytes())
}

fn read<T>(alone: &Alone, read: impl FnOnce(&Connection) -> Result<T, StoreFault>) -> T {
    alone
        .device
        .with(|open, _| Ok(open.store.read(read)?))
        .unwrap()
}

/// Every value in every table, those in which search keeps its own too.
fn everything(alone: &Alone) -> Vec<u8> {
    read(alone, |conn| {
        let mut tables = conn.prepare(
            "SELECT name FROM sqlite_schema
             WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'",
        )?;
        let tables = tables.query_map([], |row| row.get::<_, String>(0))?;
        let mut all = Vec::new();
        for table in tables {
            let mut rows = conn.prepare(&format!("SELECT * FROM {}", table?))?;
            let columns = rows.column_count();
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    match row.get_ref(column)? {
                        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => all.extend(bytes),
                        _ => {}
                    }
                    all.push(0);
                }
            }
        }
        Ok(all)
    })
}

fn stands(all: &[u8], piece: &[u8]) -> bool {
    let (all, piece) = (all.to_ascii_lowercase(), piece.to_ascii_lowercase());
    all.windows(piece.len()).any(|part| part == piece)
}

/// The keys of a document, and a piece out of the ciphertext of each of its chunks.
fn secrets(alone: &Alone, id: DocId) -> Vec<Vec<u8>> {
    read(alone, |conn| {
        let column = |sql: &str| -> Result<Vec<Vec<u8>>, StoreFault> {
            let mut rows = conn.prepare(sql)?;
            let rows = rows.query_map([id.0], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        let mut all = column("SELECT key FROM document_key WHERE doc_id = ?1")?;
        all.extend(column(
            "SELECT substr(bytes, 243, 16) FROM chunk WHERE doc_id = ?1",
        )?);
        Ok(all)
    })
}

fn added(part: Part, item: &ItemId, field: (String, doorstep_model::field::Value)) -> Edit {
    Edit::Add {
        line: ItemRef {
            part,
            item: item.clone(),
        },
        fields: vec![field],
    }
}

/// A household with everything in it: some of it sealed, some of it waiting.
fn full(alone: &Alone) -> (DocKey, DocKey) {
    let id = alone.household("Zebraclock");
    let items: Vec<ItemId> = (1..=5u8).map(|number| ItemId::from([number; 16])).collect();
    let base = Heads::default();
    let edit = |edits| {
        alone.must(EditHousehold {
            id: id.clone(),
            edits,
        });
    };
    let day = Date::new(2026, 11, 20).unwrap();
    edit(vec![
        About::address.only().set(Some("7 Quillstreet".to_owned())),
        About::locality.only().set(Some("Underfell".to_owned())),
        WhatMatters::matters_to_us
            .only()
            .write(&base, "The gardenmarker."),
        added(Part::Visits, &items[0], Visit::date.with(day)),
        Visit::notes.of(&items[0]).write(&base, "A kettlemarker."),
        added(
            Part::People,
            &items[1],
            Person::name.with("Personmarker".to_owned()),
        ),
    ]);
    let note = alone.must(AddSafetyNote {
        household: id.clone(),
        what: "The dogmarker.".into(),
        incident_on: None,
        approved_by: None,
        review_on: None,
    });
    alone
        .device
        .with(|open, _| open.seal_waiting(usize::MAX))
        .unwrap();
    edit(vec![
        Visit::notes
            .of(&items[0])
            .write(&base, "And a boilermarker. "),
        added(
            Part::Actions,
            &items[2],
            Action::what.with("promisemarker".to_owned()),
        ),
        added(
            Part::Demands,
            &items[3],
            Demand::who_asked.with("askedmarker".to_owned()),
        ),
    ]);
    let new = recording::New {
        id: RecordingKey::from([9; 16]),
        household: id.clone(),
        visit: items[0].clone(),
        began: UnixMillis(1),
    };
    alone
        .device
        .with(|open, _| {
            open.keep_some_sound(&new)?;
            open.keep_blob(doc(&id), b"a photo")
        })
        .map(|sealed| {
            alone.device.with(|open, now| {
                Ok(open
                    .store
                    .write(|tx| crate::blobs::put_own(tx, &sealed, now))?)
            })
        })
        .unwrap()
        .unwrap();
    alone.device.with(|open, _| open.index_words()).unwrap();
    (id, note.id)
}

impl Unlocked {
    fn keep_some_sound(&mut self, new: &recording::New) -> Result<(), doorstep_model::Problem> {
        self.store.write(|tx| {
            recording::begin(tx, new)?;
            recording::add_piece(tx, &new.id, b"soundmarker", 10)
        })?;
        Ok(())
    }
}

fn erase(alone: &Alone, id: &DocKey) {
    let erase = |open: &mut Unlocked, now: UnixMillis| {
        let shown = open.erasure_ahead(id)?.shown;
        let entry = open.erasure_of(doc(id), "Asked for.", &shown, now)?;
        open.append_entry(&entry.unwrap(), now)
    };
    alone.device.with(erase).unwrap();
}

fn listed(alone: &Alone, search: &str) -> (usize, u32) {
    let call = ListHouseholds {
        search: search.into(),
        limit: 10,
        ..Default::default()
    };
    let list = alone.must(call);
    (list.rows.len(), list.total)
}

fn blob_files(alone: &Alone) -> usize {
    let names = |open: &mut Unlocked, _: UnixMillis| Ok(open.store.blobs.names().unwrap().len());
    alone.device.with(names).unwrap()
}

#[test]
fn no_table_and_no_file_has_anything_of_it() {
    let alone = Alone::begin();
    let (id, note) = full(&alone);
    let other = alone.household("Mill Lane");
    alone.must(EditHousehold {
        id: other.clone(),
        edits: vec![
            WhatMatters::matters_to_us
                .only()
                .write(&Heads::default(), "Choirs and lanterns."),
        ],
    });
    alone.device.with(|open, _| open.index_words()).unwrap();
    let mut secrets_of = secrets(&alone, doc(&id));
    secrets_of.extend(secrets(&alone, doc(&note)));
    assert!(secrets_of.len() >= 6, "{}", secrets_of.len());
    let before = everything(&alone);
    let shown: Vec<&str> = WORDS
        .into_iter()
        .filter(|word| !stands(&before, word.as_bytes()))
        .collect();
    // Some stand only in documents that are saved compressed, or waits of a safety note.
    assert!(shown.len() <= 1, "the control: {shown:?}");
    assert!(secrets_of.iter().all(|piece| stands(&before, piece)));
    assert_eq!(
        (blob_files(&alone), listed(&alone, "kettlemarker").0),
        (1, 1)
    );

    erase(&alone, &id);
    let after = everything(&alone);
    for word in WORDS {
        assert!(!stands(&after, word.as_bytes()), "{word}");
    }
    assert!(secrets_of.iter().all(|piece| !stands(&after, piece)));
    assert_eq!(blob_files(&alone), 0);
    let open = |id: &DocKey| {
        alone.ask(OpenHousehold {
            id: id.clone(),
            seen: true,
        })
    };
    assert_eq!(open(&id).unwrap_err().code, ProblemCode::Erased);
    let typed = alone.ask(EditHousehold {
        id: id.clone(),
        edits: vec![About::name.only().set(Some("Back again".to_owned()))],
    });
    assert_eq!(typed.unwrap_err().code, ProblemCode::Erased);
    // The other is as it was, and search learns on.
    assert!(open(&other).is_ok());
    assert_eq!(listed(&alone, ""), (1, 1));
    assert_eq!(listed(&alone, "lanterns").0, 1);
    assert_eq!(listed(&alone, "kettlemarker").0, 0);
    // What was to be sent is sent as what is left of it, in its place.
    let waiting = read(&alone, |conn| chunk::outbox(conn, usize::MAX)).chunks;
    let waiting: Vec<SealedChunk> = waiting
        .into_iter()
        .map(|bytes| SealedChunk::parse(bytes).unwrap())
        .collect();
    let gone = |chunk: &&SealedChunk| [doc(&id), doc(&note)].contains(&chunk.header().doc_id);
    assert!(waiting.iter().filter(gone).count() >= 4);
    assert!(waiting.iter().filter(gone).all(SealedChunk::is_erased));
    assert!(waiting.iter().any(|chunk| !chunk.is_erased()));
    alone
        .device
        .with(|open, _| open.seal_waiting(usize::MAX))
        .unwrap();
    assert_eq!(alone.must(GetSync {}).quarantined, 0);
    // The same after a restart.
    let copy = alone.copy();
    assert_eq!(listed(&copy, ""), (1, 1));
    for word in WORDS {
        assert!(!stands(&everything(&copy), word.as_bytes()), "{word}");
    }
}

/// What was joined into it by somebody who had not heard of it stands by itself.
#[test]
fn what_was_joined_into_it_stands_alone() {
    let alone = Alone::begin();
    let (kept, goes) = (alone.household("Mill Lane"), alone.household("Bell Street"));
    let item = ItemId::from([7; 16]);
    let day = Date::new(2026, 11, 20).unwrap();
    alone.must(EditHousehold {
        id: kept.clone(),
        edits: vec![
            added(Part::Visits, &item, Visit::date.with(day)),
            Visit::notes
                .of(&item)
                .write(&Heads::default(), "Choirs and lanterns."),
        ],
    });
    alone.must(JoinHouseholds {
        keep: goes.clone(),
        other: kept.clone(),
    });
    alone.device.with(|open, _| open.index_words()).unwrap();
    assert_eq!(listed(&alone, ""), (1, 1));
    let erase = |open: &mut Unlocked, now: UnixMillis| {
        let entry = open.erasure_entry(vec![doc(&goes)], "Asked for.".into(), now)?;
        open.append_entry(&entry, now)
    };
    alone.device.with(erase).unwrap();
    assert_eq!(listed(&alone, ""), (1, 1));
    assert_eq!(listed(&alone, "lanterns").0, 1);
    let opened = alone.must(OpenHousehold {
        id: kept.clone(),
        seen: true,
    });
    assert_eq!(
        opened.household.about.name.value.as_deref(),
        Some("Mill Lane")
    );
    assert_eq!(opened.household.visits.len(), 1);
    // It can be joined with another, and written in.
    let third = alone.household("Quay 3");
    alone.must(JoinHouseholds {
        keep: third,
        other: kept,
    });
    assert_eq!(listed(&alone, "").1, 1);
}

/// Lists may be behind: after an upgrade they know of no hold yet. Its document does.
#[test]
fn a_hold_that_no_list_knows_of_holds() {
    let alone = Alone::begin();
    let id = alone.household("Mill Lane");
    let hold = About::legal_hold.only().set(Some("A claim.".to_owned()));
    alone.must(EditHousehold {
        id: id.clone(),
        edits: vec![hold],
    });
    let erased = |open: &mut Unlocked, now: UnixMillis| {
        let shown = open.erasure_ahead(&id)?.shown;
        open.erasure_of(doc(&id), "Asked for.", &shown, now)
    };
    let held = || {
        read(&alone, |conn| {
            let mut rows = conn.prepare("SELECT count(*) FROM household WHERE held = 1")?;
            Ok(rows.query_row([], |found| found.get::<_, i64>(0))?)
        })
    };
    assert_eq!(held(), 1);
    // As the migration leaves it.
    let upgrade = |open: &mut Unlocked, _: UnixMillis| {
        let upgraded = open.store.write(|tx| {
            tx.execute("UPDATE household SET held = 0", [])?;
            tx.execute(crate::store::table::to_project::ALL, [])?;
            Ok::<_, StoreFault>(())
        });
        Ok(upgraded?)
    };
    alone.device.with(upgrade).unwrap();
    assert_eq!(held(), 0);
    let refused = alone.device.with(erased).unwrap_err();
    assert_eq!(refused.code, ProblemCode::OnHold);
    while alone.device.project_some() {}
    assert_eq!(held(), 1, "and lists learn of it");
    let lifted = About::legal_hold.only().set(None::<String>);
    alone.must(EditHousehold {
        id: id.clone(),
        edits: vec![lifted],
    });
    alone.device.with(erased).unwrap().unwrap();
}

/// What a server says to be erased makes way for the whole, if that comes; nothing else takes its place.
#[test]
fn a_chunk_that_was_said_to_be_erased_is_filled() {
    let alone = Alone::begin();
    let id = alone.household("Mill Lane");
    alone
        .device
        .with(|open, _| open.seal_waiting(usize::MAX))
        .unwrap();
    let waiting = read(&alone, |conn| chunk::outbox(conn, usize::MAX)).chunks;
    let mut all = waiting
        .into_iter()
        .map(|bytes| SealedChunk::parse(bytes).unwrap());
    let whole = all.find(|chunk| chunk.header().doc_id == doc(&id)).unwrap();
    let fill = |left: &SealedChunk| {
        let fill = |open: &mut Unlocked, _: UnixMillis| {
            let filled = open.store.write(|tx| {
                let sql = "UPDATE chunk SET bytes = ?2 WHERE chunk_id = ?1";
                tx.execute(sql, rusqlite::params![whole.id().0, left.bytes()])?;
                chunk::fill(tx, &whole)
            });
            Ok(filled?)
        };
        alone.device.with(fill).unwrap()
    };
    assert!(fill(&whole.erased()));
    assert!(fill(&whole.stub()));
    assert!(!fill(&whole), "it was there");
}
