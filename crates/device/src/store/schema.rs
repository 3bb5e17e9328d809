//! The schema, one migration a version. Migrations are never changed once released; those that a
//! store lacks run in one transaction, so that a crash leaves the old version or the new one.

use rusqlite::{Connection, TransactionBehavior};

use super::StoreFault;
use super::{project, table};

/// Statements of each migration; the version is their number.
const MIGRATIONS: &[&[&str]] = &[
    VERSION_1, VERSION_2, VERSION_3, VERSION_4, VERSION_5, VERSION_6, VERSION_7,
];

const VERSION_1: &[&str] = &[
    table::secret::CREATE,
    table::setting::CREATE,
    table::membership::CREATE,
    table::epoch_key::CREATE,
    table::document::CREATE,
    table::document_key::CREATE,
    table::change::CREATE,
    table::chunk::CREATE,
    table::held_back::CREATE,
    table::quarantine::CREATE,
    table::cursor::CREATE,
    table::log::CREATE,
    table::server::CREATE,
    table::invite::CREATE,
    table::member_name::CREATE,
    project::CREATE_HOUSEHOLD,
    project::CREATE_VISIT,
    project::CREATE_ACTION,
    project::CREATE_PERSON,
    project::CREATE_BOTH_CHANGED,
    project::CREATE_LINE_TEXT,
    project::CREATE_SEARCH,
    project::CREATE_TALLY,
];

/// The whole practice: what is projected grew, so every document is projected anew.
const VERSION_2: &[&str] = &[
    table::to_project::CREATE,
    table::change::DROP_TAIL,
    table::import::CREATE,
    table::import_row::CREATE,
    project::CREATE_INDEXES,
    project::CREATE_LEARNING,
    table::blob::CREATE,
    table::half_written::CREATE,
    table::last_look::CREATE,
    table::line_waiting::CREATE,
    project::ADD_VISIT_MEMBERS,
    project::CREATE_ASKED_FOR,
    project::CREATE_SAFETY_NOTE,
    project::ADD_JOINED,
    project::CREATE_JOINED_ONCE,
    project::ADD_WROTE_IN_REMOVED,
    project::ADD_TO_HAND,
    table::recording::CREATE,
    table::to_project::ALL,
];

/// A server that was restored from an old copy is given back what it lost, and teammates say what
/// they hold.
const VERSION_3: &[&str] = &[
    table::sequence::CREATE,
    table::chunk::ADD_FORMER,
    table::chunk::ADD_PLACES,
    table::quarantine::ADD_DOCUMENT,
    table::server_behind::CREATE,
    table::seen::CREATE,
    table::receipt::CREATE,
];

/// What arrives is kept first and read into its document afterwards; snapshots are confirmed.
const VERSION_4: &[&str] = &[
    table::to_read::CREATE,
    table::snapshot::CREATE,
    table::quarantine::INDEX_DOCUMENT,
    project::DROP_NAME_TRIGGERS,
];

/// What was set aside because its writer had been removed is read again where an admin accepts it.
const VERSION_5: &[&str] = &[table::quarantine::ADD_SEQ];

/// Who has read, and so done, what was erased.
const VERSION_6: &[&str] = &[
    table::has_read::CREATE,
    table::has_read::CREATE_INDEXES,
    project::ADD_HELD,
    table::import_row::INDEX_DOCUMENT,
    table::to_project::ALL,
];

/// Documents that are for named people alone.
const VERSION_7: &[&str] = &[
    table::restriction::CREATE,
    table::key_holder::CREATE,
    table::document_key::ADD_OPEN,
    table::restriction::READ_AGAIN,
];

/// Brings the database to this version.
///
/// # Errors
/// [`StoreFault::TooNew`] if a newer version made it; it is left as it is.
pub(crate) fn migrate(conn: &mut Connection) -> Result<(), StoreFault> {
    let version: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let done = usize::try_from(version).map_err(|_| StoreFault::TooNew(version))?;
    let Some(missing) = MIGRATIONS.get(done..) else {
        return Err(StoreFault::TooNew(version));
    };
    run(conn, version, missing)
}

fn run(conn: &mut Connection, version: i64, missing: &[&[&str]]) -> Result<(), StoreFault> {
    if missing.is_empty() {
        return Ok(());
    }
    // All steps at once: a crash leaves the version that was there or this one, and none between.
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (next, statements) in (version + 1..).zip(missing) {
        for statement in *statements {
            tx.execute_batch(statement)?;
        }
        tx.execute_batch(&format!("PRAGMA user_version = {next}"))?;
    }
    tx.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use doorstep_model::call::{GetHome, ListHouseholds};
    use doorstep_model::edit::{Edit, ItemRef};
    use doorstep_model::field::Part;
    use doorstep_model::household::{About, Visit};
    use doorstep_model::safety_note::SafetyNote;
    use doorstep_model::{Date, DocKey, Heads, ItemId, UnixMillis};
    use doorstep_replica::Document;
    use doorstep_replica::document::Kind;
    use doorstep_wire::id::{DeviceId, DocId};
    use rusqlite::{Connection, params};

    use super::{MIGRATIONS, VERSION_1, migrate, run};
    use crate::projected::project_whole;
    use crate::random;
    use crate::store::project::safety_notes_of;
    use crate::store::query::{home, list_households};
    use crate::store::table::to_project;

    /// Set to write the schema file anew after a migration was added.
    const WRITE: &str = "DOORSTEP_WRITE_SCHEMA";

    fn dump(conn: &Connection) -> String {
        let mut rows = conn
            .prepare(
                "SELECT sql FROM sqlite_schema
                 WHERE sql IS NOT NULL AND name NOT GLOB 'search_*' ORDER BY type DESC, name",
            )
            .unwrap();
        let statements = rows.query_map([], |row| row.get::<_, String>(0)).unwrap();
        statements.map(|sql| sql.unwrap() + ";\n\n").collect()
    }

    #[test]
    fn the_schema_file_shows_what_the_migrations_make() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/schema.sql");
        let made = dump(&conn);
        if std::env::var_os(WRITE).is_some() {
            std::fs::write(file, &made).unwrap();
        }
        let kept = std::fs::read_to_string(file).unwrap();
        assert!(
            kept == made,
            "run the tests once with {WRITE}=1 and look at the difference"
        );
    }

    #[test]
    fn a_second_opening_changes_nothing_and_a_newer_store_is_refused() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        let first = dump(&conn);
        migrate(&mut conn).unwrap();
        assert_eq!(dump(&conn), first);
        conn.execute_batch("PRAGMA user_version = 9999").unwrap();
        assert!(matches!(
            migrate(&mut conn),
            Err(super::StoreFault::TooNew(9999))
        ));
    }

    /// What was released is never edited: there are stores that it made. The files are also what
    /// fixtures of past versions are made with.
    #[test]
    fn each_version_is_as_it_was_released() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/store");
        for (version, statements) in (1..).zip(MIGRATIONS) {
            let file = format!("{folder}/version-{version}.sql");
            let made = statements.join(";\n\n") + ";\n";
            if std::env::var_os(WRITE).is_some() && !std::fs::exists(&file).unwrap() {
                std::fs::write(&file, &made).unwrap();
            }
            let kept = std::fs::read_to_string(&file).unwrap_or_default();
            assert!(
                kept == made,
                "version {version} was edited, or is new: run the tests once with {WRITE}=1, and \
                 make its fixture (tests/fixtures/store/README.md)"
            );
        }
    }

    fn document(kind: Kind, edits: &[Edit]) -> Document {
        let (writer, now) = (DeviceId([7; 16]), UnixMillis(1_800_000_000_000));
        let made = Document::create(kind, writer, now, &mut random::system());
        let (mut document, _) = made.unwrap();
        document.edit(edits, now, &mut random::system()).unwrap();
        document
    }

    /// A grant that version 6 could not read may say that a document is for some alone: it is read before
    /// anything of it is sealed. What else was set aside stays so.
    #[test]
    fn grants_that_version_6_set_aside_are_read_again() {
        let mut conn = Connection::open_in_memory().unwrap();
        run(&mut conn, 0, &MIGRATIONS[..6]).unwrap();
        let (grant, changes) = ([1u8; 32], [2u8; 32]);
        for (id, kind) in [(grant, 3u8), (changes, 1)] {
            conn.execute(
                "INSERT INTO chunk (chunk_id, doc_id, device_id, log_id, log_seq, seq, bytes)
                 VALUES (?1, ?2, zeroblob(16), zeroblob(16), ?3, ?3, ?4)",
                params![id, [7u8; 16], kind, [1, kind]],
            )
            .unwrap();
            conn.execute(
                "INSERT INTO quarantine (chunk_id, doc_id, reason, at_ms)
                 VALUES (?1, ?2, 'bad_payload', 0)",
                params![id, [7u8; 16]],
            )
            .unwrap();
        }
        migrate(&mut conn).unwrap();
        let ids = |sql: &str| -> Vec<Vec<u8>> {
            let mut rows = conn.prepare(sql).unwrap();
            let rows = rows.query_map([], |row| row.get(0)).unwrap();
            rows.map(Result::unwrap).collect()
        };
        assert_eq!(ids("SELECT chunk_id FROM held_back"), [grant]);
        assert_eq!(ids("SELECT doc_id FROM to_read"), [[7u8; 16]]);
        assert_eq!(ids("SELECT chunk_id FROM quarantine"), [changes]);
    }

    /// A store as version 1 left it: two households in its rows, one of them closed, and a safety
    /// note that it had no rows for.
    #[test]
    fn a_store_of_version_1_is_whole_after_the_step() {
        let mut conn = Connection::open_in_memory().unwrap();
        run(&mut conn, 0, &[VERSION_1]).unwrap();
        let (first, second, note) = (DocId([1; 16]), DocId([2; 16]), DocId([3; 16]));
        let day = Date::new(2026, 11, 20).unwrap();
        let name = |name: &str| About::name.only().set(Some(name.to_owned()));
        let visit = ItemId::from([9; 16]);
        let planned = Edit::Add {
            line: ItemRef {
                part: Part::Visits,
                item: visit.clone(),
            },
            fields: vec![Visit::date.with(day), Visit::done.with(false)],
        };
        let notes = Visit::notes
            .of(&visit)
            .write(&Heads::default(), "The zebra clock");
        let documents = [
            (
                first,
                document(Kind::Household, &[name("Bell Street"), planned, notes]),
            ),
            (
                second,
                document(
                    Kind::Household,
                    &[name("Mill Lane"), About::closed.only().set(Some(day))],
                ),
            ),
            (
                note,
                document(
                    Kind::SafetyNote,
                    &[
                        SafetyNote::household
                            .only()
                            .set(Some(DocKey::from(first.0))),
                        SafetyNote::what
                            .only()
                            .write(&Heads::default(), "Ring first."),
                    ],
                ),
            ),
        ];
        for (id, document) in &documents {
            conn.execute(
                "INSERT INTO document (doc_id, kind, schema_version, saved) VALUES (?1, ?2, 1, ?3)",
                params![id.0, document.kind().word(), document.save()],
            )
            .unwrap();
        }
        let rows = [(1, first, "Bell Street", 0), (2, second, "Mill Lane", 1)];
        for (number, id, name, closed) in rows {
            conn.execute(
                "INSERT INTO household (household_no, doc_id, name, name_sort, closed)
                 VALUES (?1, ?2, ?3, lower(?3), ?4)",
                params![number, id.0, name, closed],
            )
            .unwrap();
            conn.execute(
                "INSERT INTO line_text (line_no, household_no, part, item, is_name, text)
                 VALUES (?1 << 20, ?1, 'about', '', 1, ?2)",
                params![number, name],
            )
            .unwrap();
        }
        conn.execute(
            "INSERT INTO visit (household_no, item, date, done) VALUES (1, ?1, ?2, 0)",
            params![visit.as_str(), day.to_string()],
        )
        .unwrap();

        migrate(&mut conn).unwrap();
        let open = |conn: &Connection| {
            let call = ListHouseholds {
                limit: 10,
                ..Default::default()
            };
            let list = list_households(conn, &call).unwrap();
            let names: Vec<String> = list.rows.into_iter().map(|row| row.name).collect();
            (names, list.total)
        };
        assert_eq!(
            open(&conn),
            (vec!["Bell Street".to_owned()], 1),
            "before it is projected"
        );
        let mut projected = BTreeSet::new();
        while let Some((id, _)) = to_project::next(&conn).unwrap() {
            let (_, document) = documents.iter().find(|(doc, _)| *doc == id).unwrap();
            let tx = conn.transaction().unwrap();
            project_whole(&tx, id, document).unwrap();
            to_project::done(&tx, id).unwrap();
            tx.commit().unwrap();
            projected.insert(id);
        }
        assert_eq!(projected.len(), 3);
        assert_eq!(open(&conn), (vec!["Bell Street".to_owned()], 1));
        let search = |typed: &str| {
            let call = ListHouseholds {
                search: typed.into(),
                with_closed: true,
                limit: 10,
                ..Default::default()
            };
            let rows = list_households(&conn, &call).unwrap().rows;
            rows.into_iter().map(|row| row.name).collect::<Vec<_>>()
        };
        assert_eq!(search("zebra"), ["Bell Street"]);
        assert_eq!(search("mill"), ["Mill Lane"]);
        assert_eq!(search("bel"), ["Bell Street"]);
        assert_eq!(safety_notes_of(&conn, first).unwrap(), [note]);
        let call = GetHome {
            today: day,
            promises: 0,
        };
        let home = home(&conn, &call, None).unwrap();
        assert_eq!(home.household_count, 2);
        let visits: Vec<bool> = home
            .visits_today
            .iter()
            .map(|row| row.safety_note)
            .collect();
        assert_eq!(visits, [true], "the visit is there, with its warning");
    }
}
