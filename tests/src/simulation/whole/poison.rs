//! A member who means harm: what its device signs is in order, and what is in it is not.

use automerge::transaction::Transactable as _;
use automerge::{ActorId, AutoCommit, ROOT};
use doorstep_device::Asked;
use doorstep_replica::Identity;
use doorstep_replica::chunk::{ChangeBytes, Payload, Place, Sealing, Snapshot, seal};
use doorstep_replica::crypto::key::SecretKey;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::encode;
use doorstep_wire::id::{ChunkId, DocId, LogId, TeamId};
use doorstep_wire::label::{Label, sign};
use doorstep_wire::session::{
    ChallengeReply, ChallengeRequest, SessionReply, SessionRequest, session_message,
};
use doorstep_wire::sync::SyncRequest;
use minicbor::Decode;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use reqwest::Method;

use super::ledger::Ledger;
use super::office::Office;
use crate::simulation::fault;

/// What devices must do with a poisonous chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Keep it apart.
    SetAside,
    /// Keep it for something that never comes.
    HeldBack,
    /// Nothing: all that is in it is there, and they never say that it is all there is.
    NotConfirmed,
}

/// Makes a poisonous chunk about this document and pushes it; `None` where the document is not on
/// the server yet.
pub(super) async fn poison(
    office: &Office,
    ledger: &Ledger,
    who: &Identity,
    (doc, read, luck): (DocId, Cursor, u64),
) -> Result<Option<(ChunkId, Fate)>, String> {
    let Some((key_id, key)) = ledger.key(doc) else {
        return Ok(None);
    };
    let (team, head) = ledger.team()?;
    let mut rng = StdRng::seed_from_u64(luck);
    // A document as it was when it began, said to be all of it.
    let begun = ledger.begun(doc).filter(|_| read != Cursor::START);
    let short = begun.map(|begun| Snapshot {
        covers: read,
        ..begun.clone()
    });
    let Some((payload, key, fate)) = payload(who, key, short, &mut rng) else {
        return Ok(None);
    };
    let sealing = Sealing {
        identity: who,
        place: Place::first(LogId(rng.random())),
        team_id: team,
        doc_id: doc,
        epoch: ledger.epoch(),
        membership_head: head,
        key_id,
        key: &key,
        seen: match &payload {
            Payload::Snapshot(snapshot) => snapshot.covers,
            _ => Cursor::START,
        },
    };
    let chunk = seal(&sealing, &payload, &mut rng).map_err(fault)?;
    let request = SyncRequest {
        cursor: Cursor::START,
        push: vec![chunk.bytes().to_vec().into()],
        max_bytes: 0,
    };
    // A server that was put back may not know its device.
    let Ok(token) = session(office, who, team).await else {
        return Ok(None);
    };
    let pushed = office
        .answer(Asked {
            method: Method::POST,
            path: format!("/v1/teams/{team}/sync"),
            token: Some(token),
            body: Some(encode(&request)),
        })
        .await;
    let taken = pushed.is_some_and(|answered| answered.status == 200);
    Ok(taken.then(|| (chunk.id(), fate)))
}

fn payload(
    who: &Identity,
    key: SecretKey,
    short: Option<Snapshot>,
    rng: &mut StdRng,
) -> Option<(Payload, SecretKey, Fate)> {
    let own = actor(&who.device_id().0, rng);
    let one = |change: ChangeBytes| Payload::Changes(vec![change]);
    Some(match rng.random_range(0..9) {
        // Under another key than the one it names.
        0 => {
            let other = SecretKey::generate(rng);
            (one(noise(rng)), other, Fate::SetAside)
        }
        // No change at all.
        1 => (one(noise(rng)), key, Fate::SetAside),
        // Somebody else's change under this signature.
        2 => {
            let other = actor(&rng.random(), rng);
            (one(change(other, 1)?), key, Fate::SetAside)
        }
        // A change under another name.
        3 => {
            let hash = rng.random();
            let renamed = ChangeBytes {
                hash,
                ..change(own, 1)?
            };
            (one(renamed), key, Fate::SetAside)
        }
        // A change that makes another kind of document of it.
        4 => (one(kind(own)?), key, Fate::SetAside),
        // A change that builds on one that nobody has.
        5 => (one(change(own, 2)?), key, Fate::HeldBack),
        6 | 7 => (Payload::Snapshot(short?), key, Fate::NotConfirmed),
        // A snapshot that can't be loaded.
        _ => {
            let snapshot = Snapshot {
                saved: noise(rng).bytes,
                heads: vec![vec![7; 32].into()],
                covers: Cursor::START,
            };
            (Payload::Snapshot(snapshot), key, Fate::SetAside)
        }
    })
}

fn noise(rng: &mut StdRng) -> ChangeBytes {
    let bytes: Vec<u8> = (0..60).map(|_| rng.random()).collect();
    let hash = rng.random();
    ChangeBytes {
        hash,
        bytes: bytes.into(),
    }
}

fn actor(device: &[u8; 16], rng: &mut StdRng) -> ActorId {
    let session: [u8; 8] = rng.random();
    ActorId::from([&device[..], &session[..]].concat())
}

/// One change that says often enough what kind of document it is that it wins over any other.
fn kind(actor: ActorId) -> Option<ChangeBytes> {
    let mut made = AutoCommit::new().with_actor(actor);
    for number in 0..500 {
        made.put(ROOT, "kind", number).ok()?;
    }
    made.commit();
    named(&made.get_changes(&[]).pop()?)
}

/// The last of so many changes by this actor, each built on the one before.
fn change(actor: ActorId, count: i64) -> Option<ChangeBytes> {
    let mut made = AutoCommit::new().with_actor(actor);
    for number in 0..count {
        made.put(ROOT, "kind", number).ok()?;
        made.commit();
    }
    named(&made.get_changes(&[]).pop()?)
}

fn named(last: &automerge::Change) -> Option<ChangeBytes> {
    Some(ChangeBytes {
        hash: last.hash().0,
        bytes: last.raw_bytes().to_vec().into(),
    })
}

async fn session(office: &Office, who: &Identity, team_id: TeamId) -> Result<String, String> {
    let device_id = who.device_id();
    let asked = encode(&ChallengeRequest { team_id, device_id });
    let ChallengeReply { challenge } = ask(office, "/v1/sessions/challenge", asked).await?;
    let message = session_message(&team_id, &device_id, &challenge);
    let asked = encode(&SessionRequest {
        team_id,
        device_id,
        challenge,
        signature: sign(Label::Session, who.signing(), &message),
    });
    let reply: SessionReply = ask(office, "/v1/sessions", asked).await?;
    Ok(data_encoding::HEXLOWER.encode(&reply.token))
}

async fn ask<T: for<'b> Decode<'b, ()>>(
    office: &Office,
    path: &str,
    body: Vec<u8>,
) -> Result<T, String> {
    let asked = Asked {
        method: Method::POST,
        path: path.to_owned(),
        token: None,
        body: Some(body),
    };
    let answered = office.answer(asked).await.ok_or("the server is closed")?;
    doorstep_wire::decode(&answered.body).map_err(fault)
}
