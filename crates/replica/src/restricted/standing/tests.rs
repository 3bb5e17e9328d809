#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where this fails"
)]

use std::collections::BTreeSet;

use doorstep_wire::id::DeviceId;

use super::{Openers, Said, Standing, standing};
use crate::restricted::{About, Named, PersonId, Statement, StatementId};

const WORDS: DeviceId = DeviceId([90; 16]);

fn id(number: u8) -> StatementId {
    StatementId([number; 16])
}

/// Person 1 has devices 1 and 101, and so on; each says which of them.
fn said(number: u8, upon: u8, by: u8, devices: Option<&[u8]>) -> Said {
    let named = devices.map(|devices| {
        let mut named: Vec<Named> = Vec::new();
        let people: BTreeSet<u8> = devices.iter().map(|device| device % 100).collect();
        for person in people {
            let of = devices.iter().filter(|device| *device % 100 == person);
            named.push(Named {
                person: PersonId([person; 16]),
                devices: of.map(|device| DeviceId([*device; 16])).collect(),
            });
        }
        named
    });
    Said {
        by: DeviceId([by; 16]),
        statement: Statement {
            id: id(number),
            upon: id(upon),
            about: About::Household,
            words: WORDS,
            named,
        },
    }
}

fn told(all: Vec<Said>) -> Standing {
    // Device 50 came in by the paper words that all statements name, 51 by others.
    standing(all, |device| match device.0[0] {
        50 => Some(WORDS),
        51 => Some(DeviceId([91; 16])),
        _ => None,
    })
}

fn open_to(all: Vec<Said>) -> Vec<u8> {
    let devices = told(all).openers.devices();
    devices.into_iter().map(|device| device.0[0]).collect()
}

#[test]
fn nothing_said_is_everybody_and_nobody_lifted_it() {
    let now = told(Vec::new());
    assert!(!now.is_restricted() && !now.is_lifted());
    assert!(now.is_for(&DeviceId([7; 16]), None));
}

#[test]
fn whoever_may_open_it_says_who_may_and_nobody_else() {
    let first = || said(1, 0, 1, Some(&[1, 2]));
    assert_eq!(open_to(vec![first()]), [1, 2]);
    assert_eq!(
        open_to(vec![first(), said(2, 1, 2, Some(&[1, 2, 3]))]),
        [1, 2, 3]
    );
    assert_eq!(
        open_to(vec![first(), said(2, 1, 3, Some(&[1, 2, 3]))]),
        [1, 2]
    );
    assert_eq!(open_to(vec![first(), said(2, 1, 3, None)]), [1, 2]);
    let without_oneself = said(2, 1, 2, Some(&[1, 3]));
    assert_eq!(open_to(vec![first(), without_oneself]), [1, 2]);
    assert_eq!(open_to(vec![said(1, 0, 1, Some(&[2]))]), [0_u8; 0]);
    let lifted = told(vec![first(), said(2, 1, 2, None)]);
    assert!(lifted.is_lifted() && lifted.is_for(&DeviceId([3; 16]), None));
}

#[test]
fn two_who_restrict_it_at_once_leave_whom_both_allowed() {
    let one = || said(1, 0, 1, Some(&[1, 2, 3]));
    let other = || said(2, 0, 2, Some(&[2, 3, 4]));
    assert_eq!(open_to(vec![one(), other()]), [2, 3]);
    assert_eq!(
        open_to(vec![other(), one()]),
        [2, 3, 4],
        "left out by the first"
    );
    let of_whom_neither_is = told(vec![one(), other()]);
    assert!(!of_whom_neither_is.is_for(&DeviceId([5; 16]), None));
}

#[test]
fn what_each_of_two_changed_counts_and_taking_out_wins() {
    let first = || said(1, 0, 1, Some(&[1, 2, 3]));
    let without_3 = || said(2, 1, 1, Some(&[1, 2]));
    let with_4 = || said(3, 1, 2, Some(&[1, 2, 3, 4]));
    assert_eq!(open_to(vec![first(), without_3(), with_4()]), [1, 2, 4]);
    assert_eq!(open_to(vec![first(), with_4(), without_3()]), [1, 2, 4]);
    // A new device of somebody who is taken out meanwhile.
    let with_103 = || said(3, 1, 2, Some(&[1, 2, 3, 103]));
    assert_eq!(open_to(vec![first(), without_3(), with_103()]), [1, 2]);
    assert_eq!(open_to(vec![first(), with_103(), without_3()]), [1, 2]);
    let lifted_meanwhile = said(3, 1, 2, None);
    assert_eq!(
        open_to(vec![first(), without_3(), lifted_meanwhile]),
        [1, 2]
    );
    let of_unknown_base = said(3, 77, 2, Some(&[1, 2, 5]));
    assert_eq!(open_to(vec![first(), of_unknown_base]), [1, 2]);
}

#[test]
fn paper_words_that_were_in_force_let_one_in_until_taken_out() {
    let first = || said(1, 0, 1, Some(&[1, 2]));
    let by_words = DeviceId([50; 16]);
    assert!(told(vec![first()]).is_for(&by_words, Some(WORDS)));
    assert!(!told(vec![first()]).is_for(&by_words, Some(DeviceId([91; 16]))));
    let comes_in = |by| said(2, 1, by, Some(&[1, 2, by]));
    assert_eq!(open_to(vec![first(), comes_in(50)]), [1, 2, 50]);
    assert_eq!(open_to(vec![first(), comes_in(51)]), [1, 2], "other words");
    let goes = || said(3, 2, 1, Some(&[1, 2]));
    let again = Said {
        by: by_words,
        ..said(4, 3, 1, Some(&[1, 2, 50]))
    };
    assert_eq!(open_to(vec![first(), comes_in(50), goes(), again]), [1, 2]);
    let out = told(vec![first(), comes_in(50), goes()]);
    assert!(!out.is_for(&by_words, Some(WORDS)));
}

/// As [`said`], where each device is a person of its own, by a number that is added to its own.
fn said_by_other_names(number: u8, upon: u8, by: u8, devices: &[u8], name: u8) -> Said {
    let named = devices.iter().map(|device| Named {
        person: PersonId([device + name; 16]),
        devices: vec![DeviceId([*device; 16])],
    });
    let mut said = said(number, upon, by, None);
    said.statement.named = Some(named.collect());
    said
}

#[test]
fn two_at_once_never_leave_nobody_nor_anybody_twice() {
    // To each the same devices are other lines of the team's record.
    let one = || said_by_other_names(1, 0, 1, &[1, 2, 3], 100);
    let other = said_by_other_names(2, 0, 2, &[2, 3, 4], 150);
    assert_eq!(open_to(vec![one(), other]), [2, 3]);
    // Whoever came in by the words says so, and knows of none of those who are named.
    let alone = said(2, 0, 50, Some(&[50]));
    assert_eq!(open_to(vec![one(), alone]), [50]);
    // Both bring in the same device, as other people's.
    let first = said(1, 0, 1, Some(&[1, 2]));
    let with_3 = said(2, 1, 1, Some(&[1, 2, 3]));
    let mut also_with_3 = said_by_other_names(3, 1, 2, &[3], 100);
    let of_2 = said(3, 1, 2, Some(&[1, 2])).statement.named.unwrap();
    let named = also_with_3.statement.named.as_mut().unwrap();
    drop(named.splice(0..0, of_2));
    let left = told(vec![first, with_3, also_with_3]);
    let Openers::Named(people) = left.openers else {
        panic!("it is restricted");
    };
    let devices: usize = people.values().map(BTreeSet::len).sum();
    assert_eq!(devices, 3, "{people:?}");
}

#[test]
fn a_statement_counts_once() {
    let all = vec![
        said(1, 0, 1, Some(&[1, 2])),
        said(2, 1, 1, Some(&[1])),
        said(1, 0, 1, Some(&[1, 2])),
    ];
    assert_eq!(
        told(all).openers,
        told(vec![
            said(1, 0, 1, Some(&[1, 2])),
            said(2, 1, 1, Some(&[1]))
        ])
        .openers
    );
    assert_eq!(told(Vec::new()).openers, Openers::Everybody);
}
