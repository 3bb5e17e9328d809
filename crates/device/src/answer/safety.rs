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
use crate::store::table::{member_name, to_read};
use crate::unlocked::Unlocked;

impl Answer<GetSafetyNotes> for Device {
    async fn reply(&self, call: GetSafetyNotes) -> Result<SafetyNotes, Problem> {
        let household = DocId(call.household.to_bytes());
        self.with(|open, _| {
            let ids = open
                .store
                .read(|conn| project::safety_notes_of(conn, household))?;
            let mut notes: Vec<SafetyNoteDocument> = Vec::new();
            let mut unreadable = 0_u32;
            for id in ids {
                match open.safety_note(id) {
                    Ok(note) => notes.extend(note),
                    // The others are shown all the same, and it is said that there is one more.
                    Err(_) => unreadable = unreadable.saturating_add(1),
                }
            }
            notes.sort_by_key(|document| {
                let note = &document.note;
                (!note.stands(), std::cmp::Reverse(note.incident_on.value))
            });
            let names = match open.names_about(household) {
                Ok(names) => names,
                // Notes are shown although the household itself can't be read.
                Err(_) => open.store.read(member_name::by_device)?,
            };
            let unread = open.store.read(to_read::may_be_safety_note)?;
            Ok(SafetyNotes {
                notes,
                names,
                unreadable,
                on_the_way: unread || open.arrivals.are_fetched(),
            })
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
        // What is being typed when a device is removed is kept as well.
        self.with_removed(|open, now| {
            if open.document(id)?.document.kind() != Kind::SafetyNote {
                return Err(ProblemCode::NotHere.into());
            }
            Ok(open.edit_document(id, &call.edits, now)?.saved(now))
        })
    }
}

impl Unlocked {
    /// A note that is not removed.
    fn safety_note(&mut self, id: DocId) -> Result<Option<SafetyNoteDocument>, Problem> {
        let open = self.document(id)?;
        open.more_arrived = false;
        let note = open.document.safety_note(DocKey::from(id.0));
        Ok(note.filter(|document| !document.note.is_removed()))
    }
}

#[cfg(test)]
mod tests {
    use doorstep_model::call::{AddSafetyNote, GetSafetyNotes};

    use crate::alone::Alone;

    #[test]
    fn a_note_that_can_not_be_read_hides_no_other() {
        let alone = Alone::begin();
        let household = alone.household("Number 12");
        let add = |what: &str| {
            let call = AddSafetyNote {
                household: household.clone(),
                what: what.into(),
                incident_on: None,
                approved_by: None,
                review_on: None,
            };
            alone.must(call).id
        };
        let (damaged, _) = (add("The dog bites."), add("Ring first."));
        let read = || {
            let call = GetSafetyNotes {
                household: household.clone(),
            };
            let read = alone.must(call);
            let words = read.notes.into_iter().map(|document| document.note.what.0);
            (words.collect::<Vec<_>>(), read.unreadable)
        };
        assert_eq!((read().0.len(), read().1), (2, 0));
        assert_eq!(
            alone.sql(
                "UPDATE document SET saved = x'00' WHERE doc_id = ?1",
                &damaged
            ),
            1
        );
        alone.forget();
        assert_eq!(read(), (vec!["Ring first.".to_owned()], 1));
    }
}
