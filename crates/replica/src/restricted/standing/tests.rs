#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where this fails"
)]

use std::collections::BTreeSet;

use doorstep_wire::id::DeviceId;

use super::{Openers, Said, Standing, standing};
use crate::restricted::{About, Named, PersonId, Statement, StatementId, StatementRef};
use crate::restricted::{History, Reach};

/// The epoch in which all is said.
const EPOCH: u32 = 4;
/// Came in by paper words after that, and in that.
const BY_WORDS: u8 = 50;
const BEFORE: u8 = 51;

fn device(number: u8) -> DeviceId {
    DeviceId([number; 16])
}

/// Number 12 is the second that device 1 says.
fn is(number: u16) -> StatementRef {
    StatementRef {
        by: device(u8::try_from(number / 10).unwrap()),
        id: StatementId([u8::try_from(number % 10).unwrap(); 16]),
    }
}

fn named(devices: &[u8], person: impl Fn(u8) -> u8) -> Vec<Named> {
    let people: BTreeSet<u8> = devices.iter().map(|device| person(*device)).collect();
    let each = people.into_iter().map(|one| Named {
        person: PersonId([one; 16]),
        devices: devices
            .iter()
            .filter(|device| person(**device) == one)
            .map(|number| device(*number))
            .collect(),
    });
    each.collect()
}

/// Person 1 has devices 1 and 101, and so on; each says which of them.
fn said(number: u16, upon: &[u16], devices: Option<&[u8]>) -> Said {
    let StatementRef { by, id } = is(number);
    Said {
        by,
        epoch: EPOCH,
        statement: Statement {
            id,
            upon: upon.iter().map(|number| is(*number)).collect(),
            about: About::HOUSEHOLD,
            named: devices.map(|devices| named(devices, |device| device % 100)),
        },
    }
}

/// As [`said`], where each device is a person of its own, by a number that is added to its own.
fn said_by_other_names(number: u16, upon: &[u16], devices: &[u8], name: u8) -> Said {
    let mut said = said(number, upon, None);
    said.statement.named = Some(named(devices, |device| device + name));
    said
}

fn recovered(device: &DeviceId) -> Option<u32> {
    match device.0[0] {
        BY_WORDS => Some(EPOCH + 1),
        BEFORE => Some(EPOCH),
        _ => None,
    }
}

fn told(all: &[Said]) -> Standing {
    standing(all, recovered)
}

fn open_to(all: &[Said]) -> Vec<u8> {
    let devices = told(all).openers.devices();
    devices.into_iter().map(|device| device.0[0]).collect()
}

#[test]
fn nothing_said_is_everybody_and_nobody_lifted_it() {
    let now = told(&[]);
    assert!(!now.is_restricted() && !now.is_lifted() && now.is_untold());
    assert!(now.is_for(&device(7), None));
}

#[test]
fn whoever_may_open_it_says_who_may_and_nobody_else() {
    let first = || said(11, &[], Some(&[1, 2]));
    assert_eq!(open_to(&[first()]), [1, 2]);
    let with_3 = |number| said(number, &[11], Some(&[1, 2, 3]));
    assert_eq!(open_to(&[first(), with_3(21)]), [1, 2, 3]);
    assert_eq!(open_to(&[first(), with_3(31)]), [1, 2]);
    assert_eq!(open_to(&[first(), said(31, &[11], None)]), [1, 2]);
    let without_oneself = said(21, &[11], Some(&[1, 3]));
    assert_eq!(open_to(&[first(), without_oneself]), [1, 2]);
    assert_eq!(open_to(&[said(11, &[], Some(&[2]))]), [0_u8; 0]);
    let lifted = told(&[first(), said(21, &[11], None)]);
    assert!(lifted.is_lifted() && lifted.is_for(&device(3), None));
}

#[test]
fn two_who_restrict_it_at_once_leave_whom_both_allowed() {
    let one = || said(11, &[], Some(&[1, 2, 3]));
    let other = || said(21, &[], Some(&[2, 3, 4]));
    assert_eq!(open_to(&[one(), other()]), [2, 3]);
    assert_eq!(
        open_to(&[other(), one()]),
        [2, 3, 4],
        "left out by the first"
    );
    assert!(!told(&[one(), other()]).is_for(&device(5), None));
}

#[test]
fn what_each_of_two_changed_counts_and_taking_out_wins() {
    let first = || said(11, &[], Some(&[1, 2, 3]));
    let without_3 = || said(12, &[11], Some(&[1, 2]));
    let with_4 = || said(21, &[11], Some(&[1, 2, 3, 4]));
    assert_eq!(open_to(&[first(), without_3(), with_4()]), [1, 2, 4]);
    assert_eq!(open_to(&[first(), with_4(), without_3()]), [1, 2, 4]);
    // A new device of somebody who is taken out meanwhile.
    let with_103 = || said(21, &[11], Some(&[1, 2, 3, 103]));
    assert_eq!(open_to(&[first(), without_3(), with_103()]), [1, 2]);
    assert_eq!(open_to(&[first(), with_103(), without_3()]), [1, 2]);
    let lifted_meanwhile = said(21, &[11], None);
    assert_eq!(open_to(&[first(), without_3(), lifted_meanwhile]), [1, 2]);
    let of_unknown_base = said(21, &[77], Some(&[1, 2, 5]));
    assert_eq!(open_to(&[first(), of_unknown_base]), [1, 2]);
}

#[test]
fn who_says_two_things_without_hearing_of_a_colleagues_undoes_nothing_of_it() {
    let first = || said(11, &[], Some(&[1, 2]));
    let meanwhile = || said(21, &[], Some(&[1, 2, 3]));
    let lifts = said(22, &[21], None);
    assert_eq!(open_to(&[first(), meanwhile(), lifts]), [1, 2]);
    let widens = said(22, &[21], Some(&[1, 2, 3, 4]));
    assert_eq!(
        open_to(&[first(), meanwhile(), widens]),
        [1, 2, 4],
        "3 was left out by the first, and is not new to whoever says it"
    );
    let narrows = said(22, &[21], Some(&[2, 3]));
    assert_eq!(open_to(&[first(), meanwhile(), narrows]), [2]);
    // The control: whoever had heard of both may do all of it.
    let heard: &[u16] = &[11, 21];
    let all = |next: Said| open_to(&[first(), meanwhile(), next]);
    assert_eq!(all(said(22, heard, Some(&[1, 2, 3, 4]))), [1, 2, 3, 4]);
    assert_eq!(all(said(22, heard, None)), [0_u8; 0]);
}

#[test]
fn a_statement_knows_what_those_knew_that_it_is_said_upon() {
    let chain = [
        said(11, &[], Some(&[1, 2])),
        said(21, &[11], Some(&[1, 2, 3])),
        said(31, &[21], Some(&[1, 2, 3, 4])),
        said(12, &[31], Some(&[1])),
    ];
    assert_eq!(open_to(&chain), [1]);
    assert_eq!(told(&chain).upon(), [is(12)]);
    let both = [chain[0].clone(), said(21, &[], Some(&[1, 2, 5]))];
    assert_eq!(told(&both).upon(), [is(11), is(21)]);
    let own = [chain[0].clone(), said(12, &[], Some(&[1, 2, 5]))];
    assert_eq!(
        open_to(&own),
        [1, 2, 5],
        "whoever says it knows what they said before"
    );
}

#[test]
fn the_paper_opens_it_that_was_in_force_then_or_later_until_its_device_is_taken_out() {
    let first = || said(11, &[], Some(&[1, 2]));
    let open = |number| told(&[first()]).is_for(&device(number), recovered(&device(number)));
    assert!(open(BY_WORDS));
    assert!(!open(BEFORE), "it was there when that was said");
    let comes_in = |number: u8| {
        let name = u16::from(number) * 10 + 1;
        said(name, &[11], Some(&[1, 2, number]))
    };
    assert_eq!(open_to(&[first(), comes_in(BY_WORDS)]), [1, 2, 50]);
    assert_eq!(open_to(&[first(), comes_in(BEFORE)]), [1, 2]);
    let goes = || said(12, &[501], Some(&[1, 2]));
    let again = said(502, &[12], Some(&[1, 2, 50]));
    let out = [first(), comes_in(BY_WORDS), goes()];
    assert!(!told(&out).is_for(&device(BY_WORDS), recovered(&device(BY_WORDS))));
    let back = [out.to_vec(), vec![again]].concat();
    assert_eq!(open_to(&back), [1, 2]);
    // Once somebody has said it since, whoever the paper let in before has to be named.
    let later = Said {
        epoch: EPOCH + 1,
        ..said(21, &[11], Some(&[1, 2]))
    };
    let since = told(&[first(), later]);
    assert!(!since.is_for(&device(BY_WORDS), recovered(&device(BY_WORDS))));
}

#[test]
fn two_at_once_never_leave_nobody_nor_anybody_twice() {
    // To each the same devices are other lines of the team's record.
    let one = || said_by_other_names(11, &[], &[1, 2, 3], 100);
    let other = said_by_other_names(21, &[], &[2, 3, 4], 150);
    assert_eq!(open_to(&[one(), other]), [2, 3]);
    // Whoever came in by the words says so, and knows of none of those who are named.
    let alone = said(501, &[], Some(&[50]));
    assert_eq!(open_to(&[one(), alone]), [50]);
    // Both bring in the same device, as other people's.
    let first = said(11, &[], Some(&[1, 2]));
    let with_3 = said(12, &[11], Some(&[1, 2, 3]));
    let mut also_with_3 = said_by_other_names(21, &[11], &[3], 100);
    let of_2 = said(21, &[11], Some(&[1, 2])).statement.named.unwrap();
    let named = also_with_3.statement.named.as_mut().unwrap();
    drop(named.splice(0..0, of_2));
    let left = told(&[first, with_3, also_with_3]);
    let Openers::Named(people) = left.openers else {
        panic!("it is restricted");
    };
    let devices: usize = people.values().map(BTreeSet::len).sum();
    assert_eq!(devices, 3, "{people:?}");
}

#[test]
fn a_statement_counts_once_and_nobody_says_anothers() {
    let first = || said(11, &[], Some(&[1, 2]));
    let alone = || said(12, &[11], Some(&[1]));
    let once = told(&[first(), alone()]);
    assert_eq!(told(&[first(), alone(), first()]).openers, once.openers);
    // Somebody else under its number, first: it stands for itself.
    let mut copied = said(21, &[], Some(&[1, 2, 3]));
    copied.statement.id = is(11).id;
    let after = said(12, &[11], Some(&[1]));
    assert_eq!(open_to(&[copied, first(), after]), [1]);
}

/// One more of device 2, of many.
fn one_of_many(number: u8, upon: &[StatementRef], devices: &[u8]) -> Said {
    let mut said = said(21, &[], Some(devices));
    said.statement.id = StatementId([number; 16]);
    said.statement.upon = upon.to_vec();
    said
}

#[test]
fn more_than_two_hundred_of_one_signer_are_looked_at_nowhere() {
    let mut all = vec![said(11, &[], Some(&[1, 2]))];
    let mut last = is(11);
    for number in 0..200 {
        let next = one_of_many(number, &[last], &[1, 2]);
        last = next.is();
        all.push(next);
    }
    assert_eq!(
        told(&all).upon(),
        [last],
        "the control: the last of them counts"
    );
    let reaches = |all: &[Said], upon: StatementRef| History::of(all).reach(&[upon], by_paper());
    assert!(reaches(&all, last).includes(&device(1)));
    let more = one_of_many(200, &[last], &[1, 2]);
    all.push(more.clone());
    assert!(
        !told(&all).counts(&more.is()),
        "what counts and what reaches are bounded alike"
    );
    assert_eq!(told(&all).upon(), [last]);
    assert!(!reaches(&all, more.is()).includes(&device(1)));
    // Whoever else may open it takes them out.
    all.push(Said {
        statement: Statement {
            upon: vec![last],
            ..said(12, &[], Some(&[1])).statement
        },
        ..said(12, &[], None)
    });
    assert_eq!(open_to(&all), [1]);
}

fn by_paper() -> [(DeviceId, u32); 2] {
    [BY_WORDS, BEFORE].map(|number| (device(number), recovered(&device(number)).unwrap()))
}

fn reaches(all: &[Said], upon: &[u16]) -> Vec<u8> {
    let upon: Vec<StatementRef> = upon.iter().map(|number| is(*number)).collect();
    match History::of(all).reach(&upon, by_paper()) {
        Reach::Everybody => vec![u8::MAX],
        // Whoever came by the paper is always among them, and looked at where they say something.
        Reach::Devices(devices) => devices
            .into_iter()
            .map(|device| device.0[0])
            .filter(|number| *number != BY_WORDS || all.iter().any(|one| one.by.0[0] == BY_WORDS))
            .collect(),
    }
}

#[test]
fn what_was_made_for_some_reaches_whom_they_let_in_and_nobody_who_was_put_before_them() {
    let (first, more) = (
        said(11, &[], Some(&[1, 2])),
        said(21, &[11], Some(&[1, 2, 3])),
    );
    let stranger = said(91, &[], Some(&[2, 9]));
    let all = [stranger.clone(), first.clone(), more];
    assert_eq!(reaches(&all, &[11]), [1, 2, 3]);
    let by_themselves = [stranger.clone(), first.clone()];
    assert_eq!(
        reaches(&by_themselves, &[91]),
        [2, 9],
        "the control: what was made for these"
    );
    assert_eq!(reaches(&all, &[]), [u8::MAX], "it was everybody's");
    // Knowing of it is not enough, nor is having it without knowing of it.
    let knows_it = said(92, &[11, 91], Some(&[2, 8, 9]));
    let unaware = said(22, &[91], Some(&[2, 7]));
    let all = [stranger.clone(), first.clone(), knows_it, unaware];
    assert_eq!(reaches(&all, &[11]), [1, 2, 7], "7 by the word of 2");
    let aware = said(22, &[11, 91], Some(&[1, 2, 9]));
    assert_eq!(
        reaches(&[stranger.clone(), first.clone(), aware], &[11]),
        [1, 2, 9]
    );
    // Whoever is let in lets others in, in whichever order it is heard.
    let let_in = said(31, &[21], Some(&[3, 4]));
    let further = said(21, &[11], Some(&[1, 2, 3]));
    assert_eq!(
        reaches(&[let_in, further, first.clone()], &[11]),
        [1, 2, 3, 4]
    );
    let by_paper = said(501, &[11], Some(&[50, 5]));
    let came_before = said(511, &[11], Some(&[51, 6]));
    let all = [first.clone(), by_paper, came_before];
    assert_eq!(reaches(&all, &[11]), [1, 2, 5, 50]);
    let lifts = |number| said(number, &[11], None);
    assert_eq!(reaches(&[first.clone(), lifts(21)], &[11]), [u8::MAX]);
    assert_eq!(reaches(&[first, lifts(91)], &[11]), [1, 2]);
}

#[test]
fn of_two_who_let_somebody_in_at_once_both_get_there_and_nobody_who_was_taken_out() {
    let first = || said(11, &[], Some(&[1, 2, 3]));
    let with_4 = || said(12, &[11], Some(&[1, 2, 3, 4]));
    let with_5 = || said(21, &[11], Some(&[1, 2, 3, 5]));
    assert_eq!(
        reaches(&[first(), with_4(), with_5()], &[12]),
        [1, 2, 3, 4, 5]
    );
    let without_3 = || said(12, &[11], Some(&[1, 2]));
    let with_103 = || said(21, &[11], Some(&[1, 2, 3, 103]));
    assert_eq!(
        reaches(&[first(), without_3(), with_103()], &[12]),
        [1, 2, 103]
    );
    // Side by side: whom any of them took out is not among those whom they leave.
    let by_3 = || said(31, &[11], Some(&[1, 2, 3, 6]));
    let all = [first(), by_3(), without_3()];
    assert_eq!(reaches(&all, &[12, 31]), [1, 2, 6]);
    let and_lets_in = said(32, &[12, 31], Some(&[3, 7]));
    let all = [first(), by_3(), without_3(), and_lets_in];
    assert_eq!(reaches(&all, &[12, 31]), [1, 2, 6]);
    // A lift beside what restricts it again opens nothing.
    let lifts = || said(13, &[11], None);
    assert_eq!(
        reaches(&[first(), lifts(), with_5()], &[13, 21]),
        [1, 2, 3, 5]
    );
    assert_eq!(
        reaches(&[first(), with_5()], &[21, 77]),
        [0_u8; 0],
        "one is not here"
    );
}

#[test]
fn what_two_said_upon_each_other_ends() {
    let all = [
        said(11, &[21], Some(&[1, 2])),
        said(21, &[11], Some(&[1, 2, 3])),
    ];
    assert_eq!(reaches(&all, &[11]), [1, 2, 3]);
}
