//! Which entries can stand where: every rule of the membership log.

use std::collections::BTreeSet;

use doorstep_wire::device::Role;
use doorstep_wire::entry::{Entry, EntryBody};
use doorstep_wire::id::{EntryHash, TeamId};
use doorstep_wire::roster::{Roster, RosterFault};

use crate::fixed::{
    add_of, device, founder, genesis, genesis_body, genesis_place, invite_body, invite_key, joiner,
    log, next, signing,
};
use crate::golden::Golden;

fn roster(entries: &[Entry]) -> Roster {
    let (first, rest) = entries.split_first().unwrap();
    let mut roster = Roster::begin(first).unwrap();
    rest.iter().for_each(|entry| roster.append(entry).unwrap());
    roster
}

/// What can't stand after the entries named by `after` (numbers into the log that follows).
struct Case {
    changed: &'static str,
    after: usize,
    entry: Entry,
    fault: RosterFault,
}

/// Genesis, invite, add, and one more invite.
fn whole() -> Vec<Entry> {
    let mut entries = log().to_vec();
    let place = next(&roster(&entries), &founder());
    entries.push(Entry::sign(place, invite_body(&signing(6)), &founder().key));
    entries
}

fn cases() -> Vec<Case> {
    let whole = whole();
    let at = |count: usize| roster(&whole[..count]);
    let (first, open, joined, again) = (at(1), at(2), at(3), at(4));
    let (founder, team) = (founder(), first.team_id());
    let by_founder =
        |roster: &Roster, body| Entry::sign(next(roster, &founder), body, &founder.key);
    let invite = || invite_body(&signing(7));
    let add = |roster: &Roster, change: &dyn Fn(&mut doorstep_wire::entry::Add)| {
        let mut add = add_of(&team, &joiner(), whole[1].hash(), &invite_key());
        change(&mut add);
        by_founder(roster, EntryBody::Add(add))
    };
    let placed = |change: &dyn Fn(&mut doorstep_wire::entry::EntryPlace)| {
        let mut place = next(&first, &founder);
        change(&mut place);
        Entry::sign(place, invite(), &founder.key)
    };
    let genesis_with = |change: &dyn Fn(&mut doorstep_wire::entry::EntryPlace)| {
        let mut place = genesis_place();
        change(&mut place);
        Entry::sign(place, genesis_body(), &founder.key)
    };
    let mut list = Vec::new();
    let mut case = |changed, after, entry, fault| {
        list.push(Case {
            changed,
            after,
            entry,
            fault,
        });
    };
    use RosterFault as F;
    case(
        "the log begins with an invite",
        0,
        whole[1].clone(),
        F::MisplacedGenesis,
    );
    case(
        "genesis at position 1",
        0,
        genesis_with(&|p| p.position = 1),
        F::MisplacedGenesis,
    );
    case(
        "genesis names a team",
        0,
        genesis_with(&|p| p.team_id = team),
        F::MisplacedGenesis,
    );
    let hash = EntryHash([1; 32]);
    case(
        "genesis after an entry",
        0,
        genesis_with(&|p| p.previous = hash),
        F::MisplacedGenesis,
    );
    case("genesis again", 1, genesis(), F::MisplacedGenesis);
    let forged = Entry::sign(genesis_place(), genesis_body(), &joiner().key);
    case("genesis signed by another", 0, forged, F::BadSignature);
    let other = joiner().public.device_id();
    case(
        "genesis by another author",
        0,
        genesis_with(&|p| p.author = other),
        F::BadSignature,
    );
    case(
        "another team",
        1,
        placed(&|p| p.team_id = TeamId([9; 32])),
        F::OtherTeam,
    );
    case(
        "another previous entry",
        1,
        placed(&|p| p.previous = hash),
        F::NotNext,
    );
    case(
        "another position",
        1,
        placed(&|p| p.position = 2),
        F::NotNext,
    );
    case("the same entry again", 2, whole[1].clone(), F::NotNext);
    let stranger = Entry::sign(next(&first, &device(9)), invite(), &device(9).key);
    case("a stranger invites", 1, stranger, F::NotAdmin);
    let worker = Entry::sign(next(&joined, &joiner()), invite(), &joiner().key);
    case("a worker invites", 3, worker, F::NotAdmin);
    let forged = Entry::sign(next(&first, &founder), invite(), &joiner().key);
    case(
        "signed by another than its author",
        1,
        forged,
        F::BadSignature,
    );
    case(
        "an invite that is not there",
        2,
        add(&open, &|a| a.invite = hash),
        F::UnknownInvite,
    );
    let second = add_of(&team, &device(9), whole[1].hash(), &invite_key());
    case(
        "an invite used twice",
        3,
        by_founder(&joined, EntryBody::Add(second)),
        F::UsedInvite,
    );
    case(
        "proof for other keys",
        2,
        add(&open, &|a| a.device = device(9).public),
        F::BadProof,
    );
    let elsewhere = add_of(&TeamId([9; 32]), &joiner(), hash, &invite_key()).proof;
    case(
        "proof for another team",
        2,
        add(&open, &|a| a.proof = elsewhere),
        F::BadProof,
    );
    case(
        "more than was agreed",
        2,
        add(&open, &|a| a.role = Role::Admin),
        F::OtherTerms,
    );
    case(
        "another epoch",
        2,
        add(&open, &|a| a.epoch = 1),
        F::OtherTerms,
    );
    let twice = add_of(&team, &joiner(), whole[3].hash(), &signing(6));
    case(
        "the same device twice",
        4,
        by_founder(&again, EntryBody::Add(twice)),
        F::KnownDevice,
    );
    list
}

fn made() -> Golden {
    let mut file = Golden::new(
        "wire-roster.txt",
        "A log that stands, and entries that can't stand after its first so many (`after`).",
    );
    for (index, entry) in whole().iter().enumerate() {
        file.section(format!("entry {index}"))
            .hex("bytes", entry.bytes());
    }
    let end = roster(&whole());
    file.section("end")
        .hex("team_id", end.team_id().0)
        .hex("head", end.head().0)
        .text("entries", end.entry_count())
        .text("members", end.members().count());
    for case in cases() {
        file.wrong(case.changed, case.entry.bytes(), case.fault)
            .text("after", case.after);
    }
    file
}

#[test]
fn a_log_makes_the_roster_it_made() {
    let stored = made().settle(&[]);
    let entries: Vec<Entry> = (0..4)
        .map(|index| Entry::parse(stored.get(&format!("entry {index}")).bytes("bytes")).unwrap())
        .collect();
    let roster = roster(&entries);
    let end = stored.get("end");
    assert_eq!(roster.team_id().0, end.array("team_id"));
    assert_eq!(roster.head().0, end.array("head"));
    assert_eq!(roster.members().count(), 2);
    assert_eq!(
        roster.member(&joiner().public.device_id()).unwrap().role,
        Role::Worker
    );
    assert_eq!(
        roster.member(&founder().public.device_id()).unwrap().role,
        Role::Admin
    );
    assert_eq!(
        roster.invite(&entries[1].hash()).unwrap().used_by,
        Some(joiner().public.device_id())
    );
    assert_eq!(roster.invite(&entries[3].hash()).unwrap().used_by, None);
}

#[test]
fn each_rule_of_the_log_refuses_what_breaks_it() {
    let stored = made().settle(&[]);
    let whole = whole();
    let mut seen = BTreeSet::new();
    for section in stored.all_wrong() {
        let entry = Entry::parse(section.bytes("bytes")).unwrap();
        let fault = match section.get("after").parse().unwrap() {
            0 => Roster::begin(&entry).unwrap_err(),
            count => {
                let mut log = roster(&whole[..count]);
                let before = log.clone();
                let fault = log.append(&entry).unwrap_err();
                assert_eq!(
                    log, before,
                    "{}: a refused entry changes nothing",
                    section.name
                );
                fault
            }
        };
        assert_eq!(
            format!("{fault:?}"),
            section.get("error"),
            "{}",
            section.name
        );
        seen.insert(rule(fault));
    }
    assert_eq!(seen.len(), 10, "every rule has a case: {seen:?}");
}

/// A rule more than here needs a case more in the file.
fn rule(fault: RosterFault) -> u8 {
    match fault {
        RosterFault::MisplacedGenesis => 0,
        RosterFault::OtherTeam => 1,
        RosterFault::NotNext => 2,
        RosterFault::NotAdmin => 3,
        RosterFault::BadSignature => 4,
        RosterFault::UnknownInvite => 5,
        RosterFault::UsedInvite => 6,
        RosterFault::BadProof => 7,
        RosterFault::OtherTerms => 8,
        RosterFault::KnownDevice => 9,
    }
}
