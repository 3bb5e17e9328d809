//! A keychain in memory that can fail, hang, and be looked at between two of its calls.

use std::collections::BTreeMap;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use super::{Keychain, KeychainFault};
use crate::device::lock;

/// What it does when it is asked.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Mood {
    #[default]
    Answers,
    /// As one that is not there, or locked.
    Refuses,
    /// Until it is let go.
    Hangs,
}

type Look = Box<dyn Fn(&BTreeMap<String, Vec<u8>>) + Send>;

#[derive(Default)]
struct Inside {
    secrets: BTreeMap<String, Vec<u8>>,
    asked: usize,
    mood: Mood,
    hanging: Vec<Sender<()>>,
    /// Is shown what there is before and after each change.
    look: Option<Look>,
}

#[derive(Clone, Default)]
pub(super) struct Fake(Arc<Mutex<Inside>>);

impl Fake {
    /// One that has these.
    pub(super) fn with(secrets: BTreeMap<String, Vec<u8>>) -> Self {
        let fake = Self::default();
        lock(&fake.0).secrets = secrets;
        fake
    }

    pub(super) fn secrets(&self) -> BTreeMap<String, Vec<u8>> {
        lock(&self.0).secrets.clone()
    }

    /// How often it was asked for anything.
    pub(super) fn asked(&self) -> usize {
        lock(&self.0).asked
    }

    /// From now on; calls that hang go on.
    pub(super) fn is(&self, mood: Mood) {
        let mut inside = lock(&self.0);
        inside.mood = mood;
        inside.hanging.clear();
    }

    pub(super) fn change(&self, change: impl Fn(&mut Vec<u8>)) {
        lock(&self.0).secrets.values_mut().for_each(change);
    }

    pub(super) fn forget_all(&self) {
        lock(&self.0).secrets.clear();
    }

    pub(super) fn look(&self, look: impl Fn(&BTreeMap<String, Vec<u8>>) + Send + 'static) {
        lock(&self.0).look = Some(Box::new(look));
    }

    fn ask<T>(
        &self,
        answer: impl FnOnce(&mut BTreeMap<String, Vec<u8>>) -> T,
    ) -> Result<T, KeychainFault> {
        let hangs = {
            let mut inside = lock(&self.0);
            inside.asked += 1;
            let (release, released) = channel();
            if inside.mood == Mood::Hangs {
                inside.hanging.push(release);
            }
            released
        };
        // Ends at once where nothing holds the other end.
        let _let_go = hangs.recv();
        let mut inside = lock(&self.0);
        if inside.mood == Mood::Refuses {
            return Err(KeychainFault);
        }
        let inside = &mut *inside;
        let look = |secrets: &_| inside.look.iter().for_each(|look| look(secrets));
        look(&inside.secrets);
        let answer = answer(&mut inside.secrets);
        look(&inside.secrets);
        Ok(answer)
    }
}

impl Keychain for Fake {
    fn put(&self, id: &str, secret: &[u8; 32]) -> Result<(), KeychainFault> {
        self.ask(|secrets| {
            secrets.insert(id.to_owned(), secret.to_vec());
        })
    }

    fn get(&self, id: &str) -> Result<Option<Vec<u8>>, KeychainFault> {
        self.ask(|secrets| secrets.get(id).cloned())
    }

    fn delete(&self, id: &str) -> Result<(), KeychainFault> {
        self.ask(|secrets| {
            secrets.remove(id);
        })
    }
}
