//! Invites, tickets, join requests, and the log a joiner believes.

use std::collections::BTreeSet;

use doorstep_replica::crypto::key::EpochKey;
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::team::found::found;
use doorstep_replica::team::invite::{InviteSeed, NAME_BYTES, TicketContents, invite};
use doorstep_replica::team::join::{Asking, LogFault, approve, enter, six_words};
use doorstep_wire::device::Role;
use doorstep_wire::entry::{EntryBody, join_proof_message};
use doorstep_wire::id::{EntryHash, Pin, Signature, TeamId};
use doorstep_wire::label::{Label, verify};
use doorstep_wire::roster::Roster;
use doorstep_wire::{code, decode, encode};
use minicbor::bytes::ByteVec;

use crate::fixed::{Fixed, founder, joiner, secret, stranger};
use crate::golden::Golden;

/// Wrapped keys may be made in other ways, and the log and ticket name their hashes.
const MADE_ANEW: [&str; 2] = ["log", "ticket"];
const TEAM: TeamId = TeamId([7; 32]);

fn seed() -> InviteSeed {
    InviteSeed::from_bytes([5; 16])
}

fn epoch_key() -> EpochKey {
    EpochKey {
        epoch: 0,
        key: secret(9),
    }
}

fn ticket_of(team_id: TeamId, membership_head: EntryHash, pin: Option<Pin>) -> TicketContents {
    TicketContents {
        team_id,
        membership_head,
        approver: founder().public(),
        pin,
    }
}

/// A log that lets the joiner in, with the ticket that goes before.
fn log() -> (Vec<Vec<u8>>, TicketContents) {
    let (admin, mut rng) = (founder(), Fixed::new(4));
    let recovery = Recovery::generate(&mut rng);
    let genesis = found(&admin, &recovery, &epoch_key(), &mut rng).unwrap();
    let mut roster = Roster::begin(&genesis).unwrap();
    let opened = invite(&admin, &roster, &seed(), Role::Worker, 1_000);
    roster.append(&opened).unwrap();
    let public = joiner().public();
    let proof = seed().prove(&roster.team_id(), &public);
    let key = epoch_key();
    let added = approve(
        &admin,
        &roster,
        &Asking {
            invite: opened.hash(),
            joiner: &public,
            proof: &proof,
        },
        &key,
        2_000,
        &mut rng,
    )
    .unwrap();
    let entries = [&genesis, &opened, &added].map(|entry| entry.bytes().to_vec());
    (
        entries.to_vec(),
        ticket_of(roster.team_id(), opened.hash(), None),
    )
}

fn packed(log: &[Vec<u8>]) -> Vec<u8> {
    encode(
        &log.iter()
            .map(|entry| ByteVec::from(entry.clone()))
            .collect::<Vec<_>>(),
    )
}

fn unpacked(bytes: &[u8]) -> Vec<Vec<u8>> {
    let entries: Vec<ByteVec> = decode(bytes).unwrap();
    entries.into_iter().map(|entry| entry.to_vec()).collect()
}

fn made() -> Golden {
    let mut file = Golden::new(
        "replica-invites.txt",
        "Invites. Logs are CBOR arrays of entries; tickets are shown open.",
    );
    let seed = seed();
    let public = joiner().public();
    file.section("seed")
        .hex("seed", seed.expose())
        .text("code", code::encode_code(seed.expose()))
        .hex("locator", seed.locator().0)
        .hex("team_id", TEAM.0)
        .hex("proof", seed.prove(&TEAM, &public).0)
        .text(
            "six_words",
            six_words(&TEAM, &public, &founder().public()).join(" "),
        );
    for (name, pin) in [("with a pin", Some(Pin([8; 32]))), ("without a pin", None)] {
        let ticket = ticket_of(TEAM, EntryHash([6; 32]), pin);
        file.section(format!("ticket {name}"))
            .hex("contents", encode(&ticket))
            .hex("sealed", seed.seal_ticket(&ticket, &mut Fixed::new(5)));
    }
    let sealed = seed.seal_name("Jo Example", &mut Fixed::new(6));
    file.section("name")
        .text("name", "Jo Example")
        .hex("sealed", sealed);

    let (log, ticket) = log();
    file.section("log")
        .hex("ticket", encode(&ticket))
        .hex("log", packed(&log));
    let mut case = |changed: &str, log: &[Vec<u8>], ticket: &TicketContents, error: &str| {
        file.section(format!("wrong: {changed}"))
            .text("error", error)
            .hex("ticket", encode(ticket))
            .hex("log", packed(log));
    };
    let with = |change: &dyn Fn(&mut TicketContents)| {
        let mut other = ticket.clone();
        change(&mut other);
        other
    };
    let [genesis, opened, added] = [&log[0], &log[1], &log[2]].map(Clone::clone);
    case("no log", &[], &ticket, "OtherTeam");
    case(
        "another team's log",
        &log,
        &with(&|t| t.team_id = TEAM),
        "OtherTeam",
    );
    let unknown = EntryHash([6; 32]);
    case(
        "an older log",
        &log,
        &with(&|t| t.membership_head = unknown),
        "Behind",
    );
    case("nobody let in", &log[..2], &ticket, "NotIn");
    let other = stranger().public();
    case(
        "let in by another",
        &log,
        &with(&|t| t.approver = other),
        "OtherApprover",
    );
    let short = added[..added.len() - 1].to_vec();
    case(
        "an entry cut short",
        &[genesis.clone(), opened.clone(), short],
        &ticket,
        "Entry(WrongLength)",
    );
    case(
        "the invite left out",
        &[genesis.clone(), added.clone()],
        &ticket,
        "Roster(NotNext)",
    );
    case(
        "genesis left out",
        &[opened, added],
        &ticket,
        "Roster(MisplacedGenesis)",
    );
    file
}

#[test]
fn invites_are_as_they_were() {
    let stored = made().settle(&MADE_ANEW);
    let section = stored.get("seed");
    let seed = InviteSeed::from_bytes(code::decode_code(section.get("code")).unwrap());
    assert_eq!(seed.locator().0, section.array("locator"));
    let (log, _) = log();
    let opened = doorstep_wire::entry::Entry::parse(log[1].clone()).unwrap();
    let EntryBody::Invite(invite) = opened.body else {
        panic!("no invite")
    };
    let message = join_proof_message(&TEAM, &joiner().public());
    let proof = Signature(section.array("proof"));
    assert!(verify(Label::JoinProof, &invite.key, &message, &proof));
    for name in ["ticket with a pin", "ticket without a pin"] {
        let section = stored.get(name);
        let ticket = seed.open_ticket(&section.bytes("sealed")).unwrap();
        assert_eq!(encode(&ticket), section.bytes("contents"));
        assert_eq!(
            decode::<TicketContents>(&section.bytes("contents")).unwrap(),
            ticket
        );
        assert!(section.bytes("sealed").len() <= doorstep_wire::limits::MAX_TICKET);
        let other = InviteSeed::from_bytes([6; 16]);
        assert!(other.open_ticket(&section.bytes("sealed")).is_err());
    }
    let section = stored.get("name");
    let sealed = section.bytes("sealed");
    assert_eq!(sealed.len(), 24 + NAME_BYTES + 16);
    assert_eq!(seed.open_name(&sealed).unwrap(), section.get("name"));
    assert!(seed.open_ticket(&sealed).is_err(), "a name is no ticket");
}

#[test]
fn a_bent_ticket_or_name_is_refused() {
    let stored = made().settle(&MADE_ANEW);
    let (ticket, name) = (stored.get("ticket with a pin"), stored.get("name"));
    let bent = |bytes: &[u8], at: usize| {
        let mut bent = bytes.to_vec();
        bent[at] ^= 1;
        bent
    };
    let sealed = ticket.bytes("sealed");
    for at in 0..sealed.len() {
        assert!(seed().open_ticket(&bent(&sealed, at)).is_err(), "byte {at}");
    }
    let sealed = name.bytes("sealed");
    for at in 0..sealed.len() {
        assert!(seed().open_name(&bent(&sealed, at)).is_err(), "byte {at}");
    }
}

#[test]
fn a_log_lets_the_joiner_in_and_gives_it_the_key() {
    let stored = made().settle(&MADE_ANEW);
    let section = stored.get("log");
    let ticket: TicketContents = decode(&section.bytes("ticket")).unwrap();
    let log = unpacked(&section.bytes("log"));
    let (roster, keys) = enter(&joiner(), &ticket, &log).unwrap();
    assert_eq!(roster.team_id(), ticket.team_id);
    assert_eq!(roster.entry_count(), 3);
    let keys: Vec<_> = keys
        .iter()
        .map(|(epoch, key)| (epoch, *key.expose()))
        .collect();
    assert_eq!(keys, [(0, *epoch_key().key.expose())]);
    assert_eq!(
        enter(&stranger(), &ticket, &log).unwrap_err(),
        LogFault::NotIn
    );
    let recovery = Recovery::generate(&mut Fixed::new(4)).public();
    assert_eq!(roster.genesis().recovery, recovery);
}

#[test]
fn each_rule_of_a_joiner_refuses_what_breaks_it() {
    let stored = made().settle(&MADE_ANEW);
    let mut seen = BTreeSet::new();
    for section in stored.all_wrong() {
        let ticket: TicketContents = decode(&section.bytes("ticket")).unwrap();
        let log = unpacked(&section.bytes("log"));
        let fault = enter(&joiner(), &ticket, &log).unwrap_err();
        assert_eq!(
            format!("{fault:?}"),
            section.get("error"),
            "{}",
            section.name
        );
        seen.insert(rule(fault));
    }
    assert_eq!(seen.len(), 6, "every rule has a case: {seen:?}");
}

/// A rule more than here needs a case more in the file.
fn rule(fault: LogFault) -> u8 {
    match fault {
        LogFault::Entry(_) => 0,
        LogFault::Roster(_) => 1,
        LogFault::OtherTeam => 2,
        LogFault::Behind => 3,
        LogFault::NotIn => 4,
        LogFault::OtherApprover => 5,
    }
}
