//! What is kept apart: two said at the same time who may open a household. What is written upon one of that reaches
//! those whom it names, and the paper, and nobody whom the other lets in (0046, What a key reaches). Whoever reads both
//! and writes builds on both: those who were given but one of them have that too only once somebody says again who can
//! open it, as the page asks (0046, Left).

use std::collections::{BTreeSet, HashMap, HashSet};

use doorstep_replica::chunk::Payload;
use doorstep_replica::document::steps_of;
use doorstep_wire::chunk::{ChunkKind, SealedChunk};
use doorstep_wire::id::{DeviceId, KeyId};

use super::keyring::Opener;
use super::sequence::Sequence;
use super::world::Life;

/// A chunk of a household of which two spoke at the same time.
struct Content {
    /// To whom its key was given, if that is for some alone.
    given_to: Option<BTreeSet<DeviceId>>,
    steps: HashSet<String>,
    builds_on: HashSet<String>,
}

/// Such chunks.
#[derive(Default)]
pub(super) struct Apart(Vec<Content>);

impl Apart {
    /// Whether one of these changes is in a chunk that is kept apart from this device.
    pub(super) fn is_from(&self, device: &DeviceId, steps: &[String]) -> bool {
        let apart = self.apart_from(device);
        apart
            .into_iter()
            .any(|one| steps.iter().any(|step| one.steps.contains(step)))
    }

    /// How many chunks are kept apart from this device.
    pub(super) fn count_for(&self, device: &DeviceId) -> u32 {
        u32::try_from(self.apart_from(device).len()).unwrap_or(u32::MAX)
    }

    /// Those whose key this device was not given, and those that build on one of them.
    fn apart_from(&self, device: &DeviceId) -> Vec<&Content> {
        let is_given = |one: &&Content| {
            let given_to = one.given_to.as_ref();
            given_to.is_none_or(|given_to| given_to.contains(device))
        };
        let (mut given, mut apart): (Vec<&Content>, Vec<&Content>) =
            self.0.iter().partition(is_given);
        loop {
            let builds_on_apart = |one: &&Content| {
                let mut all = apart.iter();
                all.any(|other| !one.builds_on.is_disjoint(&other.steps))
            };
            let (more, left): (Vec<_>, Vec<_>) = given.into_iter().partition(builds_on_apart);
            if more.is_empty() {
                return apart;
            }
            apart.extend(more);
            given = left;
        }
    }
}

impl Life {
    /// What is kept apart from some. Of households of which nobody spoke at the same time as another, nothing is.
    pub(super) fn kept_apart(&self, server: &Sequence) -> Result<Apart, String> {
        let all = self.with_the_paper(server)?;
        let heard = self.heard(server)?;
        let given = given(server, &all);
        let mut apart = Apart::default();
        for (_, _, chunk) in &server.chunks {
            let header = chunk.header();
            let is_content = matches!(header.kind, ChunkKind::Changes | ChunkKind::Snapshot);
            if !is_content || !heard.spoke_at_once(&header.doc_id) {
                continue;
            }
            let (steps, builds_on) = steps_in(&all, chunk);
            apart.0.push(Content {
                given_to: given.get(&header.key_id).cloned(),
                steps,
                builds_on,
            });
        }
        Ok(apart)
    }
}

/// To which devices each key is handed that is for some alone.
fn given(server: &Sequence, all: &Opener) -> HashMap<KeyId, BTreeSet<DeviceId>> {
    let mut given: HashMap<KeyId, BTreeSet<DeviceId>> = HashMap::new();
    for (_, _, chunk) in &server.chunks {
        if let Some(Payload::Restricted(grant)) = all.open(chunk) {
            for key in &grant.keys {
                given.entry(key.key_id).or_default().extend(key.holders());
            }
        }
    }
    given
}

/// The changes in a chunk, and those that they build on.
fn steps_in(all: &Opener, chunk: &SealedChunk) -> (HashSet<String>, HashSet<String>) {
    let Some(Payload::Changes(changes)) = all.open(chunk) else {
        return (HashSet::new(), HashSet::new());
    };
    let decoded = changes.iter().filter_map(|change| {
        let decoded = automerge::Change::from_bytes(change.bytes.to_vec());
        decoded.ok()
    });
    let builds_on = decoded.flat_map(|change| {
        let deps = change.deps().iter().map(ToString::to_string);
        deps.collect::<Vec<_>>()
    });
    let builds_on = builds_on.collect();
    (steps_of(&changes).into_iter().collect(), builds_on)
}
