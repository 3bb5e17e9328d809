//! For whom a document is sealed.

use std::collections::BTreeSet;

use doorstep_model::{Problem, ProblemCode};
use doorstep_replica::chunk::Payload;
use doorstep_replica::crypto::key::{DocumentKey, SecretKey};
use doorstep_replica::restricted::{
    Handed, HandedKey, Known, Openers, RestrictedGrant, Standing, hand_on,
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
    /// Those for whom a document is; `None` if it is for everybody. What is kept apart is for this device and the
    /// paper alone, until its person is named again.
    ///
    /// # Errors
    /// If that is not known: there are keys for some alone, and nobody is known to have lifted it. Nothing is
    /// sealed then.
    pub(crate) fn audience(&self, id: DocId) -> Result<Option<Audience>, Problem> {
        let standing = self.standing_of(id)?;
        if !self.is_known_for(id, &standing)? {
            return Err(Problem::with(ProblemCode::Unexpected, "restricted"));
        }
        self.audience_by(id, &standing)
    }

    /// As [`Unlocked::audience`], of a document that stands like this.
    pub(super) fn audience_by(
        &self,
        id: DocId,
        standing: &Standing,
    ) -> Result<Option<Audience>, Problem> {
        if !self.store.read(|conn| restriction::is_apart(conn, id))? {
            return self.audience_of(standing);
        }
        let paper = *self.membership()?.roster.recovery();
        Ok(Some(Audience {
            devices: vec![self.identity.public(), paper],
        }))
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
        let roster = &self.membership()?.roster;
        let named = standing.openers.devices();
        let members = roster
            .members()
            .filter(|(id, _)| named.contains(id))
            .map(|(_, member)| member.device);
        let devices = members.chain([*roster.recovery()]).collect();
        Ok(Some(Audience { devices }))
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
        let all = self.store.read(|conn| {
            let mut fit = Vec::new();
            for stored in document_key::all(conn, id)? {
                if stored.open || stored.epoch != epoch {
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
