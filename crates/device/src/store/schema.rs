//! The schema, one migration a version. Migrations are never changed once released; each runs in
//! one transaction, so that a crash leaves the old version or the new one.

use rusqlite::{Connection, TransactionBehavior};

use super::StoreFault;
use super::{project, table};

/// Statements of each migration; the version is their number.
const MIGRATIONS: &[&[&str]] = &[VERSION_1, VERSION_2];

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
    table::import::CREATE,
    table::import_row::CREATE,
    project::CREATE_SEARCH_CHANGED,
    project::CREATE_LEARNING,
    table::blob::CREATE,
    table::half_written::CREATE,
    table::last_look::CREATE,
    project::ADD_VISIT_MEMBERS,
    project::CREATE_ASKED_FOR,
    project::CREATE_SAFETY_NOTE,
    project::ADD_JOINED,
    project::CREATE_JOINED_ONCE,
    table::to_project::ALL,
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
    for (next, statements) in (version + 1..).zip(missing) {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for statement in *statements {
            tx.execute_batch(statement)?;
        }
        tx.execute_batch(&format!("PRAGMA user_version = {next}"))?;
        tx.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::migrate;
    use rusqlite::Connection;

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
}
