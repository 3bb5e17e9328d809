//! Opening the database: the key first, then what must hold, then the schema.

use doorstep_replica::crypto::key::SecretKey;
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use zeroize::Zeroizing;

use super::{StoreFault, schema};
use crate::platform;

/// How long to wait for another connection of this program, in milliseconds.
const BUSY_MS: u64 = 2_000;

/// Statements that stay prepared. One save needs more than rusqlite keeps by itself (16), and each
/// that is not there is parsed and planned anew.
const STATEMENTS: usize = 256;

/// Gives a fresh connection its key and checks that it opens the database. Only where it is `new`
/// may there be nothing in it.
pub(crate) fn prepare(conn: &mut Connection, key: &SecretKey, new: bool) -> Result<(), StoreFault> {
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    // A plan holds for whatever is put into the gaps; otherwise it is made anew with each value.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // A database that turns out not to be readable is left as it is, to the byte: without this,
    // closing it would write a log of changes that a crash left behind into it.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    // What SQLCipher would say on standard error is in the error that it returns.
    conn.execute_batch("PRAGMA cipher_log_level = NONE")?;
    let hex = Zeroizing::new(data_encoding::HEXLOWER.encode(key.expose()));
    let pragma = Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", hex.as_str()));
    conn.execute_batch(&pragma)?;
    // SQLCipher keeps its keys in locked memory and wipes them always. With this on it would do so
    // with every allocation of SQLite's, page by page: more than half of all the time that a save
    // took (docs/decisions/0005-sqlcipher.md).
    conn.execute_batch("PRAGMA cipher_memory_security = OFF")?;
    // The first page that is read shows whether the key fits.
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    // To SQLite a file that lost everything is a database that nobody has written into yet.
    if tables == 0 && !new {
        return Err(StoreFault::Empty);
    }
    conn.busy_timeout(std::time::Duration::from_millis(BUSY_MS))?;
    expect(conn, "PRAGMA journal_mode", platform::JOURNAL, "journal")?;
    conn.execute_batch("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON")?;
    let synchronous: i64 = conn.query_row("PRAGMA synchronous", [], |row| row.get(0))?;
    if synchronous != 2 {
        return Err(StoreFault::NotDurable("synchronous"));
    }
    conn.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;
         PRAGMA secure_delete = ON; PRAGMA cache_size = -16000",
    )?;
    schema::migrate(conn)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(())
}

fn expect(
    conn: &Connection,
    pragma: &str,
    value: &str,
    name: &'static str,
) -> Result<(), StoreFault> {
    let said: String = conn.query_row(&format!("{pragma} = {value}"), [], |row| row.get(0))?;
    if said.eq_ignore_ascii_case(value) {
        Ok(())
    } else {
        Err(StoreFault::NotDurable(name))
    }
}
