//! What a removed device has left at the server, as an admin's device takes it apart: the server vouches
//! for none of it.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_model::stale::Stale;
use doorstep_model::team::Role;
use doorstep_model::{Problem, ProblemCode, UnixMillis};
use doorstep_replica::chunk::OpenFault;
use doorstep_wire::blob::BlobHead;
use doorstep_wire::chunk::{ChunkKind, SealedChunk};
use doorstep_wire::decode;
use doorstep_wire::entry::LogEnd;
use doorstep_wire::handed_over::Item;
use doorstep_wire::id::{BlobId, ChunkId, DeviceId, DocId, LogId, TeamId};
use doorstep_wire::roster::{Former, Roster};

use crate::store::StoreFault;
use crate::store::table::{blob, chunk, held_back, quarantine, snapshot, to_read};
use crate::unlocked::Unlocked;

/// What of it is signed by that device and goes on where its logs end.
#[derive(Default)]
pub(crate) struct HandedOver {
    /// In the order of each log.
    pub(crate) chunks: Vec<SealedChunk>,
    /// Where its logs would end then; only those that go on.
    pub(crate) ends: Vec<LogEnd>,
    /// Whole photos and voice notes with their parts.
    pub(crate) blobs: Vec<(BlobHead, Vec<Vec<u8>>)>,
    /// What is none of that.
    pub(crate) unfit: usize,
}

impl HandedOver {
    /// Takes apart what came.
    pub(crate) fn of(items: Vec<Vec<u8>>, device: &DeviceId, roster: &Roster) -> Self {
        let Some(former) = roster.former(device) else {
            return Self::default();
        };
        let mut sorted = Self::default();
        let mut logs: BTreeMap<LogId, Vec<SealedChunk>> = BTreeMap::new();
        let mut heads: BTreeMap<BlobId, BlobHead> = BTreeMap::new();
        let mut parts: BTreeMap<BlobId, BTreeMap<u32, Vec<u8>>> = BTreeMap::new();
        for item in items {
            match decode(&item) {
                Ok(Item::Chunk { bytes }) => {
                    match own_chunk(bytes.into(), device, former, roster.team_id()) {
                        Some(own) => logs.entry(own.header().log_id).or_default().push(own),
                        None => sorted.unfit += 1,
                    }
                }
                Ok(Item::BlobHead { bytes }) => {
                    match own_head(bytes.into(), device, former, roster.team_id()) {
                        Some(own) => {
                            heads.insert(own.header().blob_id, own);
                        }
                        None => sorted.unfit += 1,
                    }
                }
                Ok(Item::BlobPart {
                    blob,
                    number,
                    sealed,
                }) => {
                    parts.entry(blob).or_default().insert(number, sealed.into());
                }
                Err(_) => sorted.unfit += 1,
            }
        }
        for (log, chunks) in logs {
            sorted.add_log(log, chunks, former);
        }
        for (id, head) in heads {
            let all = parts.remove(&id).unwrap_or_default();
            let is_whole = (0..head.header().part_count()).eq(all.keys().copied())
                && all
                    .iter()
                    .all(|(number, sealed)| head.is_part(*number, sealed));
            match is_whole {
                true => sorted.blobs.push((head, all.into_values().collect())),
                false => sorted.unfit += 1,
            }
        }
        sorted.unfit += parts.len();
        sorted
    }

    /// A log counts as far as each chunk names the one before it, from where it ends now.
    fn add_log(&mut self, log_id: LogId, mut chunks: Vec<SealedChunk>, former: &Former) {
        chunks.sort_by_key(|chunk| chunk.header().log_seq);
        let end = former.ends.get(&log_id).copied();
        let (mut next, mut last) = end.map_or((0, ChunkId::ZERO), |end| {
            (end.log_seq.saturating_add(1), end.chunk_id)
        });
        let begins = next;
        for chunk in chunks {
            let header = chunk.header();
            if header.log_seq < begins {
                // It counts already, and may not be at the server yet.
                self.chunks.push(chunk);
            } else if header.log_seq == next && header.previous == last {
                (next, last) = (header.log_seq.saturating_add(1), chunk.id());
                self.chunks.push(chunk);
            } else {
                self.unfit += 1;
            }
        }
        if next > begins {
            self.ends.push(LogEnd {
                log_id,
                log_seq: next.saturating_sub(1),
                chunk_id: last,
            });
        }
    }

    /// Its chunks by document, receipts left out.
    pub(crate) fn by_document(&self) -> BTreeMap<DocId, Vec<SealedChunk>> {
        let mut documents: BTreeMap<DocId, Vec<SealedChunk>> = BTreeMap::new();
        for chunk in &self.chunks {
            let header = chunk.header();
            if header.kind != ChunkKind::Receipt {
                documents
                    .entry(header.doc_id)
                    .or_default()
                    .push(chunk.clone());
            }
        }
        documents
    }
}

/// Signed by it, of no epoch that it was not in.
fn own_chunk(
    bytes: Vec<u8>,
    device: &DeviceId,
    former: &Former,
    team: TeamId,
) -> Option<SealedChunk> {
    let chunk = SealedChunk::parse(bytes).ok()?;
    let header = chunk.header();
    let is_own = header.device_id == *device
        && header.team_id == team
        && header.epoch <= former.epoch
        && !chunk.is_stub()
        && chunk.is_signed_by(&former.member.device.verifying);
    is_own.then_some(chunk)
}

fn own_head(bytes: Vec<u8>, device: &DeviceId, former: &Former, team: TeamId) -> Option<BlobHead> {
    let head = BlobHead::parse(bytes).ok()?;
    let header = head.header();
    let is_own = header.device_id == *device
        && header.team_id == team
        && header.epoch <= former.epoch
        && head.is_signed_by(&former.member.device.verifying);
    is_own.then_some(head)
}

impl Unlocked {
    /// What came through the team's log of devices that had been removed by then, and was set aside: a
    /// server that was set back took it.
    pub(crate) fn came_after_removal(&self) -> Result<Vec<SealedChunk>, Problem> {
        let roster = &self.membership()?.roster;
        let refused = self
            .store
            .read(|conn| quarantine::refused_for(conn, OpenFault::Removed.code()))?;
        let chunks = refused
            .into_iter()
            .filter_map(|(_, bytes)| SealedChunk::parse(bytes).ok());
        let by_former = |chunk: &SealedChunk| roster.former(&chunk.header().device_id).is_some();
        Ok(chunks.filter(by_former).collect())
    }

    /// Of which removed devices something waits for an admin; for others there is nothing to do.
    pub(crate) fn left_something(&self) -> Result<BTreeSet<DeviceId>, Problem> {
        if self.role()? != Role::Admin {
            return Ok(BTreeSet::new());
        }
        let late = self.came_after_removal()?;
        let late = late.iter().map(|chunk| chunk.header().device_id);
        let left = self.handed_over.iter().map(|waiting| waiting.device);
        Ok(left.chain(late).collect())
    }

    /// Nothing of it is offered again.
    ///
    /// # Errors
    /// What the store says.
    pub(crate) fn decline_handed_over(&mut self, device: DeviceId) -> Result<(), Problem> {
        let late = self.came_after_removal()?;
        self.store.write(|tx| {
            late.iter()
                .filter(|chunk| chunk.header().device_id == device)
                .try_for_each(|chunk| quarantine::decline(tx, chunk.id()))
        })?;
        self.handed_over.retain(|waiting| waiting.device != device);
        Ok(())
    }

    /// Takes in what counts by now, and has it sent: the chunks in their writer's name.
    ///
    /// # Errors
    /// What the store says; then nothing of it is here, but perhaps photos.
    pub(crate) fn take_in_handed_over(
        &mut self,
        handed: &HandedOver,
        now: UnixMillis,
    ) -> Result<(), Problem> {
        let roster = &self.membership()?.roster;
        // Another admin may have accepted less of it.
        let counted: Vec<&SealedChunk> = handed
            .chunks
            .iter()
            .filter(|chunk| roster.check_writer(chunk).is_ok())
            .collect();
        let me = self.identity.device_id();
        self.waiting_changed();
        for (head, parts) in &handed.blobs {
            self.keep_accepted(head, parts, now)?;
        }
        self.store.write(|tx| {
            for sealed in counted {
                if chunk::has(tx, sealed.id())? {
                    continue;
                }
                chunk::put_accepted(tx, sealed)?;
                if sealed.header().kind == ChunkKind::Receipt {
                    continue;
                }
                snapshot::put(tx, sealed, me)?;
                held_back::put(tx, sealed.id(), sealed.header().doc_id)?;
                to_read::add(tx, sealed.header().doc_id, now)?;
            }
            Ok::<(), StoreFault>(())
        })?;
        self.wants_exchange = true;
        self.stale(Stale::Sync);
        self.stale(Stale::Team);
        Ok(())
    }

    /// Whether anything of it is not at the server as the team's.
    pub(crate) fn handed_over_waits(&self, handed: &HandedOver) -> Result<bool, Problem> {
        Ok(self.store.read(|conn| {
            for sealed in &handed.chunks {
                if chunk::waits(conn, sealed.id())? {
                    return Ok::<_, StoreFault>(true);
                }
            }
            for (head, _) in &handed.blobs {
                let row = blob::get(conn, head.header().blob_id)?;
                if row.is_some_and(|row| !row.sent) {
                    return Ok(true);
                }
            }
            Ok(false)
        })?)
    }
}

/// What the server says is more than it may keep of one device, or never ends.
pub(crate) fn endless() -> Problem {
    Problem::with(ProblemCode::ServerNotTrue, "handed over")
}
