//! Bodies that two confirmed snapshots hold go after a while; their stubs keep sequence, chain and the
//! devices' logs.

use std::collections::HashMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use doorstep_wire::chunk::ChunkKind;
use doorstep_wire::id::{DocId, TeamId};

use crate::storage::{DropTimes, Storage, StorageFault};

/// How often a running server looks; each time it may read the beginnings of all chunks of a team.
const EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dropped {
    /// Bodies that went.
    pub bodies: u64,
    /// Bytes that are free now.
    pub bytes: u64,
}

/// Looks now and then, for as long as this is awaited.
pub(crate) async fn now_and_then<S: Storage>(storage: S, grace: Duration) {
    let mut turns = tokio::time::interval(EVERY);
    loop {
        turns.tick().await;
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = since_1970.map_or(0, |since| since.as_secs());
        match drop_covered(&storage, now, grace).await {
            Ok(Dropped { bodies: 0, .. }) => {}
            Ok(Dropped { bodies, bytes }) => {
                tracing::info!(bodies, bytes, "bodies that snapshots hold are dropped");
            }
            Err(fault) => tracing::warn!(%fault, "bodies that snapshots hold could not be dropped"),
        }
    }
}

/// Drops every body that two snapshots hold, if both were known as confirmed for the time of grace.
/// `now` is in seconds since 1970.
///
/// # Errors
/// [`StorageFault`]; what is gone by then is gone rightly, and the rest goes the next time.
pub async fn drop_covered<S: Storage>(
    storage: &S,
    now: u64,
    grace: Duration,
) -> Result<Dropped, StorageFault> {
    let times = DropTimes {
        now,
        confirmed_before: now.saturating_sub(grace.as_secs()),
    };
    let mut dropped = Dropped::default();
    loop {
        let due = storage.snapshots_due(times).await?;
        if due.is_empty() {
            return Ok(dropped);
        }
        let mut teams: HashMap<TeamId, HashMap<DocId, u64>> = HashMap::new();
        for one in &due {
            let documents = teams.entry(one.team).or_default();
            let covers = documents.entry(one.document).or_default();
            *covers = one.covers.max(*covers);
        }
        for (team, covered) in &teams {
            let more = drop_of_team(storage, *team, covered).await?;
            dropped.bodies += more.bodies;
            dropped.bytes += more.bytes;
        }
        storage.bodies_dropped(due).await?;
    }
}

async fn drop_of_team<S: Storage>(
    storage: &S,
    team: TeamId,
    covered: &HashMap<DocId, u64>,
) -> Result<Dropped, StorageFault> {
    let up_to = covered.values().copied().max().unwrap_or_default();
    let (mut after, mut dropped) = (0, Dropped::default());
    loop {
        let heads = storage.heads_between(team, after, up_to).await?;
        let Some((last, _)) = heads.last() else {
            return Ok(dropped);
        };
        after = *last;
        let goes = |(seq, head): &(u64, Vec<u8>)| {
            let document = body_of(head)?;
            let covers = covered.get(&document)?;
            (seq <= covers).then_some(*seq)
        };
        let places: Vec<u64> = heads.iter().filter_map(goes).collect();
        if !places.is_empty() {
            dropped.bodies += u64::try_from(places.len()).unwrap_or_default();
            dropped.bytes += storage.drop_bodies(team, places).await?;
        }
    }
}

/// The document of a chunk whose body can go at all, from how it begins: suite (1), kind (1), team (32),
/// document (16). Keys are in no snapshot, and receipts are about no document.
fn body_of(head: &[u8]) -> Option<DocId> {
    let (suite, kind) = (head.first()?, head.get(1)?);
    let is_content = *kind == ChunkKind::Changes as u8 || *kind == ChunkKind::Snapshot as u8;
    if *suite != doorstep_wire::SUITE || !is_content {
        return None;
    }
    head.get(34..)?.first_chunk().map(|id| DocId(*id))
}
