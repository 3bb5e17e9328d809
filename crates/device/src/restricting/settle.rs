//! Grants for named devices as they come: what they say is known, and what is not for this device has left
//! it, before anything else of the document is read or written.

use std::collections::BTreeSet;

use doorstep_model::stale::Stale;
use doorstep_model::{DocKey, Problem};
use doorstep_replica::Identity;
use doorstep_replica::chunk::{Payload, open};
use doorstep_replica::crypto::key::{DocumentKey, SecretKey};
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::restricted::{
    HandedKey, RestrictedGrant, Said, Standing, StatementId, opened_with,
};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{BlobId, ChunkId, DeviceId, DocId, KeyId};
use rusqlite::Transaction;

use crate::store::StoreFault;
use crate::store::leave::leave;
use crate::store::table::{
    change, chunk, document_key, held_back, key_holder, restriction, secret,
};
use crate::unlocked::{Unlocked, name};

/// What came in grants about one document.
#[derive(Default)]
struct Came {
    said: Vec<(ChunkId, Option<u64>, Said)>,
    holders: Vec<(KeyId, BTreeSet<DeviceId>)>,
    /// Keys that are for this device, each with its epoch and whether it is for everybody.
    keys: Vec<(DocumentKey, u32, bool)>,
}

impl Came {
    fn is_nothing(&self) -> bool {
        self.said.is_empty() && self.holders.is_empty()
    }
}

impl Unlocked {
    /// Takes up what grants say about a document. Answers whether it is for this device.
    ///
    /// # Errors
    /// If what was written here can't be handed in now: then nothing of it counts yet, and it is tried again.
    pub(crate) fn settle_grants(&mut self, id: DocId) -> Result<bool, Problem> {
        // With one that waits, all of them count anew: what an earlier one hands on may be for nobody before
        // a later one says for whom.
        let grants = self
            .store
            .read(|conn| match held_back::has_grant(conn, id)? {
                true => chunk::grants_of(conn, id),
                false => Ok(Vec::new()),
            })?;
        let mut came = Came::default();
        let mut identities = Vec::new();
        for (seq, bytes) in grants {
            let Ok(sealed) = SealedChunk::parse(bytes) else {
                continue;
            };
            if let Some(grant) = self.restricted_grant(&sealed)? {
                if identities.is_empty() {
                    identities = self.opens_as()?;
                }
                self.note(&sealed, seq, grant, &identities, &mut came)?;
            }
        }
        let was_mine = self.store.read(|conn| restriction::is_mine(conn, id))?;
        if came.is_nothing() {
            return Ok(was_mine != Some(false));
        }
        let known = self.store.read(|conn| restriction::placed(conn, id))?;
        let all = merged(known, &came.said);
        let standing = self.standing_by(id, all)?;
        if standing.last == StatementId::NONE {
            // Nobody is named for whom a key could be: with one that is for some alone, nobody here would know
            // for whom to write any more.
            came.keys.clear();
            came.holders.clear();
        }
        self.settle(id, &standing, &came)
    }

    /// What a chunk says if it is a grant for named devices, and opens.
    pub(crate) fn restricted_grant(
        &self,
        sealed: &SealedChunk,
    ) -> Result<Option<RestrictedGrant>, Problem> {
        let key = self.membership()?.grant_key(sealed.header().epoch);
        let Some(key) = key.filter(|_| !sealed.is_stub()) else {
            return Ok(None);
        };
        Ok(match open(sealed, &key) {
            Ok(Payload::Restricted(grant)) => Some(grant),
            _ => None,
        })
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

    fn note(
        &self,
        sealed: &SealedChunk,
        seq: Option<u64>,
        grant: RestrictedGrant,
        identities: &[Identity],
        came: &mut Came,
    ) -> Result<(), Problem> {
        let header = sealed.header();
        let by = header.device_id;
        for handed in &grant.keys {
            // Whoever hands it on has it, whatever they say.
            let holders = handed.holders().chain([by]).collect();
            came.holders.push((handed.key_id, holders));
            if let Some(key) = self.opened_as(header.doc_id, handed, identities)? {
                came.keys.push((key, handed.epoch, handed.is_open()));
            }
        }
        if let Some(statement) = grant.said {
            came.said.push((sealed.id(), seq, Said { by, statement }));
        }
        Ok(())
    }

    /// Keeps all of it, in one transaction with what follows from it on this device.
    fn settle(&mut self, id: DocId, standing: &Standing, came: &Came) -> Result<bool, Problem> {
        let mine = self.is_for_me(standing)?;
        if !mine {
            self.hand_in(id, standing)?;
        }
        let now_mine =
            mine && self.store.read(|conn| restriction::is_mine(conn, id))? == Some(false);
        let files = self.store.write(|tx| {
            for (chunk, _, said) in &came.said {
                restriction::put(tx, id, *chunk, said)?;
            }
            for (key, holders) in &came.holders {
                key_holder::put(tx, id, *key, holders.iter().copied())?;
            }
            for (key, epoch, open) in came.keys.iter().filter(|_| mine) {
                keep_key(tx, id, key, *epoch, *open)?;
            }
            write_standing(tx, id, standing, mine)
        })?;
        self.waiting_changed();
        if let Some(files) = files {
            self.have_erased(&[id], &files);
        }
        if now_mine {
            // All of it is read anew, from the first chunk on.
            self.stale(Stale::Lists);
        }
        self.stale(Stale::Household(DocKey::from(id.0)));
        Ok(mine)
    }

    /// Whether a document that stands like this is for this device. What a removed device wrote until then
    /// was for it as long as it was named.
    pub(super) fn is_for_me(&self, standing: &Standing) -> Result<bool, Problem> {
        let me = self.identity.device_id();
        let words = self.words_by_device()?;
        Ok(standing.is_for(&me, words.get(&me).copied()))
    }

    /// What this device wrote in a document that is for others, and keys that they need for what it wrote
    /// before, are sealed for those others.
    pub(crate) fn hand_in(&mut self, id: DocId, standing: &Standing) -> Result<(), Problem> {
        let Some(audience) = self.audience_of(standing)? else {
            return Ok(());
        };
        self.hand_on_lacking(id, &audience)?;
        let unsealed = self.store.read(|conn| change::unsealed(conn, id))?;
        match unsealed.is_empty() {
            true => Ok(()),
            false => self.seal_for(id, Some(&audience), true),
        }
    }
}

/// What a statement comes to on this device; answers the names of photos whose files are to go, if anything
/// of the document has left.
pub(super) fn write_standing(
    tx: &Transaction<'_>,
    id: DocId,
    standing: &Standing,
    mine: bool,
) -> Result<Option<Vec<BlobId>>, StoreFault> {
    match standing.is_restricted() {
        true => restriction::restrict(tx, id, standing.about, mine)?,
        false => restriction::lift(tx, id)?,
    }
    match mine {
        true => Ok(None),
        false => leave(tx, id),
    }
}

fn keep_key(
    tx: &Transaction<'_>,
    id: DocId,
    key: &DocumentKey,
    epoch: u32,
    open: bool,
) -> Result<(), StoreFault> {
    match open {
        true => document_key::put(tx, id, key.key_id, epoch, key.key.expose()),
        false => document_key::put_restricted(tx, id, key.key_id, epoch, key.key.expose()),
    }
}

/// What was known and what came, in the order of the sequence; of what is said twice the first counts.
fn merged(known: Vec<restriction::Placed>, came: &[(ChunkId, Option<u64>, Said)]) -> Vec<Said> {
    let came = came.iter().map(|(_, seq, said)| {
        let (by, statement) = (said.by, said.statement.clone());
        (*seq, Said { by, statement })
    });
    let mut all: Vec<_> = known.into_iter().chain(came).collect();
    // What has no place yet was written here, after all that was read.
    all.sort_by_key(|(seq, _)| seq.unwrap_or(u64::MAX));
    all.into_iter().map(|(_, said)| said).collect()
}
