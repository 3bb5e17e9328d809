//! Invites that this device made, with their codes, until they are used or their time is over.

use doorstep_wire::device::Role;
use doorstep_wire::id::{EntryHash, Locator};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use zeroize::Zeroizing;

use crate::store::StoreFault;
use crate::store::row::{self, signed};

pub(crate) const CREATE: &str = "CREATE TABLE invite (
    locator BLOB NOT NULL PRIMARY KEY,
    seed BLOB NOT NULL,
    role TEXT NOT NULL,
    expires_ms INTEGER NOT NULL,
    entry BLOB NOT NULL
) STRICT, WITHOUT ROWID";

/// One invite.
pub(crate) struct InviteRow {
    pub(crate) locator: Locator,
    pub(crate) seed: Zeroizing<[u8; 16]>,
    pub(crate) role: Role,
    pub(crate) expires_ms: u64,
    pub(crate) entry: EntryHash,
}

pub(crate) fn put(
    tx: &Transaction<'_>,
    locator: Locator,
    seed: &[u8; 16],
    role: Role,
    expires_ms: u64,
    entry: EntryHash,
) -> Result<(), StoreFault> {
    tx.prepare_cached(
        "INSERT INTO invite (locator, seed, role, expires_ms, entry) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        locator.0,
        seed,
        word(role),
        signed(expires_ms),
        entry.0
    ])?;
    Ok(())
}

pub(crate) fn get(conn: &Connection, locator: Locator) -> Result<Option<InviteRow>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT locator, seed, role, expires_ms, entry FROM invite WHERE locator = ?1",
    )?;
    Ok(statement.query_row([locator.0], read).optional()?)
}

/// All of them, those that end first first.
pub(crate) fn all(conn: &Connection) -> Result<Vec<InviteRow>, StoreFault> {
    let mut statement = conn.prepare_cached(
        "SELECT locator, seed, role, expires_ms, entry FROM invite ORDER BY expires_ms, locator",
    )?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(crate) fn remove(tx: &Transaction<'_>, locator: Locator) -> Result<(), StoreFault> {
    tx.prepare_cached("DELETE FROM invite WHERE locator = ?1")?
        .execute([locator.0])?;
    Ok(())
}

fn read(found: &Row<'_>) -> rusqlite::Result<InviteRow> {
    let role: String = found.get(2)?;
    Ok(InviteRow {
        locator: row::id(found, 0)?,
        seed: Zeroizing::new(found.get(1)?),
        role: from_word(&role)
            .ok_or_else(|| rusqlite::Error::InvalidColumnType(2, role, Type::Text))?,
        expires_ms: row::big_count(found, 3)?,
        entry: row::id(found, 4)?,
    })
}

fn word(role: Role) -> &'static str {
    match role {
        Role::Worker => "worker",
        Role::Lead => "lead",
        Role::Admin => "admin",
    }
}

fn from_word(text: &str) -> Option<Role> {
    [Role::Worker, Role::Lead, Role::Admin]
        .into_iter()
        .find(|role| word(*role) == text)
}
