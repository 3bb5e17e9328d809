//! Nobody reads what they may not: with every key that ever lay in their store and all that the server has,
//! a removed device, whoever is not named, and whoever has a former paper open nothing that was written by
//! somebody who had heard of it.

use std::collections::BTreeMap;

use doorstep_replica::Identity;
use doorstep_replica::crypto::key::SecretKey;
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_wire::chunk::{ChunkKind, SealedChunk};
use doorstep_wire::entry::EntryBody;
use doorstep_wire::id::DeviceId;

use super::heard::Heard;
use super::keyring::{Keyring, Opener};
use super::plant::Planted;
use super::sequence::Sequence;
use super::world::Life;
use crate::simulation::fault;

impl Life {
    /// All keys that ever lay in any store.
    pub(super) fn all_keys(&self) -> Keyring {
        let mut all = Keyring::default();
        for seat in &self.seats {
            all.add(&seat.ring);
            all.seed = seat.ring.seed;
        }
        all
    }

    /// What everybody who wrote may have heard of.
    pub(super) fn heard<'a>(&self, server: &'a Sequence) -> Result<Heard<'a>, String> {
        Ok(Heard::of(server, &self.all_opener(server)?))
    }

    /// Somebody who has every key that ever lay in any store.
    pub(super) fn all_opener(&self, server: &Sequence) -> Result<Opener, String> {
        opener(&self.all_keys(), server, &self.everything(server))
    }

    /// Somebody who has the paper in force besides.
    pub(super) fn with_the_paper(&self, server: &Sequence) -> Result<Opener, String> {
        let words = self
            .words_in_force()?
            .ok_or("nobody has the paper in force")?;
        let identity = Recovery::from_words(&words).map_err(fault)?.identity();
        let log = (&server.team, server.log.as_slice());
        let everything = self.everything(server);
        let now = server.chunks.iter().map(|(_, _, chunk)| chunk);
        let chunks = now.chain(everything.values());
        Ok(Opener::of((&identity, &self.all_keys()), log, chunks))
    }

    /// All chunks that the server has or ever had.
    pub(super) fn everything(&self, server: &Sequence) -> BTreeMap<[u8; 32], SealedChunk> {
        let now = server.chunks.iter().map(|(_, _, chunk)| chunk);
        let all = now.chain(self.ever.values());
        all.map(|chunk| (chunk.id().0, chunk.clone())).collect()
    }

    pub(super) fn nobody_reads_what_they_may_not(
        &mut self,
        server: &Sequence,
        heard: &Heard<'_>,
    ) -> Result<(), String> {
        let everything = self.everything(server);
        for (who, seat) in self.seats.iter().enumerate() {
            if seat.ring.is_empty() {
                continue;
            }
            let out = heard.removed_at(&seat.id);
            let mut ring = seat.ring.clone();
            let is_told = match self.planted {
                Some(Planted::RemovedIsToldKeys) => out.is_some(),
                Some(Planted::UnnamedIsToldKeys) => out.is_none(),
                _ => false,
            };
            if is_told {
                ring.add(&self.all_keys());
            }
            let theirs = opener(&ring, server, &everything)?;
            let by_words = server.roster.came_by_words(&seat.id);
            // One that came in by the paper and is in no log any more, since the server was restored to before:
            // whoever types the words opens what they open, and no more.
            let words = seat.words.as_ref().filter(|_| !by_words);
            let with_words = words
                .map(|words| {
                    let identity = Recovery::from_words(words).map_err(fault)?.identity();
                    let log = (&server.team, server.log.as_slice());
                    let of_epochs = ring.of_epochs();
                    let ring = (&identity, &of_epochs);
                    Ok::<_, String>(Opener::of(ring, log, everything.values()))
                })
                .transpose()?;
            for chunk in everything.values().filter(|chunk| !chunk.is_stub()) {
                let header = chunk.header();
                // What it wrote itself it has read.
                if header.device_id == seat.id {
                    continue;
                }
                let was_removed = out.is_some_and(|out| heard.knows(header, out));
                let is_content = matches!(header.kind, ChunkKind::Changes | ChunkKind::Snapshot);
                let is_unnamed = is_content && !by_words && heard.is_barred(header, &seat.id);
                let opens = theirs.opens(chunk);
                if !was_removed && !is_unnamed {
                    self.story.opened += usize::from(opens);
                    continue;
                }
                let by_their_words = with_words.as_ref().is_some_and(|words| words.opens(chunk));
                if !was_removed && by_their_words {
                    self.story.opened += usize::from(opens);
                    continue;
                }
                self.story.barred += 1;
                if opens {
                    let why = if was_removed {
                        "was removed"
                    } else {
                        "is not named"
                    };
                    return Err(format!(
                        "device {who}, which {why}, opens chunk {} ({:?}, seen {}) of {} that device {} \
                         wrote who had heard of it",
                        chunk.id(),
                        header.kind,
                        header.seen.seq,
                        header.doc_id,
                        self.number_of(&header.device_id)
                    ));
                }
            }
        }
        self.former_papers_open_nothing(server, heard, &everything)
    }

    fn number_of(&self, device: &DeviceId) -> usize {
        let seat = self.seats.iter().position(|seat| seat.id == *device);
        seat.unwrap_or(usize::MAX)
    }

    /// Words in whose place others came open nothing that was written by somebody who had heard of that.
    fn former_papers_open_nothing(
        &mut self,
        server: &Sequence,
        heard: &Heard<'_>,
        everything: &BTreeMap<[u8; 32], SealedChunk>,
    ) -> Result<(), String> {
        let papers = self.papers.all().clone();
        for words in papers {
            let words = Recovery::from_words(&words).map_err(fault)?;
            if words.public() == *server.roster.recovery() {
                continue;
            }
            // Words that were never in force open nothing at all.
            let mut ended = 0;
            for (at, entry) in server.log.iter().enumerate() {
                let came = match &entry.body {
                    EntryBody::Genesis(genesis) => genesis.recovery == words.public(),
                    body => body.new_recovery() == Some(&words.public()),
                };
                if came {
                    let rest = server.log.iter().enumerate().skip(at + 1);
                    let next = rest.filter(|(_, entry)| entry.body.new_recovery().is_some());
                    ended = next.map(|(at, _)| at).next().unwrap_or(at);
                }
            }
            let mut ring = Keyring::default();
            if self.planted == Some(Planted::FormerPaperIsToldKeys) {
                ring.add(&self.all_keys());
            }
            let identity = words.identity();
            let log = (&server.team, server.log.as_slice());
            let theirs = Opener::of((&identity, &ring), log, everything.values());
            for chunk in everything.values().filter(|chunk| !chunk.is_stub()) {
                if !heard.knows(chunk.header(), ended) {
                    self.story.opened += usize::from(theirs.opens(chunk));
                    continue;
                }
                self.story.barred += 1;
                if theirs.opens(chunk) {
                    return Err(format!(
                        "a former paper opens a chunk ({:?}) of {} that device {} wrote who had heard of others",
                        chunk.header().kind,
                        chunk.header().doc_id,
                        self.number_of(&chunk.header().device_id)
                    ));
                }
            }
        }
        Ok(())
    }
}

/// What somebody opens who has these keys.
pub(super) fn opener(
    ring: &Keyring,
    server: &Sequence,
    everything: &BTreeMap<[u8; 32], SealedChunk>,
) -> Result<Opener, String> {
    let seed = SecretKey::from_bytes(&ring.seed).ok_or("no identity")?;
    let identity = Identity::from_seed(seed);
    let log = (&server.team, server.log.as_slice());
    let now = server.chunks.iter().map(|(_, _, chunk)| chunk);
    Ok(Opener::of(
        (&identity, ring),
        log,
        now.chain(everything.values()),
    ))
}
