//! Many documents at once, as a new device has them: a few are worked out on the processor's other
//! cores while those before them are written, all of them in one transaction. Nobody holds the device
//! meanwhile but whoever writes, so a screen waits for one such transaction at most.
//!
//! Loading a document is most of the work, and nothing can be left out of it: automerge makes every
//! change of a saved document anew to see that it has the hashes that it claims.

use doorstep_model::{Problem, ProblemCode, UnixMillis};
use doorstep_wire::id::DocId;
use rusqlite::Connection;

use super::found::Found;
use super::read::parsed;
use super::work::Work;
use crate::Device;
use crate::platform;
use crate::store::StoreFault;
use crate::store::project::Words;
use crate::store::table::to_read::Next;
use crate::store::table::{document, held_back, to_read};
use crate::unlocked::Unlocked;

/// Documents and bytes of one slice, sealed and open together.
const DOCUMENTS: usize = 8;
const BYTES: usize = 512 * 1024;
/// Among so many of those that wait a slice is looked for.
const LOOKED_AT: u32 = 32;
/// Slices between two round trips.
const SLICES: usize = 8;
/// Others between two round trips.
const ONE_BY_ONE: usize = 16;

impl Device {
    /// Reads documents that are not here yet and that little waits for. Answers how many are to be read
    /// one by one now: none while there are more of these, unless some of them went wrong, which only
    /// shows whose fault that was when they are read by themselves.
    ///
    /// # Errors
    /// If the disk is full, or the device was locked.
    pub(super) fn read_ahead(&self) -> Result<usize, Problem> {
        let (mut after, mut found, mut all_well) = (0, Vec::new(), true);
        for slice in 0..=SLICES {
            let next = match slice {
                SLICES => Vec::new(),
                _ => self.with(|open, _| open.next_slice(&mut after))?,
            };
            if next.is_empty() && found.is_empty() && slice < SLICES {
                return Ok(ONE_BY_ONE);
            }
            let before = std::mem::take(&mut found);
            let write = || match before.is_empty() {
                true => Ok(true),
                false => self.with(|open, now| open.write_slice(before, now)),
            };
            let (done, written) = if next.iter().all(Work::may_go_beside) {
                platform::beside(next, Work::done, write)
            } else {
                let written = write();
                (next.into_iter().map(Work::done).collect(), written)
            };
            all_well &= written? && done.iter().all(Result::is_ok);
            found = done.into_iter().flatten().collect();
        }
        Ok(usize::from(!all_well))
    }
}

impl Unlocked {
    /// Work on the next documents after a number, which moves on.
    pub(super) fn next_slice(&mut self, after: &mut i64) -> Result<Vec<Work>, Problem> {
        let waiting = self
            .store
            .read(|conn| to_read::some(conn, *after, LOOKED_AT))?;
        let (mut slice, mut bytes) = (Vec::new(), 0);
        for Next { number, id, since } in waiting {
            if slice.len() == DOCUMENTS {
                break;
            }
            let page = self.store.read(|conn| {
                let is_here = document::is_here(conn, id)?;
                (!is_here).then(|| held_back::page(conn, id, 0)).transpose()
            })?;
            // One that is here is loaded first, and a long one is read page by page.
            let Some(page) = page.filter(|page| !page.more && page.bytes <= BYTES) else {
                *after = number;
                continue;
            };
            if bytes + page.bytes > BYTES {
                break;
            }
            bytes += page.bytes;
            *after = number;
            if let Ok(chunks) = parsed(page).collect::<Result<Vec<_>, _>>() {
                slice.push(self.work_on(id, since, chunks)?);
            }
        }
        Ok(slice)
    }

    /// Writes what was found, unless something happened to a document meanwhile: then it waits on. Answers
    /// whether it could be written; if not, none of it was.
    pub(super) fn write_slice(
        &mut self,
        found: Vec<Found>,
        now: UnixMillis,
    ) -> Result<bool, Problem> {
        let still = |found: &Found| {
            let chunks = found.waiting.len();
            self.store.read(|conn| is_as_it_was(conn, found.id, chunks))
        };
        let mut all = Vec::with_capacity(found.len());
        for found in found {
            if still(&found)? {
                all.push(found);
            }
        }
        let written = self.store.write(|tx| {
            let mut words = Words::default();
            for found in &all {
                found.write(tx, &mut words)?;
                to_read::done(tx, found.id)?;
            }
            words.write(tx)
        });
        match written.map_err(Problem::from) {
            Ok(()) => {}
            Err(problem) if problem.code == ProblemCode::DiskFull => return Err(problem),
            Err(_) => return Ok(false),
        }
        let count = all.len();
        for found in all {
            self.show(found);
        }
        self.have_read(count, now)?;
        Ok(true)
    }
}

/// Whether a document is not here still, and as many chunks wait for it: those can only become more,
/// or be read.
fn is_as_it_was(conn: &Connection, id: DocId, chunks: usize) -> Result<bool, StoreFault> {
    Ok(to_read::since(conn, id)?.is_some()
        && !document::is_here(conn, id)?
        && held_back::count(conn, id)? == chunks)
}
