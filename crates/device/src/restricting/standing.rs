//! Who may open a document, as far as this device has read.

use doorstep_model::Problem;
use doorstep_model::call::OpenersByName;
use doorstep_replica::document::Kind;
use doorstep_replica::restricted::{Said, Standing, standing};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::DocId;

use super::say::named_in;
use crate::store::table::{document, restriction};
use crate::unlocked::Unlocked;

impl Unlocked {
    /// Who may open a document, as far as this device has read.
    pub(crate) fn standing_of(&self, id: DocId) -> Result<Standing, Problem> {
        let said = self.store.read(|conn| restriction::of_document(conn, id))?;
        self.standing_by(id, &said)
    }

    /// What these statements about a document come to, in their order. Of the team's own record none counts:
    /// without it nobody knows who is who, and whoever took it from the others would have the team.
    pub(crate) fn standing_by(&self, id: DocId, said: &[Said]) -> Result<Standing, Problem> {
        if said.is_empty() || self.is_teams(id)? {
            return Ok(Standing::default());
        }
        let roster = &self.membership()?.roster;
        Ok(standing(said, |device| roster.recovered_in(device)))
    }

    /// Who alone can open a document, by name, and how many devices of nobody's; `None` where everybody can.
    pub(crate) fn opener_names(&mut self, id: DocId) -> Result<Option<OpenersByName>, Problem> {
        let is_restricted = self.store.read(|conn| restriction::is_mine(conn, id))?;
        if is_restricted.is_none() {
            return Ok(None);
        }
        let people = self.people()?;
        let mut by_name = OpenersByName::default();
        for one in named_in(&self.standing_of(id)?).unwrap_or_default() {
            let known = people.get(&one.person);
            let is_theirs = |device| known.is_some_and(|who| who.devices.contains_key(device));
            match known {
                Some(who) if one.devices.iter().all(is_theirs) => {
                    by_name.names.push(who.name.clone())
                }
                _ => by_name.unknown = by_name.unknown.saturating_add(1),
            }
        }
        by_name.some_lack = self.some_lack(id)?;
        by_name.names.sort();
        Ok(Some(by_name))
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
            let (by, epoch) = (chunk.header().device_id, chunk.header().epoch);
            let statement = grant.and_then(|grant| grant.said);
            said.extend(statement.map(|statement| Said {
                by,
                epoch,
                statement,
            }));
        }
        self.standing_by(id, &said)
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
}
