//! For tests within this crate: a teammate of a device that has no server; what they write arrives as from one.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test ends where this fails"
)]

use std::collections::BTreeSet;

use doorstep_model::edit::Edit;
use doorstep_model::{DocKey, UnixMillis};
use doorstep_replica::Identity;
use doorstep_replica::chunk::{Payload, Place, Sealing, seal};
use doorstep_replica::crypto::key::{DocumentKey, EpochKey};
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::restricted::{
    About, HandedKey, Named, PersonId, RestrictedGrant, Statement, StatementId, StatementRef,
    opened_with,
};
use doorstep_replica::team::change::{recover, remove};
use doorstep_replica::team::invite::{InviteSeed, invite};
use doorstep_replica::team::join::{Asking, approve};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::device::Role;
use doorstep_wire::entry::Removed;
use doorstep_wire::id::{DeviceId, DocId, KeyId, LogId};
use minicbor::bytes::ByteVec;
use rusqlite::Connection;

use crate::alone::Alone;
use crate::random;
use crate::store::StoreFault;
use crate::store::table::cursor;
use crate::unlocked::Unlocked;

pub(crate) fn doc(key: &DocKey) -> DocId {
    DocId(key.to_bytes())
}

/// Somebody in the team, with any program.
pub(crate) struct Teammate {
    pub(crate) identity: Identity,
    place: Place,
    said: u8,
}

impl Teammate {
    /// The admin of a team of one lets somebody in.
    pub(crate) fn of(alone: &Alone, role: Role) -> Self {
        let identity = Identity::generate(&mut random::system());
        let seed = InviteSeed::generate(&mut random::system());
        let public = identity.public();
        let let_in = |open: &mut Unlocked, now: UnixMillis| {
            let entry = invite(&open.identity, &open.membership()?.roster, &seed, role, 0);
            open.append_entry(&entry, now)?;
            let membership = open.membership()?;
            let proof = seed.prove(&membership.roster.team_id(), &public);
            let asking = Asking {
                invite: entry.hash(),
                joiner: &public,
                proof: &proof,
            };
            let entry = approve(
                &open.identity,
                &membership.roster,
                &asking,
                &membership.epoch_key()?,
                0,
                &mut random::system(),
            );
            open.append_entry(&entry.unwrap(), now)
        };
        alone.device.with(let_in).unwrap();
        Self::with(identity)
    }

    /// Somebody who is in no team.
    pub(crate) fn of_nobody() -> Self {
        Self::with(Identity::generate(&mut random::system()))
    }

    /// The paper itself, with what it opens.
    pub(crate) fn paper(words: &Recovery) -> Self {
        Self::with(words.identity())
    }

    /// Somebody comes in by the paper words in force, and others take their place.
    pub(crate) fn by_words(alone: &Alone, words: &Recovery, new: &Recovery) -> Self {
        let identity = Identity::generate(&mut random::system());
        let let_in = |open: &mut Unlocked, now: UnixMillis| {
            let membership = open.membership()?;
            let (roster, former) = (&membership.roster, membership.epoch_key()?);
            let mut rng = random::system();
            let entry = recover(words, new, &identity, roster, &former, &mut rng).unwrap();
            open.append_entry(&entry, now)
        };
        alone.device.with(let_in).unwrap();
        Self::with(identity)
    }

    fn with(identity: Identity) -> Self {
        Self {
            identity,
            place: Place::first(LogId(random::bytes())),
            said: 0,
        }
    }

    pub(crate) fn id(&self) -> DeviceId {
        self.identity.device_id()
    }

    /// A statement of theirs that these devices may open a document, each a person of its own.
    pub(crate) fn names(&mut self, upon: &[StatementRef], devices: &[DeviceId]) -> Statement {
        self.said += 1;
        let mut id = self.id().0;
        id[0] = self.said;
        let mut named: Vec<Named> = devices
            .iter()
            .map(|device| Named {
                person: PersonId(device.0),
                devices: vec![*device],
            })
            .collect();
        named.sort_by_key(|one| one.person);
        Statement {
            id: StatementId(id),
            upon: upon.to_vec(),
            about: About::HOUSEHOLD,
            named: Some(named),
        }
    }

    /// What stands about a document on a device, or what they would have said first.
    pub(crate) fn upon(&self, alone: &Alone, document: &DocKey) -> Vec<StatementRef> {
        let standing = alone
            .device
            .with(|open, _| open.standing_of(doc(document)))
            .unwrap();
        match standing.is_untold() {
            true => vec![StatementRef {
                by: self.id(),
                id: StatementId([0; 16]),
            }],
            false => standing.upon(),
        }
    }

    /// They say something about a document, hand keys on, or both; it has arrived and is read.
    pub(crate) fn grants(
        &mut self,
        alone: &Alone,
        document: &DocKey,
        said: Option<Statement>,
        keys: Vec<HandedKey>,
    ) {
        let grant = RestrictedGrant { said, keys };
        self.writes(alone, document, &Payload::Restricted(grant));
    }

    /// Whether anything on a device hands a document's key to them.
    pub(crate) fn is_given(&self, alone: &Alone, document: &DocKey, key: KeyId) -> bool {
        self.given(alone, document).contains(&key)
    }

    /// All keys of a document that anything on a device hands to them.
    pub(crate) fn given(&self, alone: &Alone, document: &DocKey) -> BTreeSet<KeyId> {
        let grants = |conn: &Connection| {
            let mut rows = conn.prepare(
                "SELECT bytes FROM chunk WHERE doc_id = ?1 AND substr(bytes, 2, 1) = X'03'",
            )?;
            let rows = rows.query_map([doc(document).0], |row| row.get::<_, Vec<u8>>(0))?;
            Ok::<_, StoreFault>(rows.collect::<Result<Vec<_>, _>>()?)
        };
        let given = |open: &mut Unlocked, _: UnixMillis| {
            let (team, about, mut given) = (open.team_id()?, doc(document), BTreeSet::new());
            for bytes in open.store.read(grants)? {
                let sealed = SealedChunk::parse(bytes).unwrap();
                let grant = open.restricted_grant(&sealed)?;
                for handed in grant.into_iter().flat_map(|grant| grant.keys) {
                    let unwrap = self.identity.unwrap_key();
                    if opened_with((&team, &about), &handed, &self.id(), unwrap).is_some() {
                        given.insert(handed.key_id);
                    }
                }
            }
            Ok(given)
        };
        alone.device.with(given).unwrap()
    }

    /// They change a document that everybody can open; it has arrived and is read.
    pub(crate) fn edits(&mut self, alone: &Alone, document: &DocKey, edits: &[Edit]) {
        let sealed = self.edited(alone, document, edits);
        arrive(alone, &[ByteVec::from(sealed.bytes().to_vec())]);
        while alone.device.read_some(true) {}
    }

    /// The same; nobody has it yet.
    pub(crate) fn edited(
        &mut self,
        alone: &Alone,
        document: &DocKey,
        edits: &[Edit],
    ) -> SealedChunk {
        let id = doc(document);
        let edited = alone.device.with(|open, now| {
            let mut theirs = open.document(id)?.document.clone();
            theirs.write_as(self.identity.device_id(), &mut random::system());
            let edited = theirs.edit(edits, now, &mut random::system()).unwrap();
            let key = open.stored_key(id, open.membership()?.roster.epoch())?;
            Ok((edited.changes, key.unwrap()))
        });
        let (changes, key) = edited.unwrap();
        self.sealed(alone, document, &Payload::Changes(changes), Some(&key))
    }

    /// What they write from here on stands in another log.
    pub(crate) fn begins_a_log(&mut self) {
        self.place = Place::first(LogId(random::bytes()));
    }

    /// A grant of theirs of whatever form; it has arrived and is read.
    pub(crate) fn writes(&mut self, alone: &Alone, document: &DocKey, payload: &Payload) {
        self.sends(alone, document, payload);
        while alone.device.read_some(true) {}
    }

    /// The same; it has arrived, and nobody has read it.
    pub(crate) fn sends(&mut self, alone: &Alone, document: &DocKey, payload: &Payload) {
        let sealed = self.sealed(alone, document, payload, None);
        arrive(alone, &[ByteVec::from(sealed.bytes().to_vec())]);
    }

    /// The next chunk of theirs, sealed with a document's key, or with that of grants.
    pub(crate) fn sealed(
        &mut self,
        alone: &Alone,
        document: &DocKey,
        payload: &Payload,
        with: Option<&DocumentKey>,
    ) -> SealedChunk {
        let (place, identity) = (self.place, &self.identity);
        let seal = |open: &mut Unlocked, _: UnixMillis| {
            let membership = open.membership()?;
            let (team_id, epoch_key) = (membership.roster.team_id(), membership.epoch_key()?);
            let grants = DocumentKey {
                key_id: EpochKey::grant_key_id(&team_id, epoch_key.epoch),
                key: epoch_key.grant_key(),
            };
            let DocumentKey { key_id, key } = with.unwrap_or(&grants);
            let sealing = Sealing {
                identity,
                place,
                team_id,
                doc_id: doc(document),
                epoch: epoch_key.epoch,
                membership_head: membership.roster.head(),
                key_id: *key_id,
                key,
                seen: Cursor::START,
            };
            Ok(seal(&sealing, payload, &mut random::system()).unwrap())
        };
        let sealed = alone.device.with(seal).unwrap();
        self.place = Place::after(&sealed);
        sealed
    }

    /// An admin removes them, and nothing that they have not sent counts.
    pub(crate) fn goes(&self, alone: &Alone) {
        let removed = Removed {
            device: self.id(),
            ends: Vec::new(),
        };
        let goes = |open: &mut Unlocked, now: UnixMillis| {
            let membership = open.membership()?;
            let (roster, former) = (&membership.roster, membership.epoch_key()?);
            let mut rng = random::system();
            let entry = remove(&open.identity, roster, &former, vec![removed], &mut rng);
            open.append_entry(&entry.unwrap(), now)
        };
        alone.device.with(goes).unwrap();
    }
}

fn arrive(alone: &Alone, chunks: &[ByteVec]) {
    let arrive = |open: &mut Unlocked, now: UnixMillis| {
        let from = open.store.read(cursor::get)?;
        open.arrive(chunks, from, now)
    };
    alone.device.with(arrive).unwrap();
}

/// All that a device wrote has its place in the team's sequence.
pub(crate) fn sent(alone: &Alone) {
    let waiting = |conn: &Connection| {
        let mut rows = conn.prepare(
            "SELECT chunk_id FROM chunk WHERE seq IS NULL ORDER BY former_seq, chunk_no",
        )?;
        let rows = rows.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        Ok::<_, StoreFault>(rows.collect::<Result<Vec<_>, _>>()?)
    };
    let ids = alone.device.with(|open, _| {
        open.seal_waiting(usize::MAX)?;
        Ok(open.store.read(waiting)?)
    });
    let ids: Vec<ByteVec> = ids.unwrap().into_iter().map(ByteVec::from).collect();
    arrive(alone, &ids);
}
