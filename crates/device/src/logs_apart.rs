//! What a removed device hands over of a document about which somebody said who may open it goes into a log of its
//! own. An admin who may not open that document leaves its log where it is, and takes in the rest: in one log all
//! that comes after would wait with it, other households' notes too.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_model::{Problem, ProblemCode};
use doorstep_replica::chunk::{Payload, Place, open};
use doorstep_replica::crypto::key::SecretKey;
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{ChunkId, DocId, LogId};
use rusqlite::Connection;

use crate::store::StoreFault;
use crate::store::table::chunk::Waiting;
use crate::store::table::{chunk, log, restriction, snapshot};
use crate::unlocked::Unlocked;

/// Sealed chunks that are looked at together, in bytes.
const AT_ONCE: usize = 4 * 1024 * 1024;

/// A chunk of this device's own that waits, and counts for nobody yet.
struct Own {
    at: Waiting,
    sealed: SealedChunk,
}

impl Own {
    fn log(&self) -> LogId {
        self.sealed.header().log_id
    }

    fn document(&self) -> DocId {
        self.sealed.header().doc_id
    }
}

impl Unlocked {
    /// Where one log holds such a document beside others, what has not `gone` of it is sealed once more: the same
    /// content under the same key, at a place in another log. What can't be opened here stays where it is, with what
    /// comes before it.
    ///
    /// # Errors
    /// What the store says; then all of it stays as it was.
    pub(crate) fn part_logs(&mut self, gone: Option<Waiting>) -> Result<(), Problem> {
        let told: BTreeSet<DocId> = self
            .store
            .read(restriction::documents)?
            .into_iter()
            .collect();
        let me = self.identity.device_id();
        let is_over = |conn: &Connection| {
            let next = chunk::own_outbox(conn, me, gone, 0)?;
            Ok::<_, StoreFault>(next.is_empty())
        };
        if told.is_empty() || self.store.read(is_over)? {
            return Ok(());
        }
        let mut waiting = self.own_that_count_for_nobody()?;
        let mixed = mixed(&waiting, &told);
        waiting.retain(|own| mixed.contains(&own.log()));
        let mut last_unread: BTreeMap<LogId, u64> = BTreeMap::new();
        for own in &waiting {
            if !own.sealed.is_stub() && self.payload_of(&own.sealed)?.is_none() {
                let last = last_unread.entry(own.log()).or_default();
                *last = own.sealed.header().log_seq.max(*last);
            }
        }
        waiting.retain(|own| {
            let unread = last_unread.get(&own.log());
            gone.is_none_or(|gone| own.at > gone)
                && unread.is_none_or(|unread| own.sealed.header().log_seq > *unread)
        });
        match waiting.is_empty() {
            true => Ok(()),
            false => self.seal_apart(waiting, &told),
        }
    }

    /// Own chunks that wait, beyond those that the entry counts which removed this device; in their order.
    fn own_that_count_for_nobody(&self) -> Result<Vec<Own>, Problem> {
        let me = self.identity.device_id();
        let roster = &self.membership()?.roster;
        let ends = roster.former(&me).map(|former| &former.ends);
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = self
                .store
                .read(|conn| chunk::own_outbox(conn, me, after, AT_ONCE))?;
            let Some((last, _)) = page.last() else {
                return Ok(all);
            };
            after = Some(*last);
            for (at, bytes) in page {
                let sealed = SealedChunk::parse(bytes)
                    .map_err(|_| Problem::with(ProblemCode::StoreUnreadable, "chunk"))?;
                let header = sealed.header();
                let end = ends.and_then(|ends| ends.get(&header.log_id));
                if end.is_none_or(|end| header.log_seq > end.log_seq) {
                    all.push(Own { at, sealed });
                }
            }
        }
    }

    /// What is in a chunk, with the key that it was sealed with; `None` where it can't be opened.
    fn payload_of(&self, sealed: &SealedChunk) -> Result<Option<(SecretKey, Payload)>, Problem> {
        let key = self.key_for(sealed)?;
        Ok(key.and_then(|key| {
            let payload = open(sealed, &key).ok()?;
            Some((key, payload))
        }))
    }

    fn seal_apart(&mut self, waiting: Vec<Own>, told: &BTreeSet<DocId>) -> Result<(), Problem> {
        let mut new = || Place::first(LogId(self.random.bytes()));
        let mut rest = new();
        let mut apart: BTreeMap<DocId, Place> = BTreeMap::new();
        for own in &waiting {
            if told.contains(&own.document()) {
                apart.entry(own.document()).or_insert_with(&mut new);
            }
        }
        let mut moved: Vec<(ChunkId, SealedChunk)> = Vec::new();
        let (mut bare, mut needless) = (Vec::new(), Vec::new());
        for Own { sealed, .. } in waiting {
            if sealed.is_stub() {
                // A new log has no place for one. What was in it is in a snapshot, or erased.
                let list = if sealed.is_erased() {
                    &mut needless
                } else {
                    &mut bare
                };
                list.push(sealed.id());
                continue;
            }
            let payload = self.payload_of(&sealed)?;
            let (key, payload) =
                payload.ok_or_else(|| Problem::with(ProblemCode::StoreUnreadable, "key"))?;
            let header = sealed.header();
            let place = apart.get_mut(&header.doc_id).unwrap_or(&mut rest);
            let again = self.seal_again(header, *place, &key, &payload)?;
            *place = Place::after(&again);
            moved.push((sealed.id(), again));
        }
        let me = self.identity.device_id();
        self.waiting_changed();
        Ok(self.store.write(|tx| {
            for (before, sealed) in &moved {
                chunk::replace_own(tx, *before, sealed)?;
                restriction::moved(tx, *before, sealed.id(), sealed.header().epoch)?;
                snapshot::put(tx, sealed, me)?;
            }
            for id in &bare {
                chunk::put_apart(tx, *id)?;
            }
            for id in &needless {
                chunk::remove_own(tx, *id)?;
            }
            log::set_place(tx, rest)
        })?)
    }
}

/// Logs that hold such a document beside others.
fn mixed(waiting: &[Own], told: &BTreeSet<DocId>) -> BTreeSet<LogId> {
    let mut documents: BTreeMap<LogId, BTreeSet<DocId>> = BTreeMap::new();
    for own in waiting {
        documents
            .entry(own.log())
            .or_default()
            .insert(own.document());
    }
    documents.retain(|_, all| all.len() > 1 && !all.is_disjoint(told));
    documents.into_keys().collect()
}

#[cfg(test)]
mod tests;
