//! Saying who may open a document, and handing keys on to those who may.

use std::collections::BTreeSet;

use doorstep_model::{DeviceKey, Problem, ProblemCode};
use doorstep_replica::chunk::{Payload, Place, Sealing, seal};
use doorstep_replica::crypto::key::{DocumentKey, EpochKey};
use doorstep_replica::document::Kind;
use doorstep_replica::restricted::{
    About, Handed, HandedKey, Known, Named, Openers, PersonId, RestrictedGrant, Said, Standing,
    Statement, StatementId,
};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{DeviceId, DocId};
use rusqlite::Transaction;

use super::Audience;
use super::audience::key_of;
use super::settle::write_standing;
use crate::store::StoreFault;
use crate::store::project;
use crate::store::table::{
    chunk, cursor, document, document_key, key_holder, log, member_name, receipt, restriction,
};
use crate::unlocked::Unlocked;

impl Unlocked {
    /// Says who may open a document from now on: these, or everybody; with all keys that they lack.
    ///
    /// # Errors
    /// [`ProblemCode::NotForYou`] if it would not count.
    pub(crate) fn say(&mut self, id: DocId, named: Option<Vec<Named>>) -> Result<(), Problem> {
        let standing = self.standing_of(id)?;
        let kind = self.store.read(|conn| document::kind(conn, id))?;
        let statement = Statement {
            id: StatementId(self.random.bytes()),
            upon: standing.last,
            about: match kind.as_deref().and_then(Kind::from_word) {
                Some(Kind::SafetyNote) => About::SafetyNote,
                _ => About::Household,
            },
            words: self.membership()?.roster.recovery().device_id(),
            named,
        };
        let said = || Said {
            by: self.identity.device_id(),
            statement: statement.clone(),
        };
        let mut all = self.store.read(|conn| restriction::of_document(conn, id))?;
        all.push(said());
        let next = self.standing_by(id, all)?;
        if next.last != statement.id {
            return Err(ProblemCode::NotForYou.into());
        }
        let audience = self.audience_of(&next)?;
        // Whoever comes in may have had a key before, and has let go of it.
        let (before, after) = (standing.openers.devices(), next.openers.devices());
        let new = after.difference(&before).copied().collect();
        let keys = self.keys_lacking(id, audience.as_ref(), &new)?;
        let (said, grant) = (
            said(),
            RestrictedGrant {
                said: Some(statement.clone()),
                keys,
            },
        );
        self.write_grant(id, grant, |tx, sealed| {
            restriction::put(tx, id, sealed.id(), &said)?;
            write_standing(tx, id, &next, true).map(|_| ())
        })
    }

    /// Keys that some of these lack are handed on to them.
    pub(super) fn hand_on_lacking(&mut self, id: DocId, to: &Audience) -> Result<(), Problem> {
        let keys = self.keys_lacking(id, Some(to), &BTreeSet::new())?;
        self.hand_on_these(id, keys)
    }

    /// Somebody lifted it on purpose: what was sealed for some meanwhile is for everybody.
    pub(super) fn hand_on_openly(&mut self, id: DocId) -> Result<(), Problem> {
        let keys = self.keys_lacking(id, None, &BTreeSet::new())?;
        self.hand_on_these(id, keys)
    }

    fn hand_on_these(&mut self, id: DocId, keys: Vec<HandedKey>) -> Result<(), Problem> {
        match keys.is_empty() {
            true => Ok(()),
            false => self.write_grant(id, RestrictedGrant { said: None, keys }, |_, _| Ok(())),
        }
    }

    /// Keys that are for some alone, for those of these who lack them, as all do that are `new`; or for
    /// everybody.
    fn keys_lacking(
        &self,
        id: DocId,
        audience: Option<&Audience>,
        new: &BTreeSet<DeviceId>,
    ) -> Result<Vec<HandedKey>, Problem> {
        let me = self.identity.device_id();
        let stored = self.store.read(|conn| document_key::all(conn, id))?;
        let mut keys = Vec::new();
        for stored in stored.into_iter().filter(|stored| !stored.open) {
            let mut holders = self
                .store
                .read(|conn| key_holder::of(conn, id, stored.key_id))?;
            let mut have: BTreeSet<DeviceId> = holders.difference(new).copied().collect();
            have.insert(me);
            holders.insert(me);
            let lacking = audience.map(|audience| audience.lacking(&have));
            let to = match &lacking {
                Some(lacking) if lacking.is_empty() => continue,
                Some(lacking) => Handed::To(lacking),
                None => Handed::Openly,
            };
            let key = DocumentKey {
                key_id: stored.key_id,
                key: key_of(&stored.bytes)?,
            };
            let known = Known {
                key: &key,
                epoch: stored.epoch,
                held_by: holders.into_iter().collect(),
            };
            keys.push(self.handed(id, &known, &to)?);
        }
        keys.sort_by_key(|key| key.key_id);
        Ok(keys)
    }

    /// A grant at the next place of this device's log. `and` is written with it.
    fn write_grant(
        &mut self,
        id: DocId,
        grant: RestrictedGrant,
        and: impl Fn(&Transaction<'_>, &SealedChunk) -> Result<(), StoreFault>,
    ) -> Result<(), Problem> {
        let seen = self.store.read(cursor::get)?;
        let held: Vec<_> = grant
            .keys
            .iter()
            .map(|key| (key.key_id, key.is_open(), key.holders().collect::<Vec<_>>()))
            .collect();
        let sealed = self.seal_grant(id, &Payload::Restricted(grant), seen)?;
        self.store.write(|tx| {
            for (key, is_open, holders) in &held {
                key_holder::put(tx, id, *key, holders.iter().copied())?;
                if *is_open {
                    document_key::lift(tx, id, *key)?;
                }
            }
            chunk::put_waiting(tx, &sealed)?;
            log::set_place(tx, Place::after(&sealed))?;
            receipt::tell_seq(tx, seen.seq)?;
            and(tx, &sealed)
        })?;
        self.wants_exchange = true;
        Ok(())
    }

    fn seal_grant(
        &self,
        about: DocId,
        payload: &Payload,
        seen: Cursor,
    ) -> Result<SealedChunk, Problem> {
        let place = self.store.read(|conn| self.next_place(conn))?;
        let epoch_key = self.writing_epoch()?;
        let roster = &self.membership()?.roster;
        let sealing = Sealing {
            identity: &self.identity,
            place,
            team_id: roster.team_id(),
            doc_id: about,
            epoch: epoch_key.epoch,
            membership_head: roster.head(),
            key_id: EpochKey::grant_key_id(&roster.team_id(), epoch_key.epoch),
            key: &epoch_key.grant_key(),
            seen,
        };
        seal(&sealing, payload, &mut self.random.clone())
            .map_err(|_| Problem::with(ProblemCode::Unexpected, "seal"))
    }

    /// Before a safety note is sealed for the first time: about a restricted household it is for the same
    /// people, and for whoever wrote it.
    pub(crate) fn restrict_with_household(&mut self, id: DocId) -> Result<(), Problem> {
        let about = self.store.read(|conn| {
            let is_note = document::kind(conn, id)?.as_deref() == Some(Kind::SafetyNote.word());
            let is_new = is_note && !document_key::has_any(conn, id)?;
            match is_new && !restriction::any(conn, id)? {
                true => project::household_of_note(conn, id),
                false => Ok(None),
            }
        })?;
        let Some(household) = about else {
            return Ok(());
        };
        let standing = self.standing_of(household)?;
        match named_in(&standing) {
            Some(named) => {
                let named = self.with_me(named)?;
                self.say(id, Some(named))
            }
            None => Ok(()),
        }
    }

    /// These people, and whoever uses this device.
    pub(crate) fn with_me(&self, mut named: Vec<Named>) -> Result<Vec<Named>, Problem> {
        let me = self.identity.device_id();
        if named.iter().any(|one| one.devices.contains(&me)) {
            return Ok(named);
        }
        let key = DeviceKey::from(me.0);
        let mine = self.store.read(|conn| member_name::of_device(conn, &key))?;
        // Until the team's record says who that is, the device stands for itself.
        let person = mine.map_or(PersonId(me.0), |(item, _)| PersonId(item.to_bytes()));
        add_device(&mut named, person, me);
        Ok(named)
    }
}

/// The people for whom a document is, as a statement names them; `None` if it is for everybody.
pub(crate) fn named_in(standing: &Standing) -> Option<Vec<Named>> {
    let Openers::Named(people) = &standing.openers else {
        return None;
    };
    let named = people.iter().map(|(person, devices)| Named {
        person: *person,
        devices: devices.iter().copied().collect(),
    });
    Some(named.collect())
}

/// One more device of somebody, in the order that statements have.
pub(super) fn add_device(named: &mut Vec<Named>, person: PersonId, device: DeviceId) {
    match named.iter_mut().find(|one| one.person == person) {
        Some(one) => {
            let mut devices: BTreeSet<DeviceId> = one.devices.iter().copied().collect();
            devices.insert(device);
            one.devices = devices.into_iter().collect();
        }
        None => named.push(Named {
            person,
            devices: vec![device],
        }),
    }
    named.sort_by_key(|one| one.person);
}
