//! One device: what screens ask goes in, answers and "this is stale" come out.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use doorstep_model::stale::Stale;
use doorstep_model::{Problem, ProblemCode, UnixMillis};
use event_listener::Event;

use crate::answer::Kept;
use crate::copy::Copying;
use crate::files::Files;
use crate::home::Home;
use crate::import::Imports;
use crate::keychain::Arming;
use crate::outside::Outside;
use crate::slots::Since;
use crate::store::Store;
use crate::turn::Turn;
use crate::unlocked::Unlocked;
use crate::voice::Voice;

type Tell = Box<dyn Fn(&[Stale]) + Send + Sync>;

/// One device. Its methods can be called from anywhere at any time; what waits for the network
/// holds nothing that a screen needs.
pub struct Device {
    pub(crate) home: Home,
    pub(crate) outside: Outside,
    unlocked: Mutex<Option<Box<Unlocked>>>,
    listeners: Mutex<Vec<Tell>>,
    pub(crate) files: Files,
    pub(crate) imports: Imports,
    pub(crate) copying: Copying,
    pub(crate) voice: Voice,
    /// The team that this device was removed from, after all that it had was handed over and destroyed;
    /// until the person has seen it.
    cleared: Mutex<Option<String>>,
    poked: Event,
    was_poked: AtomicBool,
    /// Held while documents are worked out that nobody holds the device for.
    pub(crate) reading_ahead: Mutex<()>,
    /// Held while the slots of the store are read and written anew.
    pub(crate) slots: Mutex<()>,
    /// What opens the store at the next start without the passphrase.
    pub(crate) arming: Arming,
    /// Only one exchange at a time: two would send and ask for the same things.
    pub(crate) exchanging: Turn,
    /// One does something about new recovery words at a time: none are put away while they are sent.
    pub(crate) new_words: Turn,
}

impl Device {
    /// A device whose files lie in `home`. What is wrong with them is answered when a screen asks.
    pub fn new(
        home: impl Into<Home>,
        clock: impl Fn() -> UnixMillis + Send + Sync + 'static,
    ) -> Self {
        Self::within(home, Outside::system(clock))
    }

    /// As [`Device::new`], in a world of its own.
    pub fn within(home: impl Into<Home>, outside: Outside) -> Self {
        let arming = Arming::new(outside.keychain.clone(), outside.keychain_patience);
        Self {
            arming,
            home: home.into(),
            outside,
            unlocked: Mutex::new(None),
            listeners: Mutex::new(Vec::new()),
            files: Files::default(),
            imports: Imports::default(),
            copying: Copying::default(),
            voice: Voice::default(),
            cleared: Mutex::new(None),
            poked: Event::new(),
            was_poked: AtomicBool::new(false),
            reading_ahead: Mutex::new(()),
            slots: Mutex::new(()),
            exchanging: Turn::new(),
            new_words: Turn::new(),
        }
    }

    /// Calls `tell` whenever answers have become stale.
    pub fn on_stale(&self, tell: impl Fn(&[Stale]) + Send + Sync + 'static) {
        lock(&self.listeners).push(Box::new(tell));
    }

    /// Resolves when something waits to be sent, or the person asked to sync, since the last
    /// [`Device::exchange`] began.
    pub async fn wake(&self) {
        let listening = self.poked.listen();
        if !self.was_poked.load(Ordering::SeqCst) {
            listening.await;
        }
    }

    pub(crate) fn heard_the_poke(&self) {
        self.was_poked.store(false, Ordering::SeqCst);
    }

    pub(crate) fn now(&self) -> UnixMillis {
        (self.outside.clock)()
    }

    pub(crate) fn poke(&self) {
        self.was_poked.store(true, Ordering::SeqCst);
        self.poked.notify(usize::MAX);
    }

    pub(crate) fn tell(&self, stale: &[Stale]) {
        if !stale.is_empty() {
            for tell in lock(&self.listeners).iter() {
                tell(stale);
            }
        }
    }

    /// Works on the open store, and afterwards tells screens what became stale.
    ///
    /// # Errors
    /// If the device is locked, or was removed from its team: then nothing of the team is for anybody here.
    pub(crate) fn with<T>(
        &self,
        work: impl FnOnce(&mut Unlocked, UnixMillis) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        self.with_removed(|open, now| match open.is_removed() {
            true => Err(ProblemCode::Removed.into()),
            false => work(open, now),
        })
    }

    /// As [`Device::with`], for what is left to do on a device that was removed.
    pub(crate) fn with_removed<T>(
        &self,
        work: impl FnOnce(&mut Unlocked, UnixMillis) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let now = self.now();
        let (result, stale, wants_exchange, ended) = {
            let mut unlocked = lock(&self.unlocked);
            let unlocked = unlocked.as_mut().ok_or(ProblemCode::Locked)?;
            let result = work(unlocked, now);
            let wants_exchange = std::mem::take(&mut unlocked.wants_exchange);
            let ended = std::mem::take(&mut unlocked.ended_here);
            let stale = std::mem::take(&mut unlocked.stale);
            (result, stale, wants_exchange, ended)
        };
        if ended {
            // Nobody listens or is heard any more; what was recorded is kept.
            self.end_sound();
            self.disarm();
        }
        if wants_exchange {
            self.poke();
        }
        self.tell(&stale);
        result
    }

    pub(crate) fn is_open(&self) -> bool {
        lock(&self.unlocked).is_some()
    }

    /// What is in memory of an open store.
    pub(crate) fn take_up(&self, store: Store, practice: bool) -> Result<Unlocked, Problem> {
        Unlocked::from_store(store, self.settings(), practice, &self.outside)
    }

    pub(crate) fn open_with(&self, unlocked: Unlocked) {
        // What can't be removed now is tried with the next unlocking.
        let _out_of_reach = unlocked.remove_halves();
        if !unlocked.practice {
            // All else that opens a store is a passphrase.
            let id = Kept::of(&unlocked.store).ok().and_then(|kept| kept.id);
            self.arming.opened(id, Since::typed(self.now()));
        }
        *lock(&self.unlocked) = Some(Box::new(unlocked));
        self.poke();
    }

    /// Destroys the store of the team, with the keys that open it.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn destroy(&self) -> Result<(), Problem> {
        self.disarm();
        self.close();
        self.home.team().remove()
    }

    /// As [`Device::destroy`], if nothing is lost by it; the person is told of which team it was. Whatever is
    /// saved is saved before the look or finds no store.
    ///
    /// # Errors
    /// What the store or the system says.
    pub(crate) fn clear_if_nothing_is_left(&self) -> Result<bool, Problem> {
        self.end_sound();
        let closed = {
            let mut unlocked = lock(&self.unlocked);
            let open = unlocked.as_ref().ok_or(ProblemCode::Locked)?;
            let Some(team_name) = open.left_with_nothing()? else {
                return Ok(false);
            };
            // Before the store is gone: screens ask then where this device stands.
            *lock(&self.cleared) = Some(team_name);
            unlocked.take()
        };
        drop(closed);
        self.destroy()?;
        Ok(true)
    }

    pub(crate) fn cleared(&self) -> Option<String> {
        lock(&self.cleared).clone()
    }

    pub(crate) fn forget_cleared(&self) {
        lock(&self.cleared).take();
    }

    /// Closes the store and drops every key.
    pub(crate) fn close(&self) {
        // What is being recorded goes to the store while there is one.
        self.end_sound();
        let closed = lock(&self.unlocked).take();
        self.is_closed(closed);
    }

    /// As [`Device::close`], if it is as asked at that moment; whether it was.
    ///
    /// # Errors
    /// If the device is locked.
    pub(crate) fn close_if(&self, is: impl FnOnce(&Unlocked) -> bool) -> Result<bool, Problem> {
        let mut unlocked = lock(&self.unlocked);
        let is = is(unlocked.as_ref().ok_or(ProblemCode::Locked)?);
        let closed = unlocked.take_if(|_| is);
        drop(unlocked);
        if is {
            self.is_closed(closed);
        }
        Ok(is)
    }

    fn is_closed(&self, closed: Option<Box<Unlocked>>) {
        drop(closed);
        // What was worked out from it beside that is not written any more, and out of memory.
        drop(lock(&self.reading_ahead));
        self.files.forget();
        self.tell(&[Stale::Standing]);
    }
}

/// A panic while the lock was held can't leave a half-made state: everything that lasts is in
/// transactions, and a document is out of memory while it is being changed.
pub(crate) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
