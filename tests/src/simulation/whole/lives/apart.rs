//! What is kept apart: two said at the same time who may open a household. What is written upon one of that reaches
//! those whom it names, and the paper, and nobody whom the other lets in (0046, What a key reaches).

use std::collections::{BTreeSet, HashMap, HashSet};

use doorstep_replica::chunk::Payload;
use doorstep_replica::document::steps_of;
use doorstep_wire::chunk::{ChunkKind, SealedChunk};
use doorstep_wire::id::{DeviceId, KeyId};

use super::keyring::Opener;
use super::sequence::Sequence;
use super::world::Life;

/// A chunk of a household of which two spoke at the same time, sealed with a key that is for some alone.
struct ForSome {
    given_to: BTreeSet<DeviceId>,
    steps: HashSet<String>,
}

/// Such chunks.
#[derive(Default)]
pub(super) struct Apart(Vec<ForSome>);

impl Apart {
    /// Whether one of these changes is in a chunk whose key this device was not given.
    pub(super) fn is_from(&self, device: &DeviceId, steps: &[String]) -> bool {
        let not_given = self.not_given_to(device);
        not_given
            .into_iter()
            .any(|one| steps.iter().any(|step| one.steps.contains(step)))
    }

    /// How many chunks there are whose key this device was not given.
    pub(super) fn count_for(&self, device: &DeviceId) -> u32 {
        u32::try_from(self.not_given_to(device).len()).unwrap_or(u32::MAX)
    }

    fn not_given_to(&self, device: &DeviceId) -> Vec<&ForSome> {
        let all = self.0.iter();
        all.filter(|one| !one.given_to.contains(device)).collect()
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
            if let Some(given_to) = given.get(&header.key_id) {
                apart.0.push(ForSome {
                    given_to: given_to.clone(),
                    steps: steps_in(&all, chunk),
                });
            }
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

fn steps_in(all: &Opener, chunk: &SealedChunk) -> HashSet<String> {
    match all.open(chunk) {
        Some(Payload::Changes(changes)) => steps_of(&changes).into_iter().collect(),
        _ => HashSet::new(),
    }
}
