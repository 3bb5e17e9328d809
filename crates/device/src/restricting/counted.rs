//! What grants hand on, as far as it counts: whoever is not named can write grants as well, with any program.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_model::Problem;
use doorstep_replica::Identity;
use doorstep_replica::crypto::key::{DocumentKey, SecretKey};
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::restricted::{
    HandedKey, RestrictedGrant, Standing, StatementId, opened_with, standing,
};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{DeviceId, DocId, KeyId};

use super::settle::{Came, place};
use crate::store::table::restriction::Placed;
use crate::store::table::secret;
use crate::unlocked::{Unlocked, name};

/// Keys that grants gave to everybody while a document was that, with the place of the first.
pub(super) type Given = BTreeMap<KeyId, u64>;

/// What counts of the keys in grants about one document.
#[derive(Default)]
pub(super) struct Counted {
    /// Devices that have a key.
    pub(super) holders: Vec<(KeyId, BTreeSet<DeviceId>)>,
    /// Keys that are for this device, each with its epoch and whether it is for everybody.
    pub(super) keys: Vec<(DocumentKey, u32, bool)>,
}

impl Unlocked {
    /// Goes through grants in the order of the sequence, each as the document stood at its place. `now` is how
    /// it stands after all of them.
    ///
    /// Whoever could open it there is believed. Of anybody else counts that they have a key themselves, and
    /// that somebody may have it who is not named: at worst nobody writes with it. A key of theirs is taken if
    /// its name is new, as one is that was made to hand something in: its maker is the first to name it. One that
    /// everybody was `given` before is nobody's to hand on.
    pub(super) fn counted(
        &self,
        id: DocId,
        (came, given): (&[Came], &Given),
        said: &[Placed],
        now: &Standing,
    ) -> Result<Counted, Problem> {
        let mut counted = Counted::default();
        if now.last == StatementId::NONE {
            // Nobody is named for whom a key could be: with one that is for some alone, nobody here would know
            // for whom to write any more.
            return Ok(counted);
        }
        let (me, identities) = (self.identity.device_id(), self.opens_as()?);
        let words = self.words_by_device()?;
        let paper = self.membership()?.roster.recovery().device_id();
        let words_of = |device: &DeviceId| words.get(device).copied();
        let mut names = BTreeSet::new();
        let (mut told, mut then) = (0, standing(Vec::new(), words_of));
        for Came { seq, by, grant, .. } in came {
            let until = said.partition_point(|(at, _)| place(*at) <= place(*seq));
            if until != told {
                let before = said.iter().take(until).map(|(_, said)| said.clone());
                (told, then) = (until, standing(before, words_of));
            }
            let is_sure = *by == me || (then.is_restricted() && then.is_for(by, words_of(by)));
            for handed in &grant.keys {
                let before = given.get(&handed.key_id);
                if before.is_some_and(|at| *at <= place(*seq)) {
                    continue;
                }
                let may_lack = |device: &DeviceId| now.openers.names(device) || *device == paper;
                let claimed = handed
                    .holders()
                    .filter(|device| is_sure || !may_lack(device));
                // Whoever hands it on has it, whatever they say.
                let holders = claimed.chain([*by]).collect();
                counted.holders.push((handed.key_id, holders));
                let is_new = names.insert(handed.key_id);
                let counts = match handed.is_open() {
                    true => !then.is_restricted() && (is_new || is_sure || then.was_named(by)),
                    false => is_new || is_sure,
                };
                let key = match counts {
                    true => self.opened_as(id, handed, &identities)?,
                    false => None,
                };
                let of = |key| (key, handed.epoch, handed.is_open());
                counted.keys.extend(key.map(of));
            }
        }
        Ok(counted)
    }

    /// The keys in a grant that are for this device, by name.
    pub(crate) fn keys_in(
        &self,
        sealed: &SealedChunk,
        grant: &RestrictedGrant,
    ) -> Result<Vec<(KeyId, SecretKey)>, Problem> {
        let identities = self.opens_as()?;
        let opened = grant.keys.iter().filter_map(|handed| {
            self.opened_as(sealed.header().doc_id, handed, &identities)
                .ok()?
        });
        Ok(opened.map(|key| (key.key_id, key.key)).collect())
    }

    /// This device, and the paper words that let it in for as long as it keeps them.
    fn opens_as(&self) -> Result<Vec<Identity>, Problem> {
        let mut all = vec![Identity::from_seed(self.identity.seed().duplicate())];
        let words = self
            .store
            .read(|conn| secret::get(conn, name::RECOVERED_BY))?;
        let words = words.and_then(|bytes| SecretKey::from_bytes(&bytes));
        all.extend(words.map(|words| Recovery::from_secret(words).identity()));
        Ok(all)
    }

    fn opened_as(
        &self,
        id: DocId,
        handed: &HandedKey,
        identities: &[Identity],
    ) -> Result<Option<DocumentKey>, Problem> {
        let team = self.team_id()?;
        Ok(identities.iter().find_map(|identity| {
            let (device, unwrap) = (identity.device_id(), identity.unwrap_key());
            opened_with((&team, &id), handed, &device, unwrap)
        }))
    }
}
