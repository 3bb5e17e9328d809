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
use doorstep_wire::label::{Label, hash};
use doorstep_wire::roster::{Former, Roster};

use crate::store::StoreFault;
use crate::store::table::{blob, chunk, held_back, quarantine, snapshot, to_read};
use crate::unlocked::Unlocked;

/// Logs of a device that are accepted at once: an entry has to have room for their ends.
pub(crate) const MOST_LOGS: usize = 200;

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
    /// The device said that this is all.
    pub(crate) complete: bool,
    /// The number of the last item at the server.
    pub(crate) last: u64,
}

impl HandedOver {
    /// Takes apart what came.
    pub(crate) fn of(items: Vec<Vec<u8>>, device: &DeviceId, roster: &Roster) -> Self {
        let Some(former) = roster.former(device) else {
            return Self::default();
        };
        let mut sorted = Self::default();
        let mut logs: BTreeMap<LogId, BTreeMap<ChunkId, SealedChunk>> = BTreeMap::new();
        let mut heads: BTreeMap<BlobId, BlobHead> = BTreeMap::new();
        let mut parts: BTreeMap<BlobId, BTreeMap<u32, Vec<u8>>> = BTreeMap::new();
        for item in items {
            match decode(&item) {
                Ok(Item::Chunk { bytes }) => {
                    match own_chunk(bytes.into(), device, former, roster) {
                        Some(own) => {
                            let log = logs.entry(own.header().log_id).or_default();
                            log.insert(own.id(), own);
                        }
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
                Ok(Item::End { .. }) => sorted.complete = true,
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

    /// A log counts as far as each chunk names the one before it: on from where it ends now, and back from
    /// there, since what counts already may not be at the server as the team's yet.
    fn add_log(
        &mut self,
        log_id: LogId,
        mut chunks: BTreeMap<ChunkId, SealedChunk>,
        former: &Former,
    ) {
        let all = chunks.len();
        let end = former.ends.get(&log_id).copied();
        let mut counted = Vec::new();
        let mut before = end.map(|end| end.chunk_id);
        while let Some(chunk) = before.and_then(|id| chunks.remove(&id)) {
            before = Some(chunk.header().previous);
            counted.push(chunk);
        }
        counted.reverse();
        let (mut next, mut last) = end.map_or((0, ChunkId::ZERO), |end| {
            (end.log_seq.saturating_add(1), end.chunk_id)
        });
        let begins = next;
        let after: BTreeMap<(u64, ChunkId), ChunkId> = chunks
            .iter()
            .map(|(id, chunk)| ((chunk.header().log_seq, chunk.header().previous), *id))
            .collect();
        while let Some(chunk) = after.get(&(next, last)).and_then(|id| chunks.remove(id)) {
            (next, last) = (next.saturating_add(1), chunk.id());
            counted.push(chunk);
        }
        self.unfit += all.saturating_sub(counted.len());
        self.chunks.append(&mut counted);
        if next > begins {
            self.ends.push(LogEnd {
                log_id,
                log_seq: next.saturating_sub(1),
                chunk_id: last,
            });
        }
    }

    /// Leaves out what can't be opened or believed, and what follows it in its log.
    pub(crate) fn leave_out(&mut self, unreadable: &BTreeSet<ChunkId>, former: &Former) {
        let mut ended: BTreeSet<LogId> = BTreeSet::new();
        let before = self.chunks.len();
        self.chunks.retain(|chunk| {
            let header = chunk.header();
            let counts = former
                .ends
                .get(&header.log_id)
                .is_some_and(|end| header.log_seq <= end.log_seq);
            if !counts && unreadable.contains(&chunk.id()) {
                ended.insert(header.log_id);
            }
            counts || !ended.contains(&header.log_id)
        });
        self.unfit += before - self.chunks.len();
        let in_logs = self.chunks.iter().map(|chunk| {
            let header = chunk.header();
            (header.log_id, (header.log_seq, chunk.id()))
        });
        // Of each log the last one.
        let last: BTreeMap<LogId, (u64, ChunkId)> = in_logs.collect();
        self.ends.retain_mut(|end| {
            let Some(last) = last.get(&end.log_id) else {
                return false;
            };
            (end.log_seq, end.chunk_id) = *last;
            let now = former.ends.get(&end.log_id);
            now.is_none_or(|now| now.log_seq < end.log_seq)
        });
    }

    /// Leaves out what an entry has no room for: what other logs bring is accepted after these.
    pub(crate) fn as_much_as_is_accepted_at_once(&mut self, former: &Former) {
        let rest = self.ends.split_off(self.ends.len().min(MOST_LOGS));
        let rest: BTreeSet<LogId> = rest.into_iter().map(|end| end.log_id).collect();
        let before = self.chunks.len();
        self.chunks.retain(|chunk| {
            let header = chunk.header();
            let end = former.ends.get(&header.log_id);
            let counts = end.is_some_and(|end| header.log_seq <= end.log_seq);
            counts || !rest.contains(&header.log_id)
        });
        self.unfit += before - self.chunks.len();
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

    /// Names what is in it: whoever looked at this accepts this and no more.
    pub(crate) fn digest(&self) -> String {
        let mut names: Vec<u8> = Vec::new();
        for chunk in &self.chunks {
            names.extend(chunk.id().0);
        }
        for (head, _) in &self.blobs {
            names.extend(head.header().blob_id.0);
        }
        data_encoding::HEXLOWER.encode(&hash(Label::HandedOver, &[&names]))
    }
}

/// Signed by it, of no epoch that it was not in. Of what was erased its place is enough: what follows it in
/// its log goes on from there.
fn own_chunk(
    bytes: Vec<u8>,
    device: &DeviceId,
    former: &Former,
    roster: &Roster,
) -> Option<SealedChunk> {
    let chunk = SealedChunk::parse(bytes).ok()?;
    let header = chunk.header();
    let is_whole = !chunk.is_stub() || (chunk.is_erased() && roster.is_erased(&header.doc_id));
    let is_own = header.device_id == *device
        && header.team_id == roster.team_id()
        && header.epoch <= former.epoch
        && is_whole
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
        // Places of what was erased are nothing to look at.
        let late = late.iter().filter(|chunk| !chunk.is_erased());
        let late = late.map(|chunk| chunk.header().device_id);
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
        self.store.write(|tx| {
            for sealed in counted {
                if chunk::has(tx, sealed.id())? || chunk::other_is_at(tx, sealed)? {
                    continue;
                }
                if roster.is_erased(&sealed.header().doc_id) {
                    // Of what was erased its place is kept, and sent as that.
                    chunk::put_waiting(tx, &sealed.erased())?;
                    continue;
                }
                chunk::put_waiting(tx, sealed)?;
                if sealed.header().kind == ChunkKind::Receipt {
                    continue;
                }
                snapshot::put(tx, sealed, me)?;
                held_back::put(tx, sealed.id(), sealed.header().doc_id)?;
                to_read::add(tx, sealed.header().doc_id, now)?;
            }
            Ok::<(), StoreFault>(())
        })?;
        self.waiting_changed();
        for (head, parts) in &handed.blobs {
            let header = head.header();
            if self.is_erased(header.doc_id)? {
                continue;
            }
            self.read_arrived(header.doc_id)?;
            // Whoever can open the document looks who named it there; that device has signed it.
            if self.is_for_others(header.doc_id)? {
                self.keep_accepted(head, parts, now)?;
                continue;
            }
            // A photo is believed from whoever named it in the record.
            let named_by = self.blob_named_by(header.doc_id, header.blob_id);
            if matches!(named_by, Ok(Some(by)) if by == header.device_id) {
                self.keep_accepted(head, parts, now)?;
            }
        }
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
