//! Safety notes: documents of their own, found by the household they are about.

use doorstep_model::call::{
    AddSafetyNote, EditSafetyNote, GetSafetyNotes, SafetyNoteAdded, SafetyNotes, Saved,
};
use doorstep_model::field::Record;
use doorstep_model::safety_note::{SafetyNote, SafetyNoteDocument};
use doorstep_model::{DocKey, Problem, ProblemCode};
use doorstep_replica::document::Kind;
use doorstep_wire::id::DocId;

use super::Answer;
use crate::Device;
use crate::store::project;
use crate::store::table::member_name;
use crate::unlocked::Unlocked;

impl Answer<GetSafetyNotes> for Device {
    async fn reply(&self, call: GetSafetyNotes) -> Result<SafetyNotes, Problem> {
        let household = DocId(call.household.to_bytes());
        self.with(|open, _| {
            let ids = open
                .store
                .read(|conn| project::safety_notes_of(conn, household))?;
            let mut notes: Vec<SafetyNoteDocument> = Vec::new();
            for id in ids {
                notes.extend(open.safety_note(id)?);
            }
            notes.sort_by_key(|document| {
                let note = &document.note;
                (
                    note.lifted_on.value.is_some(),
                    std::cmp::Reverse(note.incident_on.value),
                )
            });
            let names = open.store.read(member_name::by_device)?;
            Ok(SafetyNotes { notes, names })
        })
    }
}

impl Answer<AddSafetyNote> for Device {
    async fn reply(&self, call: AddSafetyNote) -> Result<SafetyNoteAdded, Problem> {
        if call.what.trim().is_empty() {
            return Err(ProblemCode::SafetyNoteEmpty.into());
        }
        let household = DocId(call.household.to_bytes());
        self.with(|open, now| {
            if open.document(household)?.document.kind() != Kind::Household {
                return Err(ProblemCode::NotHere.into());
            }
            let edits = [
                SafetyNote::household.only().set(Some(call.household)),
                SafetyNote::incident_on.only().set(call.incident_on),
                SafetyNote::what
                    .only()
                    .write(&doorstep_model::Heads::default(), call.what),
                SafetyNote::approved_by.only().set(call.approved_by),
                SafetyNote::review_on.only().set(call.review_on),
            ];
            let id = open.create_document(Kind::SafetyNote, &edits, now)?;
            Ok(SafetyNoteAdded {
                id: DocKey::from(id.0),
            })
        })
    }
}

impl Answer<EditSafetyNote> for Device {
    async fn reply(&self, call: EditSafetyNote) -> Result<Saved, Problem> {
        let id = DocId(call.id.to_bytes());
        self.with(|open, now| {
            if open.document(id)?.document.kind() != Kind::SafetyNote {
                return Err(ProblemCode::NotHere.into());
            }
            Ok(open.edit_document(id, &call.edits, now)?.saved(now))
        })
    }
}

impl Unlocked {
    /// A note that this version can read.
    fn safety_note(&mut self, id: DocId) -> Result<Option<SafetyNoteDocument>, Problem> {
        let open = match self.document(id) {
            Ok(open) => open,
            // The others are shown all the same.
            Err(problem) if problem.code == ProblemCode::MadeByNewerVersion => return Ok(None),
            Err(problem) => return Err(problem),
        };
        open.more_arrived = false;
        let note = open.document.safety_note(DocKey::from(id.0));
        Ok(note.filter(|document| !document.note.is_removed()))
    }
}
