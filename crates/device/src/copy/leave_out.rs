//! What is left out of a copy. A copy of the view is changed, never the record.

use doorstep_model::ItemId;
use doorstep_model::call::{CopyChoices, LeaveOut, ToLeaveOut};
use doorstep_model::field::{Record, Single, Words};
use doorstep_model::household::{Action, DoneBy, Household, Whose, Worry};

use super::ToCopy;

/// Takes out what was chosen. A copy for one person never holds removed lines or photos.
pub(crate) fn leave_out(copy: &mut ToCopy, choices: &CopyChoices) {
    for household in copy.each_mut() {
        for what in LeaveOut::ALL {
            if is_left_out(*what, choices) {
                places(household, choices, *what, true);
            }
        }
        if choices.for_person.is_some() {
            household.attachments.clear();
        }
    }
}

/// What there is to leave out, and in how many places.
pub(crate) fn to_leave_out(copy: &mut ToCopy, choices: &CopyChoices) -> Vec<ToLeaveOut> {
    LeaveOut::ALL
        .iter()
        .map(|what| ToLeaveOut {
            what: *what,
            places: copy
                .each_mut()
                .map(|household| places(household, choices, *what, false))
                .sum(),
        })
        .filter(|found| found.places > 0)
        .collect()
}

fn is_left_out(what: LeaveOut, choices: &CopyChoices) -> bool {
    choices.leave_out.contains(&what)
        || (what == LeaveOut::RemovedLines && choices.for_person.is_some())
}

/// Counts the places where something stands, and empties them if `take`.
fn places(household: &mut Household, choices: &CopyChoices, what: LeaveOut, take: bool) -> u32 {
    let mut sweep = Sweep { take, found: 0 };
    let person = choices.for_person.as_ref();
    match what {
        LeaveOut::OthersContact | LeaveOut::OthersBirthYear | LeaveOut::OthersAgreement => {
            let others = household
                .people
                .iter_mut()
                .filter(|each| person.is_some() && each.id.as_ref() != person);
            for other in others {
                match what {
                    LeaveOut::OthersContact => {
                        sweep.single(&mut other.contact);
                        sweep.single(&mut other.preferred_contact);
                        sweep.single(&mut other.preferred_language);
                    }
                    LeaveOut::OthersBirthYear => sweep.single(&mut other.birth_year),
                    _ => {
                        sweep.single(&mut other.agreement);
                        sweep.single(&mut other.agreement_on);
                        sweep.single(&mut other.agreement_with);
                        sweep.words(&mut other.agreement_words);
                    }
                }
            }
        }
        LeaveOut::OthersStrengths => sweep.lines(&mut household.strengths, |line| {
            is_anothers(person, &line.person, &line.whose)
        }),
        LeaveOut::OthersWorries => sweep.lines(&mut household.worries, |line| {
            is_anothers(person, &line.person, &line.whose)
        }),
        LeaveOut::FamilyWorries => sweep.lines(&mut household.worries, |line| {
            person.is_some() && is_familys(line)
        }),
        LeaveOut::OthersActions => sweep.lines(&mut household.actions, |line| {
            person.is_some_and(|person| is_done_by_another(person, line))
        }),
        LeaveOut::AskedFor => sweep.lines(&mut household.demands, |_| true),
        LeaveOut::ReallyGoingOn => sweep.words(&mut household.what_matters.really_going_on),
        LeaveOut::History => sweep.words(&mut household.what_matters.history),
        LeaveOut::VisitNotes => {
            for visit in &mut household.visits {
                sweep.words(&mut visit.notes);
                sweep.words(&mut visit.changed_since);
                sweep.single(&mut visit.others);
            }
        }
        LeaveOut::PulledIn => sweep.lines(&mut household.expertise, |_| true),
        LeaveOut::InTheWay => sweep.lines(&mut household.obstacles, |_| true),
        LeaveOut::Services => sweep.lines(&mut household.services, |_| true),
        LeaveOut::Shared => sweep.lines(&mut household.sharing, |_| true),
        LeaveOut::SharingReasons => {
            for sharing in &mut household.sharing {
                sweep.words(&mut sharing.why);
                sweep.single(&mut sharing.basis);
                sweep.single(&mut sharing.condition);
            }
        }
        LeaveOut::RemovedLines => {
            sweep.removed(&mut household.people);
            sweep.removed(&mut household.demands);
            sweep.removed(&mut household.visits);
            sweep.removed(&mut household.strengths);
            sweep.removed(&mut household.worries);
            sweep.removed(&mut household.actions);
            sweep.removed(&mut household.expertise);
            sweep.removed(&mut household.services);
            sweep.removed(&mut household.obstacles);
            sweep.removed(&mut household.sharing);
            sweep.removed(&mut household.attachments);
        }
    }
    sweep.found
}

/// Whether a line is another person's. Where nobody is named and nobody said that it is more than
/// one person's, it may be anybody's: it counts as another's. So a quick note, which says neither,
/// is in nobody's copy by itself.
fn is_anothers(person: Option<&ItemId>, named: &Single<ItemId>, whose: &Single<Whose>) -> bool {
    let Some(person) = person else {
        return false;
    };
    if is_set(named) {
        return names_another(person, named);
    }
    !is_set(whose) || values(whose).any(|whose| *whose == Whose::Person)
}

/// A worry that is the family's as a whole, with nobody named.
fn is_familys(line: &Worry) -> bool {
    !is_set(&line.person) && values(&line.whose).any(|whose| *whose == Whose::Family)
}

/// As [`is_anothers`]; what a worker promised is no other person's.
fn is_done_by_another(person: &ItemId, line: &Action) -> bool {
    if is_set(&line.person) {
        return names_another(person, &line.person);
    }
    match is_set(&line.done_by) {
        true => values(&line.done_by).any(|by| *by == DoneBy::Person),
        false => !is_set(&line.member),
    }
}

fn is_set<T>(single: &Single<T>) -> bool {
    values(single).next().is_some()
}

fn names_another(person: &ItemId, named: &Single<ItemId>) -> bool {
    values(named).any(|named| named != person)
}

/// The value that is shown and those that two people set.
fn values<T>(single: &Single<T>) -> impl Iterator<Item = &T> {
    let both = single.both.iter().filter_map(|said| said.value.as_ref());
    single.value.iter().chain(both)
}

struct Sweep {
    take: bool,
    found: u32,
}

impl Sweep {
    fn single<T>(&mut self, single: &mut Single<T>) {
        if single.value.is_some() || !single.both.is_empty() {
            self.found += 1;
            if self.take {
                *single = Single::default();
            }
        }
    }

    fn words(&mut self, words: &mut Words) {
        if !words.is_blank() {
            self.found += 1;
            if self.take {
                *words = Words::default();
            }
        }
    }

    fn lines<R: Record>(&mut self, lines: &mut Vec<R>, goes: impl Fn(&R) -> bool) {
        let going = lines.iter().filter(|line| goes(line)).count();
        self.found += u32::try_from(going).unwrap_or(u32::MAX);
        if self.take {
            lines.retain(|line| !goes(line));
        }
    }

    fn removed<R: Record>(&mut self, lines: &mut Vec<R>) {
        self.lines(lines, R::is_removed);
    }
}
