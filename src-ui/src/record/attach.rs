//! Photos and voice notes: each comes with a new line that begins with its fields, and both are on
//! the disk together.

use doorstep_model::call::{
    AddAttachment, AddVoiceNote, Call, KeepRecording, Saved, StartRecording,
};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Part, Value};
use doorstep_model::id::{DocKey, FileTicket, ItemId, RecordingKey};
use doorstep_model::{Problem, ProblemCode};
use leptos::prelude::*;

use super::Record;
use super::begun::parts_of;
use crate::bridge::ask;
use crate::random;
use crate::undo::Undo;

impl Record {
    /// Takes a photo out of a file that the person chose, as a new line that begins with `fields`.
    /// The line and the photo are on the disk together, or neither is.
    pub(crate) async fn attach(
        self,
        file: FileTicket,
        fields: Vec<(String, Value)>,
    ) -> Result<ItemId, Problem> {
        self.attach_by(fields, None, |household, item, edits| AddAttachment {
            household,
            file,
            item,
            edits,
        })
        .await
    }

    /// As [`Record::attach`], a voice note.
    pub(crate) async fn attach_voice(
        self,
        file: FileTicket,
        fields: Vec<(String, Value)>,
    ) -> Result<ItemId, Problem> {
        let said = crate::say::say("voice-kept");
        self.attach_by(fields, Some(said), |household, item, edits| AddVoiceNote {
            household,
            file,
            item,
            edits,
        })
        .await
    }

    /// Keeps a recording, as a new line that begins with `fields`.
    pub(crate) async fn keep_recording(
        self,
        recording: RecordingKey,
        fields: Vec<(String, Value)>,
    ) -> Result<ItemId, Problem> {
        let said = crate::say::say("voice-kept");
        self.attach_by(fields, Some(said), |household, item, edits| KeepRecording {
            recording,
            household,
            item,
            edits,
        })
        .await
    }

    /// Begins to record in this visit, which is saved first if it was only begun here.
    pub(crate) async fn start_recording(self, visit: ItemId) -> Result<(), Problem> {
        let household = self.household().ok_or(ProblemCode::NotHere)?;
        let edits = self
            .begun
            .with_untracked(|begun| begun.get(&visit).cloned().unwrap_or_default());
        let call = StartRecording {
            household,
            visit,
            edits,
        };
        self.app.voice.stands(ask(call).await?);
        self.refresh(false).await;
        Ok(())
    }

    async fn attach_by<C: Call<Reply = Saved>>(
        self,
        fields: Vec<(String, Value)>,
        said: Option<String>,
        call: impl FnOnce(DocKey, ItemId, Vec<Edit>) -> C,
    ) -> Result<ItemId, Problem> {
        let household = self.household().ok_or(ProblemCode::NotHere)?;
        let item = random::item_id();
        let line = ItemRef {
            part: Part::Attachments,
            item: item.clone(),
        };
        let (edits, _) = self.with_begun(vec![Edit::Add { line, fields }]);
        let undo = match said {
            Some(said) => Undo::did(self.doc(), said),
            None => Undo::of(self.doc(), &edits).that_adds(&parts_of(&edits)),
        };
        self.in_flight.update(|count| *count += 1);
        let saved = ask(call(household, item.clone(), edits)).await;
        self.in_flight
            .update(|count| *count = count.saturating_sub(1));
        let saved = saved?;
        self.saved_at.set(Some(saved.at));
        self.app.did(undo, saved.steps);
        self.refresh(false).await;
        Ok(item)
    }
}
