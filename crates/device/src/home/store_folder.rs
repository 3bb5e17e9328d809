//! One store with its slots: made, opened, put away.

use doorstep_model::{Problem, ProblemCode, UnixMillis};
use doorstep_replica::crypto::key::SecretKey;
use doorstep_replica::crypto::recovery::Recovery;
use doorstep_wire::device::DevicePublic;

use super::tries::Tries;
use crate::platform::{Files, Held};
use crate::random::Randomness;
use crate::slots::{MAX_SLOT_FILE, Passphrase, SlotFault, Slots, parse};
use crate::store::{Store, StoreFault, prepare};

const DATABASE: &str = "store.db";
const BLOBS: &str = "blobs";
const SLOTS: [&str; 2] = ["slots-a", "slots-b"];
/// Is there until a new store has everything that it needs to be opened again.
const UNFINISHED: &str = "unfinished";

/// A folder with one store.
#[derive(Clone)]
pub(crate) struct StoreFolder {
    pub(super) files: Files,
}

impl StoreFolder {
    pub(super) fn new(files: Files) -> Self {
        Self { files }
    }

    /// Whether a store is here. One whose making was cut off has never held anything: it is
    /// cleared away.
    pub(crate) fn exists(&self) -> Result<bool, Problem> {
        if self.files.exists(UNFINISHED) {
            // Somebody may be making it at this moment.
            let held = self.files.hold().is_ok();
            if held {
                self.remove()?;
            }
            return Ok(false);
        }
        Ok(self.files.exists(DATABASE) || SLOTS.iter().any(|name| self.files.exists(name)))
    }

    /// A new store with a new key. It counts as made once [`StoreFolder::finish`] was called.
    pub(crate) fn create(
        &self,
        passphrase: &Passphrase,
        recovery: Option<&SecretKey>,
        random: &mut Randomness,
    ) -> Result<Store, Problem> {
        self.make(random, |key| Slots::for_key(key, passphrase, recovery))
    }

    /// A new store that opens without a passphrase, for practice.
    pub(crate) fn create_in_clear(&self) -> Result<Store, Problem> {
        self.make(&mut Randomness::System, Slots::in_clear)
    }

    fn make(
        &self,
        random: &mut Randomness,
        slots: impl FnOnce(&SecretKey) -> Slots,
    ) -> Result<Store, Problem> {
        if self.exists()? {
            return Err(ProblemCode::TeamExists.into());
        }
        let held = self.files.hold()?;
        let made = self
            .files
            .replace(UNFINISHED, b"")
            .map_err(StoreFault::from);
        made?;
        let key = SecretKey::generate(random);
        self.write_slots(&slots(&key))?;
        self.connect(&key, held, true)
    }

    /// Says that the store has all it needs.
    pub(crate) fn finish(&self) -> Result<(), Problem> {
        Ok(self.files.remove(UNFINISHED).map_err(StoreFault::from)?)
    }

    /// Seconds until a passphrase may be tried again.
    pub(crate) fn wait_seconds(&self, now: UnixMillis) -> Result<u32, Problem> {
        Ok(Tries::read(&self.files, now)?.wait_seconds(now))
    }

    /// Opens with a passphrase; wrong ones make the next try wait, across restarts.
    pub(crate) fn open(&self, passphrase: &Passphrase, now: UnixMillis) -> Result<Store, Problem> {
        let slots = self.slots()?;
        let key = self.tried(&slots, passphrase, now)?;
        let store = self.connect(&key, self.files.hold()?, false)?;
        self.even_out(&slots);
        Ok(store)
    }

    /// Gives the open store another passphrase; a wrong one is counted as when unlocking. The store's key
    /// stays. As soon as one copy of the slots has the new one, it alone counts.
    pub(crate) fn change_passphrase(
        &self,
        passphrase: &Passphrase,
        new: &Passphrase,
        now: UnixMillis,
    ) -> Result<(), Problem> {
        let slots = self.slots()?;
        let key = self.tried(&slots, passphrase, now)?;
        // The new one is typed once before anything opens without it.
        self.remove_keychain_slot().map_err(StoreFault::from)?;
        self.change_slots(&slots.with_passphrase(&key, new))
    }

    /// The store's key, if it is the passphrase and none has to be waited for.
    fn tried(
        &self,
        slots: &Slots,
        passphrase: &Passphrase,
        now: UnixMillis,
    ) -> Result<SecretKey, Problem> {
        let tries = Tries::read(&self.files, now)?;
        match tries.wait_seconds(now) {
            0 => {}
            wait => return Err(Problem::with(ProblemCode::WaitBeforeRetry, wait)),
        }
        let Ok(key) = slots.open(passphrase) else {
            tries.one_more(&self.files, now)?;
            return Err(ProblemCode::WrongPassphrase.into());
        };
        Tries::forget(&self.files)?;
        Ok(key)
    }

    /// Opens with the store's own key.
    pub(crate) fn open_with_key(&self, key: &SecretKey) -> Result<Store, Problem> {
        self.connect(key, self.files.hold()?, false)
    }

    /// Lets the open store be opened with these paper words, and with no others any more. Nobody has to
    /// type them for it.
    pub(crate) fn open_for_words(
        &self,
        store: &Store,
        recovery: &DevicePublic,
    ) -> Result<(), Problem> {
        let slots = self.slots()?;
        // A copy that could not be written when the passphrase changed still opens with the one before.
        self.even_out(&slots);
        if slots.is_for(recovery) {
            return Ok(());
        }
        let next = slots.with_words(store.key(), recovery);
        let next = next.map_err(|_| Problem::with(ProblemCode::Unexpected, "words"))?;
        self.change_slots(&next)
    }

    /// Opens with the recovery words, and sets another passphrase.
    pub(crate) fn open_with_words(
        &self,
        words: &Recovery,
        passphrase: &Passphrase,
    ) -> Result<Store, Problem> {
        let slots = self.slots()?;
        let key = slots
            .open_with_words(words)
            .map_err(|_| ProblemCode::WrongWords)?;
        let store = self.connect(&key, self.files.hold()?, false)?;
        self.change_slots(&slots.with_passphrase(&key, passphrase))?;
        Tries::forget(&self.files)?;
        Ok(store)
    }

    /// Opens a practice store.
    pub(crate) fn open_in_clear(&self) -> Result<Store, Problem> {
        let key = self.slots()?.open_clear().map_err(|_| unreadable())?;
        self.connect(&key, self.files.hold()?, false)
    }

    /// Removes the store with everything in it; nothing may have it open.
    pub(crate) fn remove(&self) -> Result<(), Problem> {
        Ok(self.files.remove_all().map_err(StoreFault::from)?)
    }

    pub(super) fn connect(&self, key: &SecretKey, held: Held, new: bool) -> Result<Store, Problem> {
        if !new && !self.files.exists(DATABASE) {
            return Err(Problem::with(ProblemCode::StoreUnreadable, "database"));
        }
        let mut conn = self.files.connect(DATABASE, new)?;
        prepare(&mut conn, key, new)?;
        let blobs = self.files.folder(BLOBS);
        Ok(Store::new(conn, key.duplicate(), blobs, held))
    }

    /// The readable copy of the higher generation.
    fn slots(&self) -> Result<Slots, Problem> {
        let mut best: Option<Slots> = None;
        let mut newer = None;
        for name in SLOTS {
            let bytes = self
                .files
                .read(name, MAX_SLOT_FILE)
                .map_err(StoreFault::from)?;
            match bytes.as_deref().map(parse) {
                Some(Ok(slots)) if best.as_ref().is_none_or(|best| slots.is_after(best)) => {
                    best = Some(slots);
                }
                Some(Err(SlotFault::UnknownVersion(version))) => newer = Some(version),
                _ => {}
            }
        }
        match (best, newer) {
            (Some(slots), _) => Ok(slots),
            (None, Some(version)) => Err(Problem::with(ProblemCode::StoreTooNew, version)),
            (None, None) => Err(unreadable()),
        }
    }

    fn write_slots(&self, slots: &Slots) -> Result<(), Problem> {
        let bytes = slots.encode();
        for name in SLOTS {
            self.files.replace(name, &bytes).map_err(StoreFault::from)?;
        }
        Ok(())
    }

    /// Writes the next generation. Once the first copy is there it counts, whatever becomes of the second,
    /// which is written with the next exchange or unlocking then.
    fn change_slots(&self, slots: &Slots) -> Result<(), Problem> {
        let [first, second] = SLOTS;
        let bytes = slots.encode();
        self.files
            .replace(first, &bytes)
            .map_err(StoreFault::from)?;
        let _counts_already = self.files.replace(second, &bytes);
        Ok(())
    }

    /// A copy that a crash left behind would go on opening with what was changed since. One of a newer
    /// version is left to that.
    fn even_out(&self, slots: &Slots) {
        let bytes = slots.encode();
        for name in SLOTS {
            let Ok(found) = self.files.read(name, MAX_SLOT_FILE) else {
                continue;
            };
            let is_behind = match found.as_deref().map(parse) {
                Some(Ok(other)) => slots.is_after(&other),
                Some(Err(SlotFault::Damaged)) | None => true,
                Some(Err(_)) => false,
            };
            if is_behind {
                // It is tried again with the next unlocking.
                let _later = self.files.replace(name, &bytes);
            }
        }
    }
}

fn unreadable() -> Problem {
    Problem::with(ProblemCode::StoreUnreadable, "slots")
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by panicking")]
mod tests {
    use std::fs;
    use std::path::Path;

    use doorstep_model::{ProblemCode, UnixMillis};

    use super::{Passphrase, SLOTS, StoreFolder};
    use crate::random::Randomness;

    const OLD: &str = "the old passphrase";
    const NEW: &str = "the new passphrase";
    const NOW: UnixMillis = UnixMillis(1_000_000_000_000);

    fn folder(of: &Path) -> StoreFolder {
        StoreFolder::new(of.to_owned().into())
    }

    fn phrase(text: &str) -> Passphrase {
        Passphrase::new(text.into())
    }

    fn made(of: &Path) {
        let folder = folder(of);
        let store = folder.create(&phrase(OLD), None, &mut Randomness::System);
        drop(store.unwrap());
        folder.finish().unwrap();
    }

    fn change(of: &Path) {
        let folder = folder(of);
        folder
            .change_passphrase(&phrase(OLD), &phrase(NEW), NOW)
            .unwrap();
    }

    /// Which of the two opens it. A wrong try is forgotten, so that none has to be waited for.
    fn opens(of: &Path) -> [bool; 2] {
        [OLD, NEW].map(|text| {
            let opened = folder(of).open(&phrase(text), NOW);
            let _none_before = fs::remove_file(of.join("tries.json"));
            opened.is_ok()
        })
    }

    /// What a crash or a power cut can leave of a change: each copy is replaced whole, the first one
    /// first, by way of a file beside it.
    #[test]
    fn wherever_a_change_of_the_passphrase_is_cut_off_the_old_or_the_new_one_opens() {
        let before = tempfile::tempdir().unwrap();
        made(before.path());
        let old = SLOTS.map(|name| fs::read(before.path().join(name)).unwrap());
        change(before.path());
        let new = SLOTS.map(|name| fs::read(before.path().join(name)).unwrap());
        assert_ne!(old, new);
        let (half, whole) = (&new[0][..new[0].len() / 2], &new[0][..]);
        let beside = |name: &str| format!("{name}.new");
        let [a, b] = SLOTS;
        // Both copies, what lies beside one of them, and which passphrase opens.
        type Left<'a> = ([&'a [u8]; 2], Option<(String, &'a [u8])>, [bool; 2]);
        let (is_old, is_new) = ([true, false], [false, true]);
        let left: [Left<'_>; 7] = [
            ([&old[0], &old[1]], Some((beside(a), &[])), is_old),
            ([&old[0], &old[1]], Some((beside(a), half)), is_old),
            ([&old[0], &old[1]], Some((beside(a), whole)), is_old),
            // A disk that loses what was renamed.
            ([half, &old[1]], None, is_old),
            ([whole, &old[1]], None, is_new),
            ([whole, &old[1]], Some((beside(b), half)), is_new),
            ([whole, half], None, is_new),
        ];
        for (number, (copies, extra, opened)) in left.into_iter().enumerate() {
            for (name, bytes) in SLOTS.into_iter().zip(copies) {
                fs::write(before.path().join(name), bytes).unwrap();
            }
            if let Some((name, bytes)) = extra {
                fs::write(before.path().join(name), bytes).unwrap();
            }
            assert_eq!(opens(before.path()), opened, "{number}");
            // The copy that was behind opens with nothing else any more.
            let copies = SLOTS.map(|name| fs::read(before.path().join(name)).unwrap());
            assert_eq!(copies[0], copies[1], "{number}");
        }
        // The control: where both copies are lost nothing opens.
        for name in SLOTS {
            fs::write(before.path().join(name), half).unwrap();
        }
        assert_eq!(opens(before.path()), [false, false]);
    }

    #[test]
    fn a_change_that_can_not_be_written_is_told_and_the_old_one_goes_on() {
        let home = tempfile::tempdir().unwrap();
        made(home.path());
        // Nothing can be written beside the first copy.
        fs::create_dir(home.path().join("slots-a.new")).unwrap();
        let refused = folder(home.path()).change_passphrase(&phrase(OLD), &phrase(NEW), NOW);
        assert_eq!(refused.unwrap_err().code, ProblemCode::WriteFailed);
        assert_eq!(opens(home.path()), [true, false]);
        fs::remove_dir(home.path().join("slots-a.new")).unwrap();
        // Beside the second: the first counts, and the second follows when it can.
        fs::create_dir(home.path().join("slots-b.new")).unwrap();
        change(home.path());
        assert_eq!(opens(home.path()), [false, true]);
        fs::remove_dir(home.path().join("slots-b.new")).unwrap();
        assert_eq!(opens(home.path()), [false, true]);
        let copies = SLOTS.map(|name| fs::read(home.path().join(name)).unwrap());
        assert_eq!(copies[0], copies[1]);
    }
}
