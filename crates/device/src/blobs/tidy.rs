//! Files of photos and voice notes that no row names. A crash leaves one before anything was saved;
//! a database that was restored from an older copy leaves those that are newer, which may be nowhere
//! else.

use std::collections::HashSet;

use doorstep_model::stale::Stale;
use doorstep_model::{Problem, UnixMillis};
use doorstep_wire::blob::BlobHead;
use doorstep_wire::id::BlobId;

use crate::blobs::{MAX_FILE, file_len};
use crate::store::StoreFault;
use crate::store::table::{blob, document_key};
use crate::unlocked::Unlocked;

/// What a file without a row is.
enum Found {
    /// Made here, and opens: it gets its row back.
    Own(BlobHead),
    /// Made here, or out of reach; its key may come, or the disk be better, another time.
    Perhaps,
    /// Nothing that anybody could want from here.
    LeftOver,
}

impl Unlocked {
    /// Goes through files that no row names. Once for each unlocking, in the background.
    ///
    /// # Errors
    /// What the disk or the store says; what was not looked at is looked at another time.
    pub(crate) fn tidy_blobs(&mut self, now: UnixMillis) -> Result<(), Problem> {
        if std::mem::replace(&mut self.blobs.tidied, true) {
            return Ok(());
        }
        let names = self.store.blobs.names().map_err(StoreFault::from)?;
        let known: HashSet<String> = self.store.read(|conn| {
            let named = blob::all(conn)?;
            Ok(named.iter().map(ToString::to_string).collect())
        })?;
        for name in names.iter().filter(|name| !known.contains(*name)) {
            match self.what_is(name)? {
                Found::Own(head) => {
                    let (id, doc) = (head.header().blob_id, head.header().doc_id);
                    let len = file_len(&head);
                    self.store
                        .write(|tx| blob::put(tx, id, doc, head.bytes(), len, false, now))?;
                    self.stale(Stale::Sync);
                    self.stale(Stale::Attachments);
                }
                Found::Perhaps => {}
                Found::LeftOver => {
                    self.store.blobs.remove(name).map_err(StoreFault::from)?;
                }
            }
        }
        Ok(())
    }

    fn what_is(&self, name: &str) -> Result<Found, Problem> {
        let file = match self.store.blobs.read(name, MAX_FILE) {
            Ok(Some(file)) => file,
            Ok(None) => return Ok(Found::Perhaps),
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                return Ok(Found::LeftOver);
            }
            Err(_) => return Ok(Found::Perhaps),
        };
        let Ok((head, sealed)) = BlobHead::parse_front(&file) else {
            return Ok(Found::LeftOver);
        };
        if !self.is_own(&head, name)? {
            return Ok(Found::LeftOver);
        }
        let header = head.header();
        if self.is_erased(header.doc_id)? {
            return Ok(Found::LeftOver);
        }
        let has_key = self
            .store
            .read(|conn| document_key::by_id(conn, header.doc_id, header.key_id))?
            .is_some();
        Ok(match self.open_blob(&head, sealed) {
            Ok(_) => Found::Own(head),
            Err(_) if has_key => Found::LeftOver,
            // What is newer than this database may belong to a household that has yet to come.
            Err(_) => Found::Perhaps,
        })
    }

    /// Whether this device signed it, for this team, under this name.
    fn is_own(&self, head: &BlobHead, name: &str) -> Result<bool, Problem> {
        let (header, me) = (head.header(), self.identity.device_id());
        let roster = &self.membership()?.roster;
        let key = roster.verifying(&me);
        Ok(header.device_id == me
            && header.team_id == roster.team_id()
            && BlobId::to_string(&header.blob_id) == name
            && key.is_some_and(|key| head.is_signed_by(&key)))
    }
}
