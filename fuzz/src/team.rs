//! Who is in a team: membership logs, tickets and names that are sealed under an invite, recovery
//! words, keys that are wrapped to a device, and the tokens of a server's sessions.

use doorstep_fuzz_parsers::read;
use doorstep_replica::Identity;
use doorstep_replica::crypto::aead;
use doorstep_replica::crypto::key::{EpochKey, derive};
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::crypto::wrap::wrap;
use doorstep_replica::team::change::{accept, change_role, recover, remove, replace_recovery};
use doorstep_replica::team::found::found;
use doorstep_replica::team::invite::{InviteSeed, NAME_BYTES, TicketContents, invite};
use doorstep_replica::team::join::{Asking, approve, enter};
use doorstep_wire::device::Role;
use doorstep_wire::entry::{Add, Entry, EntryBody, EntryPlace, LogEnd, Removed};
use doorstep_wire::id::{ChunkId, DeviceId, EntryHash, LogId, WrapKeyBytes};
use doorstep_wire::roster::Roster;
use doorstep_wire::{decode, encode};

use crate::fixed::{Fixed, device, secret};
use crate::{choice, joined, pieces, seed, vectors};

const READERS: [fn(&[u8]); 8] = [
    entries,
    acts,
    log,
    ticket,
    name,
    words,
    wrapped,
    read::session,
];
const SEED: [u8; 16] = [5; 16];
const NOW: u64 = 1_000_000;

/// The first byte says what reads the rest.
pub fn run(bytes: &[u8]) {
    if let Some((chosen, rest)) = choice(bytes, READERS.len() as u8)
        && let Some(read) = READERS.get(usize::from(chosen))
    {
        read(rest);
    }
}

/// A log as a server sends it.
fn entries(bytes: &[u8]) {
    let mut log = pieces(bytes).into_iter();
    let mut entries = log
        .by_ref()
        .map_while(|bytes| Entry::parse(bytes.to_vec()).ok());
    let Some(mut roster) = entries.next().and_then(|first| Roster::begin(&first).ok()) else {
        return;
    };
    for entry in entries {
        append(&mut roster, &entry);
    }
}

/// A refused entry changes nothing; one that is taken in is the new head.
fn append(roster: &mut Roster, entry: &Entry) -> bool {
    let before = roster.clone();
    if roster.append(entry).is_err() {
        assert_eq!(*roster, before);
        return false;
    }
    let author = before.member(&entry.place.author).map(|member| member.role);
    let by_paper = matches!(entry.body, EntryBody::Recover(_));
    assert_eq!(author, (!by_paper).then_some(Role::Admin));
    assert!(
        roster
            .members()
            .any(|(_, member)| member.role == Role::Admin)
    );
    let begun = entry.body.new_epoch();
    assert_eq!(roster.epoch(), before.epoch() + u32::from(begun.is_some()));
    if let Some(begun) = begun {
        let keys = begun.keys.iter().map(|key| key.device);
        assert!(keys.eq(roster.members().map(|(id, _)| *id)));
    }
    assert_eq!(roster.head(), entry.hash());
    assert_eq!(roster.entry_count(), before.entry_count() + 1);
    let (members, invites) = (roster.members().count(), roster.invites().count());
    let (had, invited) = (before.members().count(), before.invites().count());
    match &entry.body {
        EntryBody::Genesis(_) => panic!("a second genesis was taken in"),
        EntryBody::Invite(_) => assert_eq!((members, invites), (had, invited + 1)),
        EntryBody::Add(_) | EntryBody::Recover(_) => {
            assert_eq!((members, invites), (had + 1, invited));
        }
        EntryBody::Remove(remove) => {
            assert_eq!((members, invites), (had - remove.removed.len(), invited));
            for gone in &remove.removed {
                assert!(roster.member(&gone.device).is_none());
                assert!(roster.former(&gone.device).is_some());
            }
        }
        EntryBody::ChangeRole(_)
        | EntryBody::Accept(_)
        | EntryBody::Erase(_)
        | EntryBody::ReplaceRecovery(_) => {
            assert_eq!((members, invites), (had, invited));
        }
    }
    if let Some(words) = entry.body.new_recovery() {
        assert_eq!(roster.recovery(), words);
        assert!(roster.was_recovery(before.recovery()));
    }
    true
}

/// Entries that devices with good keys sign, some of them where or as they must not: four bytes
/// each. A fuzzer finds no signature by itself.
fn acts(bytes: &[u8]) {
    let mut rng = Fixed::new(1);
    let key_of = |epoch| EpochKey {
        epoch,
        key: secret(9),
    };
    let genesis = genesis(&key_of(0));
    let mut roster = Roster::begin(&genesis).expect("the genesis is good");
    let mut log = vec![genesis];
    // Signatures take time; more entries show nothing new.
    for act in bytes.chunks_exact(4).take(12) {
        let [what, who, which, how] = *act else {
            return;
        };
        let author = device(who % 4 + 1);
        let seed = InviteSeed::from_bytes([which % 4; 16]);
        let invited = log.get(usize::from(how) % log.len()).map(Entry::hash);
        let invited = invited.unwrap_or(EntryHash::ZERO);
        let joiner = device(which / 4 % 6 + 1);
        let proof = seed.prove(&roster.team_id(), &joiner.public());
        let (id, epoch_key) = (joiner.device_id(), key_of(roster.epoch()));
        let ends = vec![LogEnd {
            log_id: LogId([which % 2; 16]),
            log_seq: u64::from(how),
            chunk_id: ChunkId([how; 32]),
        }];
        let entry = match what % 8 {
            0 => invite(author, &roster, &seed, role(how), NOW),
            1 => {
                let public = joiner.public();
                let asking = Asking {
                    invite: invited,
                    joiner: &public,
                    proof: &proof,
                };
                match approve(author, &roster, &asking, &epoch_key, NOW, &mut rng) {
                    Ok(entry) => entry,
                    Err(_) => continue,
                }
            }
            3 => {
                let gone = |device| Removed {
                    device,
                    ends: ends.clone(),
                };
                let mut removed = vec![gone(id)];
                if how % 4 == 0 {
                    removed.push(gone(device(how / 4 % 6 + 1).device_id()));
                }
                remove(author, &roster, &epoch_key, removed, &mut rng).expect("good keys wrap")
            }
            4 => change_role(author, &roster, id, role(how)),
            5 => accept(author, &roster, id, ends),
            6 => {
                let words = Recovery::generate(&mut Fixed::new(u64::from(who % 4 + 2)));
                let next = Recovery::generate(&mut Fixed::new(u64::from(how % 4 + 2)));
                recover(&words, &next, joiner, &roster, &epoch_key, &mut rng)
                    .expect("good keys wrap")
            }
            7 => {
                let next = Recovery::generate(&mut Fixed::new(u64::from(how % 4 + 2)));
                replace_recovery(author, &next, &roster, &epoch_key, &mut rng)
                    .expect("good keys wrap")
            }
            _ => {
                let add = Add {
                    device: joiner.public(),
                    role: role(what / 3),
                    invite: invited,
                    proof,
                    epoch: u32::from(what / 64 % 4),
                    epoch_key: vec![7; 80].into(),
                };
                let mut place = place(author, &roster);
                place.position += u64::from(who / 128);
                Entry::sign(place, EntryBody::Add(add), author.signing())
            }
        };
        if append(&mut roster, &entry) {
            log.push(entry);
        }
    }
    let mut read = Roster::begin(&log[0]).expect("the genesis is good");
    for entry in &log[1..] {
        let entry = Entry::parse(entry.bytes().to_vec()).expect("a good entry can be read");
        assert!(append(&mut read, &entry));
    }
    assert_eq!(read, roster);
}

fn genesis(epoch_key: &EpochKey) -> Entry {
    let mut rng = Fixed::new(2);
    let recovery = Recovery::generate(&mut rng);
    found(device(1), &recovery, epoch_key, &mut rng).expect("good keys wrap")
}

fn place(author: &Identity, roster: &Roster) -> EntryPlace {
    EntryPlace {
        team_id: roster.team_id(),
        previous: roster.head(),
        position: roster.entry_count(),
        author: author.device_id(),
    }
}

fn role(byte: u8) -> Role {
    match byte % 3 {
        0 => Role::Worker,
        1 => Role::Lead,
        _ => Role::Admin,
    }
}

/// A ticket, and the log that it lets a device into.
fn log(bytes: &[u8]) {
    let pieces = pieces(bytes);
    let Some((ticket, log)) = pieces.split_first() else {
        return;
    };
    let Ok(ticket) = decode::<TicketContents>(ticket) else {
        return;
    };
    let log: Vec<Vec<u8>> = log.iter().map(|entry| entry.to_vec()).collect();
    let me = device(2);
    if let Ok((roster, _)) = enter(me, &ticket, &log) {
        assert_eq!(roster.team_id(), ticket.team_id);
        assert_eq!(roster.entry_count(), log.len() as u64);
        assert!(roster.member(&me.device_id()).is_some());
    }
}

/// What stands in a ticket, whoever sealed it.
fn ticket(bytes: &[u8]) {
    let seed = InviteSeed::from_bytes(SEED);
    let key = derive(&SEED, b"doorstep/1/invite-ticket");
    let rng = &mut Fixed::new(3);
    let sealed = aead::seal_with_nonce(&key, &seed.locator().0, bytes, rng);
    if let Ok(ticket) = seed.open_ticket(&sealed) {
        let again = seed.seal_ticket(&ticket, rng);
        assert_eq!(seed.open_ticket(&again), Ok(ticket));
    }
    assert!(seed.open_ticket(bytes).is_err());
}

/// A joiner's name, whoever sealed it.
fn name(bytes: &[u8]) {
    let seed = InviteSeed::from_bytes(SEED);
    let key = derive(&SEED, b"doorstep/1/invite-name");
    let rng = &mut Fixed::new(4);
    let sealed = aead::seal_with_nonce(&key, &seed.locator().0, bytes, rng);
    if let Ok(name) = seed.open_name(&sealed) {
        assert!(name.len() <= bytes.len() && !name.ends_with('\0'));
        let again = seed.seal_name(&name, rng);
        assert!(again.len() >= NAME_BYTES);
        assert_eq!(seed.open_name(&again), Ok(name));
    }
    assert!(seed.open_name(bytes).is_err());
}

/// Words as they are typed, with any of the signs between them that people use.
fn words(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let typed: Vec<String> = text.split(',').map(str::to_owned).collect();
    if let Ok(recovery) = Recovery::from_words(&typed) {
        let words = recovery.words();
        assert_eq!(words.len(), typed.len());
        let again = Recovery::from_words(&words).map(|recovery| recovery.public());
        assert_eq!(again, Ok(recovery.public()));
    }
}

/// A key that is wrapped to this device, and a public key to wrap one to.
fn wrapped(bytes: &[u8]) {
    let me = device(1);
    assert!(me.unwrap_key().unwrap(bytes, b"context").is_err());
    if let Some(to) = bytes.first_chunk::<32>() {
        let _refused_or_not = wrap(
            &secret(8),
            &WrapKeyBytes(*to),
            b"context",
            &mut Fixed::new(5),
        );
    }
}

/// Good logs and broken ones, tickets, words.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for section in vectors::read("replica-invites.txt") {
        let list = section
            .get("log")
            .and_then(|log| decode::<Vec<minicbor::bytes::ByteVec>>(log).ok());
        if let (Some(ticket), Some(list)) = (section.get("ticket"), list) {
            let log = || list.iter().map(|entry| entry.as_slice());
            seeds.push(seed(0, &joined(log())));
            seeds.push(seed(2, &joined(std::iter::once(ticket).chain(log()))));
        }
        seeds.extend(section.get("contents").map(|contents| seed(3, contents)));
    }
    // An invite, one who comes in by it, and is an admin who invites; one who comes in unasked.
    seeds.push(seed(1, &[0, 0, 1, 2, 1, 0, 5, 1, 0, 1, 2, 0, 1, 1, 10, 3]));
    seeds.push(seed(1, &[0, 0, 1, 0, 2, 0, 5, 1, 0, 1, 2, 0, 2, 0, 5, 1]));
    seeds.push(seed(4, b"Jo Example\0\0\0\0"));
    let recovery = Recovery::generate(&mut Fixed::new(6));
    seeds.push(seed(5, recovery.words().join(",").as_bytes()));
    seeds.push(seed(7, &read::session_seed()));
    seeds.push(seed(6, &encode(&DeviceId([6; 16])).repeat(5)));
    seeds
}
