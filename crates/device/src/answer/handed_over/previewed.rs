//! What an admin is shown of what a removed device has left, and how much of it they can take in: what says who may
//! open a document waits for somebody who can, with what follows it in its log and nothing else.

use std::collections::BTreeSet;

use doorstep_model::{Problem, ProblemCode};
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::id::{ChunkId, DeviceId, DocId};
use doorstep_wire::roster::Former;

use super::count;
use crate::Device;
use crate::handed_over::HandedOver;
use crate::inbox::Preview;
use crate::store::table::chunk;
use crate::unlocked::Unlocked;

/// What can be read of what a device has left.
pub(super) struct Previewed {
    pub(super) handed: HandedOver,
    pub(super) previews: Vec<(DocId, Preview)>,
    /// How many parts are restricted to others, and taken in without a look.
    pub(super) unseen: u32,
    /// How many are, and stay where they are.
    pub(super) for_others: u32,
    /// Those of them that a device in the team is named for.
    pub(super) for_somebody: u32,
}

impl Device {
    /// What of it can be read, and what that would bring, document by document; a hold for each, so that
    /// screens get a turn. What is here already brings nothing.
    pub(super) fn previewed(
        &self,
        mut handed: HandedOver,
        device: DeviceId,
    ) -> Result<Previewed, Problem> {
        let (mut unseen_of, mut lost) = (BTreeSet::new(), BTreeSet::new());
        let (mut for_others, mut for_somebody) = (0_u32, 0_u32);
        for (id, chunks) in handed.by_document() {
            match self.with(|open, _| open.whose(id, chunks))? {
                Whose::Ours => {}
                Whose::Others {
                    new,
                    is_somebodys,
                    says,
                } => {
                    let count = count(new.len());
                    if is_somebodys {
                        for_somebody = for_somebody.saturating_add(count);
                    }
                    if !says {
                        unseen_of.insert(id);
                        continue;
                    }
                    for_others = for_others.saturating_add(count);
                    // Whoever can't open it sees nothing of it, whatever it is sealed with.
                    lost.extend(new);
                }
            }
        }
        self.with(|open, _| {
            handed.leave_out(&lost, open.former(&device)?);
            handed.as_much_as_is_accepted_at_once(open.former(&device)?);
            Ok(())
        })?;
        // What is left out with these holds nothing up that is shown here.
        let (mut previews, mut unreadable, mut unseen) = (Vec::new(), BTreeSet::new(), 0_u32);
        for (id, chunks) in handed.by_document() {
            let (found, lost) = self.with(|open, now| {
                let new = open.not_here(id, chunks)?;
                if unseen_of.contains(&id) {
                    unseen = unseen.saturating_add(count(new.len()));
                    return Ok((None, Vec::new()));
                }
                if new.is_empty() {
                    return Ok((None, Vec::new()));
                }
                open.preview(id, new, now)
            })?;
            unreadable.extend(lost);
            previews.extend(found.map(|found| (id, found)));
        }
        self.with(|open, _| {
            handed.leave_out(&unreadable, open.former(&device)?);
            Ok(Previewed {
                handed,
                previews,
                unseen,
                for_others,
                for_somebody,
            })
        })
    }
}

/// Who decides about what came of a document.
enum Whose {
    /// This admin: they can look at it.
    Ours,
    /// Others, who can open it.
    Others {
        new: Vec<ChunkId>,
        /// A device in the team is named.
        is_somebodys: bool,
        /// It says who that is, which goes through nobody's hands who can't look. Where it does not, it was for others
        /// already and is taken in as it is: whoever is named reads it, and what follows it in its log is not held up.
        says: bool,
    },
}

impl Unlocked {
    fn former(&self, device: &DeviceId) -> Result<&Former, Problem> {
        let former = self.membership()?.roster.former(device);
        former.ok_or_else(|| ProblemCode::NotHere.into())
    }

    /// Those of a document's chunks that are not here. Of what was erased none is read; its places count, so that
    /// what follows them does.
    fn not_here(
        &self,
        id: DocId,
        mut chunks: Vec<SealedChunk>,
    ) -> Result<Vec<SealedChunk>, Problem> {
        if self.is_erased(id)? {
            return Ok(Vec::new());
        }
        let here = self.store.read(|conn| {
            let here = chunks.iter().map(|one| chunk::has(conn, one.id()));
            here.collect::<Result<Vec<_>, _>>()
        })?;
        let mut here = here.into_iter();
        chunks.retain(|_| here.next() == Some(false));
        Ok(chunks)
    }

    /// Who decides about these. What stands here counts, and what that device said and had not sent; a part that
    /// nobody can open is for nobody.
    fn whose(&mut self, id: DocId, chunks: Vec<SealedChunk>) -> Result<Whose, Problem> {
        if self.is_erased(id)? {
            return Ok(Whose::Ours);
        }
        let _as_far_as_it_goes = self.read_arrived(id);
        let new = self.not_here(id, chunks)?;
        let standing = self.standing_with(id, &new)?;
        if self.is_for_me(&standing)? {
            return Ok(Whose::Ours);
        }
        Ok(Whose::Others {
            is_somebodys: self.is_for_somebody(&standing)?,
            says: !self.standing_of(id)?.is_restricted() || self.is_any_said(&new)?,
            new: new.iter().map(SealedChunk::id).collect(),
        })
    }

    /// Whether any of these chunks says who may open their document.
    fn is_any_said(&self, chunks: &[SealedChunk]) -> Result<bool, Problem> {
        for chunk in chunks {
            let grant = self.restricted_grant(chunk)?;
            if grant.is_some_and(|grant| grant.said.is_some()) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
