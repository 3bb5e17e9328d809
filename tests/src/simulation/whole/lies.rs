//! A hostile server, or somebody between: answers that the server never gave.

use doorstep_device::Answered;
use doorstep_wire::id::EntryHash;
use doorstep_wire::membership::Entries;
use doorstep_wire::refusal::{Refusal, RefusalCode};
use doorstep_wire::sync::{Pushed, SyncReply};
use doorstep_wire::{decode, encode};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use rand::{RngExt, SeedableRng};

/// Makes a lie of an answer that leaves the order of chunks alone.
pub(super) fn lie(path: &str, answered: &mut Answered, luck: u64) {
    let mut rng = StdRng::seed_from_u64(luck);
    match rng.random_range(0..7) {
        0 => answered.body = (0..rng.random_range(0..90)).map(|_| rng.random()).collect(),
        1 => answered.body.truncate(answered.body.len() / 2),
        2 => {
            let code = RefusalCode::ALL.choose(&mut rng).copied();
            let code = code.unwrap_or(RefusalCode::NotFound);
            answered.status = code.status();
            answered.body = encode(&Refusal::new(code, "No."));
        }
        3 => answered.status = *[301, 404, 500].choose(&mut rng).unwrap_or(&500),
        _ if path.ends_with("/sync") => lie_about_the_team(answered, &mut rng),
        _ if path.contains("/membership") => lie_about_members(answered, &mut rng),
        _ => answered.body.reverse(),
    }
}

fn lie_about_the_team(answered: &mut Answered, rng: &mut StdRng) {
    let Ok(mut reply) = decode::<SyncReply>(&answered.body) else {
        return;
    };
    match rng.random_range(0..3) {
        0 => {
            for pushed in &mut reply.pushed {
                *pushed = Pushed::Stored { seq: rng.random() };
            }
        }
        1 => reply.more = !reply.more,
        _ => reply.membership_head = EntryHash(rng.random()),
    }
    answered.body = encode(&reply);
}

fn lie_about_members(answered: &mut Answered, rng: &mut StdRng) {
    let Ok(mut reply) = decode::<Entries>(&answered.body) else {
        return;
    };
    match rng.random_range(0..3) {
        0 => reply.entries.clear(),
        1 => reply.entries.push(vec![1; 200].into()),
        _ => {
            for entry in &mut reply.entries {
                let mut bytes = entry.to_vec();
                if let Some(last) = bytes.last_mut() {
                    *last ^= 1;
                }
                *entry = bytes.into();
            }
        }
    }
    answered.body = encode(&reply);
}

/// Gives chunks that are not the sequence: one left out, two in another order, one changed, or none
/// of them.
pub(super) fn splice(path: &str, answered: &mut Answered, luck: u64) {
    let mut rng = StdRng::seed_from_u64(luck);
    if !path.ends_with("/sync") {
        return;
    }
    let Ok(mut reply) = decode::<SyncReply>(&answered.body) else {
        return;
    };
    let count = reply.chunks.len();
    if count == 0 {
        return;
    }
    match rng.random_range(0..4) {
        0 => drop(reply.chunks.remove(rng.random_range(0..count))),
        1 => reply.chunks.shuffle(&mut rng),
        2 => {
            let at = rng.random_range(0..count);
            if let Some(chunk) = reply.chunks.get_mut(at) {
                *chunk = flipped(chunk, &mut rng).into();
            }
        }
        _ => reply.chunks.clear(),
    }
    answered.body = encode(&reply);
}

fn flipped(bytes: &[u8], rng: &mut StdRng) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let at = rng.random_range(0..bytes.len().max(1));
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1 << rng.random_range(0..8);
    }
    bytes
}
