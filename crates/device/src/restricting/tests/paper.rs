//! The paper opens what is restricted, whoever has not heard which words are in force.

use doorstep_replica::crypto::recovery::Recovery;
use doorstep_replica::team::change::replace_recovery;

use super::{me, restrict};
use crate::alone::Alone;
use crate::random;
use crate::store::table::{secret, to_read};
use crate::teammate::{Teammate, doc, sent};
use crate::unlocked::{Unlocked, name};

#[test]
fn former_words_that_somebody_says_again_do_not_stay() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    let mut rng = random::system();
    let (former, new) = (Recovery::generate(&mut rng), Recovery::generate(&mut rng));
    let replaces = |open: &mut Unlocked, now| {
        let membership = open.membership()?;
        let (roster, epoch) = (&membership.roster, membership.epoch_key()?);
        let mut rng = random::system();
        let entry = replace_recovery(&open.identity, &former, roster, &epoch, &mut rng);
        open.append_entry(&entry.unwrap(), now)
    };
    alone.device.with(replaces).unwrap();
    restrict(&alone, &id);
    sent(&alone);
    let kept = || {
        alone.device.keep_restricted().unwrap();
        let standing = alone.device.with(|open, _| open.standing_of(doc(&id)));
        standing.unwrap()
    };
    let by = |words: &Recovery| Some(words.public().device_id());
    let before = kept();
    assert_eq!(before.words, by(&former));
    let mut robin = Teammate::by_words(&alone, &former, &new);
    assert_eq!(
        kept().words,
        by(&former),
        "Robin has yet to come in by them"
    );
    // As Robin says it, and as somebody does who knows of Robin and not of the new words.
    let mut said = robin.names(before.last, &[robin.id(), me(&alone)]);
    said.words = former.public().device_id();
    robin.grants(&alone, &id, Some(said), Vec::new());
    let after = kept();
    assert_eq!(after.words, by(&new));
    assert!(after.openers.names(&robin.id()));
}

#[test]
fn the_words_that_let_a_device_in_are_kept_while_anything_went_wrong() {
    let alone = Alone::begin();
    let id = alone.household("Bell Street");
    let is_kept = |goes_wrong: bool| {
        let waits = |open: &mut Unlocked, now| {
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
    assert!(is_kept(true));
    assert!(!is_kept(false), "the control");
}
