//! Opening without the passphrase: turned on and off, at the start, and what ends it.

use doorstep_model::call::{GetKeychain, KeychainUse, UseKeychain};
use doorstep_model::{Problem, ProblemCode};

use super::Answer;
use crate::Device;
use crate::device::lock;
use crate::home::StoreFolder;
use crate::platform::Held;
use crate::slots::{KeychainId, KeychainSlot};
use crate::store::Store;
use crate::store::table::setting::{self, KEYCHAIN};

/// What the store has of it, in one value so that no half of it is ever read.
pub(crate) struct Kept {
    /// The person wants it.
    pub(crate) on: bool,
    /// What the keychain may have a secret under, also after it was turned off in vain.
    pub(crate) id: Option<KeychainId>,
}

const ON: &str = "on ";
const OFF: &str = "off ";

impl Kept {
    pub(crate) fn of(store: &Store) -> Result<Self, Problem> {
        let kept = store.read(|conn| setting::get(conn, KEYCHAIN))?;
        let kept = kept.as_deref().unwrap_or_default();
        let (on, id) = match kept.strip_prefix(ON) {
            Some(id) => (true, id),
            None => (false, kept.strip_prefix(OFF).unwrap_or_default()),
        };
        let id = KeychainId::from_text(id);
        Ok(Self {
            on: on && id.is_some(),
            id,
        })
    }

    fn put(&self, store: &Store) -> Result<(), Problem> {
        let word = if self.on { ON } else { OFF };
        let id = self.id.map(KeychainId::text).unwrap_or_default();
        Ok(store.write(|tx| setting::put(tx, KEYCHAIN, &format!("{word}{id}")))?)
    }
}

impl Answer<GetKeychain> for Device {
    async fn reply(&self, _: GetKeychain) -> Result<KeychainUse, Problem> {
        let possible = self.arming.is_possible();
        self.with(|open, _| {
            Ok(KeychainUse {
                possible: possible && !open.practice,
                on: Kept::of(&open.store)?.on,
            })
        })
    }
}

impl Answer<UseKeychain> for Device {
    async fn reply(&self, call: UseKeychain) -> Result<KeychainUse, Problem> {
        if self.with(|open, _| Ok(open.practice))? {
            return Err(ProblemCode::NoTeam.into());
        }
        if !call.on {
            self.use_no_keychain()?;
        } else if !self.use_keychain()? {
            self.use_no_keychain()?;
            return Err(ProblemCode::NoKeychain.into());
        }
        self.answer(GetKeychain {}).await
    }
}

impl Device {
    /// Whether the keychain took it.
    fn use_keychain(&self) -> Result<bool, Problem> {
        self.with(|open, _| {
            let id = Kept::of(&open.store)?
                .id
                .or_else(|| Some(KeychainId::new()));
            Kept { on: true, id }.put(&open.store)
        })?;
        let armed = self.begin_arming()?;
        Ok(armed.is_some_and(|armed| self.arming.is_armed(&armed)))
    }

    /// Noted first: cut off after it, the next start finds that nobody wants it. A secret that could not be
    /// forgotten is tried again with each lock.
    fn use_no_keychain(&self) -> Result<(), Problem> {
        let id = self.with(|open, _| {
            let id = Kept::of(&open.store)?.id;
            Kept { on: false, id }.put(&open.store)?;
            Ok(id)
        })?;
        self.disarm();
        if id.is_some_and(|id| self.arming.forget(id)) {
            self.with(|open, _| {
                Kept {
                    on: false,
                    id: None,
                }
                .put(&open.store)
            })?;
            self.arming.knows(None);
        }
        Ok(())
    }

    /// After the passphrase was typed: the next start opens without, if the person wants that. Nobody waits for
    /// it, and what fails means the passphrase at the next start.
    pub(crate) fn arm(&self) {
        let _next_time_then = self.begin_arming();
    }

    fn begin_arming(&self) -> Result<Option<std::sync::mpsc::Receiver<bool>>, Problem> {
        let turn = self.arming.turn();
        let wanted = self.with(|open, _| {
            let kept = Kept::of(&open.store)?;
            let id = kept.id.filter(|_| kept.on && !open.practice);
            Ok(id.map(|id| (id, open.store.key().duplicate())))
        })?;
        let folder = self.home.team();
        Ok(wanted.and_then(|(id, key)| self.arming.arm(turn, folder, id, key)))
    }

    /// From here on the passphrase is wanted. Comes before a store is closed by a lock: a lock that is cut off in
    /// between leaves nothing that opens it.
    pub(crate) fn disarm(&self) {
        self.arming.disarm(&self.home.team());
    }

    /// Closes the store at the end of the program, in order. Other than a lock it leaves to the next start what
    /// opens without the passphrase.
    pub fn put_away(&self) {
        self.end_sound();
        let practising = self.with_removed(|open, _| Ok(open.practice));
        if matches!(practising, Ok(false)) {
            self.close();
        }
    }

    /// Opens the store at the start of the program by the keychain, if it was left so. Whatever goes wrong, the
    /// passphrase is asked for, none was tried, and nothing but the passphrase opens it from then on.
    pub(crate) fn open_by_keychain(&self) -> bool {
        let _alone = lock(&self.slots);
        if self.is_open() || !self.arming.starts() {
            return self.is_open();
        }
        let folder = self.home.team();
        if !folder.has_keychain_slot() {
            return false;
        }
        // Another Doorstep that is open has the slot for its own next start.
        let Ok(held) = folder.hold() else {
            return false;
        };
        let opened = self.try_keychain(&folder, held).is_some();
        if !opened {
            self.disarm();
        }
        opened
    }

    fn try_keychain(&self, folder: &StoreFolder, held: Held) -> Option<()> {
        let slot = folder.keychain_slot()?;
        let id = slot.id();
        self.arming.knows(Some(id));
        let secret = self.arming.secret(id)?;
        let (key, since) = slot.open(&secret).ok()?;
        let since = since.again(self.now())?;
        // Counted before it opens.
        let slot = KeychainSlot::seal(id, &secret, &key, since);
        folder.write_keychain_slot(&slot).ok()?;
        let store = folder.open_held(&key, held).ok()?;
        if !Kept::of(&store).ok()?.on {
            return None;
        }
        let unlocked = self.take_up(store, false).ok()?;
        if unlocked.is_removed() {
            return None;
        }
        self.open_with(unlocked);
        self.arming.opened(Some(id), since);
        Some(())
    }
}
