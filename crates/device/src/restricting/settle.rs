//! Grants for named devices as they come: what they say is known, and what is not for this device has left
//! it, before anything else of the document is read or written.

use std::collections::BTreeSet;

use doorstep_model::stale::Stale;
use doorstep_model::{DocKey, Problem};
use doorstep_replica::chunk::{Payload, open};
use doorstep_replica::restricted::{History, RestrictedGrant, Said, Standing};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{BlobId, ChunkId, DeviceId, DocId};
use rusqlite::Transaction;

use super::counted::Counted;
use crate::store::StoreFault;
use crate::store::leave::leave;
use crate::store::table::restriction::Placed;
use crate::store::table::{change, chunk, document_key, held_back, key_holder, restriction};
use crate::unlocked::Unlocked;

/// A grant about a document, as it came or was written here.
pub(super) struct Came {
    chunk: ChunkId,
    /// Its place in the sequence, if it has one.
    pub(super) seq: Option<u64>,
    /// Whose it is.
    pub(super) by: DeviceId,
    epoch: u32,
    pub(super) grant: RestrictedGrant,
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
        let mut came = Vec::new();
        for (seq, bytes) in grants {
            let Ok(sealed) = SealedChunk::parse(bytes) else {
                continue;
            };
            if let Some(grant) = self.restricted_grant(&sealed)? {
                came.push(Came {
                    chunk: sealed.id(),
                    seq,
                    by: sealed.header().device_id,
                    epoch: sealed.header().epoch,
                    grant,
                });
            }
        }
        if came.is_empty() {
            let was_mine = self.store.read(|conn| restriction::is_mine(conn, id))?;
            return Ok(was_mine != Some(false));
        }
        let known = self.store.read(|conn| restriction::placed(conn, id))?;
        let said = merged(known, &came);
        let all: Vec<Said> = said.iter().map(|one| one.said.clone()).collect();
        let standing = self.standing_by(id, &all)?;
        let counted = self.counted(id, &came, &said, &standing)?;
        self.settle(id, (&standing, &all), &came, &counted)
    }

    /// What a chunk says if it is a grant for named devices, and opens.
    pub(crate) fn restricted_grant(
        &self,
        sealed: &SealedChunk,
    ) -> Result<Option<RestrictedGrant>, Problem> {
        let key = self.membership()?.grant_key(sealed.header().epoch);
        let key = key.filter(|_| !sealed.is_stub());
        let payload = key.and_then(|key| open(sealed, &key).ok());
        Ok(match payload {
            Some(Payload::Restricted(grant)) => Some(grant),
            _ => None,
        })
    }

    /// Keeps all of it, in one transaction with what follows from it on this device.
    fn settle(
        &mut self,
        id: DocId,
        (standing, said): (&Standing, &[Said]),
        came: &[Came],
        counted: &Counted,
    ) -> Result<bool, Problem> {
        let mine = self.is_for_me(standing)?;
        if !mine {
            self.hand_in(id, standing, said)?;
        }
        let now_mine =
            mine && self.store.read(|conn| restriction::is_mine(conn, id))? == Some(false);
        let files = self.store.write(|tx| {
            for one in came {
                if let Some(one) = one.said() {
                    restriction::put(tx, id, one.chunk, &one.said)?;
                }
            }
            for (key, holders) in &counted.holders {
                key_holder::put(tx, id, *key, holders.iter().copied())?;
            }
            for given in counted.keys.iter().filter(|_| mine) {
                let named = document_key::Named {
                    key: &given.key,
                    epoch: given.epoch,
                    open: given.open,
                    upon: &given.upon,
                };
                document_key::put_named(tx, id, &named)?;
            }
            write_standing(tx, id, standing, mine)
        })?;
        // Of others that are being read nothing is other for it.
        if files.is_some() || now_mine {
            self.waiting_changed();
        }
        if let Some(files) = files {
            self.have_erased(&[id], &files);
        }
        self.write_upon(id, standing)?;
        if now_mine {
            // All of it is read anew, from the first chunk on.
            self.stale(Stale::Lists);
        }
        self.stale(Stale::Household(DocKey::from(id.0)));
        Ok(mine)
    }

    /// Whether a document that stands like this is for this device. What a removed device wrote until then
    /// was for it as long as it was named.
    pub(crate) fn is_for_me(&self, standing: &Standing) -> Result<bool, Problem> {
        let me = self.identity.device_id();
        let recovered = self.membership()?.roster.recovered_in(&me);
        Ok(standing.is_for(&me, recovered))
    }

    /// What this device wrote in a document that is for others, and keys that they need for what it wrote
    /// before, are sealed for those others, as far as they may have them.
    pub(crate) fn hand_in(
        &mut self,
        id: DocId,
        standing: &Standing,
        said: &[Said],
    ) -> Result<(), Problem> {
        let Some(audience) = self.audience_by(id, standing, said)? else {
            return Ok(());
        };
        self.hand_on_lacking(id, &audience, said)?;
        let unsealed = self.store.read(|conn| change::unsealed(conn, id))?;
        match unsealed.is_empty() {
            true => Ok(()),
            false => self.seal_for(id, Some(&audience), true),
        }
    }

    /// Where nothing waits, or what waits is for all who may open the document now, what is written from here on is
    /// for those.
    pub(super) fn write_upon(&mut self, id: DocId, standing: &Standing) -> Result<(), Problem> {
        let me = self.identity.device_id();
        let (before, is_any) = self.store.read(|conn| {
            // What was sealed and never sent may have to be sealed once more.
            let is_any =
                !change::unsealed(conn, id)?.is_empty() || chunk::is_any_never_held(conn, me, id)?;
            Ok::<_, StoreFault>((restriction::upon(conn, id)?, is_any))
        })?;
        let now = standing.upon();
        if before == now {
            return Ok(());
        }
        let said = self.store.read(|conn| restriction::of_document(conn, id))?;
        let waits = is_any && !self.reaches_all(&History::of(&said), &before, standing)?;
        match waits {
            true => Ok(()),
            false => Ok(self.store.write(|tx| restriction::put_upon(tx, id, &now))?),
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

/// What was known and what came, in the order of the sequence.
fn merged(mut all: Vec<Placed>, came: &[Came]) -> Vec<Placed> {
    let known: BTreeSet<ChunkId> = all.iter().map(|one| one.chunk).collect();
    let new = came.iter().filter_map(Came::said);
    all.extend(new.filter(|one| !known.contains(&one.chunk)));
    all.sort_by_key(|one| place(one.seq));
    all
}

/// What has no place yet was written here, after all that was read.
pub(super) fn place(seq: Option<u64>) -> u64 {
    seq.unwrap_or(u64::MAX)
}

impl Came {
    fn said(&self) -> Option<Placed> {
        let said = Said {
            by: self.by,
            epoch: self.epoch,
            statement: self.grant.said.clone()?,
        };
        Some(Placed {
            seq: self.seq,
            chunk: self.chunk,
            said,
        })
    }
}
