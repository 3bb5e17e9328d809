//! Reading chunks into a document: what that needs is gathered from the store first, so that it can be
//! worked out on another core while nobody holds the device.

use doorstep_model::{Problem, ProblemCode, UnixMillis};
use doorstep_replica::Document;
use doorstep_replica::document::{ApplyFault, Care, Growing, Grown};
use doorstep_wire::id::{ChunkId, DeviceId, DocId};

use super::found::Found;
use super::reading::{Fate, Keys, Reading, Waiting};
use crate::projected::View;
use crate::random::Randomness;
use crate::store::table::document::{self, Stored};
use crate::store::table::snapshot;
use crate::unlocked::Unlocked;

/// Chunks to be read into a document, with all that it takes.
pub(super) struct Work {
    pub(super) id: DocId,
    /// When the first of them arrived.
    pub(super) since: UnixMillis,
    pub(super) waiting: Vec<Waiting>,
    /// Snapshots among them that two devices answer for.
    confirmed: Vec<ChunkId>,
    keys: Keys,
    /// The document, if it is in memory; a copy of its own.
    open: Option<Document>,
    /// What it is to be loaded from, if it is here and not in memory.
    stored: Option<Stored>,
    /// What waited then ([`Unlocked::waiting_version`]).
    version: u64,
    writer: DeviceId,
    random: Randomness,
}

impl Unlocked {
    /// Gathers what it takes to read these chunks into their document.
    ///
    /// # Errors
    /// What the store says.
    pub(super) fn work_on(
        &self,
        id: DocId,
        since: UnixMillis,
        waiting: Vec<Waiting>,
    ) -> Result<Work, Problem> {
        let open = self.documents.loaded(id).cloned();
        let stored = match open {
            Some(_) => None,
            None => self.store.read(|conn| document::load(conn, id))?,
        };
        let mut keys = Keys::new();
        for Waiting { chunk, .. } in &waiting {
            let key_id = chunk.header().key_id;
            if keys.contains_key(&key_id) {
                continue;
            }
            if let Some(key) = self.key_for(chunk)? {
                keys.insert(key_id, key);
            }
        }
        let confirmed = self
            .store
            .read(|conn| snapshot::confirmed_waiting(conn, id))?;
        Ok(Work {
            id,
            since,
            waiting,
            confirmed,
            keys,
            open,
            stored,
            version: self.waiting_version,
            writer: self.identity.device_id(),
            random: self.random.clone(),
        })
    }
}

impl Work {
    /// Keys that are not in the store: of what counts for nothing yet.
    pub(super) fn with_keys(mut self, keys: Keys) -> Self {
        for (name, key) in keys {
            self.keys.entry(name).or_insert(key);
        }
        self
    }

    /// Whether it comes to the same wherever and whenever it is done: the source of its random numbers
    /// is nobody's who tells a world again.
    pub(super) fn may_go_beside(&self) -> bool {
        matches!(self.random, Randomness::System)
    }

    /// Does it; nothing is written.
    ///
    /// # Errors
    /// If the document here can't be read, or what came of it can't be read again, however carefully it
    /// is done.
    pub(super) fn done(self) -> Result<Found, Problem> {
        let stored = self.stored.as_ref();
        let loaded = stored.map(|stored| stored.document(self.writer, &mut Randomness::System));
        let loaded = loaded.transpose()?;
        let before = loaded.as_ref().or(self.open.as_ref());
        let is_new = before.is_none();
        let (fates, grown) = match self.read(before, Care::InTheEnd) {
            Ok(done) => done,
            // One of them spoils the document; with more care it shows which.
            Err(_) => self
                .read(before, Care::EachTime)
                .map_err(|fault| Problem::with(ProblemCode::Unexpected, fault.code()))?,
        };
        let view = grown.as_ref();
        let view = view.and_then(|grown| View::of(self.id, &grown.document));
        Ok(Found {
            id: self.id,
            since: self.since,
            waiting: self.waiting,
            fates,
            grown,
            view,
            is_new,
            stored: self.stored,
            version: self.version,
        })
    }

    fn read(
        &self,
        before: Option<&Document>,
        care: Care,
    ) -> Result<(Vec<Fate>, Option<Grown>), ApplyFault> {
        let growing = Growing::on(before, care);
        let reading = Reading::of(&self.waiting, &self.confirmed, growing, &self.keys);
        reading.finish(self.writer, &mut self.random.clone())
    }
}
