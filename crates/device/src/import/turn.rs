//! Which import is at work: only the newest, and only until somebody stops it.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use crate::platform::monotonic_ms;

/// What is known of imports while the device runs; what lasts is in the store.
#[derive(Default)]
pub(crate) struct Imports {
    newest: AtomicU64,
    /// The turn that is at work; 0 if none is.
    at_work: AtomicU64,
    /// How far the file is read, in thousandths.
    read: AtomicU32,
    /// When screens were last told, by the monotonic clock.
    told_ms: AtomicU64,
}

/// Screens ask again this often at most, in milliseconds.
const TOLD_EVERY_MS: u64 = 100;

impl Imports {
    /// Begins a turn; the one before ends.
    pub(crate) fn begin(&self) -> Turn<'_> {
        let number = self.newest.fetch_add(1, Ordering::SeqCst) + 1;
        self.at_work.store(number, Ordering::SeqCst);
        self.read.store(0, Ordering::SeqCst);
        Turn {
            imports: self,
            number,
        }
    }

    /// Ends the turn that is at work.
    pub(crate) fn stop(&self) {
        self.newest.fetch_add(1, Ordering::SeqCst);
        self.at_work.store(0, Ordering::SeqCst);
    }

    pub(crate) fn is_at_work(&self) -> bool {
        self.at_work.load(Ordering::SeqCst) != 0
    }

    /// Whether screens are to be told how far it is; not of each of many slices.
    pub(crate) fn are_to_be_told(&self) -> bool {
        let now = monotonic_ms();
        let last = self.told_ms.load(Ordering::SeqCst);
        let due = now.saturating_sub(last) >= TOLD_EVERY_MS;
        if due {
            self.told_ms.store(now, Ordering::SeqCst);
        }
        due
    }

    /// How far the file is read, in thousandths.
    pub(crate) fn read_so_far(&self) -> u32 {
        self.read.load(Ordering::SeqCst)
    }
}

/// A dry run or an import at work.
pub(crate) struct Turn<'a> {
    imports: &'a Imports,
    number: u64,
}

impl Turn<'_> {
    /// Whether it is to go on. Asked with the store in hand, nothing is written after a stop.
    pub(crate) fn goes_on(&self) -> bool {
        self.imports.newest.load(Ordering::SeqCst) == self.number
    }

    /// Says how far the file is read.
    pub(crate) fn has_read(&self, bytes: u64, of: u64) {
        let thousandths = bytes.saturating_mul(1_000) / of.max(1);
        let thousandths = u32::try_from(thousandths.min(1_000)).unwrap_or(1_000);
        self.imports.read.store(thousandths, Ordering::SeqCst);
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let at_work = &self.imports.at_work;
        let _another_is =
            at_work.compare_exchange(self.number, 0, Ordering::SeqCst, Ordering::SeqCst);
    }
}
