//! Which device named a photo or voice note in the record, and another name for one whose name
//! somebody else has taken on the server.
//!
//! Words go first, so others read the name of a photo before its bytes are there, and could send
//! bytes of their own under it. Those are not believed, but the name is spent. The photo is sealed
//! anew, and the record gets the new name only once the server has begun it, so that it can't be
//! taken again.

use doorstep_model::edit::{Edit, FieldRef};
use doorstep_model::field::Part;
use doorstep_model::household::Attachment;
use doorstep_model::id::{BlobKey, DocKey, ItemId};
use doorstep_model::{Problem, UnixMillis};
use doorstep_wire::id::{BlobId, DeviceId, DocId};

use crate::blobs::put_own;
use crate::store::StoreFault;
use crate::store::table::blob;
use crate::unlocked::Unlocked;

impl Unlocked {
    /// The device that named this one in the record; `None` if no line does, or lines of more than
    /// one device: then nobody can say whose it is.
    pub(crate) fn blob_named_by(
        &mut self,
        doc: DocId,
        id: BlobId,
    ) -> Result<Option<DeviceId>, Problem> {
        let mut named = self.lines_of_blob(doc, id)?.into_iter().map(|(_, by)| by);
        let first = named.next();
        Ok(first.filter(|first| named.all(|other| other == *first)))
    }

    fn lines_of_blob(
        &mut self,
        doc: DocId,
        id: BlobId,
    ) -> Result<Vec<(ItemId, DeviceId)>, Problem> {
        let document = &self.document(doc)?.document;
        let key = BlobKey::from(id.0);
        let view = document.household(DocKey::from(doc.0));
        let lines = view.map(|view| view.attachments).unwrap_or_default();
        let mut found = Vec::new();
        for line in lines {
            if line.blob.value.as_ref() == Some(&key)
                && let Some(item) = line.id
                && let Some(by) = document.signed(&name_of(&item))
            {
                found.push((item, by));
            }
        }
        Ok(found)
    }

    /// Makes another of it, with a name that nobody knows yet. Only what was made here, and once.
    pub(crate) fn seal_anew(&mut self, id: BlobId, now: UnixMillis) -> Result<(), Problem> {
        let row = self.store.read(|conn| {
            let replaced = blob::is_replaced(conn, id)?;
            Ok(blob::get(conn, id)?.filter(|row| row.own && !replaced))
        })?;
        let Some(row) = row else {
            return Ok(());
        };
        let (head, sealed) = self.read_file(id, &row.head)?;
        let content = self.open_blob(&head, &sealed)?;
        let made = self.keep_blob(row.doc_id, &content)?;
        let new = made.head.header().blob_id;
        self.store.write(|tx| {
            put_own(tx, &made, now)?;
            blob::set_replaces(tx, new, Some(id))
        })?;
        Ok(())
    }

    /// The server has begun `new`: the record's line names it from now on in place of `before`.
    /// Where no line of this device does any more, nothing is changed.
    pub(crate) fn named_anew(
        &mut self,
        doc: DocId,
        before: BlobId,
        new: BlobId,
        now: UnixMillis,
    ) -> Result<(), Problem> {
        let me = self.identity.device_id();
        let lines = self.lines_of_blob(doc, before)?;
        let edits: Vec<Edit> = lines
            .into_iter()
            .filter(|(_, by)| *by == me)
            .map(|(item, _)| Edit::Set {
                at: name_of(&item),
                value: Some(Attachment::blob.with(BlobKey::from(new.0)).1),
                base: None,
            })
            .collect();
        if edits.is_empty() {
            return Ok(());
        }
        self.edit_document_and(doc, &edits, now, |tx| {
            blob::set_replaces(tx, new, None)?;
            blob::remove(tx, before)
        })?;
        let removed = self.store.blobs.remove(&before.to_string());
        Ok(removed.map_err(StoreFault::from)?)
    }
}

/// Where a line says the name of its bytes.
fn name_of(item: &ItemId) -> FieldRef {
    FieldRef {
        part: Part::Attachments,
        item: Some(item.clone()),
        field: Attachment::blob.name.to_owned(),
    }
}
