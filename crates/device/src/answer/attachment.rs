//! Photos and voice notes: taking in, looking, and the room they take.

use doorstep_model::call::{
    AddAttachment, AttachmentSpace, AttachmentState, GetAttachment, GetAttachmentSpace,
    LetAttachmentsGo, Saved,
};
use doorstep_model::edit::{Edit, FieldRef, ItemRef};
use doorstep_model::field::{Part, Value};
use doorstep_model::household::{Attachment, AttachmentKind, MediaType};
use doorstep_model::id::{BlobKey, ItemId};
use doorstep_model::{Problem, ProblemCode};
use doorstep_replica::document::Kind;
use doorstep_wire::id::{BlobId, DocId};

use super::Answer;
use crate::Device;
use crate::blobs::exchange::Want;
use crate::blobs::{Goes, put_own};
use crate::photo;

impl Answer<AddAttachment> for Device {
    async fn reply(&self, call: AddAttachment) -> Result<Saved, Problem> {
        let (file, len) = self
            .files
            .get(&call.file)?
            .open()
            .map_err(|error| Problem::with(ProblemCode::FileUnreadable, error.kind()))?;
        // Nobody waits for the store while a photo is made smaller.
        let photo = photo::take_in(file, len)?;
        let doc = DocId(call.household.to_bytes());
        self.with(|open, now| {
            if open.document(doc)?.document.kind() != Kind::Household {
                return Err(ProblemCode::NotHere.into());
            }
            let line = ItemRef {
                part: Part::Attachments,
                item: call.item.clone(),
            };
            let holder = open.holder_of_new(doc, &call.edits, &line)?;
            let sealed = open.keep_blob(holder, &photo.jpeg)?;
            let blob = BlobKey::from(sealed.head.header().blob_id.0);
            let size = i64::try_from(photo.jpeg.len()).unwrap_or(i64::MAX);
            let mut edits = call.edits.clone();
            edits.extend(
                [
                    Attachment::kind.with(AttachmentKind::Photo),
                    Attachment::blob.with(blob),
                    Attachment::media_type.with(MediaType::Jpeg),
                    Attachment::bytes.with(size),
                    Attachment::width.with(i64::from(photo.width)),
                    Attachment::height.with(i64::from(photo.height)),
                ]
                .map(|field| set(&call.item, field)),
            );
            let edited =
                open.edit_household_and(doc, &edits, now, |tx| put_own(tx, &sealed, now))?;
            Ok(edited.saved(now))
        })
    }
}

pub(super) fn set(item: &ItemId, (field, value): (String, Value)) -> Edit {
    Edit::Set {
        at: FieldRef {
            part: Part::Attachments,
            item: Some(item.clone()),
            field,
        },
        value: Some(value),
        base: None,
    }
}

impl Answer<GetAttachment> for Device {
    async fn reply(&self, call: GetAttachment) -> Result<AttachmentState, Problem> {
        let (doc, id) = (
            DocId(call.household.to_bytes()),
            BlobId(call.blob.to_bytes()),
        );
        self.with(|open, now| {
            let doc = open.holder_of_blob(doc, &call.blob)?;
            if let Some(content) = open.read_blob(id, doc, now)? {
                return Ok(AttachmentState::Here {
                    media_type: media_type(&content),
                    base64: data_encoding::BASE64.encode(&content),
                });
            }
            if open.server.is_none() {
                let problem = Some(ProblemCode::NoServer.into());
                return Ok(AttachmentState::NotHere { problem });
            }
            if call.fetch {
                open.want_blob(id, doc, now)?;
            }
            Ok(match open.blobs.want_of(id) {
                Want::Coming { percent } if open.problem.is_none() => {
                    AttachmentState::Fetching { percent }
                }
                Want::Coming { .. } => AttachmentState::NotHere {
                    problem: open.problem.clone(),
                },
                Want::Failed(problem) => AttachmentState::NotHere {
                    problem: Some(problem),
                },
                Want::No => AttachmentState::NotHere { problem: None },
            })
        })
    }
}

/// What the bytes are, by their own word: the record's is a teammate's.
fn media_type(content: &[u8]) -> MediaType {
    if content.starts_with(b"OggS") {
        MediaType::Ogg
    } else {
        MediaType::Jpeg
    }
}

impl Answer<GetAttachmentSpace> for Device {
    async fn reply(&self, _: GetAttachmentSpace) -> Result<AttachmentSpace, Problem> {
        self.with(|open, _| open.blob_space())
    }
}

impl Answer<LetAttachmentsGo> for Device {
    async fn reply(&self, _: LetAttachmentsGo) -> Result<AttachmentSpace, Problem> {
        self.with(|open, _| {
            open.let_blobs_go(0, Goes::AllSent)?;
            open.blob_space()
        })
    }
}
