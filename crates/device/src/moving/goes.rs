//! What goes with a household.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_model::call::InMove;
use doorstep_model::household::{About, Household};
use doorstep_model::team::Team;
use doorstep_model::{DocKey, Heads, Problem, ProblemCode};
use doorstep_replica::moving::{Called, Head, Listed};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{BlobId, DocId};

use super::file::Document;
use super::lists::listed_in;
use crate::copy::ids_in;
use crate::restricting::named_in;
use crate::store::StoreFault;
use crate::store::query;
use crate::store::query::erasure::{notes_about, people_and_visits, unread_of};
use crate::store::table::{blob, member_name, to_read};
use crate::unlocked::Unlocked;

/// Everything that goes with one household.
pub(crate) struct Goes {
    /// To be shown.
    pub(crate) shown: InMove,
    /// What the household says of itself.
    pub(crate) about: About,
    /// It is closed, with all that is shown as one with it.
    pub(super) closed: bool,
    /// The household that shows all others, those joined into it, then notes for safety about them.
    pub(crate) documents: Vec<Going>,
    /// Photos and voice notes that are on this device, each with its household.
    pub(crate) here: Vec<(DocId, BlobId)>,
    /// Those that are not.
    pub(crate) lacking: Vec<(DocId, BlobId)>,
    /// Parts that have arrived and are not in what can be read here.
    pub(crate) unread: u32,
}

/// A document that goes.
#[derive(PartialEq, Eq)]
pub(crate) struct Going {
    pub(crate) id: DocId,
    pub(super) heads: Heads,
    /// It is a note that fewer people can open than its household.
    apart: bool,
}

impl Goes {
    /// The household that shows all others.
    pub(super) fn household(&self) -> Result<DocId, Problem> {
        let first = self.documents.first().ok_or(ProblemCode::NotHere)?;
        Ok(first.id)
    }
}

impl Unlocked {
    /// Everything that goes with a household.
    ///
    /// # Errors
    /// If something of it can't be read here: a file that says less than there is would be taken for the whole.
    pub(crate) fn what_goes(&mut self, household: &DocKey) -> Result<Goes, Problem> {
        let all = self.shown_as_one(DocId(household.to_bytes()))?;
        let first = *all.first().ok_or(ProblemCode::NotHere)?;
        let (notes, (people, visits), name) = self.store.read(|conn| {
            let notes = notes_about(conn, &all)?;
            let name = query::name(conn, first)?;
            Ok::<_, StoreFault>((notes, people_and_visits(conn, &all)?, name))
        })?;
        let mut goes = Goes {
            shown: InMove {
                name: name.unwrap_or_default(),
                people,
                visits,
                safety_notes: u32::try_from(notes.len()).unwrap_or(u32::MAX),
                ..InMove::default()
            },
            about: self.household_view(first)?.about,
            closed: true,
            documents: Vec::new(),
            here: Vec::new(),
            lacking: Vec::new(),
            unread: 0,
        };
        for id in &all {
            let view = self.household_view(*id)?;
            if *id != first {
                let name = view.about.name.value.clone().unwrap_or_default();
                goes.shown.joined.push(name);
            }
            goes.closed &= view.about.closed.value.is_some();
            self.add_attachments(&mut goes, *id, &view)?;
            self.add_document(&mut goes, *id, false)?;
        }
        let whose = named_in(&self.standing_of(first)?);
        for id in notes {
            let named = named_in(&self.standing_of(id)?);
            let is_apart = named.is_some() && named != whose;
            self.add_document(&mut goes, id, is_apart)?;
        }
        if self.store.read(to_read::may_be_safety_note)? {
            goes.unread = goes.unread.saturating_add(1);
        }
        Ok(goes)
    }

    fn household_view(&mut self, id: DocId) -> Result<Household, Problem> {
        let view = self.document(id)?.document.household(DocKey::from(id.0));
        Ok(view.ok_or(ProblemCode::NotHere)?)
    }

    fn add_document(&mut self, goes: &mut Goes, id: DocId, apart: bool) -> Result<(), Problem> {
        let heads = self.document(id)?.document.heads();
        goes.documents.push(Going { id, heads, apart });
        let unread = self.store.read(|conn| unread_of(conn, id))?;
        goes.unread = goes.unread.saturating_add(unread);
        goes.shown.restricted |= self.standing_of(id)?.is_restricted();
        Ok(())
    }

    fn add_attachments(&self, goes: &mut Goes, id: DocId, view: &Household) -> Result<(), Problem> {
        for line in &view.attachments {
            let Some(key) = &line.blob.value else {
                continue;
            };
            let name = BlobId(key.to_bytes());
            let row = self.store.read(|conn| blob::get(conn, name))?;
            let is_here = row.is_some_and(|row| row.doc_id == id);
            let is_shown = line.removed.is_none();
            match is_here {
                true => goes.here.push((id, name)),
                // Of a line that was taken out nobody misses the photo.
                false if is_shown => goes.lacking.push((id, name)),
                false => {}
            }
            if is_shown {
                goes.shown.attachments = goes.shown.attachments.saturating_add(1);
            }
        }
        Ok(())
    }

    /// What stands at the front of the file, and each document whole.
    pub(super) fn head_of(
        &mut self,
        goes: &Goes,
        at_ms: i64,
    ) -> Result<(Head, Vec<Document>), Problem> {
        let (mut ids, mut brought) = (BTreeSet::new(), BTreeMap::new());
        let mut documents = Vec::with_capacity(goes.documents.len());
        for Going { id, apart, .. } in &goes.documents {
            let key = DocKey::from(id.0);
            let document = &self.document(*id)?.document;
            ids.extend(document.writers().iter().map(ToString::to_string));
            if let Some(view) = document.household(key.clone()) {
                ids.extend(ids_in(&view));
                let names = view.names_brought();
                brought.extend(names.map(|(key, name)| (key.to_owned(), name.to_owned())));
            } else {
                let note = document.safety_note(key).ok_or(ProblemCode::NotHere)?;
                ids.extend(ids_in(&note));
            }
            documents.push(Document {
                id: *id,
                whole: document.snapshot(Cursor::START),
                apart: *apart,
            });
        }
        let (devices, members) = self
            .store
            .read(|conn| Ok((member_name::by_device(conn)?, member_name::members(conn)?)))?;
        let devices = devices
            .into_iter()
            .map(|(key, name)| (key.to_string(), name));
        let members = members
            .into_iter()
            .map(|(key, name)| (key.to_string(), name));
        let people: BTreeMap<String, String> = devices
            .chain(members)
            // Who never had to do with it is nobody's business there.
            .filter(|(key, _)| ids.contains(key))
            .chain(brought)
            .collect();
        let shown = &goes.shown;
        let head = Head {
            team: self.team_id()?,
            team_name: self.team_name()?,
            at_ms,
            household: goes.household()?,
            name: shown.name.clone(),
            joined: shown.joined.clone(),
            counts: [
                shown.people,
                shown.visits,
                shown.attachments,
                shown.safety_notes,
            ],
            restricted: shown.restricted,
            people: people
                .into_iter()
                .map(|(key, name)| Called { key, name })
                .collect(),
            listed: self.listed(&ids)?,
        };
        Ok((head, documents))
    }

    /// What stands of the team's own lists among these ids.
    fn listed(&mut self, ids: &BTreeSet<String>) -> Result<Vec<Listed>, Problem> {
        let team = self.team_view()?;
        // What was taken off a list since still has its name.
        let listed = team.as_ref().map(|team| listed_in(team, true));
        let named = listed.unwrap_or_default().into_iter();
        Ok(named.filter(|one| ids.contains(&one.key)).collect())
    }

    pub(super) fn team_view(&mut self) -> Result<Option<Team>, Problem> {
        Ok(match self.team_document()? {
            Some(id) => self.document(id)?.document.team(DocKey::from(id.0)),
            None => None,
        })
    }
}
