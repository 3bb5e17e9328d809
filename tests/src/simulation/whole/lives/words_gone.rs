//! What only words open that others have taken the place of: whoever had its keys was never there again after the
//! new words came into force, so that nobody gave these the keys. That is a true limit (0046, Left): nobody who
//! is left has a key, and words that are replaced are of no use to a team.
//!
//! It is none if no words at all open it: the paper is always in reach, so that whoever sealed it has to have
//! wrapped its key to the words in force then.
//!
//! And what only the words in force open of what was handed over: it waits for whoever comes with them.

use std::collections::HashSet;

use doorstep_replica::chunk::Payload;
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::document::steps_of;
use doorstep_replica::restricted::Statement;
use doorstep_wire::chunk::{ChunkKind, SealedChunk};
use doorstep_wire::id::{ChunkId, DeviceId, DocId};

use super::keyring::{Keyring, Opener};
use super::seat::Fate;
use super::sequence::Sequence;
use super::world::Life;
use crate::simulation::fault;

/// Changes and the chunks that they are in.
#[derive(Default)]
struct Content {
    steps: HashSet<String>,
    chunks: HashSet<ChunkId>,
}

impl Content {
    /// Whether all of these changes are among them.
    fn has(&self, steps: &[String]) -> bool {
        !steps.is_empty() && steps.iter().all(|step| self.steps.contains(step))
    }

    fn put(&mut self, chunk: ChunkId, opened: &Payload) {
        self.chunks.insert(chunk);
        match opened {
            Payload::Changes(changes) => self.steps.extend(steps_of(changes)),
            Payload::Snapshot(whole) => {
                let changes = whole.changes().unwrap_or_default();
                self.steps.extend(steps_of(&changes));
            }
            _ => {}
        }
    }
}

/// What no device opens that somebody has.
#[derive(Default)]
pub(super) struct WordsGone {
    /// Nobody can any more.
    gone: Content,
    /// Whoever comes with the paper in force can: a removed device handed it over, which had restricted it to itself
    /// and to people who are gone. It waits at the server.
    for_paper: Content,
}

impl WordsGone {
    /// Whether nobody can open these changes any more.
    pub(super) fn has(&self, steps: &[String]) -> bool {
        self.gone.has(steps)
    }

    /// Whether these wait for the paper.
    pub(super) fn is_for_paper(&self, steps: &[String]) -> bool {
        self.for_paper.has(steps)
    }

    /// Whether all content that a device handed over and nobody has taken in is among them: it stays until an admin
    /// declines it, and nobody in the team loses anything by that.
    pub(super) fn is_all_of(&self, device: &DeviceId, server: &Sequence) -> bool {
        let placed = server.chunks.iter().map(|(_, _, chunk)| chunk.id());
        let placed: HashSet<ChunkId> = placed.collect();
        let left = server.handed_over.iter().filter(|chunk| {
            let header = chunk.header();
            let is_content = matches!(header.kind, ChunkKind::Changes | ChunkKind::Snapshot);
            header.device_id == *device && is_content && !placed.contains(&chunk.id())
        });
        let mut left = left.map(SealedChunk::id).peekable();
        let is_known =
            |id: &ChunkId| self.gone.chunks.contains(id) || self.for_paper.chunks.contains(id);
        left.peek().is_some() && left.all(|id| is_known(&id))
    }

    /// How many chunks.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.gone.chunks.len()).unwrap_or(u32::MAX)
    }
}

impl Life {
    /// What went with words in whose place others came.
    pub(super) fn gone_with_words(&self, server: &Sequence) -> Result<WordsGone, String> {
        let mut gone = WordsGone::default();
        let in_force = server.roster.recovery();
        let papers = self.papers.all().clone();
        let (mut here, mut now, mut former) = (Vec::new(), Vec::new(), Vec::new());
        let log = (&server.team, server.log.as_slice());
        let mut everything = self.everything(server);
        let handed_over = server.handed_over.iter();
        everything.extend(handed_over.map(|chunk| (chunk.id().0, chunk.clone())));
        for words in papers {
            let words = Recovery::from_words(&words).map_err(fault)?;
            let identity = words.identity();
            // A log that a restored server lost had keys of its own.
            let ring = self.all_keys().of_epochs();
            let opener = Opener::of((&identity, &ring), log, everything.values());
            match words.public() == *in_force {
                true => now.push(opener),
                false => former.push(opener),
            }
        }
        for seat in self.seats.iter().filter(|seat| seat.fate == Fate::Here) {
            let device = &seat.device;
            if device.has_store() {
                let mut ring = Keyring::default();
                ring.take(&device.home, &device.key)?;
                here.push((seat.id, super::unread::opener(&ring, server, &everything)?));
            }
        }
        let placed = server.chunks.iter().map(|(_, _, chunk)| chunk);
        let places: HashSet<ChunkId> = placed.clone().map(SealedChunk::id).collect();
        let heard = self.heard(server)?;
        let said: Vec<(DocId, Statement)> = server
            .handed_over
            .iter()
            .filter_map(|chunk| {
                let mut opened = here.iter().filter_map(|(_, one)| one.open(chunk));
                match opened.next()? {
                    Payload::Restricted(grant) => Some((chunk.header().doc_id, grant.said?)),
                    _ => None,
                }
            })
            .collect();
        for chunk in placed.chain(&server.handed_over) {
            let header = chunk.header();
            let is_content = matches!(header.kind, ChunkKind::Changes | ChunkKind::Snapshot);
            if !is_content || chunk.is_stub() {
                continue;
            }
            let is_placed = places.contains(&chunk.id());
            // It came in by the paper, and two spoke at once: one named it, and what waits does not.
            let is_left_out = |device: &DeviceId| {
                let mut said = said.iter().filter(|(about, _)| *about == header.doc_id);
                !is_placed
                    && server.roster.came_by_words(device)
                    && heard.is_named(header.doc_id, device)
                    && said.all(|(_, one)| !names(one, device))
            };
            let mut opens = here.iter().filter(|(_, one)| one.opens(chunk));
            if opens.any(|(device, _)| !is_left_out(device)) {
                continue;
            }
            if let Some(opened) = now.iter().find_map(|one| one.open(chunk)) {
                if !is_placed {
                    gone.for_paper.put(chunk.id(), &opened);
                }
                continue;
            }
            if let Some(opened) = former.iter().find_map(|one| one.open(chunk)) {
                gone.gone.put(chunk.id(), &opened);
            }
        }
        Ok(gone)
    }
}

fn names(statement: &Statement, device: &DeviceId) -> bool {
    let Some(named) = &statement.named else {
        return true;
    };
    named.iter().any(|person| person.devices.contains(device))
}
