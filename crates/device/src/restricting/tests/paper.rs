//! The paper opens what is restricted, whoever has not heard which words are in force.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Waker};

use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::team::change::replace_recovery;
use doorstep_wire::sync::SyncReply;

use super::{last_key, me, restrict, write};
use crate::alone::Alone;
use crate::random;
use crate::store::table::{cursor, secret, to_read};
use crate::teammate::{Teammate, doc, sent};
use crate::unlocked::{Unlocked, name};

#[test]
fn the_paper_in_force_opens_it_whatever_was_in_force_when_it_was_said() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    let mut rng = random::system();
    let mut words = || Recovery::generate(&mut rng);
    let (former, new, next) = (words(), words(), words());
    let replaces = |open: &mut Unlocked, now| {
        let membership = open.membership()?;
        let (roster, epoch) = (&membership.roster, membership.epoch_key()?);
        let mut rng = random::system();
        let entry = replace_recovery(&open.identity, &former, roster, &epoch, &mut rng);
        open.append_entry(&entry.unwrap(), now)
    };
    restrict(&alone, &id);
    write(&alone, &id, "For Alex.");
    sent(&alone);
    let key = last_key(&alone, &id);
    alone.device.with(replaces).unwrap();
    let opens = |words: &Recovery| Teammate::paper(words).is_given(&alone, &id, key);
    assert!(!opens(&former), "the control");
    alone.device.keep_restricted().unwrap();
    assert!(opens(&former), "the words in force have its keys");
    // A device that these let in may open it, and says so; nobody has said anything since.
    let mut robin = Teammate::by_words(&alone, &former, &new);
    let standing = || {
        let standing = alone.device.with(|open, _| open.standing_of(doc(&id)));
        standing.unwrap()
    };
    let upon = standing().upon();
    let said = robin.names(&upon, &[robin.id(), me(&alone)]);
    robin.grants(&alone, &id, Some(said), Vec::new());
    assert!(standing().openers.names(&robin.id()));
    alone.device.keep_restricted().unwrap();
    assert!(opens(&new) && !opens(&next));
}

#[test]
fn the_words_that_let_a_device_in_are_kept_while_anything_went_wrong() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    let is_kept = |goes_wrong: bool, is_handed_over: bool| {
        let waits = |open: &mut Unlocked, now| {
            open.is_handed_over = is_handed_over;
            Ok(open.store.write(|tx| {
                secret::put(tx, name::RECOVERED_BY, &[1; 32])?;
                match goes_wrong {
                    true => {
                        to_read::add(tx, doc(&id), now)?;
                        to_read::put_last(tx, doc(&id))
                    }
                    false => to_read::done(tx, doc(&id)),
                }
            })?)
        };
        alone.device.with(waits).unwrap();
        alone.device.keep_restricted().unwrap();
        let forgets = |open: &mut Unlocked, _| {
            open.forget_words()?;
            let kept = open
                .store
                .read(|conn| secret::get(conn, name::RECOVERED_BY));
            Ok(kept?.is_some())
        };
        alone.device.with(forgets).unwrap()
    };
    assert!(is_kept(true, false));
    assert!(is_kept(false, true), "it may be for these words");
    assert!(!is_kept(false, false), "the control");
}

#[test]
fn keys_are_given_however_seldom_a_device_looks() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    restrict(&alone, &id);
    write(&alone, &id, "For Alex.");
    sent(&alone);
    let key = last_key(&alone, &id);
    let new = Recovery::generate(&mut random::system());
    let fetched = |open: &mut Unlocked, now| {
        let membership = open.membership()?;
        let (roster, epoch) = (&membership.roster, membership.epoch_key()?);
        let mut rng = random::system();
        let entry = replace_recovery(&open.identity, &new, roster, &epoch, &mut rng);
        open.append_entry(&entry.unwrap(), now)?;
        let reply = SyncReply {
            pushed: Vec::new(),
            chunks: Vec::new(),
            cursor: open.store.read(cursor::get)?,
            more: false,
            membership_head: open.membership()?.roster.head(),
            left: None,
            handed_over: None,
        };
        open.synced(&reply, now)
    };
    let looks = || {
        let looks = pin!(alone.device.exchange());
        let looked = looks.poll(&mut Context::from_waker(Waker::noop()));
        assert!(looked.is_ready(), "it has no server");
        Teammate::paper(&new).is_given(&alone, &id, key)
    };
    assert!(!looks(), "the control: nothing was fetched");
    alone.device.with(fetched).unwrap();
    assert!(looks(), "the next look may be hours away");
}
