//! The entry that erases: what it names, and who can read why.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what is wrong by panicking"
)]

use doorstep_replica::Identity;
use doorstep_replica::crypto::key::{EpochKey, EpochKeys};
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::team::erase::{BadReason, MAX_REASON, Reason, erase, reason};
use doorstep_replica::team::found::found;
use doorstep_wire::entry::{Entry, EntryBody, Erase};
use doorstep_wire::id::{DocId, TeamId};
use doorstep_wire::roster::Roster;
use rand::SeedableRng;
use rand::rngs::StdRng;

const WHY: &str = "Asked for it in writing on 3 May; the flat in Rhodfa'r Môr.";

struct Team {
    admin: Identity,
    roster: Roster,
    key: EpochKey,
    rng: StdRng,
}

fn team() -> Team {
    let mut rng = StdRng::seed_from_u64(8);
    let (admin, words) = (Identity::generate(&mut rng), Recovery::generate(&mut rng));
    let key = EpochKey::generate(&mut rng);
    let genesis = found(&admin, &words, &key, &mut rng).unwrap();
    let roster = Roster::begin(&genesis).unwrap();
    Team {
        admin,
        roster,
        key,
        rng,
    }
}

impl Team {
    fn erases(&mut self, documents: Vec<DocId>, why: &str) -> Result<Entry, BadReason> {
        let (rng, reason) = (&mut self.rng, said(why));
        erase(
            &self.admin,
            &self.roster,
            &self.key,
            documents,
            &reason,
            rng,
        )
    }
}

fn said(why: &str) -> Reason {
    Reason {
        at_ms: 1_777_800_000_000,
        why: why.to_owned(),
    }
}

fn body(entry: &Entry) -> Erase {
    match &entry.body {
        EntryBody::Erase(erase) => erase.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn whoever_has_the_key_reads_why_and_nobody_else() {
    let mut team = team();
    let (first, second) = (DocId([2; 16]), DocId([9; 16]));
    // In whatever order, and however often, they are named.
    let entry = team.erases(vec![second, first, second], WHY).unwrap();
    let erase = body(&entry);
    assert_eq!(erase.documents, [first, second]);
    team.roster.append(&entry).unwrap();
    assert!(team.roster.is_erased(&first) && team.roster.is_erased(&second));
    let id = team.roster.team_id();
    let bytes = entry.bytes();
    let told = WHY.as_bytes();
    assert!(!bytes.windows(told.len()).any(|part| part == told));
    let other = EpochKeys::from_iter([EpochKey::generate(&mut team.rng)]);
    assert_eq!(reason(&other, &id, &erase), None);
    let keys = EpochKeys::from_iter([team.key]);
    assert_eq!(reason(&keys, &id, &erase), Some(said(WHY)));
    // It is the reason of these documents, in this team.
    assert_eq!(reason(&keys, &TeamId([7; 32]), &erase), None);
    let mut bent = erase.clone();
    bent.documents.pop();
    assert_eq!(reason(&keys, &id, &bent), None);
    for at in 0..erase.reason.0.len() {
        let mut bent = erase.clone();
        bent.reason.0[at] ^= 1;
        assert_eq!(reason(&keys, &id, &bent), None, "byte {at}");
    }
}

#[test]
fn a_reason_is_given_and_its_length_is_bounded_and_not_shown() {
    let mut team = team();
    let document = || vec![DocId([2; 16])];
    assert_eq!(team.erases(document(), ""), Err(BadReason));
    let longest = "é".repeat(MAX_REASON / 2);
    let entry = team.erases(document(), &longest).unwrap();
    let short = team.erases(document(), "x").unwrap();
    assert_eq!(entry.bytes().len(), short.bytes().len());
    assert_eq!(
        team.erases(document(), &"a".repeat(MAX_REASON + 1)),
        Err(BadReason)
    );
    let id = team.roster.team_id();
    let keys = EpochKeys::from_iter([team.key]);
    assert_eq!(reason(&keys, &id, &body(&entry)), Some(said(&longest)));
}
