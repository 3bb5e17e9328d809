//! Sealing and opening, joining, and every way in which they must refuse.
#![allow(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]

use doorstep_replica::Identity;
use doorstep_replica::chunk::{ChangeBytes, OpenFault, Payload, Place, Sealing, check, open, seal};
use doorstep_replica::crypto::key::{EpochKey, SecretKey};
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::team::found::found;
use doorstep_replica::team::invite::{InviteSeed, TicketContents, invite};
use doorstep_replica::team::join::{Asking, JoinFault, LogFault, approve, enter, six_words};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::device::Role;
use doorstep_wire::entry::Entry;
use doorstep_wire::id::{DocId, KeyId, LogId};
use doorstep_wire::roster::Roster;
use rand::SeedableRng;
use rand::rngs::StdRng;

struct Founded {
    admin: Identity,
    epoch_key: EpochKey,
    roster: Roster,
    log: Vec<Vec<u8>>,
    rng: StdRng,
}

fn founded() -> Founded {
    let mut rng = StdRng::seed_from_u64(11);
    let admin = Identity::generate(&mut rng);
    let epoch_key = EpochKey::generate(&mut rng);
    let recovery = Recovery::generate(&mut rng);
    let genesis = found(&admin, &recovery, &epoch_key, &mut rng).unwrap();
    let roster = Roster::begin(&genesis).unwrap();
    Founded {
        admin,
        epoch_key,
        roster,
        log: vec![genesis.bytes().to_vec()],
        rng,
    }
}

fn sealed(team: &mut Founded, key: &SecretKey, place: Place) -> SealedChunk {
    let payload = Payload::Changes(vec![ChangeBytes {
        hash: [4; 32],
        bytes: b"PLANTED words that nobody may read".repeat(40).into(),
    }]);
    let sealing = Sealing {
        identity: &team.admin,
        place,
        team_id: team.roster.team_id(),
        doc_id: DocId([1; 16]),
        epoch: 0,
        membership_head: team.roster.head(),
        key_id: KeyId([2; 16]),
        key,
        seen: Cursor::START,
    };
    seal(&sealing, &payload, &mut team.rng).unwrap()
}

#[test]
fn what_is_sealed_opens_and_shows_nothing() {
    let mut team = founded();
    let key = SecretKey::generate(&mut team.rng);
    let place = Place::first(LogId([9; 16]));
    let chunk = sealed(&mut team, &key, place);
    assert!(!contains(chunk.bytes(), b"PLANTED"));
    let chunk = SealedChunk::parse(chunk.into_bytes()).unwrap();
    check(&chunk, &team.roster, place).unwrap();
    let Payload::Changes(changes) = open(&chunk, &key).unwrap() else {
        panic!("another kind")
    };
    assert!(
        contains(&changes[0].bytes, b"PLANTED"),
        "the control: the words are in there"
    );
    let next = Place::after(&chunk);
    assert_eq!(
        check(&chunk, &team.roster, next),
        Err(OpenFault::OutOfPlace)
    );
    let wrong = SecretKey::generate(&mut team.rng);
    assert_eq!(open(&chunk, &wrong).unwrap_err(), OpenFault::CannotDecrypt);
}

#[test]
fn every_flipped_bit_of_a_chunk_is_refused() {
    let mut team = founded();
    let key = SecretKey::generate(&mut team.rng);
    let place = Place::first(LogId([9; 16]));
    let chunk = sealed(&mut team, &key, place);
    for at in 0..chunk.bytes().len() {
        let mut bytes = chunk.bytes().to_vec();
        bytes[at] ^= 1;
        let refused = match SealedChunk::parse(bytes) {
            Err(_) => true,
            Ok(bent) => check(&bent, &team.roster, place).is_err(),
        };
        assert!(refused, "byte {at}");
    }
    assert_eq!(
        check(&chunk, &team.roster, place),
        Ok(()),
        "the control: unbent it is taken"
    );
}

#[test]
fn a_stranger_is_let_in_by_code_and_words_and_nothing_else() {
    let mut team = founded();
    let seed = InviteSeed::generate(&mut team.rng);
    let entry = invite(&team.admin, &team.roster, &seed, Role::Worker, 1_000);
    team.roster.append(&entry).unwrap();
    team.log.push(entry.bytes().to_vec());
    let ticket = TicketContents {
        team_id: team.roster.team_id(),
        membership_head: entry.hash(),
        approver: team.admin.public(),
        pin: None,
    };
    let sealed = seed.seal_ticket(&ticket, &mut team.rng);
    assert_eq!(seed.open_ticket(&sealed).unwrap(), ticket);
    assert!(
        InviteSeed::generate(&mut team.rng)
            .open_ticket(&sealed)
            .is_err()
    );

    let joiner = Identity::generate(&mut team.rng);
    let proof = seed.prove(&ticket.team_id, &joiner.public());
    let thief = Identity::generate(&mut team.rng);
    let words = six_words(&ticket.team_id, &joiner.public(), &ticket.approver);
    assert_eq!(words.len(), 6);
    assert_ne!(
        words,
        six_words(&ticket.team_id, &thief.public(), &ticket.approver)
    );

    // The joiner compared words with the inviter, and takes nobody else's word.
    let another = Identity::generate(&mut team.rng);
    let asking = Asking {
        invite: entry.hash(),
        joiner: &joiner.public(),
        proof: &proof,
    };
    let by_another = approve(
        &another,
        &team.roster,
        &asking,
        &team.epoch_key,
        2_000,
        &mut team.rng,
    );
    assert_eq!(by_another.unwrap_err(), JoinFault::NotTheInviter);

    let mut ask = |who: &Identity, now: u64| {
        let who = who.public();
        let Founded {
            admin,
            roster,
            epoch_key,
            rng,
            ..
        } = &mut team;
        approve(
            admin,
            roster,
            &Asking {
                invite: entry.hash(),
                joiner: &who,
                proof: &proof,
            },
            epoch_key,
            now,
            rng,
        )
    };
    assert_eq!(ask(&thief, 2_000).unwrap_err(), JoinFault::BadProof);
    assert_eq!(ask(&joiner, u64::MAX).unwrap_err(), JoinFault::Expired);
    let add = ask(&joiner, 2_000).unwrap();
    team.roster.append(&add).unwrap();
    assert_eq!(
        enter(&joiner, &ticket, &team.log).unwrap_err(),
        LogFault::NotIn
    );
    team.log.push(add.bytes().to_vec());
    let (roster, keys) = enter(&joiner, &ticket, &team.log).unwrap();
    assert_eq!(roster, team.roster);
    let key = keys.get(0).unwrap();
    assert_eq!(key.expose(), team.epoch_key.key.expose());
    assert!(enter(&thief, &ticket, &team.log).is_err());
    assert!(Entry::parse(add.bytes().to_vec()).is_ok());

    let again = Identity::generate(&mut team.rng);
    let proof = seed.prove(&ticket.team_id, &again.public());
    let Founded {
        admin,
        roster,
        epoch_key,
        rng,
        ..
    } = &mut team;
    let second = approve(
        admin,
        roster,
        &Asking {
            invite: entry.hash(),
            joiner: &again.public(),
            proof: &proof,
        },
        epoch_key,
        2_000,
        rng,
    );
    assert_eq!(second.unwrap_err(), JoinFault::InviteNotOpen);
}

#[test]
fn recovery_words_come_back_and_slips_are_noticed() {
    let mut rng = StdRng::seed_from_u64(12);
    let recovery = Recovery::generate(&mut rng);
    let mut words = recovery.words();
    assert_eq!(words.len(), 24);
    let typed: Vec<String> = words
        .iter()
        .map(|word| format!(" {} ", word.to_uppercase()))
        .collect();
    let again = Recovery::from_words(&typed).unwrap();
    assert_eq!(again.public(), recovery.public());
    assert_eq!(again.slot_key().expose(), recovery.slot_key().expose());
    words.swap(0, 1);
    let swapped = Recovery::from_words(&words).map(|other| other.public() == recovery.public());
    assert_ne!(swapped.ok(), Some(true));
    words.pop();
    assert!(Recovery::from_words(&words).is_err());
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
