//! What is written as one types is what would be written if everything were made anew.

use doorstep_model::edit::{Edit, FieldRef, ItemRef};
use doorstep_model::field::{FieldKind, Part, PartSchema};
use doorstep_model::household::{Action, Visit};
use doorstep_model::household::{Demand, DoneBy, Household};
use doorstep_model::{Date, Heads, ItemId, UnixMillis};
use doorstep_replica::Document;
use doorstep_replica::document::Kind;
use doorstep_wire::id::{DeviceId, DocId};
use rusqlite::{Connection, Transaction};

use super::{project_touched, project_whole, project_words};
use crate::random;
use crate::store::project::{only_search_reads_texts, words_wait};
use crate::store::schema::migrate;

const DOC: DocId = DocId([7; 16]);
const NOW: UnixMillis = UnixMillis(1_800_000_000_000);

/// Every row of every projection but those that name how far one is.
fn dump(conn: &Connection) -> Vec<String> {
    let mut tables = conn
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'search_*'
             AND name NOT IN ('to_project', 'line_waiting') ORDER BY name",
        )
        .unwrap();
    let names = tables.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut all = Vec::new();
    for name in names.map(Result::unwrap) {
        let mut rows = conn.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let columns = rows.column_count();
        let rows = rows.query_map([], |row| {
            let cells = (0..columns).map(|at| format!("{:?}", row.get_ref(at)));
            Ok(cells.collect::<Vec<_>>().join(" "))
        });
        let mut rows: Vec<String> = rows
            .unwrap()
            .map(|row| format!("{name}: {}", row.unwrap()))
            .collect();
        rows.sort_unstable();
        all.extend(rows);
    }
    all
}

fn item_of(part: &PartSchema) -> Option<ItemId> {
    let number = u8::try_from(
        Household::PARTS
            .iter()
            .position(|one| one.part == part.part)
            .unwrap(),
    );
    part.many.then(|| ItemId::from([number.unwrap() + 1; 16]))
}

/// A household with a line in every part; each text has something in it.
fn household() -> Document {
    let mut rng = random::system();
    let (mut document, _) =
        Document::create(Kind::Household, DeviceId([9; 16]), NOW, &mut rng).unwrap();
    let mut edits = Vec::new();
    for part in Household::PARTS {
        if let Some(item) = item_of(part) {
            let line = ItemRef {
                part: part.part,
                item,
            };
            edits.push(Edit::Add {
                line,
                fields: Vec::new(),
            });
        }
        edits.extend(texts(part).map(|at| write(at, "Something was said.")));
    }
    let item = |part: Part| {
        item_of(
            Household::PARTS
                .iter()
                .find(|one| one.part == part)
                .unwrap(),
        )
    };
    let (visit, action, demand) = (
        item(Part::Visits).unwrap(),
        item(Part::Actions).unwrap(),
        item(Part::Demands).unwrap(),
    );
    edits.push(Visit::date.of(&visit).set(Date::new(2026, 11, 20)));
    edits.push(Visit::done.of(&visit).set(Some(true)));
    edits.push(Action::done_by.of(&action).set(Some(DoneBy::Worker)));
    edits.push(Demand::date.of(&demand).set(Date::new(2026, 11, 20)));
    document.edit(&edits, NOW, &mut rng).unwrap();
    document
}

fn texts(part: &'static PartSchema) -> impl Iterator<Item = FieldRef> {
    let item = item_of(part);
    let fields = part
        .fields
        .iter()
        .filter(|field| field.kind == FieldKind::Words);
    fields.map(move |field| FieldRef {
        part: part.part,
        item: item.clone(),
        field: field.name.into(),
    })
}

fn write(at: FieldRef, text: &str) -> Edit {
    Edit::Write {
        at,
        base: Heads::default(),
        text: text.into(),
    }
}

/// One text was typed in; the rows after `work`, and those after everything was made anew.
fn after(
    at: &FieldRef,
    work: impl Fn(&Transaction<'_>, &Document, &FieldRef, &[super::Touched]),
) -> (Vec<String>, Vec<String>) {
    let mut conn = Connection::open_in_memory().unwrap();
    migrate(&mut conn).unwrap();
    let mut document = household();
    let tx = conn.transaction().unwrap();
    project_whole(&tx, DOC, &document).unwrap();
    let edit = write(at.clone(), "Something else was said, of a zebra.");
    let edited = document.edit(&[edit], NOW, &mut random::system()).unwrap();
    work(&tx, &document, at, &edited.touched);
    project_words(&tx, DOC, &document, at.part, at.item.as_ref()).unwrap();
    let typed = dump(&tx);
    project_whole(&tx, DOC, &document).unwrap();
    (typed, dump(&tx))
}

#[test]
fn typing_in_any_text_leaves_the_rows_that_would_be_made_anew() {
    for at in Household::PARTS.iter().flat_map(texts) {
        let (typed, anew) = after(&at, |tx, document, _, touched| {
            assert!(touched.iter().all(|one| one.texts_only));
            project_touched(tx, DOC, document, touched).unwrap();
        });
        assert_eq!(typed, anew, "{at:?}");
    }
}

#[test]
fn the_control_where_a_list_shows_the_text_more_has_to_be_written() {
    let mut differ = Vec::new();
    for at in Household::PARTS.iter().flat_map(texts) {
        let (typed, anew) = after(&at, |tx, _, at, _| {
            words_wait(tx, DOC, at.part, at.item.as_ref()).unwrap();
        });
        if typed != anew {
            assert!(!only_search_reads_texts(at.part), "{at:?}");
            differ.push(at.part);
        }
    }
    assert!(
        differ.contains(&Part::Actions) && differ.contains(&Part::Demands),
        "{differ:?}"
    );
}
