//! Keys taken out of a device's store, and what they open with all that the server has.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use doorstep_replica::Identity;
use doorstep_replica::chunk::{Payload, open};
use doorstep_replica::crypto::key::{EpochKey, EpochKeys, SecretKey};
use doorstep_replica::restricted::opened_with;
use doorstep_replica::team::epoch::{epoch_key, epoch_key_for_recovery, open_former};
use doorstep_wire::chunk::{ChunkKind, SealedChunk};
use doorstep_wire::entry::{Entry, EntryBody};
use doorstep_wire::id::{KeyId, TeamId};
use rusqlite::Connection;

use crate::simulation::fault;
use crate::simulation::whole::team;

/// All keys that ever lay in one store.
#[derive(Clone, Default)]
pub(super) struct Keyring {
    /// What its own keys are made of.
    pub(super) seed: [u8; 32],
    /// Of an epoch there may be two: a log that was lost with a server's copy had one of its own.
    epochs: BTreeSet<(u32, [u8; 32])>,
    documents: BTreeSet<(KeyId, [u8; 32])>,
}

impl Keyring {
    /// Whether its device was never in the team.
    pub(super) fn is_empty(&self) -> bool {
        self.epochs.is_empty()
    }

    /// Takes what lies in a store.
    pub(super) fn take(&mut self, home: &Path, key: &[u8; 32]) -> Result<(), String> {
        let store = team::open(home, key).map_err(fault)?;
        self.read(&store).map_err(fault)
    }

    fn read(&mut self, store: &Connection) -> rusqlite::Result<()> {
        self.seed = store.query_row(
            "SELECT value FROM secret WHERE name = 'identity'",
            [],
            |row| row.get(0),
        )?;
        let mut epochs = store.prepare("SELECT epoch, key FROM epoch_key")?;
        for row in epochs.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))? {
            self.epochs.insert(row?);
        }
        let mut documents = store.prepare("SELECT key_id, key FROM document_key")?;
        for row in documents.query_map([], |row| Ok((KeyId(row.get(0)?), row.get(1)?)))? {
            self.documents.extend([row?]);
        }
        Ok(())
    }

    /// The epochs' keys alone.
    pub(super) fn of_epochs(&self) -> Self {
        Self {
            seed: self.seed,
            epochs: self.epochs.clone(),
            documents: BTreeSet::new(),
        }
    }

    /// Everything of another's as well.
    pub(super) fn add(&mut self, other: &Self) {
        self.epochs.extend(other.epochs.clone());
        self.documents.extend(other.documents.clone());
    }
}

/// What somebody can open.
pub(super) struct Opener(HashMap<KeyId, Vec<SecretKey>>);

impl Opener {
    /// Whoever has this identity and these keys, with all of the membership log and of these chunks.
    pub(super) fn of<'a>(
        (identity, ring): (&Identity, &Keyring),
        (team, log): (&TeamId, &[Entry]),
        chunks: impl Iterator<Item = &'a SealedChunk> + Clone,
    ) -> Self {
        let mut opener = Self(HashMap::new());
        for (epoch, key) in epoch_keys((identity, ring), (team, log)).iter() {
            let key = EpochKey {
                epoch,
                key: key.duplicate(),
            };
            opener.put(EpochKey::grant_key_id(team, epoch), key.grant_key());
        }
        for (epoch, key) in &ring.epochs {
            if let Some(key) = SecretKey::from_bytes(key) {
                let key = EpochKey { epoch: *epoch, key };
                opener.put(EpochKey::grant_key_id(team, *epoch), key.grant_key());
            }
        }
        for (id, key) in &ring.documents {
            opener
                .0
                .entry(*id)
                .or_default()
                .extend(SecretKey::from_bytes(key));
        }
        let grants = chunks.filter(|chunk| chunk.header().kind == ChunkKind::Grant);
        for chunk in grants {
            match opener.open(chunk) {
                Some(Payload::Grant(grant)) => {
                    if let Some(key) = SecretKey::from_bytes(grant.key_bytes()) {
                        opener.put(grant.key_id, key);
                    }
                }
                Some(Payload::Restricted(grant)) => {
                    let about = (team, &chunk.header().doc_id);
                    let (me, unwrap) = (identity.device_id(), identity.unwrap_key());
                    for handed in &grant.keys {
                        if let Some(key) = opened_with(about, handed, &me, unwrap) {
                            opener.put(key.key_id, key.key);
                        }
                    }
                }
                _ => {}
            }
        }
        opener
    }

    fn put(&mut self, id: KeyId, key: SecretKey) {
        self.0.entry(id).or_default().push(key);
    }

    /// What is in a chunk.
    pub(super) fn open(&self, chunk: &SealedChunk) -> Option<Payload> {
        let mut keys = self.0.get(&chunk.header().key_id)?.iter();
        keys.find_map(|key| open(chunk, key).ok())
    }

    /// Whether any key opens it.
    pub(super) fn opens(&self, chunk: &SealedChunk) -> bool {
        self.open(chunk).is_some()
    }
}

/// Every epoch's key that somebody can get at.
fn epoch_keys(
    (identity, ring): (&Identity, &Keyring),
    (team, log): (&TeamId, &[Entry]),
) -> EpochKeys {
    let (mut keys, mut epochs) = (EpochKeys::default(), Vec::new());
    for (epoch, key) in &ring.epochs {
        if let Some(key) = SecretKey::from_bytes(key) {
            keys.put(EpochKey { epoch: *epoch, key });
        }
    }
    let (me, unwrap) = (identity.device_id(), identity.unwrap_key());
    for entry in log {
        let given = match &entry.body {
            EntryBody::Genesis(genesis) => Some((0, &genesis.epoch_key_for_recovery)),
            EntryBody::Add(add) => Some((add.epoch, &add.epoch_key)),
            _ => None,
        };
        if let Some((epoch, wrapped)) = given {
            let context = [&b"doorstep/1/epoch-key"[..], &u32::to_be_bytes(epoch)].concat();
            if let Ok(key) = unwrap.unwrap(wrapped, &context) {
                keys.put(EpochKey { epoch, key });
            }
        }
        if let Some(begun) = entry.body.new_epoch() {
            if let Ok(key) = epoch_key(&me, unwrap, begun) {
                keys.put(key);
            }
            if let Ok(key) = epoch_key_for_recovery(unwrap, begun) {
                keys.put(key);
            }
            epochs.push(begun.clone());
        }
    }
    open_former(&mut keys, team, &epochs);
    keys
}
