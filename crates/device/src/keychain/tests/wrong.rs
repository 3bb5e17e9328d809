//! Whatever is wrong with a keychain, the passphrase is asked for, soon, and opens.

use std::time::{Duration, Instant};

use doorstep_model::ProblemCode;
use doorstep_model::call::{GetKeychain, Lock, UseKeychain};

use super::super::fake::Mood;
use super::{PATIENCE, Place, ask, found, is_open, must, settle, unlock};

/// Waiting for the keychain is all that a start takes longer, on a machine that has other work too.
const SOON: Duration = Duration::from_secs(10);

#[test]
fn a_keychain_that_lost_changed_or_refuses_the_secret_means_the_passphrase() {
    type Spoil = fn(&Place);
    let ways: [(&str, Spoil); 6] = [
        ("lost", |place| place.keychain.forget_all()),
        ("wrong", |place| {
            place.keychain.change(|secret| {
                if let Some(byte) = secret.first_mut() {
                    *byte ^= 1;
                }
            });
        }),
        ("short", |place| {
            place.keychain.change(|secret| secret.truncate(31))
        }),
        ("refuses", |place| place.keychain.is(Mood::Refuses)),
        ("damaged", |place| {
            std::fs::write(place.slot(), b"torn").unwrap()
        }),
        ("empty", |place| std::fs::write(place.slot(), b"").unwrap()),
    ];
    let place = Place::begin();
    for (way, spoil) in ways {
        let spoilt = place.copy();
        // The control: it opens before.
        assert!(spoilt.opens(), "{way}");
        let spoilt = place.copy();
        spoil(&spoilt);
        assert!(!spoilt.opens(), "{way}");
        // Who has seen that it wants the passphrase can rely on it.
        spoilt.keychain.is(Mood::Answers);
        spoilt.wants_the_passphrase();
    }
}

#[test]
fn a_keychain_that_hangs_is_not_waited_for_long() {
    let place = Place::begin();
    place.keychain.is(Mood::Hangs);
    let device = place.start();
    let begun = Instant::now();
    assert!(!is_open(&device));
    let took = begun.elapsed();
    assert!(took >= PATIENCE && took < SOON, "{took:?}");
    // Asked again, it is not waited for again, nor when the passphrase is typed, nor by a lock.
    let begun = Instant::now();
    assert!(!is_open(&device));
    assert!(begun.elapsed() < PATIENCE);
    unlock(&device);
    let begun = Instant::now();
    must(&device, Lock {});
    assert!(begun.elapsed() < PATIENCE);
    assert!(!place.slot().exists());
    // It comes to itself: what it was asked for before is in vain.
    place.keychain.is(Mood::Answers);
    settle(&device);
    assert!(!place.slot().exists());
    assert!(place.keychain.secrets().is_empty());
    drop(device);
    place.wants_the_passphrase();
}

#[test]
fn where_it_can_not_be_kept_it_is_not_turned_on() {
    for mood in [Mood::Refuses, Mood::Hangs] {
        let place = Place::empty();
        let device = place.start();
        found(&device);
        place.keychain.is(mood);
        let refused = ask(&device, UseKeychain { on: true }).unwrap_err();
        assert_eq!(refused.code, ProblemCode::NoKeychain);
        assert!(!must(&device, GetKeychain {}).on);
        place.keychain.is(Mood::Answers);
        settle(&device);
        assert!(!place.slot().exists());
        // What a late answer left there goes with the next lock.
        must(&device, Lock {});
        settle(&device);
        assert!(place.keychain.secrets().is_empty());
        drop(device);
        place.wants_the_passphrase();
    }
}

#[test]
fn where_the_slot_can_not_be_taken_away_the_secret_is_before_the_lock() {
    let place = Place::begin();
    let device = place.start();
    assert!(is_open(&device));
    // A folder of that name stands for a disk that refuses.
    std::fs::remove_file(place.slot()).unwrap();
    std::fs::create_dir(place.slot()).unwrap();
    must(&device, Lock {});
    assert!(place.keychain.secrets().is_empty());
}

#[test]
fn a_second_program_leaves_what_the_first_one_is_opened_by() {
    let place = Place::begin();
    let first = place.start();
    assert!(is_open(&first));
    let second = place.start();
    assert!(!is_open(&second));
    assert!(place.slot().exists());
    drop(second);
    first.put_away();
    drop(first);
    assert!(place.opens());
}
