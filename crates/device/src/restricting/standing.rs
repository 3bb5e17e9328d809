//! Who may open a document, as far as this device has read.

use std::collections::BTreeMap;

use doorstep_model::Problem;
use doorstep_replica::document::Kind;
use doorstep_replica::restricted::{Said, Standing, standing};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::entry::{Entry, EntryBody};
use doorstep_wire::id::{DeviceId, DocId};

use crate::store::table::{document, membership, restriction};
use crate::unlocked::Unlocked;

impl Unlocked {
    /// Who may open a document, as far as this device has read.
    pub(crate) fn standing_of(&self, id: DocId) -> Result<Standing, Problem> {
        let said = self.store.read(|conn| restriction::of_document(conn, id))?;
        self.standing_by(id, said)
    }

    /// What these statements about a document come to, in their order. Of the team's own record none counts:
    /// without it nobody knows who is who, and whoever took it from the others would have the team.
    pub(crate) fn standing_by(&self, id: DocId, said: Vec<Said>) -> Result<Standing, Problem> {
        if said.is_empty() || self.is_teams(id)? {
            return Ok(standing(Vec::new(), |_| None));
        }
        let words = self.words_by_device()?;
        Ok(standing(said, |device| words.get(device).copied()))
    }

    /// How a document would stand with what these chunks say after all that has come.
    pub(crate) fn standing_with(
        &self,
        id: DocId,
        chunks: &[SealedChunk],
    ) -> Result<Standing, Problem> {
        let mut said = self.store.read(|conn| restriction::of_document(conn, id))?;
        for chunk in chunks {
            let grant = self.restricted_grant(chunk)?;
            let by = chunk.header().device_id;
            let statement = grant.and_then(|grant| grant.said);
            said.extend(statement.map(|statement| Said { by, statement }));
        }
        self.standing_by(id, said)
    }

    /// Whether any device that may open a document is in the team.
    pub(crate) fn is_for_somebody(&self, standing: &Standing) -> Result<bool, Problem> {
        let roster = &self.membership()?.roster;
        let named = standing.openers.devices();
        Ok(named.iter().any(|device| roster.member(device).is_some()))
    }

    /// Whether a document is the team's own record. Where that is not here yet, as on a new device, it is
    /// known by what everybody's keys open of it, whatever was said about it.
    pub(super) fn is_teams(&self, id: DocId) -> Result<bool, Problem> {
        let (team, is_here) = self.store.read(|conn| {
            let is_here = document::kind(conn, id)?.is_some();
            Ok::<_, crate::store::StoreFault>((document::team(conn)?, is_here))
        })?;
        match team {
            Some(team) => Ok(team == id),
            None if is_here => Ok(false),
            // What can't be read is nobody's record.
            None => Ok(self.waiting_kind(id).ok().flatten() == Some(Kind::Team)),
        }
    }

    /// By which paper words devices came in: of a recover entry these are the author.
    pub(super) fn words_by_device(&self) -> Result<BTreeMap<DeviceId, DeviceId>, Problem> {
        let roster = &self.membership()?.roster;
        let members = roster.members().map(|(id, _)| id);
        let mut all = members.chain(roster.all_former().map(|(id, _)| id));
        if !all.any(|id| roster.came_by_words(id)) {
            return Ok(BTreeMap::new());
        }
        let entries = self.store.read(membership::all)?;
        let by_words = entries.into_iter().filter_map(|bytes| {
            let entry = Entry::parse(bytes).ok()?;
            match &entry.body {
                EntryBody::Recover(recover) => {
                    Some((recover.device.device_id(), entry.place.author))
                }
                _ => None,
            }
        });
        Ok(by_words.collect())
    }
}
