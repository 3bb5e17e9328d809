//! Lives of teams: people come, go, lose everything but the paper, two admins act at once, and everybody
//! hears of it late. Whoever is in the team reads all there is; whoever went reads nothing that was written
//! by somebody who had heard of it; there is one chain of epochs.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use std::collections::BTreeSet;

use doorstep_replica::Identity;
use doorstep_replica::chunk::{ChangeBytes, Grant, Payload, Place, Sealing, check, open, seal};
use doorstep_replica::crypto::key::{DocumentKey, EpochKey, EpochKeys, SecretKey};
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::team::change::{change_role, recover, remove, replace_recovery};
use doorstep_replica::team::epoch::{epoch_key, epoch_key_for_recovery, open_former};
use doorstep_replica::team::found::found;
use doorstep_replica::team::invite::{InviteSeed, TicketContents, invite};
use doorstep_replica::team::join::{Asking, approve, enter};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::device::Role;
use doorstep_wire::entry::{Entry, LogEnd, NewEpoch, Removed};
use doorstep_wire::id::{DeviceId, DocId, KeyId, LogId, TeamId};
use doorstep_wire::roster::Roster;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng};

/// Lives in the ordinary run; `DOORSTEP_LIVES` says how many instead.
const LIVES: u64 = 100;
/// What happens in each.
const DAYS: usize = 40;

/// Somebody with a device, and what it has heard of.
struct Somebody {
    device: Identity,
    roster: Roster,
    keys: EpochKeys,
    place: Place,
}

impl Somebody {
    fn id(&self) -> DeviceId {
        self.device.device_id()
    }

    /// Reads on in the log, as a device does.
    fn hear(&mut self, log: &[Entry]) {
        for entry in &log[self.roster.entry_count() as usize..] {
            self.roster.append(entry).unwrap();
            let begun = entry.body.new_epoch();
            let key = begun.map(|begun| epoch_key(&self.id(), self.device.unwrap_key(), begun));
            if let Some(Ok(key)) = key {
                self.keys.put(key);
            }
        }
    }

    fn is_in(&self) -> bool {
        self.roster.member(&self.id()).is_some()
    }

    fn is_admin(&self) -> bool {
        let member = self.roster.member(&self.id());
        member.is_some_and(|member| member.role == Role::Admin)
    }
}

/// What somebody wrote, and in which epoch they believed to be.
struct Written {
    grant: SealedChunk,
    said: SealedChunk,
    epoch: u32,
}

struct Life {
    rng: StdRng,
    log: Vec<Entry>,
    /// The team as the server has it.
    server: Roster,
    words: Recovery,
    /// Words that others took the place of, with the epoch that began then.
    former_words: Vec<(Recovery, u32)>,
    all: Vec<Somebody>,
    written: Vec<Written>,
    happened: BTreeSet<&'static str>,
}

impl Life {
    fn begin(seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let (device, words) = (Identity::generate(&mut rng), Recovery::generate(&mut rng));
        let key = EpochKey::generate(&mut rng);
        let genesis = found(&device, &words, &key, &mut rng).unwrap();
        let server = Roster::begin(&genesis).unwrap();
        let founder = Somebody {
            roster: server.clone(),
            keys: EpochKeys::from_iter([key]),
            place: Place::first(LogId(rng.random())),
            device,
        };
        Self {
            rng,
            log: vec![genesis],
            server,
            words,
            former_words: Vec::new(),
            all: vec![founder],
            written: Vec::new(),
            happened: BTreeSet::new(),
        }
    }

    fn team(&self) -> TeamId {
        self.all[0].roster.team_id()
    }

    fn epochs(&self) -> Vec<NewEpoch> {
        let epochs = self.log.iter().filter_map(|entry| entry.body.new_epoch());
        epochs.cloned().collect()
    }

    /// As the server does: what does not follow the last entry is refused.
    fn append(&mut self, entry: Entry) -> bool {
        let stands = self.server.append(&entry).is_ok();
        if stands {
            self.log.push(entry);
        }
        stands
    }

    /// An admin who has read the log to its end.
    fn admin(&mut self) -> usize {
        let log = self.log.clone();
        let mut admins = Vec::new();
        for (at, somebody) in self.all.iter_mut().enumerate() {
            let member = self.server.member(&somebody.id());
            if member.is_some_and(|member| member.role == Role::Admin) {
                somebody.hear(&log);
                admins.push(at);
            }
        }
        // A team has an admin at any time.
        *admins.choose(&mut self.rng).unwrap()
    }

    fn join(&mut self) {
        let admin = self.admin();
        let role = *[Role::Worker, Role::Lead, Role::Admin]
            .choose(&mut self.rng)
            .unwrap();
        let seed = InviteSeed::generate(&mut self.rng);
        let by = &self.all[admin];
        let opened = invite(&by.device, &by.roster, &seed, role, 0);
        let ticket = TicketContents {
            team_id: self.team(),
            membership_head: opened.hash(),
            approver: by.device.public(),
            pin: None,
        };
        let (hash, device) = (opened.hash(), Identity::generate(&mut self.rng));
        assert!(self.append(opened));
        let log = self.log.clone();
        let by = &mut self.all[admin];
        by.hear(&log);
        let asking = Asking {
            invite: hash,
            joiner: &device.public(),
            proof: &seed.prove(&ticket.team_id, &device.public()),
        };
        let key = by.keys.of(by.roster.epoch()).unwrap();
        let added = approve(&by.device, &by.roster, &asking, &key, 1, &mut self.rng).unwrap();
        assert!(self.append(added));
        // Others may go before the joiner looks.
        if self.rng.random_range(0..4) == 0 {
            self.leave();
        }
        let log: Vec<Vec<u8>> = self
            .log
            .iter()
            .map(|entry| entry.bytes().to_vec())
            .collect();
        match enter(&device, &ticket, &log) {
            Ok((roster, keys)) => self.all.push(Somebody {
                place: Place::first(LogId(self.rng.random())),
                device,
                roster,
                keys,
            }),
            // It was removed before it ever looked.
            Err(_) => {
                self.happened.insert("removed at once");
            }
        }
        self.happened.insert("join");
    }

    fn removal_by(&mut self, admin: usize) -> Option<Entry> {
        let by = &self.all[admin];
        let others: Vec<DeviceId> = by
            .roster
            .members()
            .map(|(id, _)| *id)
            .filter(|id| *id != by.id())
            .collect();
        let count = self.rng.random_range(1..=2);
        let gone: Vec<DeviceId> = others.sample(&mut self.rng, count).copied().collect();
        if gone.is_empty() {
            return None;
        }
        let end = |id: &DeviceId| {
            let mut wrote = self.written.iter().flat_map(|w| [&w.grant, &w.said]);
            let last = wrote.rfind(|c| c.header().device_id == *id)?;
            Some(LogEnd {
                log_id: last.header().log_id,
                log_seq: last.header().log_seq,
                chunk_id: last.id(),
            })
        };
        let removed = gone.iter().map(|id| Removed {
            device: *id,
            ends: end(id).into_iter().collect(),
        });
        let removed = removed.collect();
        let key = by.keys.of(by.roster.epoch()).unwrap();
        Some(remove(&by.device, &by.roster, &key, removed, &mut self.rng).unwrap())
    }

    fn leave(&mut self) {
        let admin = self.admin();
        if let Some(entry) = self.removal_by(admin) {
            assert!(self.append(entry));
            self.happened.insert("leave");
        }
    }

    /// Two admins at once: one is first, the other reads on, and does it again if it is still there.
    fn race(&mut self) {
        let (one, other) = (self.admin(), self.admin());
        let (Some(first), Some(second)) = (self.removal_by(one), self.removal_by(other)) else {
            return;
        };
        assert!(self.append(first));
        assert!(!self.append(second), "epochs never fork");
        let log = self.log.clone();
        self.all[other].hear(&log);
        if self.all[other].is_admin()
            && let Some(again) = self.removal_by(other)
        {
            assert!(self.append(again));
        }
        self.happened.insert("race");
    }

    fn change_role(&mut self) {
        let admin = self.admin();
        let by = &self.all[admin];
        let members: Vec<DeviceId> = by.roster.members().map(|(id, _)| *id).collect();
        let who = *members.choose(&mut self.rng).unwrap();
        let role = *[Role::Worker, Role::Admin].choose(&mut self.rng).unwrap();
        let entry = change_role(&by.device, &by.roster, who, role);
        // The last admin stays one.
        if self.append(entry) {
            self.happened.insert("role");
        }
    }

    /// All devices are lost, or somebody believes so: paper and server are left.
    fn recover(&mut self) {
        let mut roster = self.server.clone();
        let Some(last) = self.epochs().last().cloned() else {
            return;
        };
        let identity = self.words.identity();
        let key = epoch_key_for_recovery(identity.unwrap_key(), &last).unwrap();
        let device = Identity::generate(&mut self.rng);
        let new_words = Recovery::generate(&mut self.rng);
        let rng = &mut self.rng;
        let entry = recover(&self.words, &new_words, &device, &roster, &key, rng).unwrap();
        roster.append(&entry).unwrap();
        let begun = entry.body.new_epoch().unwrap();
        let mine = epoch_key(&device.device_id(), device.unwrap_key(), begun).unwrap();
        assert!(self.append(entry));
        let mut keys = EpochKeys::from_iter([mine]);
        open_former(&mut keys, &self.team(), &self.epochs());
        self.count_from_here(new_words);
        self.all.push(Somebody {
            place: Place::first(LogId(self.rng.random())),
            device,
            roster,
            keys,
        });
        self.happened.insert("recover");
    }

    /// New words stand in the log.
    fn count_from_here(&mut self, new_words: Recovery) {
        let former = std::mem::replace(&mut self.words, new_words);
        self.former_words.push((former, self.server.epoch()));
    }

    /// Two admins fear for the paper at once: one is first, and the other's words never count.
    fn new_words(&mut self) {
        let mut made = Vec::new();
        for admin in [self.admin(), self.admin()] {
            let words = Recovery::generate(&mut self.rng);
            let by = &self.all[admin];
            let key = by.keys.of(by.roster.epoch()).unwrap();
            let entry = replace_recovery(&by.device, &words, &by.roster, &key, &mut self.rng);
            made.push((words, entry.unwrap()));
        }
        let (words, first) = made.swap_remove(0);
        assert!(self.append(first));
        self.count_from_here(words);
        for (words, second) in made {
            assert!(!self.append(second), "epochs never fork");
            self.former_words.push((words, 0));
        }
        self.happened.insert("new words");
    }

    /// Somebody who may not have heard of the latest writes by what they know.
    fn write(&mut self) {
        let here: Vec<usize> = (0..self.all.len())
            .filter(|at| self.all[*at].is_in())
            .collect();
        let at = *here.choose(&mut self.rng).unwrap();
        // The server takes nothing of whoever went.
        if self.server.member(&self.all[at].id()).is_none() {
            self.happened.insert("refused");
            return;
        }
        let by = &mut self.all[at];
        let epoch = by.keys.of(by.roster.epoch()).unwrap();
        let key = DocumentKey::generate(&mut self.rng);
        let said = Payload::Changes(vec![ChangeBytes {
            hash: [1; 32],
            bytes: b"said".to_vec().into(),
        }]);
        let mut put = |payload: &Payload, key_id: KeyId, key: &SecretKey| {
            let sealing = Sealing {
                identity: &by.device,
                place: by.place,
                team_id: by.roster.team_id(),
                doc_id: DocId([1; 16]),
                epoch: epoch.epoch,
                membership_head: by.roster.head(),
                key_id,
                key,
                seen: Cursor::START,
            };
            let chunk = seal(&sealing, payload, &mut self.rng).unwrap();
            by.place = Place::after(&chunk);
            chunk
        };
        let grants = EpochKey::grant_key_id(&by.roster.team_id(), epoch.epoch);
        let grant = put(&Payload::Grant(Grant::of(&key)), grants, &epoch.grant_key());
        let said = put(&said, key.key_id, &key.key);
        let epoch = epoch.epoch;
        self.written.push(Written { grant, said, epoch });
    }

    fn hear(&mut self) {
        let log = self.log.clone();
        let at = self.rng.random_range(0..self.all.len());
        self.all[at].hear(&log);
    }

    /// Whoever opens the grant of one that was written, and what was said with it.
    fn opens(keys: &EpochKeys, written: &Written) -> bool {
        keys.iter().any(|(epoch, _)| {
            let key = keys.of(epoch).unwrap().grant_key();
            let Ok(Payload::Grant(grant)) = open(&written.grant, &key) else {
                return false;
            };
            let key = SecretKey::from_bytes(grant.key_bytes()).unwrap();
            open(&written.said, &key).is_ok()
        })
    }

    fn judge(&mut self) {
        let (log, epochs, team) = (self.log.clone(), self.epochs(), self.team());
        let numbers: Vec<u32> = epochs.iter().map(|begun| begun.epoch).collect();
        let dense: Vec<u32> = (1..).take(numbers.len()).collect();
        assert_eq!(numbers, dense, "one chain of epochs");
        let mut of_those_here = BTreeSet::new();
        for somebody in &mut self.all {
            somebody.hear(&log);
            // With everything that was ever sent to anybody.
            for begun in &epochs {
                for given in &begun.keys {
                    let key = epoch_key(&given.device, somebody.device.unwrap_key(), begun);
                    if let Ok(key) = key {
                        somebody.keys.put(key);
                    }
                }
            }
            open_former(&mut somebody.keys, &team, &epochs);
            // It has the keys up to the epoch before the one that its removal began.
            let last = match somebody.is_in() {
                true => somebody.roster.epoch(),
                false => {
                    let went = log.iter().find_map(|entry| match &entry.body {
                        doorstep_wire::entry::EntryBody::Remove(remove) => remove
                            .removed
                            .iter()
                            .any(|gone| gone.device == somebody.id())
                            .then_some(remove.epoch.epoch),
                        _ => None,
                    });
                    went.unwrap() - 1
                }
            };
            for written in &self.written {
                let may = written.epoch <= last;
                assert_eq!(
                    Self::opens(&somebody.keys, written),
                    may,
                    "what was written in epoch {} by somebody whose last is {last}",
                    written.epoch
                );
            }
            if somebody.is_in() {
                let key = somebody.keys.get(last).unwrap();
                of_those_here.insert(*key.expose());
                for written in &self.written {
                    for chunk in [&written.grant, &written.said] {
                        let header = chunk.header();
                        let place = Place {
                            log_id: header.log_id,
                            log_seq: header.log_seq,
                            previous: header.previous,
                        };
                        assert_eq!(check(chunk, &somebody.roster, place), Ok(()));
                    }
                }
            }
        }
        assert_eq!(of_those_here.len(), 1, "all who are here have the same key");
        for (words, ended) in &self.former_words {
            let identity = words.identity();
            for begun in &epochs {
                let opened = epoch_key_for_recovery(identity.unwrap_key(), begun).is_ok();
                assert!(!opened || begun.epoch < *ended, "words that count no more");
            }
        }
        let identity = self.words.identity();
        let last = epochs.last();
        assert!(
            last.is_none_or(|last| { epoch_key_for_recovery(identity.unwrap_key(), last).is_ok() })
        );
    }
}

#[test]
fn whoever_is_in_reads_everything_and_whoever_went_nothing_since() {
    let asked = std::env::var("DOORSTEP_LIVES").ok();
    let lives = asked.and_then(|lives| lives.parse().ok()).unwrap_or(LIVES);
    let mut happened = BTreeSet::new();
    for seed in 0..lives {
        // Where one goes wrong, this is the last line.
        println!("life {seed}");
        let mut life = Life::begin(seed);
        for _ in 0..DAYS {
            match life.rng.random_range(0..20) {
                0..4 => life.join(),
                4 | 5 => life.leave(),
                6 => life.race(),
                7 => life.change_role(),
                8 => life.recover(),
                9..15 => life.write(),
                15 => life.new_words(),
                _ => life.hear(),
            }
        }
        life.judge();
        happened.extend(life.happened);
    }
    let all = [
        "join",
        "leave",
        "new words",
        "race",
        "recover",
        "refused",
        "role",
    ];
    for what in all {
        assert!(
            happened.contains(what),
            "{what} never happened: {happened:?}"
        );
    }
}
