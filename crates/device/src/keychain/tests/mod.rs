//! A device whose folder and keychain outlive its program.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what is wrong by panicking"
)]

mod cut_off;
mod opens;
mod wrong;

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use doorstep_model::call::{Call, GetStanding, Standing, StartTeam, Unlock, UseKeychain};
use doorstep_model::{Problem, UnixMillis};
use tempfile::TempDir;

use super::fake::Fake;
use crate::alone::{PASSPHRASE, copy_into};
use crate::{Answer, Device, Outside};

/// Long enough for a busy machine, short enough to be waited for.
const PATIENCE: Duration = Duration::from_millis(1_500);

struct Place {
    home: TempDir,
    clock: Arc<AtomicI64>,
    keychain: Fake,
}

impl Place {
    /// With a team in it, locked or not as the program ended, and the keychain used.
    fn begin() -> Self {
        let place = Self::empty();
        let device = place.start();
        found(&device);
        must(&device, UseKeychain { on: true });
        device.put_away();
        place
    }

    fn empty() -> Self {
        Self {
            home: tempfile::tempdir().unwrap(),
            clock: Arc::new(AtomicI64::new(1_800_000_000_000)),
            keychain: Fake::default(),
        }
    }

    /// The same folder and secrets in another place.
    fn copy(&self) -> Self {
        let copy = Self::empty();
        copy_into(self.home.path(), copy.home.path());
        Self {
            keychain: Fake::with(self.keychain.secrets()),
            ..copy
        }
    }

    /// The program.
    fn start(&self) -> Device {
        let clock = Arc::clone(&self.clock);
        let now = move || UnixMillis(clock.load(Ordering::SeqCst));
        let outside = Outside::system(now)
            .with_keychain(self.keychain.clone())
            .with_keychain_patience(PATIENCE);
        Device::within(self.home.path().to_owned(), outside)
    }

    fn passes(&self, milliseconds: i64) {
        self.clock.fetch_add(milliseconds, Ordering::SeqCst);
    }

    fn slot(&self) -> PathBuf {
        slot_in(self.home.path())
    }

    /// Started and looked at; whether it opened without a passphrase.
    fn opens(&self) -> bool {
        let device = self.start();
        let opens = is_open(&device);
        settle(&device);
        device.put_away();
        opens
    }

    /// Nothing opens it but the passphrase, which does.
    fn wants_the_passphrase(&self) {
        let device = self.start();
        let standing = must(&device, GetStanding {});
        let Standing::Locked { wait_seconds } = standing else {
            panic!("it opened");
        };
        assert_eq!(wait_seconds, 0);
        assert!(!self.home.path().join("team/tries.json").exists());
        assert!(!self.slot().exists(), "it is left to a later start");
        unlock(&device);
        settle(&device);
        device.put_away();
    }
}

fn slot_in(home: &Path) -> PathBuf {
    home.join("team/slot-keychain")
}

fn found(device: &Device) {
    let team = StartTeam {
        team_name: "Riverside".into(),
        locality: "The Quay".into(),
        my_name: "Alex".into(),
        passphrase: PASSPHRASE.into(),
    };
    must(device, team);
}

fn is_open(device: &Device) -> bool {
    matches!(must(device, GetStanding {}), Standing::Open(_))
}

fn unlock(device: &Device) {
    let passphrase = PASSPHRASE.into();
    must(device, Unlock { passphrase });
}

/// Until the keychain has done all that it was asked for.
fn settle(device: &Device) {
    device.arming.settle();
}

fn ask<C: Call>(device: &Device, call: C) -> Result<C::Reply, Problem>
where
    Device: Answer<C>,
{
    let asked = pin!(device.answer(call));
    match asked.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(reply) => reply,
        Poll::Pending => panic!("{} waits for something", C::NAME),
    }
}

fn must<C: Call>(device: &Device, call: C) -> C::Reply
where
    Device: Answer<C>,
{
    ask(device, call).unwrap_or_else(|problem| panic!("{} said {problem}", C::NAME))
}
