//! What this device remembers of files: the one that it wrote, with what opens it, and those that it took over.

use std::collections::BTreeMap;

use doorstep_model::{DocKey, Heads, Problem, ProblemCode, UnixMillis};
use doorstep_replica::moving::HEADER;
use doorstep_wire::id::DocId;
use rusqlite::{Connection, Transaction};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::store::StoreFault;
use crate::store::table::setting;

/// A file that this device wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Written {
    /// What opens it.
    pub(crate) code: String,
    /// What the other team is to tell.
    pub(crate) words: Vec<String>,
    pub(crate) at: UnixMillis,
    /// The states that each document had once it was marked as going.
    pub(crate) heads: BTreeMap<DocKey, Heads>,
    /// Something had changed by then that is not in the file.
    pub(crate) changed: bool,
    pub(crate) lacks: u32,
}

/// A file that was taken over here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TakenFile {
    /// As which household.
    pub(crate) household: DocKey,
    /// What each document and each photo of it is called here.
    pub(crate) ids: BTreeMap<String, String>,
}

/// The one that was written about a household.
pub(super) fn written(household: DocId) -> String {
    format!("moving:{household}")
}

/// The one that begins like this.
pub(super) fn taken(header: &[u8; HEADER]) -> String {
    let hash = Sha256::digest(header);
    format!("taken-over:{}", DocKey::from(first(&hash)))
}

fn first(hash: &[u8]) -> [u8; 16] {
    hash.first_chunk().copied().unwrap_or_default()
}

/// There while a document is to be for whoever took it over alone, before anything of it is sealed.
pub(super) fn for_taker(document: DocId) -> String {
    format!("for-taker:{document}")
}

/// Whether it is to be for whoever took it over alone.
pub(crate) fn is_for_taker(conn: &Connection, document: DocId) -> Result<bool, StoreFault> {
    Ok(setting::get(conn, &for_taker(document))?.is_some())
}

/// What is remembered under this name.
pub(super) fn get<T: DeserializeOwned>(
    conn: &Connection,
    name: &str,
) -> Result<Option<T>, StoreFault> {
    let kept = setting::get(conn, name)?;
    Ok(kept.and_then(|kept| serde_json::from_str(&kept).ok()))
}

/// Remembers it.
pub(super) fn put(
    tx: &Transaction<'_>,
    name: &str,
    what: &impl Serialize,
) -> Result<(), StoreFault> {
    let what = serde_json::to_string(what).unwrap_or_default();
    setting::put(tx, name, &what)
}

/// Nothing is remembered of files in which a document went or came.
pub(crate) fn forget(tx: &Transaction<'_>, document: DocId) -> Result<(), StoreFault> {
    for name in [written(document), for_taker(document)] {
        setting::remove(tx, &name)?;
    }
    tx.prepare_cached(
        "DELETE FROM setting WHERE name LIKE 'taken-over:%' AND instr(value, ?1) > 0",
    )?
    .execute([DocKey::from(document.0).as_str()])?;
    Ok(())
}

/// A call that needs a file which this device wrote, and there is none.
pub(super) fn none() -> Problem {
    ProblemCode::MoveNotBegun.into()
}
