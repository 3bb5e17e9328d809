//! The server as the protocol describes it, in memory: a membership log, a sequence, a chain.

use std::collections::{HashMap, HashSet};

use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::cursor::Cursor;
use doorstep_wire::entry::Entry;
use doorstep_wire::id::{Chain, ChunkId, DeviceId, LogId};
use doorstep_wire::membership::Entries;
use doorstep_wire::refusal::RefusalCode;
use doorstep_wire::roster::Roster;
use doorstep_wire::sync::{Pushed, SyncReply, SyncRequest};
use doorstep_wire::{decode, encode};

use super::{Planted, fault};

/// What a device asks; bodies are CBOR, as over HTTP.
#[derive(Debug, Clone)]
pub(super) enum Ask {
    Session,
    Entries { from: u64 },
    Sync(Vec<u8>),
}

/// What the server answers.
#[derive(Debug, Clone)]
pub(super) enum Answer {
    Session,
    Entries(Vec<u8>),
    Sync(Vec<u8>),
    Refused(RefusalCode),
}

struct Kept {
    id: ChunkId,
    chain: Chain,
    bytes: Vec<u8>,
}

/// One team's server. Each request is one transaction.
pub(super) struct SimServer {
    entries: Vec<Vec<u8>>,
    roster: Roster,
    log: Vec<Kept>,
    known: HashMap<ChunkId, u64>,
    ends: HashMap<(DeviceId, LogId), (u64, ChunkId)>,
    planted: Option<Planted>,
    answers: u64,
}

/// Entries in one reply: few, so that a device has to ask again.
const ENTRIES_AT_ONCE: usize = 3;

impl SimServer {
    pub(super) fn new(genesis: &Entry, planted: Option<Planted>) -> Result<Self, String> {
        Ok(Self {
            entries: vec![genesis.bytes().to_vec()],
            roster: Roster::begin(genesis).map_err(fault)?,
            log: Vec::new(),
            known: HashMap::new(),
            ends: HashMap::new(),
            planted,
            answers: 0,
        })
    }

    /// One more entry of the membership log; an admin appends while it has a connection.
    pub(super) fn append(&mut self, entry: &Entry) -> Result<(), String> {
        self.roster.append(entry).map_err(fault)?;
        self.entries.push(entry.bytes().to_vec());
        Ok(())
    }

    pub(super) fn membership_log(&self) -> &[Vec<u8>] {
        &self.entries
    }

    /// After everything it holds.
    pub(super) fn head(&self) -> Cursor {
        let seq = u64::try_from(self.log.len()).unwrap_or(u64::MAX);
        self.log.last().map_or(Cursor::START, |last| Cursor {
            seq,
            chain: last.chain,
        })
    }

    /// Whether the chunk has this place.
    pub(super) fn holds(&self, id: ChunkId, seq: u64) -> bool {
        let at = usize::try_from(seq).ok().and_then(|seq| seq.checked_sub(1));
        at.and_then(|at| self.log.get(at))
            .is_some_and(|kept| kept.id == id)
    }

    pub(super) fn answer(&mut self, who: DeviceId, ask: &Ask) -> Answer {
        self.answers += 1;
        match ask {
            Ask::Session => Answer::Session,
            Ask::Entries { from } => Answer::Entries(self.entries_from(*from)),
            Ask::Sync(body) => match self.sync(who, body) {
                Ok(reply) => Answer::Sync(reply),
                Err(code) => Answer::Refused(code),
            },
        }
    }

    fn entries_from(&self, from: u64) -> Vec<u8> {
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        let rest = self.entries.get(from..).unwrap_or_default();
        let entries = rest
            .iter()
            .take(ENTRIES_AT_ONCE)
            .map(|bytes| bytes.clone().into());
        encode(&Entries {
            entries: entries.collect(),
            more: rest.len() > ENTRIES_AT_ONCE,
            head: self.roster.head(),
        })
    }

    fn sync(&mut self, who: DeviceId, body: &[u8]) -> Result<Vec<u8>, RefusalCode> {
        let request: SyncRequest = decode(body).map_err(|_| RefusalCode::Malformed)?;
        let member = self.roster.member(&who).ok_or(RefusalCode::NotMember)?;
        self.check_chain(request.cursor)?;
        let mut push = Vec::new();
        for bytes in &request.push {
            let chunk = SealedChunk::parse(bytes.to_vec()).map_err(|_| RefusalCode::BadChunk)?;
            if chunk.header().device_id != who || !chunk.is_signed_by(&member.device.verifying) {
                return Err(RefusalCode::BadSignature);
            }
            push.push(chunk);
        }
        self.check_logs(&push)?;
        let pushed: Vec<Pushed> = push
            .iter()
            .map(|chunk| Pushed::Stored {
                seq: self.store(chunk),
            })
            .collect();
        let ids: HashSet<ChunkId> = push.iter().map(SealedChunk::id).collect();
        Ok(encode(&self.read_on(&request, pushed, &ids)))
    }

    fn check_chain(&self, cursor: Cursor) -> Result<(), RefusalCode> {
        let here = match usize::try_from(cursor.seq)
            .ok()
            .and_then(|seq| seq.checked_sub(1))
        {
            None => Some(Chain::ZERO),
            Some(at) => self.log.get(at).map(|kept| kept.chain),
        };
        if here == Some(cursor.chain) {
            Ok(())
        } else {
            Err(RefusalCode::ChainDiffers)
        }
    }

    /// A log goes on from its last chunk and from no other; checked before anything is kept.
    fn check_logs(&self, push: &[SealedChunk]) -> Result<(), RefusalCode> {
        let mut ends = HashMap::new();
        for chunk in push
            .iter()
            .filter(|chunk| !self.known.contains_key(&chunk.id()))
        {
            let header = chunk.header();
            let log = (header.device_id, header.log_id);
            let end = ends
                .get(&log)
                .or(self.ends.get(&log))
                .copied()
                .unwrap_or((0, ChunkId::ZERO));
            if end != (header.log_seq, header.previous) {
                return Err(RefusalCode::LogForked);
            }
            ends.insert(log, (header.log_seq + 1, chunk.id()));
        }
        Ok(())
    }

    /// The chunk's place, new or from an earlier request.
    fn store(&mut self, chunk: &SealedChunk) -> u64 {
        if let Some(seq) = self.known.get(&chunk.id()) {
            return *seq;
        }
        let header = chunk.header();
        self.ends.insert(
            (header.device_id, header.log_id),
            (header.log_seq + 1, chunk.id()),
        );
        let after = self.head().after(&chunk.id());
        self.known.insert(chunk.id(), after.seq);
        let forgets = self.planted == Some(Planted::ServerKeepsNothing);
        if !(forgets && self.answers.is_multiple_of(7)) {
            let bytes = chunk.bytes().to_vec();
            self.log.push(Kept {
                id: chunk.id(),
                chain: after.chain,
                bytes,
            });
        }
        after.seq
    }

    /// What lies after the cursor; what this very request pushed comes back as its id alone.
    fn read_on(
        &self,
        request: &SyncRequest,
        pushed: Vec<Pushed>,
        ids: &HashSet<ChunkId>,
    ) -> SyncReply {
        let skip = usize::try_from(request.cursor.seq).unwrap_or(usize::MAX);
        let mut left = usize::try_from(request.max_bytes).unwrap_or(usize::MAX);
        let (mut chunks, mut cursor) = (Vec::new(), request.cursor);
        for kept in self.log.iter().skip(skip) {
            let bytes = if ids.contains(&kept.id) {
                kept.id.0.to_vec()
            } else {
                kept.bytes.clone()
            };
            if !chunks.is_empty() && bytes.len() > left {
                break;
            }
            left = left.saturating_sub(bytes.len());
            cursor = cursor.after(&kept.id);
            chunks.push(bytes.into());
        }
        if self.planted == Some(Planted::ServerLeavesOut) && self.answers.is_multiple_of(7) {
            chunks.pop();
        }
        let more = cursor.seq < self.head().seq;
        SyncReply {
            pushed,
            chunks,
            cursor,
            more,
            membership_head: self.roster.head(),
            left: None,
            handed_over: None,
        }
    }
}
