//! People leave, and come back by the paper words: who has which key, and whose words count.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use doorstep_replica::Identity;
use doorstep_replica::chunk::{ChangeBytes, OpenFault, Payload, Place, Sealing, check, seal};
use doorstep_replica::crypto::key::{EpochKey, EpochKeys, SecretKey};
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::team::change::{accept, change_role, recover, remove, replace_recovery};
use doorstep_replica::team::epoch::{EpochFault, epoch_key, epoch_key_for_recovery, open_former};
use doorstep_replica::team::found::found;
use doorstep_replica::team::invite::{InviteSeed, TicketContents, invite};
use doorstep_replica::team::join::{Asking, LogFault, approve, enter};
use doorstep_replica::team::recover::{RecoveryFault, open_with_words};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::device::{DevicePublic, Role};
use doorstep_wire::entry::{Add, Entry, EntryBody, EntryPlace, LogEnd, NewEpoch, Removed};
use doorstep_wire::id::{DocId, KeyId, LogId, WrapKeyBytes};
use doorstep_wire::roster::{Roster, RosterFault};
use rand::SeedableRng;
use rand::rngs::StdRng;

/// A team as its admin has it.
struct Team {
    admin: Identity,
    words: Recovery,
    roster: Roster,
    keys: EpochKeys,
    log: Vec<Vec<u8>>,
    epochs: Vec<NewEpoch>,
    rng: StdRng,
}

/// Somebody who has asked to come in.
struct Asked {
    device: Identity,
    ticket: TicketContents,
}

impl Team {
    fn found() -> Self {
        let mut rng = StdRng::seed_from_u64(21);
        let (admin, words) = (Identity::generate(&mut rng), Recovery::generate(&mut rng));
        let key = EpochKey::generate(&mut rng);
        let genesis = found(&admin, &words, &key, &mut rng).unwrap();
        Self {
            admin,
            words,
            roster: Roster::begin(&genesis).unwrap(),
            keys: EpochKeys::from_iter([key]),
            log: vec![genesis.bytes().to_vec()],
            epochs: Vec::new(),
            rng,
        }
    }

    fn append(&mut self, entry: &Entry) -> Result<(), RosterFault> {
        self.roster.append(entry)?;
        self.log.push(entry.bytes().to_vec());
        if let Some(begun) = entry.body.new_epoch() {
            self.epochs.push(begun.clone());
            let key = epoch_key(&self.admin.device_id(), self.admin.unwrap_key(), begun);
            if let Ok(key) = key {
                self.keys.put(key);
            }
        }
        Ok(())
    }

    /// Where an entry of the admin's goes next.
    fn role_place(&self) -> EntryPlace {
        let me = self.admin.device_id();
        change_role(&self.admin, &self.roster, me, Role::Admin).place
    }

    /// The epoch key in force.
    fn key(&self) -> EpochKey {
        self.keys.of(self.roster.epoch()).unwrap()
    }

    fn let_in(&mut self) -> Asked {
        let device = Identity::generate(&mut self.rng);
        let seed = InviteSeed::generate(&mut self.rng);
        let open = invite(&self.admin, &self.roster, &seed, Role::Worker, 0);
        self.append(&open).unwrap();
        let ticket = TicketContents {
            team_id: self.roster.team_id(),
            membership_head: open.hash(),
            approver: self.admin.public(),
            pin: None,
        };
        let asking = Asking {
            invite: open.hash(),
            joiner: &device.public(),
            proof: &seed.prove(&ticket.team_id, &device.public()),
        };
        let key = self.key();
        let add = approve(&self.admin, &self.roster, &asking, &key, 1, &mut self.rng);
        self.append(&add.unwrap()).unwrap();
        Asked { device, ticket }
    }

    fn remove(&mut self, device: &Identity, ends: Vec<LogEnd>) -> Entry {
        let device = device.device_id();
        let removed = vec![Removed { device, ends }];
        let key = self.key();
        let entry = remove(&self.admin, &self.roster, &key, removed, &mut self.rng).unwrap();
        self.append(&entry).unwrap();
        entry
    }

    fn enter(&self, asked: &Asked) -> Result<EpochKeys, LogFault> {
        enter(&asked.device, &asked.ticket, &self.log).map(|(_, keys)| keys)
    }

    fn chunk(&mut self, by: &Identity, place: Place) -> SealedChunk {
        self.chunk_of_epoch(by, place, 0)
    }

    fn chunk_of_epoch(&mut self, by: &Identity, place: Place, epoch: u32) -> SealedChunk {
        let payload = Payload::Changes(vec![ChangeBytes {
            hash: [4; 32],
            bytes: b"said on a doorstep".to_vec().into(),
        }]);
        let key = SecretKey::generate(&mut self.rng);
        let sealing = Sealing {
            identity: by,
            place,
            team_id: self.roster.team_id(),
            doc_id: DocId([1; 16]),
            epoch,
            membership_head: self.roster.head(),
            key_id: KeyId([2; 16]),
            key: &key,
            seen: Cursor::START,
        };
        seal(&sealing, &payload, &mut self.rng).unwrap()
    }
}

fn exposed(keys: &EpochKeys) -> Vec<(u32, [u8; 32])> {
    keys.iter()
        .map(|(epoch, key)| (epoch, *key.expose()))
        .collect()
}

#[test]
fn those_who_stay_get_the_new_key_and_whoever_goes_opens_none_of_it() {
    let mut team = Team::found();
    let (gone, stays) = (team.let_in(), team.let_in());
    let before = team.enter(&gone).unwrap();
    let entry = team.remove(&gone.device, Vec::new());
    let begun = entry.body.new_epoch().unwrap();

    // The control: with what it was given, one who stays has what the admin has.
    assert_eq!(exposed(&team.enter(&stays).unwrap()), exposed(&team.keys));
    let stayed = epoch_key(&stays.device.device_id(), stays.device.unwrap_key(), begun);
    assert_eq!(stayed.unwrap().key.expose(), team.key().key.expose());
    assert_ne!(team.keys.get(0).unwrap().expose(), team.key().key.expose());

    // With all that was ever sent, and its former key, whoever went has nothing of the new epoch.
    let (id, unwrap) = (gone.device.device_id(), gone.device.unwrap_key());
    assert_eq!(
        epoch_key(&id, unwrap, begun).unwrap_err(),
        EpochFault::NotForThisDevice
    );
    for given in &begun.keys {
        let fault = epoch_key(&given.device, unwrap, begun).unwrap_err();
        assert_eq!(fault, EpochFault::CannotOpen);
    }
    assert_eq!(
        epoch_key_for_recovery(unwrap, begun).unwrap_err(),
        EpochFault::CannotOpen
    );
    let mut all = before;
    assert_eq!(
        open_former(&mut all, &team.roster.team_id(), &team.epochs),
        Vec::<u32>::new()
    );
    assert_eq!(exposed(&all).len(), 1);
    assert_eq!(team.enter(&gone).unwrap_err(), LogFault::NotIn);
}

#[test]
fn whoever_comes_in_later_reads_what_was_before() {
    let mut team = Team::found();
    let early = team.let_in();
    for _ in 0..3 {
        let gone = team.let_in();
        team.remove(&gone.device, Vec::new());
    }
    let late = team.let_in();
    let last = team.let_in();
    team.remove(&last.device, Vec::new());
    assert_eq!(team.roster.epoch(), 4);
    for somebody in [&early, &late] {
        assert_eq!(exposed(&team.enter(somebody).unwrap()), exposed(&team.keys));
    }
}

#[test]
fn another_key_than_the_others_is_noticed_and_made_good_by_the_next() {
    let mut team = Team::found();
    let (gone, also_gone, cheated) = (team.let_in(), team.let_in(), team.let_in());
    let me = cheated.device.device_id();
    // An admin who means harm gives one device what was wrapped to it for something else.
    let entry = {
        let removed = vec![Removed {
            device: gone.device.device_id(),
            ends: Vec::new(),
        }];
        let key = team.key();
        let honest = remove(&team.admin, &team.roster, &key, removed, &mut team.rng).unwrap();
        let EntryBody::Remove(mut body) = honest.body.clone() else {
            unreachable!()
        };
        let key = EpochKey {
            epoch: 0,
            key: SecretKey::generate(&mut team.rng),
        };
        let other = remove(&team.admin, &team.roster, &key, Vec::new(), &mut team.rng).unwrap();
        let other = other.body.new_epoch().unwrap();
        let swapped = other.keys.iter().find(|key| key.device == me).unwrap();
        for key in body.epoch.keys.iter_mut().filter(|key| key.device == me) {
            *key = *swapped;
        }
        Entry::sign(honest.place, EntryBody::Remove(body), team.admin.signing())
    };
    team.append(&entry).unwrap();
    let begun = entry.body.new_epoch().unwrap();
    let unwrap = cheated.device.unwrap_key();
    assert_eq!(
        epoch_key(&me, unwrap, begun).unwrap_err(),
        EpochFault::OtherKey
    );
    assert_eq!(team.enter(&cheated).unwrap_err(), LogFault::NotIn);

    // The next epoch's key opens the one that it was not given.
    team.remove(&also_gone.device, Vec::new());
    assert_eq!(exposed(&team.enter(&cheated).unwrap()), exposed(&team.keys));
}

#[test]
fn the_paper_words_let_a_device_in_once_and_everybody_gets_a_new_key() {
    let mut team = Team::found();
    let stays = team.let_in();
    let gone = team.let_in();
    team.remove(&gone.device, Vec::new());

    // With paper and what the server has: the log.
    let entries = team
        .log
        .iter()
        .map(|bytes| Entry::parse(bytes.clone()).unwrap());
    let epochs: Vec<NewEpoch> = entries
        .filter_map(|e| e.body.new_epoch().cloned())
        .collect();
    let words = Recovery::from_words(&team.words.words()).unwrap();
    let identity = words.identity();
    let key = epoch_key_for_recovery(identity.unwrap_key(), epochs.last().unwrap()).unwrap();
    let device = Identity::generate(&mut team.rng);
    let new_words = Recovery::generate(&mut team.rng);
    let by = |words: &Recovery, rng: &mut StdRng, roster: &Roster| {
        recover(words, &new_words, &device, roster, &key, rng).unwrap()
    };
    let forged = by(&new_words, &mut team.rng, &team.roster);
    assert_eq!(team.append(&forged), Err(RosterFault::NotRecovery));
    let entry = by(&words, &mut team.rng, &team.roster);
    team.append(&entry).unwrap();
    let member = team.roster.member(&device.device_id()).unwrap();
    assert_eq!(member.role, Role::Admin);

    // The new device has every key there ever was; so have the others.
    let begun = entry.body.new_epoch().unwrap();
    let mine = epoch_key(&device.device_id(), device.unwrap_key(), begun).unwrap();
    let mut keys = EpochKeys::from_iter([mine]);
    open_former(&mut keys, &team.roster.team_id(), &team.epochs);
    assert_eq!(exposed(&keys), exposed(&team.keys));
    assert_eq!(exposed(&team.enter(&stays).unwrap()), exposed(&team.keys));

    // The words are used up, and open nothing that comes.
    let fault = epoch_key_for_recovery(identity.unwrap_key(), begun);
    assert_eq!(fault.unwrap_err(), EpochFault::CannotOpen);
    let again = by(&words, &mut team.rng, &team.roster);
    assert_eq!(team.append(&again), Err(RosterFault::NotRecovery));
    let identity = new_words.identity();
    assert!(epoch_key_for_recovery(identity.unwrap_key(), begun).is_ok());
}

#[test]
fn new_words_open_the_team_and_the_former_ones_nothing_that_comes() {
    let mut team = Team::found();
    let stays = team.let_in();
    let new_words = Recovery::generate(&mut team.rng);
    let key = team.key();
    // The control: until then the words on the lost paper bring everything back.
    assert!(open_with_words(&team.words, &team.log).is_ok());
    let fault = open_with_words(&new_words, &team.log).unwrap_err();
    assert_eq!(fault, RecoveryFault::OtherWords);

    let by = |who: &Identity, words: &Recovery, roster: &Roster, rng: &mut StdRng| {
        replace_recovery(who, words, roster, &key, rng).unwrap()
    };
    let worker = by(&stays.device, &new_words, &team.roster, &mut team.rng);
    assert_eq!(team.append(&worker), Err(RosterFault::NotAdmin));
    let same = by(&team.admin, &team.words, &team.roster, &mut team.rng);
    assert_eq!(team.append(&same), Err(RosterFault::SameRecovery));
    let entry = by(&team.admin, &new_words, &team.roster, &mut team.rng);
    team.append(&entry).unwrap();

    // Everybody who is in the team has the new key, and so have the new words; the former ones have none.
    assert_eq!(exposed(&team.enter(&stays).unwrap()), exposed(&team.keys));
    let (_, keys) = open_with_words(&new_words, &team.log).unwrap();
    assert_eq!(exposed(&keys), exposed(&team.keys));
    let fault = open_with_words(&team.words, &team.log).unwrap_err();
    assert_eq!(fault, RecoveryFault::Used);
    let former = team.words.identity();
    for begun in &team.epochs {
        let fault = epoch_key_for_recovery(former.unwrap_key(), begun).unwrap_err();
        assert_eq!(fault, EpochFault::CannotOpen);
    }
    // Nor do they let anybody in, or get the next key.
    let device = Identity::generate(&mut team.rng);
    let (key, next) = (team.key(), Recovery::generate(&mut team.rng));
    let rng = &mut team.rng;
    let late = recover(&team.words, &next, &device, &team.roster, &key, rng).unwrap();
    assert_eq!(team.append(&late), Err(RosterFault::NotRecovery));
    let gone = team.let_in();
    let removal = team.remove(&gone.device, Vec::new());
    let begun = removal.body.new_epoch().unwrap();
    assert!(epoch_key_for_recovery(former.unwrap_key(), begun).is_err());
    let words = new_words.identity();
    assert!(epoch_key_for_recovery(words.unwrap_key(), begun).is_ok());
}

#[test]
fn words_that_would_not_bring_the_team_back_are_known_by_the_log() {
    let mut team = Team::found();
    let gone = team.let_in();
    // The control.
    assert!(open_with_words(&team.words, &team.log).is_ok());
    let removed = vec![Removed {
        device: gone.device.device_id(),
        ends: Vec::new(),
    }];
    let key = team.key();
    let honest = remove(&team.admin, &team.roster, &key, removed, &mut team.rng).unwrap();
    let EntryBody::Remove(mut body) = honest.body.clone() else {
        unreachable!()
    };
    // An admin who means harm: everybody has the key, and the words have none.
    body.epoch.for_recovery.0 = [7; 80];
    let entry = Entry::sign(honest.place, EntryBody::Remove(body), team.admin.signing());
    team.append(&entry).unwrap();
    let opened = open_with_words(&team.words, &team.log);
    assert_eq!(opened.unwrap_err(), RecoveryFault::CannotOpen);
    // The next key is for them again.
    let next = team.let_in();
    team.remove(&next.device, Vec::new());
    let (_, keys) = open_with_words(&team.words, &team.log).unwrap();
    assert_eq!(exposed(&keys), exposed(&team.keys));
}

#[test]
fn a_device_whose_key_cannot_be_wrapped_to_keeps_nobody_from_coming_back() {
    let mut team = Team::found();
    let honest = team.let_in();
    let gone = team.let_in();
    let mut rng = StdRng::seed_from_u64(22);
    // One that came in with a key of low order, which an honest admin would not have let in.
    let bad = {
        let signing = Identity::generate(&mut rng).public();
        DevicePublic {
            wrapping: WrapKeyBytes([0; 32]),
            ..signing
        }
    };
    let seed = InviteSeed::generate(&mut rng);
    let open = invite(&team.admin, &team.roster, &seed, Role::Worker, 0);
    team.append(&open).unwrap();
    let add = Add {
        device: bad,
        role: Role::Worker,
        invite: open.hash(),
        proof: seed.prove(&team.roster.team_id(), &bad),
        epoch: team.roster.epoch(),
        epoch_key: vec![0; 80].into(),
    };
    let place = team.role_place();
    let add = Entry::sign(place, EntryBody::Add(add), team.admin.signing());
    team.append(&add).unwrap();
    // The control: such a key does stop an admin, who can remove that device.
    let removed = vec![Removed {
        device: gone.device.device_id(),
        ends: Vec::new(),
    }];
    let key = team.key();
    assert!(remove(&team.admin, &team.roster, &key, removed, &mut rng).is_err());
    // It keeps nobody from other words either: with a stranger's words in force, none could be removed else.
    let others = Recovery::generate(&mut rng);
    let entry = replace_recovery(&team.admin, &others, &team.roster, &key, &mut rng).unwrap();
    team.roster.clone().append(&entry).unwrap();

    let (device, new_words) = (Identity::generate(&mut rng), Recovery::generate(&mut rng));
    let entry = recover(
        &team.words,
        &new_words,
        &device,
        &team.roster,
        &key,
        &mut rng,
    );
    team.append(&entry.unwrap()).unwrap();
    assert_eq!(exposed(&team.enter(&honest).unwrap()), exposed(&team.keys));
    let (_, keys) = open_with_words(&new_words, &team.log).unwrap();
    assert_eq!(exposed(&keys), exposed(&team.keys));
}

#[test]
fn a_new_key_for_fifty_devices_takes_less_than_a_second() {
    let mut team = Team::found();
    let mut last = None;
    for _ in 0..50 {
        last = Some(team.let_in());
    }
    let gone = last.unwrap();
    let began = std::time::Instant::now();
    let entry = team.remove(&gone.device, Vec::new());
    let took = began.elapsed();
    println!("for 50 devices: {took:?}, {} bytes", entry.bytes().len());
    assert_eq!(entry.body.new_epoch().unwrap().keys.len(), 50);
    assert!(took.as_secs_f64() < 1.0, "{took:?}");
}

#[test]
fn of_whoever_went_counts_what_was_agreed_and_what_is_accepted_later() {
    let mut team = Team::found();
    let gone = team.let_in();
    let mut place = Place::first(LogId([9; 16]));
    let mut chunks = Vec::new();
    for _ in 0..4 {
        let chunk = team.chunk(&gone.device, place);
        place = Place::after(&chunk);
        chunks.push((
            chunk.clone(),
            Place {
                log_id: chunk.header().log_id,
                log_seq: chunk.header().log_seq,
                previous: chunk.header().previous,
            },
        ));
    }
    let end = |chunk: &SealedChunk| LogEnd {
        log_id: chunk.header().log_id,
        log_seq: chunk.header().log_seq,
        chunk_id: chunk.id(),
    };
    let counts = |team: &Team| -> Vec<bool> {
        let judged = chunks
            .iter()
            .map(|(chunk, place)| check(chunk, &team.roster, *place));
        judged
            .map(|judged| match judged {
                Ok(()) => true,
                Err(fault) => {
                    assert_eq!(fault, OpenFault::Removed);
                    false
                }
            })
            .collect()
    };
    assert_eq!(counts(&team), [true; 4], "the control");
    team.remove(&gone.device, vec![end(&chunks[1].0)]);
    assert_eq!(counts(&team), [true, true, false, false]);
    // Another chunk in the place of the last one that counts, and another log.
    for place in [chunks[1].1, Place::first(LogId([8; 16]))] {
        let other = team.chunk(&gone.device, place);
        assert_ne!(other.id(), chunks[1].0.id());
        assert_eq!(check(&other, &team.roster, place), Err(OpenFault::Removed));
    }
    // A later epoch than its last, at a place that would count.
    let other = team.chunk_of_epoch(&gone.device, chunks[0].1, 1);
    assert_eq!(
        check(&other, &team.roster, chunks[0].1),
        Err(OpenFault::Removed)
    );
    let more = accept(
        &team.admin,
        &team.roster,
        gone.device.device_id(),
        vec![end(&chunks[2].0)],
    );
    team.append(&more).unwrap();
    assert_eq!(counts(&team), [true, true, true, false]);
}
