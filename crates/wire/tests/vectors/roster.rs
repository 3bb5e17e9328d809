//! Which entries can stand where: every rule of the membership log.

use std::collections::BTreeSet;

use doorstep_wire::device::Role;
use doorstep_wire::entry::{
    Accept, ChangeRole, Entry, EntryBody, Erase, LogEnd, Recover, Remove, Removed, ReplaceRecovery,
    recovery_proof_message,
};
use doorstep_wire::id::{DocId, EntryHash, TeamId};
use doorstep_wire::label::{Label, sign};
use doorstep_wire::limits::MAX_ERASED;
use doorstep_wire::roster::{Roster, RosterFault};

use crate::fixed::{
    Fixed, add_of, device, end, epoch, erase_body, founder, genesis, genesis_body, genesis_place,
    invite_body, invite_key, joiner, life, life_and_erasure, life_and_new_words, new_paper, next,
    paper, recover_body, recovered, recovery_proof, remove_body, replace_body, signing, third,
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

fn cases() -> Vec<Case> {
    let whole = life_and_new_words();
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
    list.extend(cases_of_leaving(&whole));
    list.extend(cases_of_erasing(&whole));
    list.extend(cases_of_new_words(&whole));
    list
}

/// What can't stand where other paper words come into force.
fn cases_of_new_words(whole: &[Entry]) -> Vec<Case> {
    let team = roster(&whole[..1]).team_id();
    let mut list = Vec::new();
    let mut case =
        |changed, after: usize, author: &Fixed, change: &dyn Fn(&mut ReplaceRecovery), fault| {
            let mut body = replace_body(&team);
            change(&mut body);
            let place = next(&roster(&whole[..after]), author);
            let entry = Entry::sign(place, EntryBody::ReplaceRecovery(body), &author.key);
            list.push(Case {
                changed,
                after,
                entry,
                fault,
            });
        };
    use RosterFault as F;
    let in_force = device(11);
    let of = |words: Fixed| {
        move |body: &mut ReplaceRecovery| {
            body.recovery = words.public;
            body.proof = recovery_proof(&team, &words);
        }
    };
    for (changed, author) in [
        ("a lead makes new words", third()),
        ("one who is gone makes new words", joiner()),
        ("the words in force make new ones", device(11)),
        ("the new words make themselves", new_paper()),
    ] {
        case(changed, 10, &author, &|_| (), F::NotAdmin);
    }
    case(
        "words that are in force already",
        10,
        &founder(),
        &of(in_force),
        F::SameRecovery,
    );
    case(
        "words that were used",
        10,
        &founder(),
        &of(paper()),
        F::SameRecovery,
    );
    case(
        "the same new words again",
        11,
        &founder(),
        &|r| r.epoch.epoch = 4,
        F::SameRecovery,
    );
    case(
        "words that others took the place of come back",
        11,
        &founder(),
        &|r| {
            of(device(11))(r);
            r.epoch.epoch = 4;
        },
        F::SameRecovery,
    );
    case(
        "a proof of other words",
        10,
        &founder(),
        &|r| r.proof = recovery_proof(&team, &device(14)),
        F::BadRecoveryProof,
    );
    case(
        "a proof for another team",
        10,
        &founder(),
        &|r| r.proof = recovery_proof(&TeamId([9; 32]), &new_paper()),
        F::BadRecoveryProof,
    );
    case(
        "a proof for another half of the keys",
        10,
        &founder(),
        &|r| r.recovery.wrapping = device(14).public.wrapping,
        F::BadRecoveryProof,
    );
    let message = recovery_proof_message(&team, &new_paper().public);
    let joins = sign(Label::JoinProof, &new_paper().key, &message);
    case(
        "a proof that was made for joining",
        10,
        &founder(),
        &|r| r.proof = joins,
        F::BadRecoveryProof,
    );
    for (changed, number) in [
        ("new words and the epoch in force", 2),
        ("new words and an epoch too far", 4),
    ] {
        let far = |r: &mut ReplaceRecovery| r.epoch.epoch = number;
        case(changed, 10, &founder(), &far, F::NotNextEpoch);
    }
    case(
        "new words and no key for one",
        10,
        &founder(),
        &|r| r.epoch = epoch(3, &[founder(), third()]),
        F::KeysForOthers,
    );
    case(
        "new words and a key for one who is gone",
        10,
        &founder(),
        &|r| r.epoch = epoch(3, &[founder(), joiner(), third(), recovered()]),
        F::KeysForOthers,
    );
    let recover = |author: &Fixed| {
        let mut body = recover_body();
        body.device = device(15).public;
        body.recovery = device(14).public;
        body.epoch = epoch(4, &[founder(), third(), recovered(), device(15)]);
        let place = next(&roster(whole), author);
        Entry::sign(place, EntryBody::Recover(body), &author.key)
    };
    list.push(Case {
        changed: "words that others took the place of recover",
        after: 11,
        entry: recover(&device(11)),
        fault: F::NotRecovery,
    });
    // The new ones can.
    let mut after = roster(whole);
    assert_eq!(after.append(&recover(&new_paper())), Ok(()));
    list
}

/// What can't stand where documents go.
fn cases_of_erasing(whole: &[Entry]) -> Vec<Case> {
    let mut list = Vec::new();
    let mut case = |changed, after: usize, author: &Fixed, change: &dyn Fn(&mut Erase), fault| {
        let mut body = erase_body();
        change(&mut body);
        let place = next(&roster(&whole[..after]), author);
        let entry = Entry::sign(place, EntryBody::Erase(body), &author.key);
        list.push(Case {
            changed,
            after,
            entry,
            fault,
        });
    };
    use RosterFault as F;
    let many = |count: usize| -> Vec<DocId> {
        let numbers = 1..=u16::try_from(count).unwrap();
        let id = |number: u16| {
            let mut id = [0; 16];
            id[14..].copy_from_slice(&number.to_be_bytes());
            DocId(id)
        };
        numbers.map(id).collect()
    };
    case("a lead erases", 9, &third(), &|_| (), F::NotAdmin);
    case("one who is gone erases", 9, &joiner(), &|_| (), F::NotAdmin);
    case(
        "erases nothing",
        9,
        &founder(),
        &|e| e.documents.clear(),
        F::DocumentsOutOfOrder,
    );
    case(
        "erases one twice",
        9,
        &founder(),
        &|e| e.documents[1] = e.documents[0],
        F::DocumentsOutOfOrder,
    );
    case(
        "erases in another order",
        9,
        &founder(),
        &|e| e.documents.reverse(),
        F::DocumentsOutOfOrder,
    );
    case(
        "erases what is no document",
        9,
        &founder(),
        &|e| e.documents[0] = DocId::ZERO,
        F::DocumentsOutOfOrder,
    );
    case(
        "erases one more than is allowed",
        9,
        &founder(),
        &|e| e.documents = many(MAX_ERASED + 1),
        F::DocumentsOutOfOrder,
    );
    case(
        "a reason of an epoch that is over",
        9,
        &founder(),
        &|e| e.epoch = 1,
        F::OtherTerms,
    );
    case(
        "erases the same again",
        10,
        &founder(),
        &|_| (),
        F::ErasedBefore,
    );
    case(
        "one of two was erased before",
        10,
        &founder(),
        &|e| e.documents[0] = DocId([0x21; 16]),
        F::ErasedBefore,
    );
    // As many as are allowed can stand.
    let body = Erase {
        documents: many(MAX_ERASED),
        ..erase_body()
    };
    let mut before = roster(&whole[..9]);
    let place = next(&before, &founder());
    let most = Entry::sign(place, EntryBody::Erase(body), &founder().key);
    let most = Entry::parse(most.bytes().to_vec()).unwrap();
    assert_eq!(before.append(&most), Ok(()));
    assert_eq!(before.erased().count(), MAX_ERASED);
    list
}

/// What can't stand where devices go, roles change, and somebody comes in by the paper words.
fn cases_of_leaving(whole: &[Entry]) -> Vec<Case> {
    let at = |count: usize| roster(&whole[..count]);
    let (before, after, last) = (at(6), at(7), at(8));
    let mut list = Vec::new();
    let mut case = |changed, after: usize, author: &Fixed, body, fault| {
        let entry = Entry::sign(next(&at(after), author), body, &author.key);
        list.push(Case {
            changed,
            after,
            entry,
            fault,
        });
    };
    use RosterFault as F;
    let remove = |change: &dyn Fn(&mut Remove)| {
        let mut body = remove_body();
        change(&mut body);
        EntryBody::Remove(body)
    };
    let (me, gone) = (founder().public.device_id(), joiner().public.device_id());
    let of = |device| Removed {
        device,
        ends: Vec::new(),
    };
    case(
        "a worker removes",
        6,
        &joiner(),
        remove(&|_| ()),
        F::NotAdmin,
    );
    case("a lead removes", 6, &third(), remove(&|_| ()), F::NotAdmin);
    let stranger = device(9).public.device_id();
    let body = remove(&|r| r.removed = vec![of(stranger)]);
    case("removes a stranger", 6, &founder(), body, F::UnknownDevice);
    let body = remove(&|r| r.removed.push(of(gone)));
    case("removes one twice", 6, &founder(), body, F::UnknownDevice);
    case(
        "removes one who is gone",
        7,
        &founder(),
        remove(&|_| ()),
        F::UnknownDevice,
    );
    let body = remove(&|r| r.removed.push(of(me)));
    case("removes itself", 6, &founder(), body, F::RemovesItself);
    let body = remove(&|r| r.removed[0].ends.push(end(1, 9)));
    case("two ends of one log", 6, &founder(), body, F::EndsDiffer);
    for (changed, number) in [("the epoch in force", 0), ("an epoch too far", 2)] {
        let body = remove(&|r| r.epoch.epoch = number);
        case(changed, 6, &founder(), body, F::NotNextEpoch);
    }
    let body = remove(&|r| r.epoch.keys.clear());
    case("a key for nobody", 6, &founder(), body, F::KeysForOthers);
    let body = remove(&|r| r.epoch = epoch(1, &[founder()]));
    case(
        "no key for one who stays",
        6,
        &founder(),
        body,
        F::KeysForOthers,
    );
    let body = remove(&|r| r.epoch = epoch(1, &[founder(), joiner(), third()]));
    case(
        "a key for one who goes",
        6,
        &founder(),
        body,
        F::KeysForOthers,
    );
    let body = remove(&|r| r.epoch.keys.reverse());
    case(
        "keys in another order",
        6,
        &founder(),
        body,
        F::KeysForOthers,
    );
    let body = remove(&|r| {
        let first = r.epoch.keys[0];
        r.epoch.keys.insert(0, first);
    });
    case("two keys for one", 6, &founder(), body, F::KeysForOthers);

    let role = |device, role| EntryBody::ChangeRole(ChangeRole { device, role });
    case(
        "a role of a stranger",
        6,
        &founder(),
        role(stranger, Role::Lead),
        F::UnknownDevice,
    );
    case(
        "a role of one who is gone",
        7,
        &founder(),
        role(gone, Role::Lead),
        F::UnknownDevice,
    );
    case(
        "the last admin a worker",
        6,
        &founder(),
        role(me, Role::Worker),
        F::NoAdminLeft,
    );
    case(
        "a lead makes itself an admin",
        6,
        &third(),
        role(third().public.device_id(), Role::Admin),
        F::NotAdmin,
    );

    // Who was removed writes no entry, and does not come back with the same keys.
    case(
        "one who is gone invites",
        7,
        &joiner(),
        invite_body(&signing(12)),
        F::NotAdmin,
    );
    let team = before.team_id();
    let again = add_of(&team, &joiner(), whole[3].hash(), &signing(6));
    let unused = at(4);
    let gone_and_open = {
        // The same log without the second add, so that its invite is open.
        let mut entries = whole[..4].to_vec();
        let body = remove(&|r| r.epoch = epoch(1, &[founder()]));
        entries.push(Entry::sign(next(&unused, &founder()), body, &founder().key));
        entries
    };
    let add = EntryBody::Add(doorstep_wire::entry::Add { epoch: 1, ..again });
    let entry = Entry::sign(
        next(&roster(&gone_and_open), &founder()),
        add,
        &founder().key,
    );
    assert_eq!(roster(&gone_and_open).append(&entry), Err(F::KnownDevice));

    let accept = |device, ends| EntryBody::Accept(Accept { device, ends });
    case(
        "more of one who is in the team",
        7,
        &founder(),
        accept(third().public.device_id(), vec![end(1, 9)]),
        F::UnknownDevice,
    );
    case(
        "an end that goes back",
        7,
        &founder(),
        accept(gone, vec![end(1, 6)]),
        F::EndsDiffer,
    );
    case(
        "an end that stays",
        7,
        &founder(),
        accept(gone, vec![end(1, 7)]),
        F::EndsDiffer,
    );
    case(
        "two more ends of one log",
        7,
        &founder(),
        accept(gone, vec![end(4, 1), end(4, 2)]),
        F::EndsDiffer,
    );
    case(
        "one who is gone accepts",
        7,
        &joiner(),
        accept(gone, vec![end(1, 9)]),
        F::NotAdmin,
    );

    let recover = |change: &dyn Fn(&mut Recover)| {
        let mut body = recover_body();
        change(&mut body);
        EntryBody::Recover(body)
    };
    case(
        "an admin recovers",
        8,
        &founder(),
        recover(&|_| ()),
        F::NotRecovery,
    );
    case(
        "other words recover",
        8,
        &device(11),
        recover(&|_| ()),
        F::NotRecovery,
    );
    let body = recover(&|r| r.recovery = paper().public);
    case("the same words again", 8, &paper(), body, F::SameRecovery);
    let body = recover(&|r| r.device = third().public);
    case(
        "a device that is in the team",
        8,
        &paper(),
        body,
        F::KnownDevice,
    );
    let body = recover(&|r| r.device = joiner().public);
    case(
        "a device that was removed",
        8,
        &paper(),
        body,
        F::KnownDevice,
    );
    let body = recover(&|r| r.epoch = epoch(2, &[recovered()]));
    case("no key for the others", 8, &paper(), body, F::KeysForOthers);
    let body = recover(&|r| r.epoch.epoch = 1);
    case("an epoch that is over", 8, &paper(), body, F::NotNextEpoch);
    case(
        "words that are used up",
        9,
        &paper(),
        recover(&|r| r.epoch.epoch = 3),
        F::NotRecovery,
    );
    assert_eq!((before.epoch(), after.epoch(), last.epoch()), (0, 1, 1));
    list
}

fn made() -> Golden {
    let mut file = Golden::new(
        "wire-roster.txt",
        "A log that stands, and entries that can't stand after its first so many (`after`).",
    );
    for (index, entry) in life_and_new_words().iter().enumerate() {
        file.section(format!("entry {index}"))
            .hex("bytes", entry.bytes());
    }
    let last = roster(&life());
    file.section("end")
        .hex("team_id", last.team_id().0)
        .hex("head", last.head().0)
        .text("entries", last.entry_count())
        .text("members", last.members().count())
        .text("removed", last.all_former().count())
        .text("epoch", last.epoch());
    let after = roster(&life_and_erasure());
    file.section("end after an erasure")
        .hex("head", after.head().0)
        .text("entries", after.entry_count())
        .text("erased", after.erased().count());
    let replaced = roster(&life_and_new_words());
    file.section("end after new words")
        .hex("head", replaced.head().0)
        .text("entries", replaced.entry_count())
        .text("epoch", replaced.epoch())
        .hex("recovery", replaced.recovery().device_id().0);
    for case in cases() {
        file.wrong(case.changed, case.entry.bytes(), case.fault)
            .text("after", case.after);
    }
    file
}

#[test]
fn a_log_makes_the_roster_it_made() {
    let stored = made().settle(&[]);
    let entries: Vec<Entry> = (0..life().len())
        .map(|index| Entry::parse(stored.get(&format!("entry {index}")).bytes("bytes")).unwrap())
        .collect();
    let roster = roster(&entries);
    let last = stored.get("end");
    assert_eq!(roster.team_id().0, last.array("team_id"));
    assert_eq!(roster.head().0, last.array("head"));
    assert_eq!(roster.members().count(), 3);
    assert_eq!(roster.member(&joiner().public.device_id()), None);
    let former = roster.former(&joiner().public.device_id()).unwrap();
    assert_eq!(former.member.role, Role::Worker);
    // As it went, and with what was accepted afterwards.
    let ends: Vec<LogEnd> = former.ends.values().copied().collect();
    assert_eq!(ends, [end(1, 9), end(2, 0), end(3, 2)]);
    let role = |who: Fixed| roster.member(&who.public.device_id()).unwrap().role;
    assert_eq!(role(third()), Role::Lead);
    assert_eq!(role(recovered()), Role::Admin);
    assert_eq!(roster.recovery(), &device(11).public);
    assert_eq!(roster.epoch(), 2);
    assert_eq!(roster.epoch_check(), Some(recover_body().epoch.check));
    assert_eq!(
        roster.member(&founder().public.device_id()).unwrap().role,
        Role::Admin
    );
    assert_eq!(
        roster.invite(&entries[1].hash()).unwrap().used_by,
        Some(joiner().public.device_id())
    );
    assert_eq!(
        roster.invite(&entries[3].hash()).unwrap().used_by,
        Some(third().public.device_id())
    );
}

#[test]
fn what_is_erased_is_known_by_every_reader_of_the_log() {
    let stored = made().settle(&[]);
    let entries: Vec<Entry> = (0..life_and_erasure().len())
        .map(|index| Entry::parse(stored.get(&format!("entry {index}")).bytes("bytes")).unwrap())
        .collect();
    let (before, after) = (roster(&entries[..9]), roster(&entries));
    let [first, second] = [DocId([0x22; 16]), DocId([0x23; 16])];
    assert!(!before.is_erased(&first) && !before.is_erased(&second));
    assert!(after.is_erased(&first) && after.is_erased(&second));
    assert!(!after.is_erased(&DocId([0x24; 16])));
    let end = stored.get("end after an erasure");
    assert_eq!(after.head().0, end.array("head"));
    assert_eq!(entries[9].body.erased(), [first, second]);
    // Members, keys and invites are as they were.
    assert!(before.members().eq(after.members()) && before.epoch() == after.epoch());
}

#[test]
fn new_words_count_alone_and_the_key_changes_with_them() {
    let stored = made().settle(&[]);
    let entries: Vec<Entry> = (0..life_and_new_words().len())
        .map(|index| Entry::parse(stored.get(&format!("entry {index}")).bytes("bytes")).unwrap())
        .collect();
    let (before, after) = (roster(&entries[..10]), roster(&entries));
    let (old, new) = (device(11).public, new_paper().public);
    assert_eq!((before.recovery(), after.recovery()), (&old, &new));
    assert!(!before.was_recovery(&old) && after.was_recovery(&old));
    for words in [&paper().public, &old, &new] {
        assert!(after.knows_recovery(&words.device_id()));
    }
    assert!(!before.knows_recovery(&new.device_id()));
    let end = stored.get("end after new words");
    assert_eq!(after.head().0, end.array("head"));
    assert_eq!(after.recovery().device_id().0, end.array("recovery"));
    assert_eq!((before.epoch(), after.epoch()), (2, 3));
    assert_eq!(entries[10].body.new_recovery(), Some(&new));
    assert!(before.members().eq(after.members()));
}

#[test]
fn each_rule_of_the_log_refuses_what_breaks_it() {
    let stored = made().settle(&[]);
    let whole = life_and_new_words();
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
    assert_eq!(seen.len(), 21, "every rule has a case: {seen:?}");
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
        RosterFault::UnknownDevice => 10,
        RosterFault::RemovesItself => 11,
        RosterFault::NoAdminLeft => 12,
        RosterFault::NotNextEpoch => 13,
        RosterFault::KeysForOthers => 14,
        RosterFault::NotRecovery => 15,
        RosterFault::SameRecovery => 16,
        RosterFault::EndsDiffer => 17,
        RosterFault::DocumentsOutOfOrder => 18,
        RosterFault::ErasedBefore => 19,
        RosterFault::BadRecoveryProof => 20,
    }
}
