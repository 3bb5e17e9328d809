//! What somebody who wrote had heard of: who was removed, and who may not open a household.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use doorstep_replica::chunk::Payload;
use doorstep_replica::restricted::{self, Named, Standing, StatementRef};
use doorstep_wire::chunk::{ChunkHeader, ChunkKind};
use doorstep_wire::entry::EntryBody;
use doorstep_wire::id::{Chain, DeviceId, DocId, EntryHash};

use super::keyring::Opener;
use super::sequence::Sequence;

/// A statement at its place, and whether its writer knew all that stood before it.
struct Said {
    seq: u64,
    is: StatementRef,
    /// All that its writer knew, and what that was said upon.
    upon: BTreeSet<StatementRef>,
    named: Option<Vec<Named>>,
    follows: bool,
}

impl Said {
    /// Whether it lets this device open the document.
    fn names(&self, device: &DeviceId) -> bool {
        let Some(named) = &self.named else {
            return true;
        };
        named.iter().any(|person| person.devices.contains(device))
    }
}

/// What everybody who writes may have heard of.
pub(super) struct Heard<'a> {
    server: &'a Sequence,
    positions: HashMap<EntryHash, usize>,
    chains: BTreeMap<u64, Chain>,
    /// What was said of each document, in the order of the sequence.
    said: HashMap<DocId, Vec<Said>>,
    /// What all of it comes to.
    standings: HashMap<DocId, Standing>,
}

impl<'a> Heard<'a> {
    /// `all` has every key of the team.
    pub(super) fn of(server: &'a Sequence, all: &Opener) -> Self {
        let mut said: HashMap<DocId, Vec<Said>> = HashMap::new();
        let mut standings: HashMap<DocId, Standing> = HashMap::new();
        for (seq, _, chunk) in &server.chunks {
            if chunk.header().kind != ChunkKind::Grant {
                continue;
            }
            let Some(Payload::Restricted(grant)) = all.open(chunk) else {
                continue;
            };
            let Some(statement) = grant.said else {
                continue;
            };
            let (by, id) = (chunk.header().device_id, statement.id);
            let is = StatementRef { by, id };
            let before = said.entry(chunk.header().doc_id).or_default();
            // One that was sealed at another place as well says nothing new.
            if before.iter().any(|one| one.is == is) {
                continue;
            }
            let one = restricted::Said {
                by,
                epoch: chunk.header().epoch,
                statement: statement.clone(),
            };
            let standing = standings.entry(chunk.header().doc_id).or_default();
            standing.hear(&one, |device| server.roster.recovered_in(device));
            let mut upon: BTreeSet<StatementRef> = statement.upon.iter().copied().collect();
            for one in before.iter().rev() {
                if upon.contains(&one.is) {
                    upon.extend(&one.upon);
                }
            }
            before.push(Said {
                seq: *seq,
                follows: before.iter().all(|one| upon.contains(&one.is)),
                is,
                upon,
                named: statement.named,
            });
        }
        let chains = server.chunks.iter().map(|(seq, chain, _)| (*seq, *chain));
        Self {
            positions: server.positions(),
            chains: chains.collect(),
            said,
            standings,
            server,
        }
    }

    /// Where a device was removed.
    pub(super) fn removed_at(&self, device: &DeviceId) -> Option<usize> {
        self.server.log.iter().position(|entry| match &entry.body {
            EntryBody::Remove(remove) => remove.removed.iter().any(|gone| gone.device == *device),
            _ => false,
        })
    }

    /// Whether the writer had heard of that entry, and was in the team as far as it knew. One that hands over
    /// what it had seals it with the keys of its last day (0041).
    pub(super) fn knows(&self, header: &ChunkHeader, entry: usize) -> bool {
        let Some(known) = self.positions.get(&header.membership_head) else {
            return false;
        };
        let out = self.removed_at(&header.device_id);
        *known >= entry && out.is_none_or(|out| out > *known)
    }

    /// Whether the writer had heard that this device may not open the document: somebody who had heard all that
    /// was said before left it out, and nobody has named it or lifted all of it, then or later. What is said at the same
    /// time counts in more ways than this, and is not asked for here.
    pub(super) fn is_barred(&self, header: &ChunkHeader, device: &DeviceId) -> bool {
        if self.chains.get(&header.seen.seq) != Some(&header.seen.chain) {
            return false;
        }
        let Some(said) = self.said.get(&header.doc_id) else {
            return false;
        };
        let (mut barred, mut heard) = (false, false);
        for one in said {
            let names = one.names(device);
            if one.seq <= header.seen.seq {
                heard = !names && (heard || one.follows);
                barred = heard;
            } else {
                // Whoever is named later is given what was written before as well.
                barred &= !names;
            }
        }
        barred
    }

    /// Whether somebody said who may open a document without having heard of all that had been said before.
    pub(super) fn spoke_at_once(&self, document: &DocId) -> bool {
        let mut said = self.said.get(document).into_iter().flatten();
        said.any(|one| !one.follows)
    }

    /// Whether some statement names this device.
    pub(super) fn is_named(&self, document: DocId, device: &DeviceId) -> bool {
        let mut said = self.said.get(&document).into_iter().flatten();
        said.any(|one| one.named.is_some() && one.names(device))
    }

    /// Whether this device is named, after all that was said.
    pub(super) fn is_named_now(&self, document: DocId, device: &DeviceId) -> bool {
        let standing = self.standings.get(&document);
        standing.is_some_and(|standing| standing.openers.names(device))
    }

    /// Whether some statement leaves this device out.
    pub(super) fn is_left_out(&self, document: DocId, device: &DeviceId) -> bool {
        let mut said = self.said.get(&document).into_iter().flatten();
        said.any(|one| !one.names(device))
    }
}
