//! What a screen knew when somebody wrote on it. A screen goes on showing what is being typed in a
//! field while others' changes arrive, so what is saved in the end is written at the state that was
//! on the screen: nobody replaces what they were never shown.

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ChangeHash, ObjId, PatchLog, ReadDoc};
use doorstep_model::UnixMillis;
use doorstep_model::field::Value;
use rand_core::CryptoRng;

use super::line::to_scalar;
use super::place::{Id, id_of};
use super::reading::Reading;
use super::{Document, EditFault, device_of, new_actor};

impl Document {
    /// Writes a text that a screen based on `base`; `before` are the heads before this call. Answers
    /// whether the document then says more than the screen knows.
    ///
    /// A base from before the text was made, or none, stands for the text as it was made.
    pub(super) fn write(
        &mut self,
        words: &ObjId,
        (base, before): (&[ChangeHash], &[ChangeHash]),
        text: &str,
        now: UnixMillis,
        rng: &mut impl CryptoRng,
    ) -> Result<bool, EditFault> {
        // What this call itself has done so far is no news to the screen.
        if base == before {
            self.commit(now, |tx| tx.update_text(words, text))?;
            return Ok(false);
        }
        let state = self.with_object(words, base);
        if state != base && self.doc.text_at(words, &state)? == self.doc.text(words)? {
            self.commit(now, |tx| tx.update_text(words, text))?;
            return Ok(!base.is_empty());
        }
        // An actor's changes follow each other, and this one does not follow the last. automerge
        // would make up an actor that does not begin with the device's id.
        self.doc.set_actor(new_actor(self.writer, rng));
        let mut tx = self
            .doc
            .transaction_at(PatchLog::inactive(), &state)
            .map_err(|_| EditFault::UnknownBase)?;
        tx.update_text(words, text)?;
        tx.commit_with(CommitOptions::default().with_time(now.0));
        Ok(true)
    }

    /// Sets a single value that a screen showed as it was at `base`; with none, what is there now
    /// was on the screen. Where others have set it since, both stand, until somebody chooses.
    pub(super) fn set(
        &mut self,
        (object, field): (&ObjId, &str),
        base: Option<&[ChangeHash]>,
        value: Option<&Value>,
        now: UnixMillis,
        rng: &mut impl CryptoRng,
    ) -> Result<(), EditFault> {
        let unseen = base.and_then(|base| self.where_unseen(object, field, base));
        let reading = match &unseen {
            None => Reading::now(&self.doc),
            Some(state) => Reading::at(&self.doc, state),
        };
        // Choosing the value that is shown would only take the others out: nobody could tell later
        // who chose, and it could not be taken back.
        let is_contested = reading.get_all(object, field).len() > 1;
        let mut tx = match &unseen {
            None => self.doc.transaction(),
            Some(state) => {
                self.doc.set_actor(new_actor(self.writer, rng));
                self.doc
                    .transaction_at(PatchLog::inactive(), state)
                    .map_err(|_| EditFault::UnknownBase)?
            }
        };
        if is_contested {
            tx.delete(object, field)?;
        }
        tx.put(object, field, to_scalar(value))?;
        tx.commit_with(CommitOptions::default().with_time(now.0));
        Ok(())
    }

    /// The state in which a value is set beside those that others have put there since `base`; `None`
    /// if nobody has. What this device itself has set since is in it: that was on this screen.
    fn where_unseen(
        &self,
        object: &ObjId,
        field: &str,
        base: &[ChangeHash],
    ) -> Option<Vec<ChangeHash>> {
        let mut state = self.with_object(object, base);
        let then = Reading::at(&self.doc, &state).get_all(object, field);
        let then: Vec<Option<Id>> = then.iter().map(|(_, id)| id_of(id)).collect();
        let now = Reading::now(&self.doc).get_all(object, field).into_iter();
        let (mine, others): (Vec<ObjId>, Vec<ObjId>) = now
            .map(|(_, id)| id)
            .filter(|id| !then.contains(&id_of(id)))
            .partition(|id| self.is_mine(id));
        if others.is_empty() {
            return None;
        }
        state.extend(mine.iter().filter_map(|id| self.doc.hash_for_opid(id)));
        Some(self.newest(&state))
    }

    fn is_mine(&self, id: &ObjId) -> bool {
        id_of(id).is_some_and(|(_, actor)| device_of(&actor) == self.writer)
    }

    /// `base`, or the state in which the object was made if that is not in it.
    fn with_object(&self, object: &ObjId, base: &[ChangeHash]) -> Vec<ChangeHash> {
        match self.doc.hash_for_opid(object) {
            Some(made) if !self.knows(base, &made) => vec![made],
            _ => base.to_vec(),
        }
    }

    /// Whether a change of this document is in a state of it.
    pub(super) fn knows(&self, state: &[ChangeHash], change: &ChangeHash) -> bool {
        state.contains(change)
            || !self
                .doc
                .get_changes_meta(state)
                .iter()
                .any(|meta| meta.hash == *change)
    }

    /// The heads of the state that holds all these changes, sorted.
    fn newest(&self, changes: &[ChangeHash]) -> Vec<ChangeHash> {
        let mut newest: Vec<ChangeHash> = changes
            .iter()
            .filter(|change| {
                let mut others = changes.iter().filter(|other| other != change);
                !others.any(|other| self.knows(&[*other], change))
            })
            .copied()
            .collect();
        newest.sort_unstable();
        newest.dedup();
        newest
    }
}
