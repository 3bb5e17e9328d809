//! A keystroke to "saved", against a bare insert of as many bytes into a database with the same
//! settings: the least that any durable edit can cost here.

use std::path::Path;
use std::time::{Duration, Instant};

use doorstep_model::call::ListHouseholds;
use doorstep_model::edit::{Edit, FieldRef};
use doorstep_model::household::{Visit, WhatMatters};
use doorstep_model::{DocKey, Heads};
use doorstep_tests::world::Person;
use rusqlite::{Connection, params};

use crate::measure::Table;

/// Keystrokes of each kind, in turn with as many inserts.
const REPEATS: usize = 400;
/// What a screen sends after a pause in typing.
const TYPED: &str = "and so on, ";
/// Bytes that are inserted for one: what automerge makes of a few letters.
const CHANGE_BYTES: usize = 160;
/// A keystroke may cost twice the insert.
const AT_MOST: f64 = 2.0;

/// Types into a note and into a text of the household, with few households and with many.
pub(crate) async fn keystrokes(
    folder: &Path,
    (small, few): (&Person, usize),
    (large, many): (&Person, usize),
    table: &mut Table,
) {
    let bare = Bare::begin(&folder.join("bare.db"));
    let mut in_small = Typing::into_note(small).await;
    let mut in_large = Typing::into_note(large).await;
    let mut in_text = Typing::into_text(large).await;
    let mut took: [Vec<Duration>; 4] = Default::default();
    for _ in 0..REPEATS {
        took[0].push(bare.insert());
        took[1].push(in_small.one_more().await);
        took[2].push(in_large.one_more().await);
        took[3].push(in_text.one_more().await);
    }
    let name =
        |what: &str, count: usize| format!("a keystroke in {what} to saved, {count} households");
    let insert = "a bare insert with the same settings";
    table.add(insert, &took[0]);
    table.add(&name("a note", few), &took[1]);
    table.add(&name("a note", many), &took[2]);
    table.add(&name("a text", many), &took[3]);
    table.ratio(
        "a keystroke in a note",
        &name("a note", many),
        &name("a note", few),
    );
    table.within(&name("a note", many), insert, AT_MOST);
    table.within(&name("a text", many), insert, AT_MOST);
}

/// Somebody who types into one field.
struct Typing<'a> {
    person: &'a Person,
    id: DocKey,
    at: FieldRef,
    heads: Heads,
    begun_with: String,
    text: String,
}

impl<'a> Typing<'a> {
    async fn into_note(person: &'a Person) -> Self {
        let (id, opened) = one_of(person, 0).await;
        let visit = opened.visits.first().expect("a household with a visit");
        let item = visit.id.as_ref().expect("a visit has an id");
        Self::begin(
            person,
            id,
            Visit::notes.of(item),
            opened.heads,
            visit.notes.0.clone(),
        )
    }

    async fn into_text(person: &'a Person) -> Self {
        let (id, opened) = one_of(person, 1).await;
        let text = opened.what_matters.good_life.0;
        Self::begin(
            person,
            id,
            WhatMatters::good_life.only(),
            opened.heads,
            text,
        )
    }

    fn begin(person: &'a Person, id: DocKey, at: FieldRef, heads: Heads, text: String) -> Self {
        Self {
            person,
            id,
            at,
            heads,
            begun_with: text.clone(),
            text,
        }
    }

    async fn one_more(&mut self) -> Duration {
        self.text.push_str(TYPED);
        if self.text.len() > self.begun_with.len() + 40 * TYPED.len() {
            // Nobody types one note for ever.
            self.text.clone_from(&self.begun_with);
        }
        let edit = Edit::Write {
            at: self.at.clone(),
            base: self.heads.clone(),
            text: self.text.clone(),
        };
        let edits = vec![edit];
        let began = Instant::now();
        let saved = self.person.edit(&self.id, edits).await;
        let took = began.elapsed();
        self.heads = saved.heads;
        took
    }
}

/// A household to type into; a text of its own each, as people type in one field at a time.
async fn one_of(person: &Person, at: u32) -> (DocKey, doorstep_model::household::Household) {
    let call = ListHouseholds {
        offset: at,
        limit: 1,
        ..ListHouseholds::default()
    };
    let id = person.must(call).await.rows.remove(0).id;
    let household = person.open_unseen(&id).await.household;
    (id, household)
}

/// A database with one table, and every setting that a device's store has.
struct Bare {
    conn: Connection,
}

impl Bare {
    fn begin(path: &Path) -> Self {
        let conn = Connection::open(path).expect("a database");
        conn.execute_batch(
            "PRAGMA key = \"x'00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff'\";
             PRAGMA cipher_memory_security = OFF;
             PRAGMA journal_mode = wal; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;
             PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;
             PRAGMA secure_delete = ON; PRAGMA cache_size = -16000;
             CREATE TABLE change (change_no INTEGER NOT NULL PRIMARY KEY, bytes BLOB NOT NULL) STRICT;",
        )
        .expect("the settings of a store");
        Self { conn }
    }

    fn insert(&self) -> Duration {
        let bytes = [5_u8; CHANGE_BYTES];
        let began = Instant::now();
        let tx = self.conn.unchecked_transaction().expect("a transaction");
        tx.prepare_cached("INSERT INTO change (bytes) VALUES (?1)")
            .and_then(|mut insert| insert.execute(params![bytes]))
            .expect("an insert");
        tx.commit().expect("a commit");
        began.elapsed()
    }
}
