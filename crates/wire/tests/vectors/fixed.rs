//! The fixed keys that everything is made from.

use doorstep_wire::device::{DevicePublic, Role};
use doorstep_wire::entry::{
    Add, Entry, EntryBody, EntryPlace, Genesis, Invite, join_proof_message,
};
use doorstep_wire::id::{EntryHash, TeamId, VerifyingKeyBytes, WrapKeyBytes};
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
