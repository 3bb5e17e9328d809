//! What this device remembers of files: the one that it wrote, with what opens it, and those that it took over.

use std::collections::BTreeMap;

use doorstep_model::id::BlobKey;
use doorstep_model::{Date, DocKey, Heads, Problem, ProblemCode, UnixMillis};
use doorstep_replica::moving::Head;
use doorstep_wire::id::DocId;
use rusqlite::{Connection, Transaction};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::goes::Goes;
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
    pub(super) heads: BTreeMap<DocKey, Heads>,
    /// Something had changed by then that is not in the file.
    pub(super) changed: bool,
    /// The file says that some people alone could open it.
    pub(super) restricted: bool,
    pub(crate) lacks: u32,
    /// The day on which the household was closed because it is there.
    pub(super) closed: Option<Date>,
}

impl Written {
    /// Whether something is other than when the file was written.
    pub(crate) fn is_behind(&self, goes: &Goes) -> bool {
        let is_restricted_since = goes.shown.restricted && !self.restricted;
        self.changed || is_restricted_since || self.heads != heads_of(goes)
    }
}

/// The state of each document.
pub(super) fn heads_of(goes: &Goes) -> BTreeMap<DocKey, Heads> {
    let all = goes.documents.iter();
    all.map(|document| (DocKey::from(document.id.0), document.heads.clone()))
        .collect()
}

/// What was taken over here from one household of another team: what each thing of it is called here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Taken {
    pub(crate) household: DocKey,
    pub(super) documents: BTreeMap<DocKey, DocKey>,
    pub(super) blobs: BTreeMap<BlobKey, BlobKey>,
    /// Lines of the team's lists.
    pub(super) lists: BTreeMap<String, String>,
}

/// The file that was written about a household.
pub(super) fn written(household: DocId) -> String {
    format!("moving:{household}")
}

/// What was taken over of this household of that team.
pub(super) fn taken(head: &Head) -> String {
    let of = hashed(&[&head.team.0, &head.household.0]);
    format!("taken-over:{of}")
}

/// A name that is the same each time.
pub(super) fn hashed(parts: &[&[u8]]) -> DocKey {
    let hasher = parts
        .iter()
        .fold(Sha256::new(), |hasher, part| hasher.chain_update(part));
    let first = hasher.finalize().first_chunk().copied();
    DocKey::from(first.unwrap_or_default())
}

/// There while a document is to be for whoever took it over alone, before anything of it is sealed.
pub(super) fn for_taker(document: DocId) -> String {
    format!("for-taker:{document}")
}

/// Whether it is to be for whoever took it over alone.
pub(super) fn is_for_taker(conn: &Connection, document: DocId) -> Result<bool, StoreFault> {
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

/// Nothing is remembered of files in which a household went or came. Of a note that is gone its household's file is
/// remembered.
pub(crate) fn forget(tx: &Transaction<'_>, document: DocId) -> Result<(), StoreFault> {
    for name in [written(document), for_taker(document)] {
        setting::remove(tx, &name)?;
    }
    tx.prepare_cached(
        "DELETE FROM setting WHERE name LIKE 'taken-over:%'
             AND json_extract(value, '$.household') = ?1",
    )?
    .execute([DocKey::from(document.0).as_str()])?;
    Ok(())
}

/// A call that needs a file which this device wrote, and there is none.
pub(super) fn none() -> Problem {
    ProblemCode::MoveNotBegun.into()
}
