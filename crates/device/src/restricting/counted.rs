//! What grants hand on, as far as it counts: whoever is not named can write grants as well, with any program.

use std::collections::BTreeSet;

use doorstep_model::Problem;
use doorstep_replica::Identity;
use doorstep_replica::crypto::key::{DocumentKey, SecretKey};
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::restricted::{
    HandedKey, RestrictedGrant, Standing, StatementRef, opened_with,
};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{DeviceId, DocId, KeyId};

use super::settle::{Came, place};
use crate::store::table::restriction::Placed;
use crate::store::table::{key_holder, secret};
use crate::unlocked::{Unlocked, name};

/// What counts of the keys in grants about one document.
#[derive(Default)]
pub(super) struct Counted {
    /// Devices that have a key.
    pub(super) holders: Vec<(KeyId, BTreeSet<DeviceId>)>,
    /// Keys that are for this device.
    pub(super) keys: Vec<Given>,
}

/// A key that a grant gives to this device.
pub(super) struct Given {
    pub(super) key: DocumentKey,
    pub(super) epoch: u32,
    /// It is for everybody.
    pub(super) open: bool,
    /// What it was made upon, as whoever gives it says.
    pub(super) upon: Vec<StatementRef>,
}

impl Unlocked {
    /// Goes through grants in the order of the sequence, each as the document stood at its place. `now` is how
    /// it stands after all of them.
    ///
    /// A key is one whoever hands it on, since its name is worked out of it. Of who has it counts what those say
    /// who could open the document there. Of anybody else counts that they have it themselves, and that somebody may
    /// who is not named: at worst nobody writes with it. So does nobody with one that was handed to everybody.
    pub(super) fn counted(
        &self,
        id: DocId,
        came: &[Came],
        said: &[Placed],
        now: &Standing,
    ) -> Result<Counted, Problem> {
        let mut counted = Counted::default();
        if now.is_untold() {
            // Nobody is named for whom a key could be: with one that is for some alone, nobody here would know
            // for whom to write any more.
            return Ok(counted);
        }
        let (me, identities) = (self.identity.device_id(), self.opens_as()?);
        let roster = &self.membership()?.roster;
        let paper = roster.recovery().device_id();
        let recovered = |device: &DeviceId| roster.recovered_in(device);
        let (mut left, mut then) = (said.iter().peekable(), Standing::default());
        for Came { seq, by, grant, .. } in came {
            while let Some(one) = left.next_if(|one| place(one.seq) <= place(*seq)) {
                then.hear(&one.said, recovered);
            }
            let is_sure = *by == me || (then.is_restricted() && then.is_for(by, recovered(by)));
            for handed in &grant.keys {
                let may_lack =
                    |device: &DeviceId| now.is_for(device, recovered(device)) || *device == paper;
                let claimed = handed
                    .holders()
                    .filter(|device| is_sure || !may_lack(device));
                // Whoever hands it on has it, whatever they say.
                let holders = claimed
                    .chain([*by])
                    .chain(handed.is_open().then_some(key_holder::EVERYBODY));
                counted.holders.push((handed.key_id, holders.collect()));
                if let Some(key) = self.opened_as(id, handed, &identities)? {
                    counted.keys.push(Given {
                        key,
                        epoch: handed.epoch,
                        open: handed.is_open() && !then.is_restricted(),
                        upon: handed.upon.clone(),
                    });
                }
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
