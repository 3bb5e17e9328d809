//! Many documents at once, as a new device has them, or one that was away for long: a few are worked
//! out on the processor's other cores while those before them are written, all of them in one
//! transaction. Nobody holds the device meanwhile but whoever writes, so a screen waits for one such
//! transaction at most.
//!
//! Loading a document is most of the work, and nothing can be left out of it: automerge makes every
//! change of a saved document anew to see that it has the hashes that it claims.

use doorstep_model::{Problem, ProblemCode, UnixMillis};
use doorstep_wire::id::DocId;
use rusqlite::Connection;

use super::found::{Found, write_all};
use super::read::parsed;
use super::work::Work;
use crate::Device;
use crate::device::lock;
use crate::platform;
use crate::store::StoreFault;
use crate::store::table::to_read::Next;
use crate::store::table::{document, held_back, to_read};
use crate::unlocked::Unlocked;

/// Documents and bytes of one slice, sealed and open together.
const DOCUMENTS: usize = 8;
const BYTES: usize = 512 * 1024;
/// Among so many of those that wait a slice is looked for.
const LOOKED_AT: u32 = 32;
/// Slices between two round trips. A browser's worker answers screens on the thread that reads.
const SLICES: usize = if cfg!(target_arch = "wasm32") { 1 } else { 8 };
/// Others between two round trips, and while there are more of these.
const ONE_BY_ONE: usize = 16;
const PASSED_OVER: usize = 2;

impl Device {
    /// Reads documents that nobody looks at and that little waits for. Answers how many are to be read
    /// one by one now: those that these passed over are the first in the order, so that they wait no
    /// longer than before.
    ///
    /// # Errors
    /// If the disk is full, or the device was locked.
    pub(super) fn read_ahead(&self) -> Result<usize, Problem> {
        // Whoever locks the device waits until nothing of this is in memory any more.
        let _in_memory = lock(&self.reading_ahead);
        let (mut after, mut found) = (0, Vec::new());
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
                true => Ok(()),
                false => self.with(|open, now| open.write_slice(before, now)),
            };
            let (done, written) = if next.iter().all(Work::may_go_beside) {
                platform::beside(next, Work::done, write)
            } else {
                let written = write();
                (next.into_iter().map(Work::done).collect(), written)
            };
            written?;
            // What went wrong shows whose fault it was when it is read by itself.
            found = done.into_iter().flatten().collect();
        }
        Ok(PASSED_OVER)
    }
}

impl Unlocked {
    /// Work on the next documents after a number, which moves on. What goes wrong is passed over.
    pub(super) fn next_slice(&mut self, after: &mut i64) -> Result<Vec<Work>, Problem> {
        let waiting = self
            .store
            .read(|conn| to_read::some(conn, *after, LOOKED_AT))?;
        let (mut slice, mut bytes) = (Vec::new(), 0);
        for Next { number, id, since } in waiting {
            if slice.len() == DOCUMENTS {
                break;
            }
            let Some((work, its_bytes)) = self.small_work(id, since) else {
                *after = number;
                continue;
            };
            bytes += its_bytes;
            if bytes > BYTES {
                break;
            }
            *after = number;
            slice.push(work);
        }
        Ok(slice)
    }

    /// Work on a document that nobody looks at and that little waits for, if nothing is wrong with it. A
    /// long one is read page by page, and one that is on a screen by whoever holds the device. With how
    /// many bytes it has in memory.
    fn small_work(&mut self, id: DocId, since: UnixMillis) -> Option<(Work, usize)> {
        if self.documents.is_open(id) {
            return None;
        }
        // What is not for this device is passed over here, and done with one by one.
        let _is_mine = self.settle_grants(id).ok().filter(|mine| *mine)?;
        let bytes = self.store.read(|conn| document::bytes(conn, id)).ok()?;
        let left = BYTES.checked_sub(bytes)?;
        let page = self.store.read(|conn| held_back::page(conn, id, 0, left));
        let page = page.ok().filter(|page| !page.more && page.bytes <= left)?;
        let bytes = bytes + page.bytes;
        let chunks = parsed(page).collect::<Result<Vec<_>, _>>().ok()?;
        let work = self.work_on(id, since, chunks).ok()?;
        Some((work, bytes))
    }

    /// Writes what was found, unless something happened to a document meanwhile: then it waits on. If it
    /// can't be written, all of it does.
    pub(super) fn write_slice(
        &mut self,
        found: Vec<Found>,
        now: UnixMillis,
    ) -> Result<(), Problem> {
        let is_as_it_was = |found: &Found| {
            let still = self.store.read(|conn| still_waits(conn, found));
            found.version == self.waiting_version
                && !self.documents.is_open(found.id)
                && still.unwrap_or(false)
        };
        let all: Vec<Found> = found.into_iter().filter(is_as_it_was).collect();
        let read = all.iter().map(|found| (found, true));
        let written = self.store.write(|tx| write_all(tx, read));
        match written.map_err(Problem::from) {
            Ok(()) => {}
            Err(problem) if problem.code == ProblemCode::DiskFull => return Err(problem),
            Err(_) => return Ok(()),
        }
        let count = all.len();
        for found in all {
            self.show(found);
        }
        self.have_read(count, now)
    }
}

/// Whether nobody read it meanwhile, or changed it.
fn still_waits(conn: &Connection, found: &Found) -> Result<bool, StoreFault> {
    Ok(
        to_read::since(conn, found.id)?.is_some()
            && document::load(conn, found.id)? == found.stored,
    )
}
