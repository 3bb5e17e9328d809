//! What follows once a household that was taken over is kept: who may open it, and its photos.

use doorstep_model::stale::Stale;
use doorstep_model::{DocKey, Problem, UnixMillis};
use doorstep_wire::id::{BlobId, DocId};

use super::noted::{self, Taken};
use crate::blobs::put_own;
use crate::store::table::{blob, setting};
use crate::unlocked::Unlocked;

impl Unlocked {
    /// What was restricted there is for whoever took it over, before anything of it is sealed.
    pub(crate) fn restrict_taken(&mut self, taken: &Taken) -> Result<(), Problem> {
        for id in taken.all() {
            self.restrict_to_taker(id)?;
        }
        Ok(())
    }

    /// As [`Unlocked::restrict_taken`], of one document; of any other nothing is said. Answers whether it is so.
    pub(crate) fn restrict_to_taker(&mut self, id: DocId) -> Result<bool, Problem> {
        if !self.store.read(|conn| noted::is_for_taker(conn, id))? {
            return Ok(false);
        }
        if self.standing_of(id)?.is_untold() {
            let me = self.with_me(Vec::new());
            self.say(id, Some(me))?;
        }
        self.store
            .write(|tx| setting::remove(tx, &noted::for_taker(id)))?;
        Ok(true)
    }

    /// Keeps a photo or voice note of it, unless it is here. What no line names is nobody's to look at.
    pub(crate) fn take_attachment(
        &mut self,
        taken: &Taken,
        (document, there): (DocId, BlobId),
        content: &[u8],
        now: UnixMillis,
    ) -> Result<(), Problem> {
        let (Some(id), Some(name)) = (taken.document(document), taken.blob(there)) else {
            return Ok(());
        };
        if self.store.read(|conn| blob::get(conn, name))?.is_some() || self.document(id).is_err() {
            return Ok(());
        }
        if self.blob_named_by(id, name)? != Some(self.identity.device_id()) {
            return Ok(());
        }
        let sealed = self.keep_blob_as(id, name, content)?;
        self.store.write(|tx| put_own(tx, &sealed, now))?;
        self.wants_exchange = true;
        self.stale(Stale::Attachments);
        Ok(())
    }

    /// Photos and voice notes in its lines that are nowhere here.
    pub(crate) fn lacks(&mut self, taken: &Taken) -> Result<u32, Problem> {
        let mut lacks = 0_u32;
        for id in taken.all() {
            let key = DocKey::from(id.0);
            // What was erased here, or is for others by now, lacks nothing.
            let view = self.document(id).ok();
            let view = view.and_then(|open| open.document.household(key));
            let lines = view.map(|view| view.attachments).unwrap_or_default();
            let shown = lines.iter().filter(|line| line.removed.is_none());
            for key in shown.filter_map(|line| line.blob.value.as_ref()) {
                let name = BlobId(key.to_bytes());
                let row = self.store.read(|conn| blob::get(conn, name))?;
                if row.is_none_or(|row| row.doc_id != id) {
                    lacks = lacks.saturating_add(1);
                }
            }
        }
        Ok(lacks)
    }
}
