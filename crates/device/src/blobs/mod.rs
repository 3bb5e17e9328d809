//! Photos and voice notes on this device: kept sealed in files of their own, opened when somebody
//! looks. Fetched ones are let go when space is short; those made here only when a person says so, so
//! that a server that loses them can get them again.

pub(crate) mod anew;
pub(crate) mod exchange;
pub(crate) mod look_back;
mod tidy;

use std::io::ErrorKind;

use doorstep_model::call::AttachmentSpace;
use doorstep_model::stale::Stale;
use doorstep_model::{Problem, ProblemCode, UnixMillis};
use doorstep_replica::blob::{SealedBlob, Sealing, open, seal};
use doorstep_replica::crypto::key::{DocumentKey, SecretKey};
use doorstep_wire::blob::BlobHead;
use doorstep_wire::id::{BlobId, DocId};
use doorstep_wire::limits::{BLOB_PART, MAX_BLOB};
use rusqlite::Transaction;
use zeroize::Zeroizing;

use crate::store::StoreFault;
use crate::store::table::{blob, document_key};
use crate::unlocked::Unlocked;

/// The longest file: the head, and every part with its tag.
pub(crate) const MAX_FILE: usize = BlobHead::MAX_LEN + MAX_BLOB + MAX_BLOB / BLOB_PART * TAG;
const TAG: usize = 16;
/// How often it is noted that somebody looked, in milliseconds.
const NOTE_USED_EVERY_MS: i64 = 60 * 60 * 1000;

/// Which may be let go.
#[derive(Clone, Copy)]
pub(crate) enum Goes {
    /// By itself: what was fetched, and so is on its maker's device too. A server that is restored
    /// from an older copy must not be the only place that had one.
    Fetched {
        /// Somebody waits for this one.
        but: Option<BlobId>,
    },
    /// By the person's word: all that the server says it has.
    AllSent,
}

impl Unlocked {
    /// Seals bytes that were taken in here, and puts them on the disk in a file of their own. They
    /// count once a row names them; a file without a row is cleared away later.
    pub(crate) fn keep_blob(&mut self, doc: DocId, content: &[u8]) -> Result<SealedBlob, Problem> {
        let blob_id = BlobId(self.random.bytes());
        self.keep_blob_as(doc, blob_id, content)
    }

    /// As [`Unlocked::keep_blob`], for bytes that the record names already.
    pub(crate) fn keep_blob_as(
        &mut self,
        doc: DocId,
        blob_id: BlobId,
        content: &[u8],
    ) -> Result<SealedBlob, Problem> {
        let key = self.current_key(doc)?;
        let epoch = self.writing_epoch()?.epoch;
        let roster = &self.membership()?.roster;
        let sealing = Sealing {
            identity: &self.identity,
            team_id: roster.team_id(),
            epoch,
            membership_head: roster.head(),
            doc_id: doc,
            blob_id,
            key: &key,
        };
        let limit = MAX_BLOB / (1024 * 1024);
        let sealed = seal(&sealing, content, &mut self.random.clone())
            .map_err(|_| Problem::with(ProblemCode::FileTooLarge, limit))?;
        let id = sealed.head.header().blob_id;
        self.write_blob(id, &file_of(&sealed.head, &sealed.parts))?;
        Ok(sealed)
    }

    /// The key that this document is written with, made now if there is none yet.
    fn current_key(&mut self, doc: DocId) -> Result<DocumentKey, Problem> {
        let epoch = self.writing_epoch()?.epoch;
        // What has come about who may open it counts before.
        if !self.settle_grants(doc)? {
            return Err(ProblemCode::NotForYou.into());
        }
        if self.stored_key(doc, epoch)?.is_none() {
            self.make_key(doc)?;
        }
        self.stored_key(doc, epoch)?
            .ok_or_else(|| Problem::with(ProblemCode::StoreUnreadable, "key"))
    }

    /// A file on the disk; on a full one, those that can be fetched again make room.
    fn write_blob(&mut self, id: BlobId, bytes: &[u8]) -> Result<(), Problem> {
        let name = id.to_string();
        self.making_room(|open| {
            let written = open.store.blobs.replace(&name, bytes);
            Ok(written.map_err(StoreFault::from)?)
        })
    }

    /// Does it, and once more on a full disk after making room.
    pub(crate) fn making_room<T>(
        &mut self,
        work: impl Fn(&mut Self) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        match work(self) {
            Err(problem) if problem.code == ProblemCode::DiskFull => {
                if self.let_blobs_go(0, Goes::Fetched { but: None })? == 0 {
                    return Err(problem);
                }
                work(self)
            }
            done => done,
        }
    }

    /// Keeps what was fetched.
    pub(crate) fn keep_fetched(
        &mut self,
        head: &BlobHead,
        parts: &[Vec<u8>],
        now: UnixMillis,
    ) -> Result<(), Problem> {
        let (id, doc) = (head.header().blob_id, head.header().doc_id);
        if self.is_erased(doc)? {
            return Ok(());
        }
        let bytes = file_of(head, parts);
        self.write_blob(id, &bytes)?;
        let len = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.store
            .write(|tx| blob::put(tx, id, doc, head.bytes(), len, true, now))?;
        self.blobs.came_last = Some(id);
        self.keep_to_limit()
    }

    /// Keeps what a removed device made and an admin has accepted, to be sent.
    pub(crate) fn keep_accepted(
        &mut self,
        head: &BlobHead,
        parts: &[Vec<u8>],
        now: UnixMillis,
    ) -> Result<(), Problem> {
        let (id, doc) = (head.header().blob_id, head.header().doc_id);
        if self.store.read(|conn| blob::get(conn, id))?.is_some() {
            return Ok(());
        }
        let bytes = file_of(head, parts);
        self.write_blob(id, &bytes)?;
        let len = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Ok(self
            .store
            .write(|tx| blob::put(tx, id, doc, head.bytes(), len, false, now))?)
    }

    /// Opens sealed parts of this document's blob.
    pub(crate) fn open_blob(
        &self,
        head: &BlobHead,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Problem> {
        let header = head.header();
        let key = self
            .store
            .read(|conn| document_key::by_id(conn, header.doc_id, header.key_id))?;
        let key = key.and_then(|bytes| SecretKey::from_bytes(&bytes));
        let unreadable = || Problem::with(ProblemCode::StoreUnreadable, "key");
        let key = key.ok_or_else(unreadable)?;
        open(head, &key, sealed.chunks(BLOB_PART + TAG)).map_err(damaged)
    }

    /// What somebody looks at, if it is here. One that is damaged and can be fetched again is let
    /// go, so that it can be; a disk that can't be read just now is no damage.
    pub(crate) fn read_blob(
        &mut self,
        id: BlobId,
        doc: DocId,
        now: UnixMillis,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, Problem> {
        let Some(row) = self.store.read(|conn| blob::get(conn, id))? else {
            return Ok(None);
        };
        if row.doc_id != doc {
            return Err(ProblemCode::NotHere.into());
        }
        let read = self
            .read_file(id, &row.head)
            .and_then(|(head, sealed)| self.open_blob(&head, &sealed));
        match read {
            Ok(content) => {
                if now.0.saturating_sub(row.used.0) > NOTE_USED_EVERY_MS {
                    // On a full disk it can be looked at all the same.
                    let _noted = self.store.write(|tx| blob::used(tx, id, now));
                }
                Ok(Some(content))
            }
            Err(problem) if row.sent && problem.code == ProblemCode::AttachmentDamaged => {
                self.let_one_go(id)?;
                Ok(None)
            }
            Err(problem) => Err(problem),
        }
    }

    /// Head and sealed parts of one that is here.
    ///
    /// # Errors
    /// [`ProblemCode::AttachmentDamaged`] if there is no file, or one that can't be it; what the
    /// disk says if it can't be read, which may pass.
    pub(crate) fn read_file(
        &self,
        id: BlobId,
        head: &[u8],
    ) -> Result<(BlobHead, Vec<u8>), Problem> {
        let file = self
            .store
            .blobs
            .read(&id.to_string(), MAX_FILE)
            .map_err(|error| match error.kind() {
                ErrorKind::InvalidData => damaged("too long"),
                _ => StoreFault::from(error).into(),
            })?
            .ok_or_else(|| damaged("no file"))?;
        let (found, sealed) = BlobHead::parse_front(&file).map_err(damaged)?;
        if found.bytes() != head {
            return Err(damaged("another head"));
        }
        Ok((found, sealed.to_vec()))
    }

    /// Lets those go that may until they take no more than `keep` bytes, those that nobody looked
    /// at for longest first. Answers how many went. Files go before rows: a row whose file is gone
    /// is noticed, and on a full disk only files can go.
    pub(crate) fn let_blobs_go(&mut self, keep: u64, which: Goes) -> Result<usize, Problem> {
        let own = matches!(which, Goes::AllSent);
        let mut all = self.store.read(|conn| blob::to_let_go(conn, own))?;
        let mut bytes: u64 = all.iter().map(|(_, bytes)| bytes).sum();
        if let Goes::Fetched { but: Some(but) } = which {
            all.retain(|(id, _)| *id != but);
        }
        if matches!(which, Goes::Fetched { .. }) {
            all.retain(|(id, _)| !self.blobs.held.contains(id));
        }
        let mut gone = Vec::new();
        for (id, size) in all {
            if bytes <= keep {
                break;
            }
            let removed = self.store.blobs.remove(&id.to_string());
            removed.map_err(StoreFault::from)?;
            bytes = bytes.saturating_sub(size);
            gone.push(id);
        }
        if !gone.is_empty() {
            self.store
                .write(|tx| gone.iter().try_for_each(|id| blob::remove(tx, *id)))?;
            self.stale(Stale::Attachments);
        }
        Ok(gone.len())
    }

    fn let_one_go(&mut self, id: BlobId) -> Result<(), Problem> {
        let removed = self.store.blobs.remove(&id.to_string());
        removed.map_err(StoreFault::from)?;
        self.store.write(|tx| blob::remove(tx, id))?;
        Ok(())
    }

    /// Keeps to the room that the person gives to photos and voice notes. What was made here or only
    /// this device has counts too, and does not go; nor does the one that came last, since somebody
    /// waits for it.
    pub(crate) fn keep_to_limit(&mut self) -> Result<(), Problem> {
        let limit = u64::from(self.settings.attachment_megabytes) * 1024 * 1024;
        if limit > 0 {
            let stays = self.store.read(blob::stays)?;
            let (keep, but) = (limit.saturating_sub(stays), self.blobs.came_last);
            self.let_blobs_go(keep, Goes::Fetched { but })?;
        }
        Ok(())
    }

    /// What they take.
    pub(crate) fn blob_space(&self) -> Result<AttachmentSpace, Problem> {
        let (sent, unsent) = self
            .store
            .read(|conn| Ok((blob::room(conn, true)?, blob::room(conn, false)?)))?;
        Ok(AttachmentSpace {
            count: sent.count.saturating_add(unsent.count),
            bytes: sent.bytes.saturating_add(unsent.bytes),
            only_here: unsent.count,
            only_here_bytes: unsent.bytes,
        })
    }
}

/// Names what was kept here, in the transaction that saves the record's line about it.
pub(crate) fn put_own(
    tx: &Transaction<'_>,
    sealed: &SealedBlob,
    now: UnixMillis,
) -> Result<(), StoreFault> {
    let head = &sealed.head;
    let (id, doc) = (head.header().blob_id, head.header().doc_id);
    blob::put(tx, id, doc, head.bytes(), file_len(head), false, now)
}

/// What lies in the file: the head goes first, so that a file without a row can still be told.
fn file_of(head: &BlobHead, parts: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = head.bytes().to_vec();
    parts.iter().for_each(|part| bytes.extend_from_slice(part));
    bytes
}

/// How long that file is, in bytes.
pub(crate) fn file_len(head: &BlobHead) -> u64 {
    let own = u64::try_from(head.bytes().len()).unwrap_or(u64::MAX);
    head.sealed_len().saturating_add(own)
}

pub(crate) fn damaged(what: impl ToString) -> Problem {
    Problem::with(ProblemCode::AttachmentDamaged, what)
}
