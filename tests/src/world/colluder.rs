//! A member who means harm, or somebody who found the paper, with everything that the server has: every key
//! that can be opened with what this device was ever given, tried on every chunk.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use doorstep_model::DocKey;
use doorstep_model::call::{ApproveJoin, GetTeam, SyncNow};
use doorstep_replica::Identity;
use doorstep_replica::chunk::{Payload, open};
use doorstep_replica::crypto::key::{EpochKey, EpochKeys, SecretKey};
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::restricted::opened_with;
use doorstep_replica::team::epoch::{epoch_key, epoch_key_for_recovery, open_former};
use doorstep_replica::team::invite::InviteSeed;
use doorstep_replica::team::join::six_words;
use doorstep_wire::chunk::{ChunkKind, SealedChunk};
use doorstep_wire::code::decode_code;
use doorstep_wire::entry::{Entry, EntryBody, NewEpoch};
use doorstep_wire::id::{DocId, TeamId};
use doorstep_wire::invite::{JoinRequest, TicketReply};
use doorstep_wire::{decode, encode};
use rusqlite::Connection;

use super::Person;
use super::raw::{came, client};

/// Such a member.
pub struct Colluder {
    identity: Identity,
    database: PathBuf,
}

/// How many chunks there are, and how many of them were opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// All after a place.
    pub all: usize,
    /// Those that a key opened.
    pub opened: usize,
}

impl Colluder {
    /// Joins the admin's team as any device would; `database` is the server's.
    pub async fn join(admin: &Person, address: SocketAddr, database: &Path) -> Self {
        let mut rng = rand::rng();
        let (_, code) = admin.invite().await;
        let seed = InviteSeed::from_bytes(decode_code(&code).expect("a code"));
        let http = client();
        let at = format!("https://{address}/v1/invites/{}", seed.locator());
        let left = came(http.get(&at).send().await.expect("an answer")).await;
        let left: TicketReply = decode(&left.body).expect("a ticket");
        let ticket = seed.open_ticket(&left.sealed).expect("its seed opens it");
        let identity = Identity::generate(&mut rng);
        let request = JoinRequest {
            device: identity.public(),
            proof: seed.prove(&ticket.team_id, &identity.public()),
            sealed_name: seed.seal_name("Robin", &mut rng).into(),
        };
        let asked = http.post(format!("{at}/join")).body(encode(&request));
        let asked = came(asked.send().await.expect("an answer")).await;
        assert_eq!(asked.refused, None, "{asked:?}");
        admin.must(SyncNow {}).await;
        let joins = admin.must(GetTeam {}).await.joins;
        let words = six_words(&ticket.team_id, &identity.public(), &ticket.approver);
        let invite = joins.first().expect("somebody asks").invite.clone();
        admin.must(ApproveJoin { invite, words }).await;
        Self {
            identity,
            database: database.to_owned(),
        }
    }

    /// Somebody with a team's paper words, used or not.
    pub fn with_words(words: &[String], database: &Path) -> Self {
        let words = Recovery::from_words(words).expect("words");
        Self {
            identity: words.identity(),
            database: database.to_owned(),
        }
    }

    /// Its device, as the team's page names it.
    pub fn device(&self) -> doorstep_model::DeviceKey {
        self.identity.device_id().0.into()
    }

    /// Every epoch's key that it can get at.
    fn epoch_keys(&self, server: &Connection) -> EpochKeys {
        let (mut keys, mut epochs) = (EpochKeys::default(), Vec::<NewEpoch>::new());
        let (me, unwrap) = (self.identity.device_id(), self.identity.unwrap_key());
        let entries: Vec<Vec<u8>> =
            column(server, "SELECT bytes FROM membership ORDER BY position", 0);
        for bytes in entries {
            let entry = Entry::parse(bytes).expect("an entry");
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
                // Its own, and whatever else might open.
                let all = begun.keys.iter().map(|key| key.device).chain([me]);
                for device in all {
                    if let Ok(key) = epoch_key(&device, unwrap, begun) {
                        keys.put(key);
                    }
                }
                if let Ok(key) = epoch_key_for_recovery(unwrap, begun) {
                    keys.put(key);
                }
                epochs.push(begun.clone());
            }
        }
        open_former(&mut keys, &team_of(server), &epochs);
        keys
    }

    /// Tries every key on every chunk after a place of the server's sequence.
    pub fn opens_after(&self, seq: i64) -> Opened {
        let server = Connection::open(&self.database).expect("the server's database");
        let epochs = self.epoch_keys(&server);
        let grants = epochs.iter().filter_map(|(epoch, _)| epochs.of(epoch));
        let mut keys: Vec<SecretKey> = grants.map(|key| key.grant_key()).collect();
        let all: Vec<Vec<u8>> = column(&server, "SELECT bytes FROM chunk WHERE seq > ?1", 0);
        let parsed = |bytes: Vec<u8>| SealedChunk::parse(bytes).expect("a chunk");
        // A key may be in a chunk of any age.
        for chunk in all.into_iter().map(parsed) {
            let opened = keys.iter().find_map(|key| open(&chunk, key).ok());
            if let Some(Payload::Grant(grant)) = opened {
                keys.extend(SecretKey::from_bytes(grant.key_bytes()));
            }
        }
        let late: Vec<Vec<u8>> = column(&server, "SELECT bytes FROM chunk WHERE seq > ?1", seq);
        let late: Vec<SealedChunk> = late.into_iter().map(parsed).collect();
        let opens = |chunk: &&SealedChunk| keys.iter().any(|key| open(chunk, key).is_ok());
        Opened {
            all: late.len(),
            opened: late.iter().filter(opens).count(),
        }
    }

    /// As [`Colluder::opens_after`], of what is written in one document, with keys that are wrapped as well.
    pub fn opens_of(&self, document: &DocKey, seq: i64) -> Opened {
        let server = Connection::open(&self.database).expect("the server's database");
        let (team, id) = (team_of(&server), DocId(document.to_bytes()));
        let epochs = self.epoch_keys(&server);
        let grants = epochs.iter().filter_map(|(epoch, _)| epochs.of(epoch));
        let mut keys: Vec<SecretKey> = grants.map(|key| key.grant_key()).collect();
        let rows = "SELECT bytes FROM chunk WHERE seq > ?1 ORDER BY seq";
        let parsed = |bytes: Vec<u8>| SealedChunk::parse(bytes).expect("a chunk");
        for chunk in column(&server, rows, 0).into_iter().map(parsed) {
            match keys.iter().find_map(|key| open(&chunk, key).ok()) {
                Some(Payload::Grant(grant)) => {
                    keys.extend(SecretKey::from_bytes(grant.key_bytes()));
                }
                Some(Payload::Restricted(grant)) => {
                    let unwrap = self.identity.unwrap_key();
                    // Its own, and whatever else might open.
                    let given = grant.keys.iter().flat_map(|handed| {
                        let devices = handed.holders().chain([self.identity.device_id()]);
                        let opened = devices.filter_map(|device| {
                            opened_with((&team, &id), handed, &device, unwrap)
                        });
                        opened.map(|key| key.key).collect::<Vec<_>>()
                    });
                    keys.extend(given);
                }
                _ => {}
            }
        }
        let written: Vec<SealedChunk> = column(&server, rows, seq)
            .into_iter()
            .map(parsed)
            .filter(|chunk| {
                let header = chunk.header();
                let is_content = matches!(header.kind, ChunkKind::Changes | ChunkKind::Snapshot);
                header.doc_id == id && is_content
            })
            .collect();
        let opens = |chunk: &&SealedChunk| keys.iter().any(|key| open(chunk, key).is_ok());
        Opened {
            all: written.len(),
            opened: written.iter().filter(opens).count(),
        }
    }

    /// The last place of the server's sequence.
    pub fn last_place(&self) -> i64 {
        let server = Connection::open(&self.database).expect("the server's database");
        let last = server.query_row("SELECT coalesce(max(seq), 0) FROM chunk", [], |row| {
            row.get(0)
        });
        last.expect("a number")
    }
}

/// The team whose log a server holds: the name of its first entry.
fn team_of(server: &Connection) -> TeamId {
    let first = "SELECT bytes FROM membership WHERE position = 0";
    let first: Vec<Vec<u8>> = column(server, first, 0);
    let first = first.into_iter().next().expect("a first entry");
    TeamId(Entry::parse(first).expect("an entry").hash().0)
}

fn column(server: &Connection, sql: &str, after: i64) -> Vec<Vec<u8>> {
    let mut statement = server.prepare(sql).expect("a query");
    let given: &[&dyn rusqlite::ToSql] = match statement.parameter_count() {
        0 => &[],
        _ => &[&after],
    };
    let rows = statement.query_map(given, |row| row.get(0)).expect("rows");
    rows.map(|row| row.expect("a row")).collect()
}
