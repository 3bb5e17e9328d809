//! The fixed keys that everything is made from.

use doorstep_wire::device::{DevicePublic, Role};
use doorstep_wire::entry::{
    Accept, Add, ChangeRole, Entry, EntryBody, EntryPlace, Erase, Genesis, Invite, KeyFor, LogEnd,
    NewEpoch, Recover, Remove, Removed, ReplaceRecovery, join_proof_message,
    recovery_proof_message,
};
use doorstep_wire::id::{
    ChunkId, DocId, EntryHash, KeyCheck, LogId, SealedKey, SealedReason, Signature, TeamId,
    VerifyingKeyBytes, WrapKeyBytes, WrappedKey,
};
use doorstep_wire::label::{Label, sign};
use doorstep_wire::roster::Roster;
use ed25519_dalek::SigningKey;

/// A device made of one byte.
pub(crate) struct Fixed {
    pub(crate) key: SigningKey,
    pub(crate) public: DevicePublic,
}

pub(crate) fn device(byte: u8) -> Fixed {
    let key = signing(byte);
    let public = DevicePublic {
        verifying: verifying(&key),
        wrapping: WrapKeyBytes([byte.wrapping_add(0x80); 32]),
    };
    Fixed { key, public }
}

pub(crate) fn signing(byte: u8) -> SigningKey {
    SigningKey::from_bytes(&[byte; 32])
}

pub(crate) fn verifying(key: &SigningKey) -> VerifyingKeyBytes {
    VerifyingKeyBytes(key.verifying_key().to_bytes())
}

pub(crate) fn founder() -> Fixed {
    device(1)
}

pub(crate) fn joiner() -> Fixed {
    device(2)
}

/// The one-use key of an invite.
pub(crate) fn invite_key() -> SigningKey {
    signing(3)
}

pub(crate) fn genesis_place() -> EntryPlace {
    EntryPlace {
        team_id: TeamId::ZERO,
        previous: EntryHash::ZERO,
        position: 0,
        author: founder().public.device_id(),
    }
}

pub(crate) fn genesis_body() -> EntryBody {
    EntryBody::Genesis(Genesis {
        device: founder().public,
        recovery: device(4).public,
        epoch_key_for_recovery: vec![0x5a; 80].into(),
        salt: [5; 16],
    })
}

pub(crate) fn genesis() -> Entry {
    Entry::sign(genesis_place(), genesis_body(), &founder().key)
}

/// The place after the last entry, by this author.
pub(crate) fn next(roster: &Roster, author: &Fixed) -> EntryPlace {
    EntryPlace {
        team_id: roster.team_id(),
        previous: roster.head(),
        position: roster.entry_count(),
        author: author.public.device_id(),
    }
}

pub(crate) fn invite_body(key: &SigningKey) -> EntryBody {
    EntryBody::Invite(Invite {
        key: verifying(key),
        role: Role::Worker,
        expires_ms: 1_790_000_000_000,
    })
}

pub(crate) fn add_of(team: &TeamId, who: &Fixed, invite: EntryHash, key: &SigningKey) -> Add {
    Add {
        device: who.public,
        role: Role::Worker,
        invite,
        proof: sign(
            Label::JoinProof,
            key,
            &join_proof_message(team, &who.public),
        ),
        epoch: 0,
        epoch_key: vec![0xa5; 80].into(),
    }
}

/// Genesis, invite, add.
pub(crate) fn log() -> [Entry; 3] {
    let first = genesis();
    let mut roster = Roster::begin(&first).unwrap();
    let invite = Entry::sign(
        next(&roster, &founder()),
        invite_body(&invite_key()),
        &founder().key,
    );
    roster.append(&invite).unwrap();
    let add = add_of(&roster.team_id(), &joiner(), invite.hash(), &invite_key());
    let add = Entry::sign(
        next(&roster, &founder()),
        EntryBody::Add(add),
        &founder().key,
    );
    [first, invite, add]
}

/// Of the paper words that the team began with.
pub(crate) fn paper() -> Fixed {
    device(4)
}

/// Comes in after the joiner.
pub(crate) fn third() -> Fixed {
    device(8)
}

/// Comes in by the paper words.
pub(crate) fn recovered() -> Fixed {
    device(10)
}

/// The end of a log of the joiner's.
pub(crate) fn end(log: u8, log_seq: u64) -> LogEnd {
    LogEnd {
        log_id: LogId([log; 16]),
        log_seq,
        chunk_id: ChunkId([log; 32]),
    }
}

/// An epoch for these devices.
pub(crate) fn epoch(number: u32, devices: &[Fixed]) -> NewEpoch {
    let mut keys: Vec<KeyFor> = devices
        .iter()
        .map(|device| KeyFor {
            device: device.public.device_id(),
            key: WrappedKey([0x77; 80]),
        })
        .collect();
    keys.sort_by_key(|key| key.device);
    NewEpoch {
        epoch: number,
        keys,
        for_recovery: WrappedKey([0x66; 80]),
        former: SealedKey([0x55; 72]),
        check: KeyCheck([0x44; 32]),
    }
}

pub(crate) fn remove_body() -> Remove {
    Remove {
        removed: vec![Removed {
            device: joiner().public.device_id(),
            ends: vec![end(1, 7), end(2, 0)],
        }],
        epoch: epoch(1, &[founder(), third()]),
    }
}

pub(crate) fn recover_body() -> Recover {
    Recover {
        device: recovered().public,
        recovery: device(11).public,
        epoch: epoch(2, &[founder(), third(), recovered()]),
    }
}

/// Genesis, invite, add, one more invite, its add, a role, a removal, more of what the removed device
/// wrote, and somebody by the paper words.
pub(crate) fn life() -> Vec<Entry> {
    let mut entries = log().to_vec();
    let mut roster = Roster::begin(&entries[0]).unwrap();
    entries[1..]
        .iter()
        .for_each(|entry| roster.append(entry).unwrap());
    let mut go_on = |author: &Fixed, body| {
        let entry = Entry::sign(next(&roster, author), body, &author.key);
        roster.append(&entry).unwrap();
        entries.push(entry);
        (roster.team_id(), roster.head())
    };
    let (team, invite) = go_on(&founder(), invite_body(&signing(6)));
    let add = add_of(&team, &third(), invite, &signing(6));
    go_on(&founder(), EntryBody::Add(add));
    let role = ChangeRole {
        device: third().public.device_id(),
        role: Role::Lead,
    };
    go_on(&founder(), EntryBody::ChangeRole(role));
    go_on(&founder(), EntryBody::Remove(remove_body()));
    let accept = Accept {
        device: joiner().public.device_id(),
        ends: vec![end(1, 9), end(3, 2)],
    };
    go_on(&founder(), EntryBody::Accept(accept));
    go_on(&paper(), EntryBody::Recover(recover_body()));
    entries
}

pub(crate) fn erase_body() -> Erase {
    Erase {
        documents: vec![DocId([0x22; 16]), DocId([0x23; 16])],
        epoch: 2,
        reason: SealedReason([0x33; 1064]),
    }
}

/// The same, and then two documents go.
pub(crate) fn life_and_erasure() -> Vec<Entry> {
    let mut entries = life();
    let mut roster = Roster::begin(&entries[0]).unwrap();
    entries[1..]
        .iter()
        .for_each(|entry| roster.append(entry).unwrap());
    let body = EntryBody::Erase(erase_body());
    entries.push(Entry::sign(next(&roster, &founder()), body, &founder().key));
    entries
}

/// What new words sign.
pub(crate) fn recovery_proof(team: &TeamId, words: &Fixed) -> Signature {
    let message = recovery_proof_message(team, &words.public);
    sign(Label::RecoveryProof, &words.key, &message)
}

/// Of the paper words that an admin puts in the place of those that came with somebody's recovery.
pub(crate) fn new_paper() -> Fixed {
    device(13)
}

pub(crate) fn replace_body(team: &TeamId) -> ReplaceRecovery {
    ReplaceRecovery {
        recovery: new_paper().public,
        proof: recovery_proof(team, &new_paper()),
        epoch: epoch(3, &[founder(), third(), recovered()]),
    }
}

/// The same, and then the team gets other paper words.
pub(crate) fn life_and_new_words() -> Vec<Entry> {
    let mut entries = life_and_erasure();
    let mut roster = Roster::begin(&entries[0]).unwrap();
    entries[1..]
        .iter()
        .for_each(|entry| roster.append(entry).unwrap());
    let body = EntryBody::ReplaceRecovery(replace_body(&roster.team_id()));
    entries.push(Entry::sign(next(&roster, &founder()), body, &founder().key));
    entries
}
