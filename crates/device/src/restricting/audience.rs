//! For whom a document is sealed.

use std::collections::BTreeSet;

use doorstep_model::{Problem, ProblemCode};
use doorstep_replica::chunk::Payload;
use doorstep_replica::crypto::key::{DocumentKey, SecretKey};
use doorstep_replica::restricted::{
    Handed, HandedKey, History, Known, Openers, Reach, RestrictedGrant, Said, Standing,
    StatementRef, hand_on,
};
use doorstep_wire::device::DevicePublic;
use doorstep_wire::id::{DeviceId, DocId};

use crate::outbox::WritingKey;
use crate::store::StoreFault;
use crate::store::table::document_key::Stored;
use crate::store::table::{document_key, key_holder, restriction};
use crate::unlocked::Unlocked;

/// Those who may have a document's keys now: named devices that are in the team, and the paper words.
pub(crate) struct Audience {
    devices: Vec<DevicePublic>,
    /// What stands for them: a key that is made for them is made upon these statements.
    upon: Vec<StatementRef>,
}

impl Audience {
    /// Their ids.
    pub(crate) fn ids(&self) -> BTreeSet<DeviceId> {
        self.devices.iter().map(DevicePublic::device_id).collect()
    }

    /// Those of them that are not known to have a key yet.
    pub(super) fn lacking(&self, holders: &BTreeSet<DeviceId>) -> Vec<DevicePublic> {
        let lacks = |device: &&DevicePublic| !holders.contains(&device.device_id());
        self.devices.iter().filter(lacks).copied().collect()
    }
}

impl Unlocked {
    /// Those for whom what waits of a document is; `None` if it is for everybody.
    ///
    /// # Errors
    /// If that is not known: there are keys for some alone, and nobody is known to have lifted it. Nothing is
    /// sealed then.
    pub(crate) fn audience(&self, id: DocId) -> Result<Option<Audience>, Problem> {
        let standing = self.standing_of(id)?;
        if !self.is_known_for(id, &standing)? {
            return Err(Problem::with(ProblemCode::Unexpected, "restricted"));
        }
        let mut said = self.store.read(|conn| restriction::placed(conn, id))?;
        // That this device lifts it counts once nobody can have said something else before.
        if standing.is_lifted() && !self.lifts_as_it_goes(id)? {
            said.retain(|one| one.seq.is_some());
        }
        let said: Vec<Said> = said.into_iter().map(|one| one.said).collect();
        let standing = self.standing_by(id, &said)?;
        self.audience_by(id, &standing, &said)
    }

    /// Whether this device was removed, and restricted and lifted a document that nobody else is known to have
    /// restricted: it hears of no places any more, and what it wrote there is for everybody as in any other. Sealed
    /// for itself and the paper nobody could read it.
    fn lifts_as_it_goes(&self, id: DocId) -> Result<bool, Problem> {
        if !self.is_removed() {
            return Ok(false);
        }
        let placed = self.store.read(|conn| restriction::placed(conn, id))?;
        let placed = placed.into_iter().filter(|one| one.seq.is_some());
        let placed: Vec<Said> = placed.map(|one| one.said).collect();
        Ok(!self.standing_by(id, &placed)?.is_restricted())
    }

    /// As [`Unlocked::audience`], of a document that stands like this after all that was said. Whoever may open it
    /// by the order of the sequence alone gets nothing that was written for others: that is for those of them who
    /// may have it, for this device, and for the paper.
    pub(super) fn audience_by(
        &self,
        id: DocId,
        standing: &Standing,
        said: &[Said],
    ) -> Result<Option<Audience>, Problem> {
        let upon = self.store.read(|conn| restriction::upon(conn, id))?;
        let all = self.audience_of(standing)?;
        let history = History::of(said);
        if self.reaches_all(&history, &upon, standing)? {
            return Ok(all);
        }
        let reach = self.reach(&history, &upon)?;
        let me = self.identity.device_id();
        let devices = self.members_and_paper(|device, recovered| {
            *device == me || (reach.includes(device) && standing.is_for(device, recovered))
        })?;
        Ok(Some(Audience { devices, upon }))
    }

    /// How far something may go that was made upon these statements.
    pub(super) fn reach(
        &self,
        history: &History<'_>,
        upon: &[StatementRef],
    ) -> Result<Reach, Problem> {
        let roster = &self.membership()?.roster;
        Ok(history.reach(upon, roster.recovered()))
    }

    /// Whether all keys that are here for some alone may go to all who may open the document.
    pub(crate) fn all_keys_reach(&self, id: DocId) -> Result<bool, Problem> {
        let said = self.store.read(|conn| restriction::of_document(conn, id))?;
        let standing = self.standing_by(id, &said)?;
        let history = History::of(&said);
        for upon in self.upon_of_keys(id, &said)? {
            if !self.reaches_all(&history, &upon, &standing)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether somebody who may open a document now lacks a key that is here, and gets it once this device's person
    /// says again who can. Whoever has it lacks nothing, however they came by it; and to one that this device may not
    /// have itself its word lets nobody in.
    pub(crate) fn some_lack(&self, id: DocId) -> Result<bool, Problem> {
        let said = self.store.read(|conn| restriction::of_document(conn, id))?;
        let standing = self.standing_by(id, &said)?;
        let (history, me) = (History::of(&said), self.identity.device_id());
        let known: BTreeSet<StatementRef> = said.iter().map(Said::is).collect();
        let roster = &self.membership()?.roster;
        let mut named = standing.openers.devices();
        named.retain(|device| *device != me && roster.member(device).is_some());
        for stored in self.store.read(|conn| document_key::all(conn, id))? {
            if stored.open || !stored.upon.iter().all(|one| known.contains(one)) {
                continue;
            }
            let reach = self.reach(&history, &stored.upon)?;
            let holders = self
                .store
                .read(|conn| key_holder::of(conn, id, stored.key_id))?;
            let lacks = |device: &DeviceId| !reach.includes(device) && !holders.contains(device);
            if reach.includes(&me) && named.iter().any(lacks) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether what waits to be sealed, or was and may have to be once more, is for all who may open the document.
    pub(super) fn all_that_waits_reaches(&self, id: DocId) -> Result<bool, Problem> {
        let (said, upon) = self.store.read(|conn| {
            let said = restriction::of_document(conn, id)?;
            Ok::<_, StoreFault>((said, restriction::upon(conn, id)?))
        })?;
        let standing = self.standing_by(id, &said)?;
        self.reaches_all(&History::of(&said), &upon, &standing)
    }

    /// What the keys for some alone that are here were made upon. One that was made upon something that nobody has
    /// said is nobody's, and counts nowhere.
    pub(super) fn upon_of_keys(
        &self,
        id: DocId,
        said: &[Said],
    ) -> Result<BTreeSet<Vec<StatementRef>>, Problem> {
        let keys = self.store.read(|conn| document_key::all(conn, id))?;
        let known: BTreeSet<StatementRef> = said.iter().map(Said::is).collect();
        let made = keys.into_iter().filter(|key| !key.open).map(|key| key.upon);
        Ok(made
            .filter(|upon| upon.iter().all(|one| known.contains(one)))
            .collect())
    }

    /// Whether all who may open a document now may have what was made upon these statements.
    pub(super) fn reaches_all(
        &self,
        history: &History<'_>,
        upon: &[StatementRef],
        standing: &Standing,
    ) -> Result<bool, Problem> {
        let reach = self.reach(history, upon)?;
        Ok(match (&standing.openers, &reach) {
            (_, Reach::Everybody) => true,
            (Openers::Everybody, Reach::Devices(_)) => false,
            (Openers::Named(_), Reach::Devices(_)) => {
                let roster = &self.membership()?.roster;
                let mut named = standing.openers.devices().into_iter();
                named.all(|device| roster.member(&device).is_none() || reach.includes(&device))
            }
        })
    }

    /// Whether it is known for whom a document is.
    pub(crate) fn knows_for_whom(&self, id: DocId) -> Result<bool, Problem> {
        self.is_known_for(id, &self.standing_of(id)?)
    }

    fn is_known_for(&self, id: DocId, standing: &Standing) -> Result<bool, Problem> {
        let alone = self
            .store
            .read(|conn| document_key::any_restricted(conn, id))?;
        Ok(!alone || standing.is_restricted() || standing.is_lifted())
    }

    /// Those for whom a document is that stands like this.
    pub(super) fn audience_of(&self, standing: &Standing) -> Result<Option<Audience>, Problem> {
        let Openers::Named(_) = standing.openers else {
            return Ok(None);
        };
        let devices =
            self.members_and_paper(|device, recovered| standing.is_for(device, recovered))?;
        let upon = standing.upon();
        Ok(Some(Audience { devices, upon }))
    }

    /// Those in the team for whom it is, each asked with the epoch that it began if it came in by paper words; and
    /// the paper.
    fn members_and_paper(
        &self,
        is_for: impl Fn(&DeviceId, Option<u32>) -> bool,
    ) -> Result<Vec<DevicePublic>, Problem> {
        let roster = &self.membership()?.roster;
        let members = roster
            .members()
            .filter(|(id, _)| is_for(id, roster.recovered_in(id)))
            .map(|(_, member)| member.device);
        Ok(members.chain([*roster.recovery()]).collect())
    }

    /// The key that a document is written with for these, in an epoch, if there is one that nobody else has.
    /// This device may have it besides: what it writes it knows.
    pub(crate) fn stored_key_for(
        &self,
        id: DocId,
        epoch: u32,
        audience: Option<&Audience>,
    ) -> Result<Option<DocumentKey>, Problem> {
        let Some(audience) = audience else {
            let stored = self
                .store
                .read(|conn| document_key::of_epoch(conn, id, epoch))?;
            return stored
                .map(|(key_id, bytes)| key_of(&bytes).map(|key| DocumentKey { key_id, key }))
                .transpose();
        };
        let mut allowed = audience.ids();
        allowed.insert(self.identity.device_id());
        let said = self.store.read(|conn| restriction::of_document(conn, id))?;
        let roster = &self.membership()?.roster;
        let paper = roster.recovery().device_id();
        let history = History::of(&said);
        let gets_there = |upon: &[StatementRef]| {
            let reach = history.reach(upon, roster.recovered());
            let mut all = audience.devices.iter().map(DevicePublic::device_id);
            all.all(|device| device == paper || reach.includes(&device))
        };
        let all = self.store.read(|conn| {
            let mut fit = Vec::new();
            for stored in document_key::all(conn, id)? {
                if stored.open || stored.epoch != epoch {
                    continue;
                }
                // One that can't be handed on to all of them would leave some without what it seals.
                if stored.upon != audience.upon && !gets_there(&stored.upon) {
                    continue;
                }
                let holders = key_holder::of(conn, id, stored.key_id)?;
                // Of one that nobody is known to have nothing is known.
                if !holders.is_empty() && holders.is_subset(&allowed) {
                    fit.push(stored);
                }
            }
            Ok::<_, StoreFault>(fit)
        })?;
        let Some(Stored { key_id, bytes, .. }) = all.into_iter().next() else {
            return Ok(None);
        };
        let key = key_of(&bytes)?;
        Ok(Some(DocumentKey { key_id, key }))
    }

    /// A new key for these, with the grant that gives it to them.
    pub(crate) fn new_key_for(
        &self,
        id: DocId,
        epoch: u32,
        audience: &Audience,
    ) -> Result<WritingKey, Problem> {
        let key = DocumentKey::generate_named(&mut self.random.clone());
        let known = Known {
            key: &key,
            epoch,
            upon: audience.upon.clone(),
            held_by: vec![self.identity.device_id()],
        };
        // Whoever hands something in is not among them, keeps no key of it, and needs this one once it is
        // named again.
        let me = self.identity.public();
        let mut to = audience.devices.clone();
        if !audience.ids().contains(&me.device_id()) {
            to.push(me);
        }
        let handed = self.handed(id, &known, &Handed::To(&to))?;
        let holders = handed.holders().collect();
        let grant = RestrictedGrant {
            said: None,
            keys: vec![handed],
        };
        Ok(WritingKey {
            key,
            grant: Some(Payload::Restricted(grant)),
            holders,
            upon: audience.upon.clone(),
        })
    }

    /// A key as it stands in a grant about a document.
    pub(super) fn handed(
        &self,
        id: DocId,
        known: &Known<'_>,
        to: &Handed<'_>,
    ) -> Result<HandedKey, Problem> {
        let team = self.team_id()?;
        Ok(hand_on((&team, &id), known, to, &mut self.random.clone()))
    }
}

/// A key out of the store.
pub(super) fn key_of(bytes: &[u8]) -> Result<SecretKey, Problem> {
    SecretKey::from_bytes(bytes).ok_or_else(|| Problem::with(ProblemCode::StoreUnreadable, "key"))
}
