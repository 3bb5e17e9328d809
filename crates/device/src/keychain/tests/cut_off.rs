//! Cut off at any moment: the passphrase opens always, and after a lock nothing else does.

use std::sync::{Arc, Mutex};

use doorstep_model::call::{Lock, UseKeychain};

use super::{Place, found, is_open, must, settle, unlock};
use crate::alone::copy_into;
use crate::device::lock;
use crate::keychain::fake::Fake;

/// Folder and keychain as a power cut at some moment would leave them.
type Cuts = Arc<Mutex<Vec<Place>>>;

/// Takes a copy before and after each change in the keychain, from now on.
fn watch(place: &Place) -> Cuts {
    let cuts = Cuts::default();
    let (home, kept) = (place.home.path().to_owned(), Arc::clone(&cuts));
    place.keychain.look(move |secrets| {
        let mut cut = Place::empty();
        copy_into(&home, cut.home.path());
        cut.keychain = Fake::with(secrets.clone());
        lock(&kept).push(cut);
    });
    cuts
}

fn now(place: &Place, cuts: &Cuts) {
    // Before the other's lock is held: the keychain has its own while it is looked at.
    let copy = place.copy();
    lock(cuts).push(copy);
}

fn take(cuts: &Cuts) -> Vec<Place> {
    std::mem::take(&mut *lock(cuts))
}

#[test]
fn while_it_is_armed_the_passphrase_opens() {
    let place = Place::empty();
    let device = place.start();
    found(&device);
    let cuts = watch(&place);
    must(&device, UseKeychain { on: true });
    now(&place, &cuts);
    let first = take(&cuts);
    must(&device, Lock {});
    settle(&device);
    take(&cuts);
    unlock(&device);
    settle(&device);
    now(&place, &cuts);
    let again = take(&cuts);
    for cuts in [first, again] {
        let opened: Vec<bool> = cuts.iter().map(Place::opens).collect();
        // Before the secret is there, with it and no slot, with both.
        assert_eq!(opened, [false, false, true]);
        for cut in cuts {
            let device = cut.start();
            if !is_open(&device) {
                unlock(&device);
            }
            assert!(is_open(&device));
        }
    }
}

#[test]
fn once_it_is_locked_the_passphrase_alone_opens() {
    let place = Place::begin();
    let device = place.start();
    assert!(is_open(&device));
    // The control: at that moment it would open.
    assert!(place.copy().opens());
    let cuts = watch(&place);
    must(&device, Lock {});
    now(&place, &cuts);
    settle(&device);
    now(&place, &cuts);
    let cuts = take(&cuts);
    assert_eq!(cuts.len(), 4);
    for cut in &cuts {
        cut.wants_the_passphrase();
    }
}

/// The slot that somebody copied while it was armed opens nothing once the secret is gone.
#[test]
fn a_slot_that_was_put_back_opens_nothing_after_a_lock() {
    let place = Place::begin();
    let slot = std::fs::read(place.slot()).unwrap();
    let device = place.start();
    assert!(is_open(&device));
    must(&device, Lock {});
    settle(&device);
    drop(device);
    std::fs::write(place.slot(), &slot).unwrap();
    place.wants_the_passphrase();
    // Nor does it under the new secret.
    std::fs::write(place.slot(), &slot).unwrap();
    place.wants_the_passphrase();
}

#[test]
fn while_it_is_turned_off_nothing_opens_without_the_passphrase() {
    let place = Place::begin();
    let device = place.start();
    assert!(is_open(&device));
    let cuts = watch(&place);
    must(&device, UseKeychain { on: false });
    now(&place, &cuts);
    for cut in take(&cuts) {
        cut.wants_the_passphrase();
        assert!(!cut.opens());
    }
}

#[test]
fn cut_off_between_the_store_and_the_slot_it_is_off() {
    for on in [true, false] {
        let mut place = Place::begin();
        let (slot, secrets) = (
            std::fs::read(place.slot()).unwrap(),
            place.keychain.secrets(),
        );
        let device = place.start();
        assert!(is_open(&device));
        if !on {
            must(&device, UseKeychain { on: false });
        }
        device.put_away();
        drop(device);
        std::fs::write(place.slot(), &slot).unwrap();
        place.keychain = Fake::with(secrets);
        // The control is that it opens where it was left on.
        assert_eq!(place.opens(), on);
        assert!(on || place.keychain.secrets().is_empty());
    }
}
