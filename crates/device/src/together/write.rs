//! Writing into households that are shown as one: what is written goes to the document that holds
//! the line.

use std::collections::BTreeSet;

use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Part, Scalar as _, Value};
use doorstep_model::household::About;
use doorstep_model::id::{Heads, ItemId};
use doorstep_model::stale::Stale;
use doorstep_model::{DocKey, Problem, ProblemCode, UnixMillis};
use doorstep_replica::document::EditFault;
use doorstep_wire::id::DocId;
use rusqlite::Transaction;

use crate::documents::{Edited, Work, edit_problem};
use crate::store::StoreFault;
use crate::store::query;
use crate::unlocked::Unlocked;

impl Unlocked {
    /// Changes a household as a screen shows it: an edit of a line goes to the document that holds
    /// the line, everything else to the household itself. All edits are saved, or none.
    pub(crate) fn edit_household(
        &mut self,
        id: DocId,
        edits: &[Edit],
        now: UnixMillis,
    ) -> Result<Edited, Problem> {
        self.edit_household_and(id, edits, now, |_| Ok(()))
    }

    /// As [`Unlocked::edit_household`], with more that is written in the same transaction.
    pub(crate) fn edit_household_and(
        &mut self,
        id: DocId,
        edits: &[Edit],
        now: UnixMillis,
        and: impl Fn(&Transaction<'_>) -> Result<(), StoreFault>,
    ) -> Result<Edited, Problem> {
        let places = self.places(id)?;
        let marks = edits.iter().any(is_mark);
        if places.len() < 2 && !marks {
            return self.edit_document_and(id, edits, now, and);
        }
        let sorted = self.sorted_by_document(&places, edits)?;
        let work: Vec<(DocId, Work<'_>)> = sorted
            .iter()
            .map(|(doc, edits)| (*doc, Work::Edit(edits)))
            .collect();
        self.change_household(id, &work, marks, now, and)
    }

    /// The document that these edits add a line to.
    pub(crate) fn holder_of_new(
        &mut self,
        id: DocId,
        edits: &[Edit],
        line: &ItemRef,
    ) -> Result<DocId, Problem> {
        let places = self.places(id)?;
        let sorted = self.sorted_by_document(&places, edits)?;
        let adds = |edit: &Edit| matches!(edit, Edit::Add { line: new, .. } if new == line);
        let mut found = sorted.iter().filter(|(_, edits)| edits.iter().any(adds));
        Ok(found.next().map_or(id, |(doc, _)| *doc))
    }

    /// Takes back what changes of this device did, in whichever of its documents, but no line that
    /// they added to the part `keep`.
    pub(crate) fn undo_household(
        &mut self,
        id: DocId,
        steps: &[String],
        keep: Option<Part>,
        now: UnixMillis,
    ) -> Result<Edited, Problem> {
        let places = self.places(id)?;
        if places.len() < 2 {
            return self.undo_in_document(id, steps, keep, now);
        }
        let mut sorted: Vec<(DocId, Vec<String>)> = Vec::new();
        for step in steps {
            let heads = Heads(vec![step.clone()]);
            let mut holds = |doc: &DocId| {
                let open = self.document(*doc);
                open.is_ok_and(|open| !open.document.heads_of_mine(&heads).0.is_empty())
            };
            let place = places.iter().copied().find(|doc| holds(doc)).unwrap_or(id);
            match sorted.iter_mut().find(|(doc, _)| *doc == place) {
                Some((_, steps)) => steps.push(step.clone()),
                None => sorted.push((place, vec![step.clone()])),
            }
        }
        let work: Vec<(DocId, Work<'_>)> = sorted
            .iter()
            .map(|(doc, steps)| (*doc, Work::Undo(steps, keep)))
            .collect();
        // It may be a join that is taken back.
        self.change_household(id, &work, true, now, |_| Ok(()))
    }

    /// Where a line may be that a screen of this household shows, the likeliest first.
    fn places(&self, id: DocId) -> Result<Vec<DocId>, Problem> {
        let ever = self.store.read(|conn| query::once_together(conn, id))?;
        let mut places = vec![id];
        if ever.len() > 1 {
            places.extend(self.together(id)?.joined);
            for doc in ever {
                if !places.contains(&doc) {
                    places.push(doc);
                }
            }
        }
        Ok(places)
    }

    fn change_household(
        &mut self,
        id: DocId,
        work: &[(DocId, Work<'_>)],
        marks: bool,
        now: UnixMillis,
        and: impl Fn(&Transaction<'_>) -> Result<(), StoreFault>,
    ) -> Result<Edited, Problem> {
        let changed = self.change_documents(work, now, and)?;
        // It is saved. Whatever goes wrong from here on, nobody may be told that it was not.
        for doc in &changed.documents {
            let _it_reads_again = self.tell_other_screens(*doc, id);
        }
        if marks {
            self.stale_together(id);
        }
        let state = self.screen_state(id, &changed.documents);
        // With more to show, the screen reads again before it bases anything on these heads.
        let (heads, more_arrived) = state.unwrap_or((changed.heads, true));
        Ok(Edited {
            heads,
            more_arrived,
            steps: changed.steps,
            left: changed.left,
        })
    }

    /// What a screen of this household is based on, once it has also written to these documents:
    /// the heads of all that it shows, and whether there is more that it has not shown yet.
    pub(crate) fn screen_state(
        &mut self,
        id: DocId,
        also: &[DocId],
    ) -> Result<(Heads, bool), Problem> {
        let together = self.together(id)?;
        let own = self.document(id)?;
        let (mut heads, mut more_arrived) = (own.document.heads(), own.more_arrived);
        for doc in &together.joined {
            if let Ok(open) = self.document(*doc) {
                heads.0.extend(open.document.heads().0);
                more_arrived |= open.more_arrived_joined;
            }
        }
        for doc in also {
            if *doc != id && !together.joined.contains(doc) {
                heads.0.extend(self.document(*doc)?.document.heads().0);
            }
        }
        Ok((heads, more_arrived))
    }

    /// The edits by the document they belong to, each in its order and based on that document's
    /// own heads.
    fn sorted_by_document(
        &mut self,
        places: &[DocId],
        edits: &[Edit],
    ) -> Result<Vec<(DocId, Vec<Edit>)>, Problem> {
        let first = places.first().copied().ok_or(ProblemCode::NotHere)?;
        let mut sorted: Vec<(DocId, Vec<Edit>)> = Vec::new();
        let mut added: Vec<(ItemRef, DocId)> = Vec::new();
        for edit in edits {
            let mut to = vec![self.place_of(places, first, edit, &mut added)];
            if closes(edit) {
                to.extend(self.shown_together(first)?.into_iter().skip(1));
            }
            for place in to {
                let edit = self.on_its_own_heads(places, place, edit.clone())?;
                match sorted.iter_mut().find(|(doc, _)| *doc == place) {
                    Some((_, edits)) => edits.push(edit),
                    None => sorted.push((place, vec![edit])),
                }
            }
        }
        Ok(sorted)
    }

    /// The document that an edit belongs to; `added` are the lines that this call adds. A new line
    /// that is tied to another is where that one is, so that a separation takes it along.
    fn place_of(
        &mut self,
        places: &[DocId],
        first: DocId,
        edit: &Edit,
        added: &mut Vec<(ItemRef, DocId)>,
    ) -> DocId {
        let mut holder = |line: &ItemRef, added: &[(ItemRef, DocId)]| {
            let new = added.iter().find(|(known, _)| known == line);
            let new = new.map(|(_, place)| *place);
            new.or_else(|| self.holder_of(places, line))
        };
        let Some(line) = line_of(edit) else {
            return first;
        };
        if let Some(place) = holder(&line, added) {
            return place;
        }
        let Edit::Add { fields, .. } = edit else {
            return first;
        };
        let tied = fields.iter().filter_map(tied_to);
        let place = tied.filter_map(|line| holder(&line, added)).next();
        let place = place.unwrap_or(first);
        added.push((line, place));
        place
    }

    fn holder_of(&mut self, places: &[DocId], line: &ItemRef) -> Option<DocId> {
        let mut places = places.iter().copied();
        places.find(|doc| {
            let open = self.document(*doc);
            open.is_ok_and(|open| open.document.has_line(line))
        })
    }

    /// A screen that shows several documents names the heads of all of them; each knows its own.
    fn on_its_own_heads(
        &mut self,
        places: &[DocId],
        place: DocId,
        edit: Edit,
    ) -> Result<Edit, Problem> {
        let (at, base, text) = match edit {
            Edit::Write { at, base, text } => (at, base, text),
            Edit::Set {
                at,
                value,
                base: Some(base),
            } => {
                let mine = self.document(place)?.document.heads_of_mine(&base);
                // Of a document that the screen did not show there is nothing it could have missed.
                let base = (!mine.0.is_empty()).then_some(mine);
                return Ok(Edit::Set { at, value, base });
            }
            other => return Ok(other),
        };
        let mine = self.document(place)?.document.heads_of_mine(&base);
        let mut known: BTreeSet<String> = mine.0.iter().cloned().collect();
        for doc in places.iter().filter(|doc| **doc != place) {
            if known.len() == base.0.len() {
                break;
            }
            if let Ok(open) = self.document(*doc) {
                known.extend(open.document.heads_of_mine(&base).0);
            }
        }
        // A head that nobody knows, or none of this document where there are some: not a state that
        // this text was ever shown at.
        let all_known = base.0.iter().all(|head| known.contains(head));
        if !all_known || (mine.0.is_empty() && !base.0.is_empty()) {
            return Err(edit_problem(EditFault::UnknownBase));
        }
        Ok(Edit::Write {
            at,
            base: mine,
            text,
        })
    }

    /// Another screen may show this document too: by itself, or in the household it is joined into.
    fn tell_other_screens(&mut self, doc: DocId, screen: DocId) -> Result<(), Problem> {
        let together = self.together(doc)?;
        if doc != screen {
            self.document(doc)?.more_arrived = true;
            self.stale(Stale::Household(DocKey::from(doc.0)));
        }
        if let Some(shown_in) = together.shown_in
            && shown_in != screen
        {
            self.document(doc)?.more_arrived_joined = true;
            self.stale(Stale::Household(DocKey::from(shown_in.0)));
        }
        Ok(())
    }
}

/// Whether an edit joins or separates.
fn is_mark(edit: &Edit) -> bool {
    matches!(edit, Edit::Set { at, .. } if *at == About::joined_into.only())
}

/// Whether an edit closes or opens what is shown as one household.
fn closes(edit: &Edit) -> bool {
    matches!(edit, Edit::Set { at, .. } if *at == About::closed.only())
}

/// The line that a new one is tied to by this field.
fn tied_to((field, value): &(String, Value)) -> Option<ItemRef> {
    let part = match field.as_str() {
        "visit" => Part::Visits,
        "demand" | "repeats" => Part::Demands,
        _ => return None,
    };
    let item = ItemId::from_value(value)?;
    Some(ItemRef { part, item })
}

fn line_of(edit: &Edit) -> Option<ItemRef> {
    match edit {
        Edit::Add { line, .. } | Edit::Remove(line) | Edit::Restore(line) => Some(line.clone()),
        Edit::Set { at, .. }
        | Edit::Write { at, .. }
        | Edit::Include { at, .. }
        | Edit::Exclude { at, .. } => Some(ItemRef {
            part: at.part,
            item: at.item.clone()?,
        }),
    }
}

#[cfg(test)]
mod tests {
    use doorstep_model::UnixMillis;
    use doorstep_model::call::{JoinHouseholds, OpenHousehold};
    use doorstep_model::household::About;
    use doorstep_wire::id::DocId;

    use crate::alone::Alone;
    use crate::documents::Work;

    #[test]
    fn what_was_saved_is_never_said_not_to_be() {
        let alone = Alone::begin();
        let (bell, flat) = (alone.household("Bell Street"), alone.household("Flat 2"));
        alone.must(JoinHouseholds {
            keep: bell.clone(),
            other: flat.clone(),
        });
        // The page's own document can't be read any more once the other has been written.
        alone.sql("UPDATE document SET saved = x'00' WHERE doc_id = ?1", &bell);
        alone.forget();
        let edits = [About::address.only().set(Some("2 Mill Lane".to_owned()))];
        let (shown, joined) = (DocId(bell.to_bytes()), DocId(flat.to_bytes()));
        let edited = alone.device.with(|open, _| {
            let work = [(joined, Work::Edit(&edits))];
            open.change_household(shown, &work, false, UnixMillis(1), |_| Ok(()))
        });
        assert!(edited.is_ok_and(|edited| edited.more_arrived && !edited.steps.is_empty()));
        let flat = alone.must(OpenHousehold {
            id: flat,
            seen: false,
        });
        let address = flat.household.about.address.value;
        assert_eq!(address.as_deref(), Some("2 Mill Lane"));
    }
}
