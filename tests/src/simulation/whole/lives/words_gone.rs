//! What only words open that others have taken the place of: whoever had its keys was never there again after the
//! new words came into force, so that nobody gave these the keys. That is a true limit (0046, Left): nobody who
//! is left has a key, and words that are replaced are of no use to a team.
//!
//! It is none if no words at all open it: the paper is always in reach, so that whoever sealed it has to have
//! wrapped its key to the words in force then.

use std::collections::HashSet;

use doorstep_replica::chunk::Payload;
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::document::steps_of;
use doorstep_wire::chunk::ChunkKind;
use doorstep_wire::id::{ChunkId, DeviceId};

use super::keyring::{Keyring, Opener};
use super::seat::Fate;
use super::sequence::Sequence;
use super::world::Life;
use crate::simulation::fault;

/// Changes and chunks that nobody can open any more.
#[derive(Default)]
pub(super) struct WordsGone {
    steps: HashSet<String>,
    chunks: HashSet<ChunkId>,
}

impl WordsGone {
    /// Whether all of these changes are among them.
    pub(super) fn has(&self, steps: &[String]) -> bool {
        !steps.is_empty() && steps.iter().all(|step| self.steps.contains(step))
    }

    /// Whether all content that a device handed over and nobody has taken in is among them: it stays until an admin
    /// declines it, and nobody loses anything by that.
    pub(super) fn is_all_of(&self, device: &DeviceId, server: &Sequence) -> bool {
        let placed = server.chunks.iter().map(|(_, _, chunk)| chunk.id());
        let placed: HashSet<ChunkId> = placed.collect();
        let left = server.handed_over.iter().filter(|chunk| {
            let header = chunk.header();
            let is_content = matches!(header.kind, ChunkKind::Changes | ChunkKind::Snapshot);
            header.device_id == *device && is_content && !placed.contains(&chunk.id())
        });
        let mut left = left.peekable();
        left.peek().is_some() && left.all(|chunk| self.chunks.contains(&chunk.id()))
    }

    /// How many chunks.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.chunks.len()).unwrap_or(u32::MAX)
    }
}

impl Life {
    /// What went with words in whose place others came.
    pub(super) fn gone_with_words(&self, server: &Sequence) -> Result<WordsGone, String> {
        let mut gone = WordsGone::default();
        let in_force = server.roster.recovery();
        let papers = self.papers.all().clone();
        let (mut now, mut former) = (Vec::new(), Vec::new());
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
                now.push(super::unread::opener(&ring, server, &everything)?);
            }
        }
        let placed = server.chunks.iter().map(|(_, _, chunk)| chunk);
        for chunk in placed.chain(&server.handed_over) {
            let header = chunk.header();
            let is_content = matches!(header.kind, ChunkKind::Changes | ChunkKind::Snapshot);
            if !is_content || chunk.is_stub() || now.iter().any(|one| one.opens(chunk)) {
                continue;
            }
            let Some(opened) = former.iter().find_map(|one| one.open(chunk)) else {
                continue;
            };
            gone.chunks.insert(chunk.id());
            match opened {
                Payload::Changes(changes) => gone.steps.extend(steps_of(&changes)),
                Payload::Snapshot(whole) => {
                    let changes = whole.changes().unwrap_or_default();
                    gone.steps.extend(steps_of(&changes));
                }
                _ => {}
            }
        }
        Ok(gone)
    }
}
