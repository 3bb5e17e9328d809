//! When a start opens without the passphrase, and what ends that.

use doorstep_model::call::{
    ChangePassphrase, GetKeychain, Lock, Standing, Unlock, UnlockWithWords, UseKeychain,
};
use doorstep_model::{ProblemCode, UnixMillis};

use super::{Place, ask, found, is_open, must, settle, unlock};
use crate::alone::PASSPHRASE;
use crate::unlocked::Unlocked;

const DAY: i64 = 24 * 60 * 60 * 1_000;

#[test]
fn nobody_asks_a_keychain_where_it_was_not_turned_on() {
    let place = Place::empty();
    let device = place.start();
    found(&device);
    let kept = must(&device, GetKeychain {});
    assert!(kept.possible && !kept.on);
    must(&device, Lock {});
    unlock(&device);
    settle(&device);
    device.put_away();
    drop(device);
    assert_eq!(place.keychain.asked(), 0);
    assert!(!place.slot().exists());
    place.wants_the_passphrase();
    assert_eq!(place.keychain.asked(), 0);
}

#[test]
fn the_next_start_opens_and_after_a_lock_none_does() {
    let place = Place::begin();
    assert!(place.opens());
    // Not only once.
    assert!(place.opens());
    let device = place.start();
    assert!(is_open(&device));
    assert!(matches!(must(&device, Lock {}), Standing::Locked { .. }));
    assert!(!place.slot().exists());
    assert!(!is_open(&device), "not in the same run");
    settle(&device);
    assert!(place.keychain.secrets().is_empty());
    drop(device);
    place.wants_the_passphrase();
    // The passphrase was typed there: the next start opens.
    assert!(place.opens());
}

#[test]
fn a_program_that_was_killed_opens_again_unless_it_was_locked() {
    let place = Place::begin();
    let device = place.start();
    assert!(is_open(&device));
    drop(device);
    assert!(place.opens());
    let device = place.start();
    assert!(is_open(&device));
    must(&device, Lock {});
    drop(device);
    assert!(!place.opens());
}

#[test]
fn each_typing_makes_another_secret_under_a_name_that_tells_nothing() {
    let place = Place::begin();
    let before = place.keychain.secrets();
    let device = place.start();
    assert!(is_open(&device));
    must(&device, Lock {});
    unlock(&device);
    settle(&device);
    let after = place.keychain.secrets();
    assert_eq!(
        before.keys().collect::<Vec<_>>(),
        after.keys().collect::<Vec<_>>()
    );
    assert_ne!(before, after);
    let name = after.keys().next().unwrap();
    assert_eq!(name.len(), 32);
    assert!(name.bytes().all(|byte| byte.is_ascii_hexdigit()));
}

#[test]
fn it_lapses_and_then_the_passphrase_is_wanted_whatever_the_clock_says() {
    // The control: just before, and often, but not too often.
    let place = Place::begin();
    for _ in 0..6 {
        place.passes(DAY);
        assert!(place.opens());
    }
    place.passes(DAY);
    let late = place.copy();
    late.clock.store(
        place.clock.load(std::sync::atomic::Ordering::SeqCst),
        std::sync::atomic::Ordering::SeqCst,
    );
    place.passes(-1);
    assert!(place.opens());
    late.wants_the_passphrase();
    assert!(late.opens());
    // A clock that was set back.
    place.passes(-1);
    assert!(!place.opens());
    place.passes(DAY);
    place.wants_the_passphrase();
    // One that stands still.
    let openings = (0..100).take_while(|_| place.opens()).count();
    assert_eq!(openings, 30);
    place.wants_the_passphrase();
}

#[test]
fn turned_off_it_leaves_nothing() {
    let place = Place::begin();
    let device = place.start();
    assert!(is_open(&device));
    assert!(must(&device, GetKeychain {}).on);
    assert!(!must(&device, UseKeychain { on: false }).on);
    assert!(!place.slot().exists());
    assert!(place.keychain.secrets().is_empty());
    must(&device, Lock {});
    unlock(&device);
    settle(&device);
    device.put_away();
    drop(device);
    assert!(!place.slot().exists());
    place.wants_the_passphrase();
}

#[test]
fn a_new_passphrase_is_typed_once_before_anything_opens_without() {
    let place = Place::begin();
    let device = place.start();
    assert!(is_open(&device));
    let new = "another long passphrase";
    let change = |passphrase: &str| ChangePassphrase {
        passphrase: passphrase.into(),
        new_passphrase: new.into(),
    };
    // The control: a wrong one changes nothing.
    assert!(ask(&device, change("not the passphrase")).is_err());
    assert!(place.slot().exists());
    must(&device, change(PASSPHRASE));
    settle(&device);
    assert!(!place.slot().exists());
    assert!(place.keychain.secrets().is_empty());
    device.put_away();
    drop(device);
    let device = place.start();
    assert!(!is_open(&device));
    let passphrase = new.into();
    must(&device, Unlock { passphrase });
    settle(&device);
    drop(device);
    assert!(place.opens());
}

#[test]
fn the_words_on_paper_set_a_passphrase_and_arm_anew() {
    let place = Place::empty();
    let device = place.start();
    let team = doorstep_model::call::StartTeam {
        team_name: "Riverside".into(),
        locality: String::new(),
        my_name: "Alex".into(),
        passphrase: PASSPHRASE.into(),
    };
    let words = must(&device, team).recovery_words;
    must(&device, UseKeychain { on: true });
    must(&device, Lock {});
    let new_passphrase = "another long passphrase".into();
    must(
        &device,
        UnlockWithWords {
            words,
            new_passphrase,
        },
    );
    settle(&device);
    drop(device);
    assert!(place.opens());
}

#[test]
fn a_removed_device_and_one_that_is_cleared_leave_nothing() {
    let place = Place::begin();
    let device = place.start();
    assert!(is_open(&device));
    // What reading one's own removal does.
    let end = |open: &mut Unlocked, _: UnixMillis| {
        open.ended_here = true;
        Ok(())
    };
    device.with_removed(end).unwrap();
    settle(&device);
    assert!(!place.slot().exists());
    assert!(place.keychain.secrets().is_empty());
    drop(device);
    let place = Place::begin();
    let device = place.start();
    assert!(is_open(&device));
    device.destroy().unwrap();
    settle(&device);
    assert!(!place.home.path().join("team").exists());
    assert!(place.keychain.secrets().is_empty());
}

#[test]
fn it_is_for_the_team_alone_and_while_it_is_unlocked() {
    let place = Place::empty();
    let device = place.start();
    let turn_on = || ask(&device, UseKeychain { on: true }).unwrap_err().code;
    assert_eq!(turn_on(), ProblemCode::Locked);
    found(&device);
    must(&device, Lock {});
    assert_eq!(turn_on(), ProblemCode::Locked);
    assert_eq!(place.keychain.asked(), 0);
    let place = Place::empty();
    let device = place.start();
    let today = doorstep_model::Date::parse("2026-06-01").unwrap();
    must(&device, doorstep_model::call::StartPractice { today });
    assert!(!must(&device, GetKeychain {}).possible);
    let refused = ask(&device, UseKeychain { on: true }).unwrap_err();
    assert_eq!(refused.code, ProblemCode::NoTeam);
    assert_eq!(place.keychain.asked(), 0);
}

#[test]
fn what_all_else_opens_by_is_never_touched() {
    let place = Place::begin();
    let others = ["slots-a", "slots-b"].map(|name| place.home.path().join("team").join(name));
    let read = || others.each_ref().map(|path| std::fs::read(path).unwrap());
    let device = place.start();
    assert!(is_open(&device));
    must(&device, Lock {});
    unlock(&device);
    settle(&device);
    // By then the team's words are in.
    let before = read();
    must(&device, Lock {});
    unlock(&device);
    must(&device, UseKeychain { on: false });
    must(&device, UseKeychain { on: true });
    device.put_away();
    drop(device);
    assert!(place.opens());
    assert_eq!(read(), before);
}
