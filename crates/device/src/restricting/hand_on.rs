//! Handing keys on, to those who may open a document or to everybody, in grants of this device.

use std::collections::BTreeSet;

use doorstep_model::{Problem, ProblemCode};
use doorstep_replica::chunk::{Payload, Place, Sealing, seal};
use doorstep_replica::crypto::key::{DocumentKey, EpochKey};
use doorstep_replica::restricted::{
    Handed, HandedKey, History, Known, MOST_DEVICES, MOST_KEYS, Reach, RestrictedGrant, Said,
};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::{DeviceId, DocId};
use rusqlite::Transaction;

use super::Audience;
use super::audience::key_of;
use crate::store::StoreFault;
use crate::store::table::{chunk, cursor, document_key, key_holder, log, receipt, restriction};
use crate::unlocked::Unlocked;

/// Devices that the keys in one grant name together, at most: some megabytes.
const DEVICES_AT_ONCE: usize = 20_000;

impl Unlocked {
    /// Keys that some of these lack are handed on to them.
    pub(super) fn hand_on_lacking(
        &mut self,
        id: DocId,
        to: &Audience,
        said: &[Said],
    ) -> Result<(), Problem> {
        let keys = self.keys_lacking(id, Some(to), &BTreeSet::new(), said)?;
        self.hand_on_these(id, keys)
    }

    /// Somebody lifted it on purpose: what was sealed for some meanwhile is for everybody.
    pub(super) fn hand_on_openly(&mut self, id: DocId, said: &[Said]) -> Result<(), Problem> {
        let keys = self.keys_lacking(id, None, &BTreeSet::new(), said)?;
        self.hand_on_these(id, keys)
    }

    /// As a device that was removed goes: what it sealed for some alone, and is for everybody by its own word, it
    /// hands on to everybody ([`Unlocked::audience`]). What can't be stays as it is.
    pub(crate) fn hand_on_as_it_goes(&mut self) -> Result<(), Problem> {
        for id in self.store.read(restriction::documents)? {
            let said = self.store.read(|conn| restriction::of_document(conn, id))?;
            let is_lifted = self.standing_by(id, &said)?.is_lifted();
            if is_lifted && self.audience(id).is_ok_and(|audience| audience.is_none()) {
                self.hand_on_openly(id, &said)?;
            }
        }
        Ok(())
    }

    fn hand_on_these(&mut self, id: DocId, keys: Vec<HandedKey>) -> Result<(), Problem> {
        match keys.is_empty() {
            true => Ok(()),
            false => self.write_grants(id, in_grants(keys), |_, _| Ok(())),
        }
    }

    /// Keys that are for some alone, for those of these who lack them, as all do that are `new`; or for
    /// everybody. Nobody gets one that was not made for them, nor by the word of somebody who may have it.
    pub(super) fn keys_lacking(
        &self,
        id: DocId,
        audience: Option<&Audience>,
        new: &BTreeSet<DeviceId>,
        said: &[Said],
    ) -> Result<Vec<HandedKey>, Problem> {
        let paper = self.membership()?.roster.recovery().device_id();
        let me = self.identity.device_id();
        let stored = self.store.read(|conn| document_key::all(conn, id))?;
        let mut keys = Vec::new();
        let history = History::of(said);
        for stored in stored.into_iter().filter(|stored| !stored.open) {
            let mut holders = self
                .store
                .read(|conn| key_holder::of(conn, id, stored.key_id))?;
            let mut have: BTreeSet<DeviceId> = holders.difference(new).copied().collect();
            have.insert(me);
            holders.insert(me);
            let reach = self.reach(&history, &stored.upon)?;
            if audience.is_none() && reach != Reach::Everybody {
                continue;
            }
            let lacking = audience.map(|audience| {
                let mut lacking = audience.lacking(&have);
                lacking.retain(|device| {
                    let device = device.device_id();
                    device == paper || reach.includes(&device)
                });
                lacking
            });
            let to = match &lacking {
                Some(lacking) if lacking.is_empty() => continue,
                Some(lacking) => Handed::To(lacking),
                None => Handed::Openly,
            };
            let key = DocumentKey {
                key_id: stored.key_id,
                key: key_of(&stored.bytes)?,
            };
            let allowed = audience.map(Audience::ids).unwrap_or_default();
            let known = Known {
                key: &key,
                epoch: stored.epoch,
                upon: stored.upon,
                held_by: told(holders, me, &allowed),
            };
            keys.push(self.handed(id, &known, &to)?);
        }
        keys.sort_by_key(|key| key.key_id);
        Ok(keys)
    }

    /// Grants at the next places of this device's log. `and` is written with the first of them.
    pub(super) fn write_grants(
        &mut self,
        id: DocId,
        grants: Vec<RestrictedGrant>,
        and: impl Fn(&Transaction<'_>, &SealedChunk) -> Result<(), StoreFault>,
    ) -> Result<(), Problem> {
        let (seen, mut place) = self
            .store
            .read(|conn| Ok((cursor::get(conn)?, self.next_place(conn)?)))?;
        let mut written = Vec::new();
        for grant in grants {
            let held: Vec<_> = grant
                .keys
                .iter()
                .map(|key| (key.key_id, key.is_open(), key.holders().collect::<Vec<_>>()))
                .collect();
            let sealed = self.seal_grant(id, grant, (place, seen))?;
            place = Place::after(&sealed);
            written.push((sealed, held));
        }
        self.store.write(|tx| {
            for (sealed, held) in &written {
                for (key, is_open, holders) in held {
                    key_holder::put(tx, id, *key, holders.iter().copied())?;
                    if *is_open {
                        document_key::lift(tx, id, *key)?;
                    }
                }
                chunk::put_waiting(tx, sealed)?;
            }
            log::set_place(tx, place)?;
            receipt::tell_seq(tx, seen.seq)?;
            match written.first() {
                Some((first, _)) => and(tx, first),
                None => Ok(()),
            }
        })?;
        self.wants_exchange = true;
        Ok(())
    }

    /// # Errors
    /// If others would set it aside: nothing of it is kept here then.
    fn seal_grant(
        &self,
        about: DocId,
        grant: RestrictedGrant,
        (place, seen): (Place, Cursor),
    ) -> Result<SealedChunk, Problem> {
        if !grant.is_sound() {
            return Err(Problem::with(ProblemCode::Unexpected, "grant"));
        }
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
        let payload = Payload::Restricted(grant);
        seal(&sealing, &payload, &mut self.random.clone())
            .map_err(|_| Problem::with(ProblemCode::Unexpected, "seal"))
    }
}

/// Keys in as many grants as it takes. None becomes larger than others take in.
pub(super) fn in_grants(keys: Vec<HandedKey>) -> Vec<RestrictedGrant> {
    let mut grants: Vec<RestrictedGrant> = Vec::new();
    let mut room = 0_usize;
    for key in keys {
        let devices = key.holders().count();
        let last = grants.last_mut();
        match last.filter(|last| last.keys.len() < MOST_KEYS && devices <= room) {
            Some(last) => {
                room -= devices;
                last.keys.push(key);
            }
            None => {
                room = DEVICES_AT_ONCE.saturating_sub(devices);
                grants.push(RestrictedGrant {
                    said: None,
                    keys: vec![key],
                });
            }
        }
    }
    grants
}

/// Of devices that have a key those that a grant has room for: this one, and first of all those that may not
/// have it, which keep everybody from writing with it.
fn told(holders: BTreeSet<DeviceId>, me: DeviceId, allowed: &BTreeSet<DeviceId>) -> Vec<DeviceId> {
    let (may, may_not): (Vec<_>, Vec<_>) = holders
        .into_iter()
        .partition(|device| allowed.contains(device));
    let all = [me].into_iter().chain(may_not).chain(may);
    all.take(MOST_DEVICES).collect()
}
