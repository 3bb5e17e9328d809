//! Taking a household over from another team's file, and what is new in a later one.

use std::collections::BTreeMap;

use doorstep_model::id::BlobKey;
use doorstep_model::stale::Stale;
use doorstep_model::{DocKey, ItemId, Problem, ProblemCode, UnixMillis};
use doorstep_replica::document::Kind;
use doorstep_replica::moving::Head;
use rusqlite::Transaction;

use super::begins::missing_names;
use super::file::Whole;
use super::noted::{self, Taken};
use super::renaming::{Renamed, Renaming, another, not_taken};
use crate::documents::{Made, Work, edit_problem};
use crate::store::table::{document, member_name, setting};
use crate::unlocked::Unlocked;

impl Unlocked {
    /// What becomes of a file here.
    ///
    /// # Errors
    /// [`ProblemCode::MoveOwnTeam`], or [`ProblemCode::WrongValue`] if nobody in the team is that worker.
    pub(crate) fn comes(
        &mut self,
        whole: &Whole,
        worker: Option<&ItemId>,
    ) -> Result<Renaming, Problem> {
        self.is_from_others(&whole.head)?;
        let members = self.store.read(member_name::members)?;
        if worker.is_some_and(|worker| !members.iter().any(|(id, _)| id == worker)) {
            return Err(ProblemCode::WrongValue.into());
        }
        let before = self.taken_before(&whole.head)?;
        let mut taken = before.clone().unwrap_or_else(|| Taken {
            household: DocKey::from(self.random.bytes()),
            documents: BTreeMap::new(),
            blobs: BTreeMap::new(),
            lists: BTreeMap::new(),
        });
        let first = (
            DocKey::from(whole.head.household.0),
            taken.household.clone(),
        );
        taken.documents.extend([first]);
        for one in &whole.documents {
            let there = DocKey::from(one.id.0);
            let new = || DocKey::from(self.random.bytes());
            taken.documents.entry(there).or_insert_with(new);
        }
        for there in &whole.attachments {
            let new = || BlobKey::from(self.random.bytes());
            let there = BlobKey::from(there.0);
            taken.blobs.entry(there).or_insert_with(new);
        }
        let lists = self.lines_for(&whole.head.listed, &mut taken.lists)?;
        let members = members.iter().map(|(id, _)| id.to_bytes());
        let own = self.own_ids()?.into_iter().chain(members);
        let writer = self.identity.device_id();
        Ok(Renaming {
            writer,
            random: self.random.clone(),
            own: own
                .map(|id| (DocKey::from(id).to_string(), another(writer, id)))
                .collect(),
            taken,
            before,
            lists,
        })
    }

    /// Every document and every device of this team.
    fn own_ids(&self) -> Result<Vec<[u8; 16]>, Problem> {
        let documents = self.store.read(document::ids)?;
        let roster = &self.membership()?.roster;
        let devices = roster.members().map(|(id, _)| id.0);
        let former = roster.all_former().map(|(id, _)| id.0);
        let documents = documents.into_iter().map(|id| id.0);
        Ok(documents.chain(devices).chain(former).collect())
    }

    /// Nobody takes over from their own team, or where everybody is made up.
    pub(crate) fn is_from_others(&self, head: &Head) -> Result<(), Problem> {
        if self.practice {
            return Err(ProblemCode::MovePractice.into());
        }
        match head.team == self.team_id()? {
            true => Err(ProblemCode::MoveOwnTeam.into()),
            false => Ok(()),
        }
    }

    /// What was taken over here of this household, if it is still here.
    pub(crate) fn taken_before(&self, head: &Head) -> Result<Option<Taken>, Problem> {
        let name = noted::taken(head);
        Ok(self.store.read(|conn| noted::get(conn, &name))?)
    }

    /// Keeps it, in one transaction, with what the team's lists lack.
    ///
    /// # Errors
    /// If something of it can't be read or kept; then nothing of it is.
    pub(crate) fn keep_renamed(
        &mut self,
        whole: &Whole,
        renamed: Renamed,
        now: UnixMillis,
    ) -> Result<Taken, Problem> {
        let is = self.taken_before(&whole.head)?;
        if let (Some(is), true) = (&is, is != renamed.before) {
            // Another call was quicker with the same household.
            return Ok(is.clone());
        }
        let grown = self.grown(&renamed, now)?;
        let keep = |tx: &Transaction<'_>| {
            renamed.made.iter().try_for_each(|one| one.insert(tx))?;
            grown.iter().try_for_each(|one| one.append(tx))?;
            for id in &renamed.for_taker {
                setting::put(tx, &noted::for_taker(*id), "1")?;
            }
            noted::put(tx, &noted::taken(&whole.head), &renamed.taken)
        };
        match self.team_document()? {
            Some(team) if !renamed.lists.is_empty() => {
                self.change_documents(&[(team, Work::Edit(&renamed.lists))], now, keep)?;
            }
            _ => self.making_room(|this| Ok(this.store.write(keep)?))?,
        }
        for one in grown {
            self.stale(Stale::Household(DocKey::from(one.id.0)));
            self.documents.forget(one.id);
        }
        self.note_saved(Kind::Household);
        self.note_saved(Kind::SafetyNote);
        Ok(renamed.taken)
    }

    /// Documents that are here with what is new in them. One that was erased here, or is for others, stays so.
    fn grown(&mut self, renamed: &Renamed, now: UnixMillis) -> Result<Vec<Made>, Problem> {
        let (me, mut random) = (self.identity.device_id(), self.random.clone());
        let mut all = Vec::new();
        for (id, changes) in &renamed.grown {
            let mut document = match self.document(*id) {
                Ok(open) => open.document.clone(),
                Err(problem) if is_gone(&problem) => continue,
                Err(problem) => return Err(problem),
            };
            let applied = document.apply(me, changes, &mut random);
            let mut new = applied.map_err(not_taken)?.new;
            let names = missing_names(&document, &renamed.names, &self.random);
            let edited = document.edit(&names, now, &mut random);
            new.extend(edited.map_err(edit_problem)?.changes);
            if !new.is_empty() {
                all.push(Made::of(*id, document, new));
            }
        }
        Ok(all)
    }
}

fn is_gone(problem: &Problem) -> bool {
    let gone = [
        ProblemCode::Erased,
        ProblemCode::NotForYou,
        ProblemCode::NotHere,
    ];
    gone.contains(&problem.code)
}
